import { createHash } from 'node:crypto';
import { shorten } from './clean-text.ts';

const LONGEST_ID = 500;

/** An id that fits an index: a longer one is cut and carries a hash of the whole. */
export function boundedId(id: string): string {
  if (id.length <= LONGEST_ID) return id;
  return `${shorten(id, LONGEST_ID)}#${createHash('sha256').update(id).digest('base64url').slice(0, 22)}`;
}

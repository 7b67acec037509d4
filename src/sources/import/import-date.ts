import { Refused } from '../../domain/errors.ts';
import { parseFeedDate } from '../feed/feed-date.ts';

const DOTTED = /^(\d{1,2})\.(\d{1,2})\.(\d{4})(.*)$/;
const SLASHED_YEAR_FIRST = /^(\d{4})\/(\d{1,2})\/(\d{1,2})(.*)$/;
/** Seconds since 1970 have ten digits from 2001 on, milliseconds thirteen. */
const EPOCH = /^(\d{10}|\d{13})$/;

/**
 * A date in an imported file: what feeds write, "01.03.2026 14:30", "2026/03/01", or seconds or milliseconds since
 * 1970. Without a zone it is UTC. "03/04/2026" is refused, because nobody can tell which of the two is the month.
 * @throws Refused saying what was expected and what came.
 */
export function parseImportDate(value: unknown): Date {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
  const date = EPOCH.test(text) ? fromEpoch(text) : parseFeedDate(yearFirst(text));
  if (date) return date;
  const got = text || JSON.stringify(value);
  throw new Refused(
    `date: expected something like 2026-03-01 or 2026-03-01T14:30:00+02:00, got "${got.slice(0, 60)}"`,
  );
}

function yearFirst(text: string): string {
  return text.replace(DOTTED, '$3-$2-$1$4').replace(SLASHED_YEAR_FIRST, '$1-$2-$3$4');
}

function fromEpoch(digits: string): Date {
  return new Date(digits.length === 10 ? Number(digits) * 1000 : Number(digits));
}

import { randomBytes } from 'node:crypto';
import type { Vault } from '../../store/vault.ts';
import { isSameSecret } from '../auth/secrets.ts';

/** A form that was drawn longer ago is drawn anew. */
const LASTS_MS = 86_400_000;

/**
 * Goes out with every form and comes back with its answer: the same form sent twice is the same answer, and nobody
 * makes up ids.
 */
export function newStamp(vault: Vault, surveyToken: string, now: Date): string {
  const body = `${now.getTime().toString(36)}.${randomBytes(12).toString('base64url')}`;
  const [signature] = vault.signaturesOf(meaning(surveyToken, body));
  return `${body}.${signature ?? ''}`;
}

/** The id of the answer; undefined for a stamp that is not ours or too old. */
export function answerIdOf(vault: Vault, surveyToken: string, stamp: string, now: Date): string | undefined {
  const [drawnAt = '', random = '', signature = ''] = stamp.split('.');
  const isOurs = vault
    .signaturesOf(meaning(surveyToken, `${drawnAt}.${random}`))
    .some((one) => isSameSecret(one, signature));
  const ageMs = now.getTime() - Number.parseInt(drawnAt, 36);
  return isOurs && ageMs >= 0 && ageMs <= LASTS_MS ? random : undefined;
}

const meaning = (surveyToken: string, body: string) => `survey ${surveyToken} form ${body}`;

import { FetchFailed, Refused } from '../domain/errors.ts';
import { NotSent } from './channel.ts';

const FIRST_PAUSE_MS = 15_000;
const LONGEST_PAUSE_MS = 60 * 60_000;

/** How often a message is tried before a person has to look. */
export const MOST_ATTEMPTS = 12;

export interface Failure {
  readonly message: string;
  readonly isFinal: boolean;
  readonly retryAfterMs: number | undefined;
}

/** What an attempt failed with. What nobody foresaw is tried again, too. */
export function failureOf(error: unknown): Failure {
  if (error instanceof NotSent) return error;
  if (error instanceof FetchFailed) {
    return { message: error.message, isFinal: error.code === 'blocked', retryAfterMs: error.retryAfterMs };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { message, isFinal: error instanceof Refused, retryAfterMs: undefined };
}

/** How long to wait before the next attempt: longer each time, never all at once. */
export function pauseMs(attempts: number, { retryAfterMs }: Failure, random: number): number {
  const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attempts - 1));
  return Math.max(retryAfterMs ?? 0, pause * (0.75 + random / 2));
}

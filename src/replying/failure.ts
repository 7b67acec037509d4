import { FetchFailed, NotFound, Refused } from '../domain/errors.ts';
import { codeOf } from '../sources/http/network-errors.ts';

/** Why a reply did not go out, in words for who wrote it. */
export interface Failure {
  readonly message: string;
  /** Asking again would change nothing until a person does something. */
  readonly isFinal: boolean;
  /** It may be there all the same. */
  readonly mayHaveArrived: boolean;
  readonly retryAfterMs: number | undefined;
}

/** Nothing of a request was on its way yet. */
const NEVER_LEFT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
  'EHOSTUNREACH',
]);
/** Refusals that pass by themselves. */
const PASSING = new Set([408, 425, 429]);
const BUDGET_PAUSE_MS = 3_600_000;

/** What nobody foresaw is tried again, too, after asking whether it is there. */
export function failureOf(error: unknown): Failure {
  if (error instanceof FetchFailed) return failureOfFetch(error);
  const message = error instanceof Error ? error.message : String(error);
  const isFinal = error instanceof Refused || error instanceof NotFound;
  return { message, isFinal, mayHaveArrived: !isFinal, retryAfterMs: undefined };
}

function failureOfFetch(error: FetchFailed): Failure {
  const { code, status, message, retryAfterMs } = error;
  const answered = { isFinal: true, mayHaveArrived: false, retryAfterMs };
  if (code === 'sign-in') {
    return { ...answered, message: `${ended(message)} Enter it anew at the source, then try again.` };
  }
  if (code === 'blocked') return { ...answered, message };
  if (code === 'budget') {
    return { ...answered, message, isFinal: false, retryAfterMs: retryAfterMs ?? BUDGET_PAUSE_MS };
  }
  if (code === 'rate-limited') return { ...answered, message, isFinal: false };
  if (status === 404 || status === 410 || code === 'gone') {
    return {
      ...answered,
      message: `What it answers is no longer there (${message}). Its author or the place has taken it away.`,
    };
  }
  if (status !== undefined && status >= 400 && status < 500 && !PASSING.has(status)) {
    return { ...answered, message: `It was not taken: ${message}` };
  }
  const mayHaveArrived = status === undefined ? !NEVER_LEFT.has(codeOf(error)) : status >= 500;
  return { message, isFinal: false, mayHaveArrived, retryAfterMs };
}

const ended = (message: string) => (/[.!?]$/.test(message) ? message : `${message}.`);

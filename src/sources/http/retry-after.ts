import { parseFeedDate } from '../feed/feed-date.ts';

const LONGEST_WAIT_MS = 24 * 3_600_000;
/** Seconds that are more likely an instant than a wait. */
const SINCE_1970 = 1_000_000_000;

/**
 * Milliseconds to wait from a Retry-After header: seconds or an HTTP date. 0 to 24 hours, because a mistaken
 * year must not silence a source. Undefined when the header is missing or cannot be read.
 */
export function retryAfterMs(value: string | null, nowMs: number): number | undefined {
  const text = value?.trim() ?? '';
  if (text === '') return undefined;
  // A header sent twice arrives as a list.
  const seconds = /^(\d+(?:\.\d+)?)(?:\s*,|$)/.exec(text)?.[1];
  const waitMs = seconds === undefined ? (instantOf(text) ?? Number.NaN) - nowMs : Number(seconds) * 1000;
  return bounded(waitMs);
}

/** Milliseconds until a limit is lifted, from the headers that many interfaces use for it: seconds to go, or since 1970. */
export function limitResetMs(headers: Headers, nowMs: number): number | undefined {
  const text =
    headers.get('x-ratelimit-reset') ?? headers.get('ratelimit-reset') ?? headers.get('x-rate-limit-reset');
  if (!text || !/^\d+(\.\d+)?$/.test(text.trim())) return undefined;
  const seconds = Number(text);
  return bounded(seconds > SINCE_1970 ? seconds * 1000 - nowMs : seconds * 1000);
}

/** The three forms of an HTTP date, all of them in Greenwich time (RFC 9110, 5.6.7). */
function instantOf(text: string): number | undefined {
  return (
    parseFeedDate(text) ?? parseFeedDate(text.replace(/^\w+, (\d\d)-(\w{3})-(\d\d) /, '$1 $2 $3 '))
  )?.getTime();
}

function bounded(waitMs: number): number | undefined {
  if (Number.isNaN(waitMs)) return undefined;
  return Math.min(Math.max(Math.round(waitMs), 0), LONGEST_WAIT_MS);
}

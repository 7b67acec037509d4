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

const RESETS = ['x-ratelimit-reset', 'ratelimit-reset', 'x-rate-limit-reset', 'ratelimit-resettime'];

/**
 * Milliseconds until a limit is lifted, from the headers that many interfaces use for it: seconds to go, seconds or
 * milliseconds since 1970, or a date.
 */
export function limitResetMs(headers: Headers, nowMs: number): number | undefined {
  const text = RESETS.map((name) => headers.get(name)?.trim()).find(Boolean);
  if (!text) return undefined;
  if (!/^\d+(\.\d+)?$/.test(text)) return bounded(Date.parse(text) - nowMs);
  const number = Number(text);
  if (number > SINCE_1970 * 1000) return bounded(number - nowMs);
  return bounded(number > SINCE_1970 ? number * 1000 - nowMs : number * 1000);
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

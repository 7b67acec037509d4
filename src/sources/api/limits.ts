import { isJsonObject } from '../feed/exact-json.ts';
import { limitResetMs, retryAfterMs } from '../http/retry-after.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/**
 * How long to wait by what an answer says, in any of the ways that are in use: Retry-After (seconds or a date), the
 * reset headers (seconds left, seconds or milliseconds since 1970, a date), or a number in the body. Undefined when
 * it says nothing.
 */
export function waitOf(headers: Headers, body: unknown, now: Date): number | undefined {
  const nowMs = now.getTime();
  return (
    retryAfterMs(headers.get('retry-after'), nowMs) ??
    bodyWaitMs(body) ??
    limitResetMs(headers, nowMs) ??
    googleWaitMs(body, now)
  );
}

/** The wait after an answer that was fine but used up what there was. */
export function restOf(headers: Headers, body: unknown, now: Date): number | undefined {
  const backoff =
    isJsonObject(body) && typeof body['backoff'] === 'number' ? body['backoff'] * SECOND : undefined;
  const left =
    headers.get('x-ratelimit-remaining') ??
    headers.get('ratelimit-remaining') ??
    headers.get('x-rate-limit-remaining');
  const isSpent = left !== null && Number(left) < 1;
  return backoff ?? (isSpent ? limitResetMs(headers, now.getTime()) : undefined);
}

/** Whether a refusal is about how much was asked, not about what. */
export function isLimit(status: number, headers: Headers, body: unknown): boolean {
  if (status === 429 || bodyWaitMs(body) !== undefined) return true;
  if (status !== 403) return false;
  return (
    headers.has('retry-after') ||
    headers.get('x-ratelimit-remaining') === '0' ||
    googleReasons(body).some(isQuota)
  );
}

/** Stack Exchange's `backoff`, Discourse's `extras.wait_seconds`, Discord-like `retry_after`, Google's RetryInfo. */
function bodyWaitMs(body: unknown): number | undefined {
  if (!isJsonObject(body)) return undefined;
  const { backoff, extras, retry_after: retryAfter, error } = body;
  const waits = [backoff, isJsonObject(extras) ? extras['wait_seconds'] : undefined, retryAfter];
  const seconds = waits.find((wait) => typeof wait === 'number');
  if (typeof seconds === 'number') return seconds * SECOND;
  const details = isJsonObject(error) && Array.isArray(error['details']) ? error['details'] : [];
  const delay = details
    .filter(isJsonObject)
    .map((detail) => /^([\d.]+)s$/.exec(String(detail['retryDelay']))?.[1])
    .find(Boolean);
  return delay === undefined ? undefined : Number(delay) * SECOND;
}

const isQuota = (reason: string) => /quota|limit|RESOURCE_EXHAUSTED/i.test(reason);
const isDaily = (reason: string) => /^(quotaExceeded|dailyLimitExceeded)/.test(reason);

/** Google says only what is used up: a day's quota comes back at midnight in California, anything else in a minute. */
function googleWaitMs(body: unknown, now: Date): number | undefined {
  const reasons = googleReasons(body);
  if (reasons.some(isDaily)) return untilMidnight(now, 'America/Los_Angeles');
  return reasons.some(isQuota) ? MINUTE : undefined;
}

function googleReasons(body: unknown): string[] {
  const error = isJsonObject(body) ? body['error'] : undefined;
  if (!isJsonObject(error)) return [];
  const errors = Array.isArray(error['errors']) ? error['errors'].filter(isJsonObject) : [];
  return [...errors.map(({ reason }) => reason), error['status']].filter((one) => typeof one === 'string');
}

/** Milliseconds until the day changes in a time zone. */
export function untilMidnight(now: Date, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  })
    .formatToParts(now)
    .filter(({ type }) => type !== 'literal')
    .map(({ value }) => Number(value));
  const [hours = 0, minutes = 0, seconds = 0] = parts;
  return 24 * 60 * MINUTE - ((hours * 60 + minutes) * MINUTE + seconds * SECOND);
}

import { expect, test } from 'vitest';
import { isLimit, restOf, untilMidnight, waitOf } from '../../../src/sources/api/limits.ts';

const NOW = new Date('2026-11-23T10:00:00Z');
const seconds = NOW.getTime() / 1000;

const waits = [
  ['seconds in Retry-After', { 'retry-after': '90' }, {}, 90_000],
  ['a date in Retry-After', { 'retry-after': 'Mon, 23 Nov 2026 10:02:00 GMT' }, {}, 120_000],
  ['seconds since 1970', { 'x-rate-limit-reset': String(seconds + 300) }, {}, 300_000],
  ['milliseconds since 1970', { 'x-ratelimit-reset': String((seconds + 5) * 1000) }, {}, 5_000],
  ['an ISO date', { 'x-ratelimit-reset': '2026-11-23T10:05:00.609574Z' }, {}, 300_609],
  ['an ISO date in another header', { 'ratelimit-resettime': '2026-11-23T10:00:30Z' }, {}, 30_000],
  ['seconds left', { 'x-ratelimit-reset': '417' }, {}, 417_000],
  ['backoff in the body', {}, { backoff: 12 }, 12_000],
  ['wait_seconds in the body', {}, { extras: { wait_seconds: 7 } }, 7_000],
  ['retryDelay in the body', {}, { error: { details: [{ retryDelay: '34.5s' }] } }, 34_500],
  // 10:00 in Greenwich is 02:00 in California.
  [
    'a day of Google that is used up',
    {},
    { error: { errors: [{ reason: 'quotaExceeded' }] } },
    22 * 3_600_000,
  ],
  ['a minute of Google that is used up', {}, { error: { status: 'RESOURCE_EXHAUSTED' } }, 60_000],
  ['nothing', {}, {}, undefined],
  ['nonsense', { 'retry-after': 'soon', 'x-ratelimit-reset': 'later' }, 'no', undefined],
] as const;

for (const [what, headers, body, expected] of waits) {
  test(`${what} says how long to wait`, () => {
    expect(waitOf(new Headers(headers as Record<string, string>), body, NOW)).toBe(expected);
  });
}

test('a day is over at midnight of its own time zone, in summer and in winter', () => {
  expect(untilMidnight(new Date('2026-07-01T06:59:00Z'), 'America/Los_Angeles')).toBe(60_000);
  expect(untilMidnight(new Date('2026-12-01T07:59:00Z'), 'America/Los_Angeles')).toBe(60_000);
});

const refusals = [
  ['429', 429, {}, {}, true],
  ['403 with nothing left', 403, { 'x-ratelimit-remaining': '0' }, {}, true],
  ['403 with a time to come back', 403, { 'retry-after': '60' }, {}, true],
  ['403 of a quota', 403, {}, { error: { errors: [{ reason: 'quotaExceeded' }] } }, true],
  ['400 with a backoff', 400, {}, { backoff: 10, error_id: 502 }, true],
  ['403 for what is forbidden', 403, { 'x-ratelimit-remaining': '59' }, { message: 'no' }, false],
  ['500', 500, {}, {}, false],
] as const;

for (const [what, status, headers, body, expected] of refusals) {
  test(`${what} is ${expected ? '' : 'not '}about how often was asked`, () => {
    expect(isLimit(status, new Headers(headers as Record<string, string>), body)).toBe(expected);
  });
}

test('an answer that used up the last call asks for a rest', () => {
  const last = new Headers({ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(seconds + 60) });
  expect(restOf(last, {}, NOW)).toBe(60_000);
  expect(
    restOf(new Headers({ 'x-ratelimit-remaining': '9', 'x-ratelimit-reset': '60' }), {}, NOW),
  ).toBeUndefined();
  expect(restOf(new Headers(), { backoff: 10 }, NOW)).toBe(10_000);
});

import { expect, test } from 'vitest';
import { limitResetMs, retryAfterMs } from '../../../src/sources/http/retry-after.ts';

const now = Date.UTC(2026, 10, 23, 12);

const cases = [
  [null, undefined],
  ['', undefined],
  ['soon', undefined],
  ['120', 120_000],
  [' 7200 ', 7_200_000],
  ['0', 0],
  ['99999999999', 86_400_000],
  ['Mon, 23 Nov 2026 13:00:00 GMT', 3_600_000],
  ['Mon, 23 Nov 2026 11:00:00 GMT', 0],
  ['Thu, 23 Nov 2096 12:00:00 GMT', 86_400_000],
  ['Monday, 23-Nov-26 13:00:00 GMT', 3_600_000],
  ['Mon Nov 23 13:00:00 2026', 3_600_000],
  ['120, 120', 120_000],
  ['-5 apples', undefined],
] as const;

for (const [header, waitMs] of cases) {
  test(`Retry-After ${JSON.stringify(header)} means ${waitMs} ms`, () =>
    expect(retryAfterMs(header, now)).toBe(waitMs));
}

const resets = [
  ['x-ratelimit-reset', String(now / 1000 + 3_600), 3_600_000],
  ['x-ratelimit-reset', '60', 60_000],
  ['ratelimit-reset', '30', 30_000],
  ['x-ratelimit-reset', 'tomorrow', undefined],
  ['x-other', '60', undefined],
] as const;

for (const [name, value, waitMs] of resets) {
  test(`${name}: ${value} means ${waitMs} ms`, () =>
    expect(limitResetMs(new Headers({ [name]: value }), now)).toBe(waitMs));
}

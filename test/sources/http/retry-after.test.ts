import { expect, test } from 'vitest';
import { retryAfterMs } from '../../../src/sources/http/retry-after.ts';

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
] as const;

for (const [header, waitMs] of cases) {
  test(`Retry-After ${JSON.stringify(header)} means ${waitMs} ms`, () =>
    expect(retryAfterMs(header, now)).toBe(waitMs));
}

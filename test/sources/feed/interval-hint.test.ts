import { expect, test } from 'vitest';
import { intervalHintMs } from '../../../src/sources/feed/interval-hint.ts';

const cases = [
  ['nothing', {}, undefined],
  ['a ttl in minutes', { ttlMinutes: 180 }, 10_800_000],
  ['a cache time in seconds', { cacheControl: 'public, max-age=7200' }, 7_200_000],
  ['no shared cache time', { cacheControl: 's-maxage=7200' }, undefined],
  ['twice a day', { updatePeriod: 'daily', updateFrequency: 2 }, 43_200_000],
  ['the longest of several', { ttlMinutes: 60, cacheControl: 'max-age=60' }, 3_600_000],
  ['a week at most', { ttlMinutes: 1_000_000, updatePeriod: 'yearly' }, 7 * 86_400_000],
  ['nonsense', { ttlMinutes: Number.NaN, updatePeriod: 'often' }, undefined],
] as const;

for (const [what, hints, waitMs] of cases) {
  test(`${what} gives ${waitMs} ms`, () => expect(intervalHintMs(hints)).toBe(waitMs));
}

import { expect, test } from 'vitest';
import { intervalHintMs, quietTimesOf } from '../../../src/sources/feed/interval-hint.ts';

const cases = [
  ['nothing', {}, undefined],
  ['a ttl in minutes', { ttlMinutes: 180 }, 10_800_000],
  ['a cache time in seconds', { cacheControl: 'public, max-age=7200' }, 7_200_000],
  ['no shared cache time', { cacheControl: 's-maxage=7200' }, undefined],
  ['twice a day', { updatePeriod: 'daily', updateFrequency: 2 }, 43_200_000],
  ['an answer that runs out', { expiresInMs: 7_200_000 }, 7_200_000],
  ['max-age beside it', { expiresInMs: 7_200_000, cacheControl: 'max-age=60' }, 60_000],
  ['the longest of several', { ttlMinutes: 60, cacheControl: 'max-age=60' }, 3_600_000],
  ['a week at most', { ttlMinutes: 1_000_000, updatePeriod: 'yearly' }, 7 * 86_400_000],
  ['nonsense', { ttlMinutes: Number.NaN, updatePeriod: 'often' }, undefined],
] as const;

for (const [what, hints, waitMs] of cases) {
  test(`${what} gives ${waitMs} ms`, () => expect(intervalHintMs(hints)).toBe(waitMs));
}

const everyHour = Array.from({ length: 24 }, (_, hour) => hour);
const quiet = [
  ['nothing', {}, undefined],
  ['hours', { skipHours: [3, 4, 4] }, { hours: [3, 4], days: [] }],
  ['hour 24, which is midnight', { skipHours: [24] }, { hours: [0], days: [] }],
  ['days', { skipDays: ['Saturday', ' sunday '] }, { hours: [], days: [6, 0] }],
  ['nonsense', { skipHours: [25, -1, 1.5], skipDays: ['Caturday'] }, undefined],
  ['every hour, which would leave none', { skipHours: everyHour }, undefined],
] as const;

for (const [what, hints, times] of quiet) {
  test(`${what} to skip gives ${JSON.stringify(times)}`, () => expect(quietTimesOf(hints)).toEqual(times));
}

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { afterQuietTimes, backoff, nextInterval, withJitter } from '../../src/domain/schedule.ts';

const MINUTE = 60_000;
const limits = { shortestMs: 5 * MINUTE, longestMs: 360 * MINUTE };

const intervals = [
  ['news halves it', 60, { news: 3, hintMs: undefined }, 30],
  ['silence makes it half as long again', 60, { news: 0, hintMs: undefined }, 90],
  ['it is never shorter than the shortest', 6, { news: 1, hintMs: undefined }, 5],
  ['it is never longer than the longest', 300, { news: 0, hintMs: undefined }, 360],
  ['a feed that asks for more time gets it', 60, { news: 9, hintMs: 120 * MINUTE }, 120],
  ['a feed cannot ask for longer than the longest', 60, { news: 0, hintMs: 9_999 * MINUTE }, 360],
] as const;

for (const [what, before, run, after] of intervals) {
  test(`${what}: ${before} minutes become ${after}`, () =>
    expect(nextInterval(before * MINUTE, run, limits)).toBe(after * MINUTE));
}

test('the wait after failures doubles, up to half a day, and the server has the last word', () => {
  const after = (failures: number, retryAfterMs?: number) =>
    backoff(failures, { intervalMs: 15 * MINUTE, retryAfterMs }) / MINUTE;
  expect([1, 2, 3, 4, 99].map((n) => after(n))).toEqual([15, 30, 60, 120, 720]);
  expect(after(1, 1_440 * MINUTE)).toBe(1_440);
  expect(after(4, 1 * MINUTE)).toBe(120);
});

test('jitter adds up to a tenth and takes nothing away', () => {
  expect([0, 0.5, 1].map((random) => withJitter(1_000, random))).toEqual([1_000, 1_050, 1_100]);
});

const quiet = [
  ['no quiet times', undefined, '2026-11-23T10:20:00.000Z'],
  ['another hour', { hours: [11], days: [] }, '2026-11-23T10:20:00.000Z'],
  ['this hour', { hours: [10], days: [] }, '2026-11-23T11:00:00.000Z'],
  ['this hour and the next two', { hours: [10, 11, 12], days: [] }, '2026-11-23T13:00:00.000Z'],
  ['today, a Monday', { hours: [], days: [1] }, '2026-11-24T00:00:00.000Z'],
  ['today and the morning', { hours: [0, 1, 2], days: [1] }, '2026-11-24T03:00:00.000Z'],
] as const;

for (const [what, times, instant] of quiet) {
  test(`with ${what} to leave out it is ${instant}`, () =>
    expect(afterQuietTimes(new Date('2026-11-23T10:20:00Z'), times).toISOString()).toBe(instant));
}

test('quiet times never bring a fetch forward, and end it up outside them while any time is left', () => {
  const times = fc.record({
    hours: fc.uniqueArray(fc.integer({ min: 0, max: 23 }), { maxLength: 23 }),
    days: fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { maxLength: 6 }),
  });
  const instant = fc.date({ min: new Date('2026-01-01'), max: new Date('2027-01-01'), noInvalidDate: true });
  fc.assert(
    fc.property(instant, times, (at, { hours, days }) => {
      const after = afterQuietTimes(at, { hours, days });
      expect(after.getTime()).toBeGreaterThanOrEqual(at.getTime());
      expect([hours.includes(after.getUTCHours()), days.includes(after.getUTCDay())]).toEqual([false, false]);
    }),
  );
});

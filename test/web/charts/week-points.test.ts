import { expect, test } from 'vitest';
import type { DayCounts } from '../../../src/web/charts/day-points.ts';
import { mondayOf, weekSeries } from '../../../src/web/charts/week-points.ts';
import { chartSpan } from '../../../src/web/pages/period.tsx';

const day = (date: string, positive: number, negative: number): DayCounts => ({
  day: date,
  positive,
  neutral: 0,
  negative,
  unknown: 0,
});
// Monday to Wednesday of the week after next.
const span = { from: '2026-03-02', to: '2026-03-18', today: '2026-03-18' };

for (const [date, monday] of [
  ['2026-03-02', '2026-03-02'],
  ['2026-03-05', '2026-03-02'],
  ['2026-03-08', '2026-03-02'],
  ['2026-01-01', '2025-12-29'],
] as const) {
  test(`the week of ${date} begins on ${monday}`, () => expect(mondayOf(date)).toBe(monday));
}

test('a week is the sum of its days, and the one that goes on is marked', () => {
  const scores = [day('2026-03-02', 6, 2), day('2026-03-08', 4, 0), day('2026-03-09', 1, 1)];
  const { points, step } = weekSeries(scores, span, new Map());
  expect(step).toBe('week');
  expect(points.map((point) => point.day)).toEqual(['2026-03-02', '2026-03-09', '2026-03-16']);
  expect(points[0]?.line).toMatchObject({ n: 12, value: (100 * 8) / 12 });
  expect(points[1]?.line).toBeUndefined();
  expect(points.map((point) => point.isToday)).toEqual([false, false, true]);
});

test('a week was read as far as its days were on the mean', () => {
  const coverage = new Map([
    ['2026-03-09', 1],
    ['2026-03-10', 0.5],
    ['2026-03-16', 1],
  ]);
  const { points } = weekSeries([], span, coverage);
  expect(points.map((point) => point.coverage)).toEqual([undefined, 0.75, 1]);
  expect(points.map((point) => point.isIncomplete)).toEqual([false, true, false]);
});

test('a week with a changed day keeps what was first published of it, the other days as they are', () => {
  const changed = { ...day('2026-03-02', 6, 2), asPublished: { positive: 5, neutral: 1, negative: 2 } };
  const { points } = weekSeries([changed, day('2026-03-03', 1, 1)], span, new Map());
  expect(points[0]?.asPublished).toEqual({ positive: 6, neutral: 1, negative: 3 });
  expect(points[1]?.asPublished).toBeUndefined();
});

test('ninety days are shown as whole weeks, less as days', () => {
  const weeks = chartSpan(90, '2026-03-18');
  expect(weeks).toMatchObject({ step: 'week', from: '2025-12-15', days: 94 });
  expect(chartSpan(30, '2026-03-18')).toMatchObject({ step: 'day', from: '2026-02-17', days: 30 });
});

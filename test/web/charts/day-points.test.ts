import { expect, test } from 'vitest';
import { chartFrame } from '../../../src/web/charts/chart-frame.ts';
import { type DayCounts, daySeries } from '../../../src/web/charts/day-points.ts';

const day = (date: string, positive: number, neutral: number, negative: number): DayCounts => ({
  day: date,
  positive,
  neutral,
  negative,
  unknown: 0,
});
const span = { from: '2026-03-01', to: '2026-03-07', today: '2026-03-07' };

test('every day of the span has a point, days without mentions too', () => {
  const { points } = daySeries([day('2026-03-03', 12, 4, 4)], span, new Map());
  expect(points).toHaveLength(7);
  expect(points[0]?.counts).toEqual({ positive: 0, neutral: 0, negative: 0, unknown: 0 });
  expect(points[2]?.own).toMatchObject({ value: 40, n: 20 });
  expect(points.at(-1)?.isToday).toBe(true);
});

test('the line is of single days where most days have enough mentions', () => {
  const scores = ['01', '02', '03', '04', '05', '06'].map((date) => day(`2026-03-${date}`, 8, 1, 1));
  const { lineDays, points } = daySeries([...scores, day('2026-03-07', 1, 0, 1)], span, new Map());
  expect(lineDays).toBe(1);
  expect(points[0]?.line?.value).toBeCloseTo(70);
  expect(points[6]?.line).toBeUndefined();
});

test('the line is of seven days where single days hold too few, days before the span included', () => {
  const scores = [day('2026-02-25', 6, 0, 0), day('2026-03-01', 1, 1, 3), day('2026-03-05', 2, 0, 0)];
  const { lineDays, points } = daySeries(scores, span, new Map());
  expect(lineDays).toBe(7);
  expect(points[0]?.line).toMatchObject({ n: 11 });
  expect(points[6]?.line).toBeUndefined();
});

test('a day that was not fully read is incomplete, one of before any source began is not', () => {
  const coverage = new Map([
    ['2026-03-02', 1],
    ['2026-03-03', 0.6],
  ]);
  const { points } = daySeries([], span, coverage);
  expect(points.map((point) => point.isIncomplete)).toEqual([false, false, true, false, false, false, false]);
});

test('the bars of a day stack up to its count, negative at the bottom', () => {
  const frame = chartFrame(daySeries([day('2026-03-03', 10, 20, 10)], span, new Map()), 'wide');
  const column = frame.columns[2];
  const [negative, neutral, positive] = column?.stack ?? [];
  expect(negative?.label).toBe('negative');
  expect(neutral?.height).toBeCloseTo(2 * (negative?.height ?? 0), 0);
  expect(positive?.y).toBe(column?.top);
  expect((negative?.y ?? 0) + (negative?.height ?? 0)).toBeCloseTo(frame.bars.bottom, 0);
});

test('columns stay between the edges and do not overlap, on both sizes', () => {
  const ninety = { from: '2026-01-01', to: '2026-03-31', today: '2026-03-31' };
  for (const size of ['wide', 'narrow'] as const) {
    const { columns, left, right, dated } = chartFrame(daySeries([], ninety, new Map()), size);
    expect(columns[0]?.x).toBeGreaterThanOrEqual(left);
    const last = columns.at(-1);
    expect((last?.x ?? 0) + (last?.width ?? 0)).toBeLessThanOrEqual(right);
    columns.slice(1).forEach((column, at) => {
      const before = columns[at];
      expect(column.x).toBeGreaterThanOrEqual((before?.x ?? 0) + (before?.width ?? 0));
    });
    expect(dated.at(-1)).toBe(89);
  }
});

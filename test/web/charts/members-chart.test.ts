import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Kpi, KpiPoint } from '../../../src/domain/kpi.ts';
import { kpiOf } from '../../../src/kpis/reading/read-kpis.ts';
import { hasLine, MembersChart, type MembersChartData } from '../../../src/web/charts/members-chart.tsx';

const KPI: Kpi = { ...kpiOf('nps'), id: 'nps' };
const PERIODS = ['2026-01-05', '2026-01-12', '2026-01-19', '2026-01-26'];

const point = fc.record({
  value: fc.option(fc.integer({ min: -100, max: 100 }), { nil: undefined }),
  n: fc.integer({ min: 0, max: 30 }),
});
const lines = fc.array(fc.array(point, { minLength: PERIODS.length, maxLength: PERIODS.length }), {
  minLength: 1,
  maxLength: 6,
});

describe('a chart of several members', () => {
  test('has the letter of every line that has a point, inside the picture and clear of the others', () => {
    fc.assert(
      fc.property(lines, (members) => {
        const html = drawn(chartOf(members));
        const letters = [...html.matchAll(/<text class="member-end[^"]*" x="([\d.-]+)" y="([\d.-]+)">(.)</g)];
        const expected = members.flatMap((one, index) => (one.some(isShown) ? ['ABCDEF'[index]] : []));
        expect(letters.map(([, , , letter]) => letter).toSorted()).toEqual(expected);
        const [, width = 0, height = 0] = /viewBox="0 0 (\d+) (\d+)"/.exec(html)?.map(Number) ?? [];
        for (const [, x, y] of letters) {
          expect(Number(x)).toBeLessThan(width);
          expect(Number(y)).toBeLessThan(height);
          expect(Number(y)).toBeGreaterThan(0);
        }
        const ofColumns = Map.groupBy(letters, ([, x]) => x).values();
        for (const together of ofColumns) {
          const heights = together.map(([, , y]) => Number(y)).toSorted((a, b) => a - b);
          const gaps = heights.slice(1).map((y, at) => y - (heights[at] ?? 0));
          expect(Math.min(14, ...gaps)).toBeGreaterThanOrEqual(13.9);
        }
      }),
    );
  });

  test('marks no point with too few behind it', () => {
    fc.assert(
      fc.property(lines, (members) => {
        const dots = drawn(chartOf(members)).match(/class="member-dot/g)?.length ?? 0;
        expect(dots).toBe(members.flat().filter(isShown).length);
        expect(hasLine(chartOf(members))).toBe(dots > 0);
      }),
    );
  });

  test('says in words what its lines show', () => {
    const html = drawn(
      chartOf([
        [{ value: 40, n: 20 }, few, few, { value: -5, n: 12 }],
        [few, few, few, few],
      ]),
    );
    expect(html).toMatch(
      /<desc[^>]*>One: from week from 5 Jan: \+40 \(n 20\) to week from 26 Jan: −5 \(n 12\)\. /,
    );
    expect(html).toContain('Two: no week has enough data.');
  });
});

const few = { value: 100, n: 2 };

type Drawn = Pick<KpiPoint, 'n'> & { readonly value: number | undefined };

const isShown = ({ value, n }: Drawn) => value !== undefined && n >= KPI.minimumN;

function chartOf(members: readonly (readonly Drawn[])[]): MembersChartData {
  const pointsOf = (line: readonly Drawn[]): KpiPoint[] =>
    line.map((one, at) => ({ ...one, period: PERIODS[at] ?? '', parts: {} }));
  const names = ['One', 'Two', 'Three', 'Four', 'Five', 'Six'];
  return {
    kpi: KPI,
    step: 'week',
    lines: [
      ...members.map((line, at) => ({ name: names[at] ?? '', isAll: false, points: pointsOf(line) })),
      { name: 'Everything', isAll: true, points: pointsOf(members[0] ?? []) },
    ],
    target: undefined,
    marks: [],
  };
}

const drawn = (data: MembersChartData) => String(MembersChart({ data }));

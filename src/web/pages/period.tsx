import { addDays, type Day } from '../../domain/day.ts';
import { DAYS_BEFORE, type DayCounts, type DaySeries, daySeries } from '../charts/day-points.ts';
import { mondayOf, weekSeries } from '../charts/week-points.ts';

/** How many days a chart shows. */
const PERIODS = [7, 30, 90] as const;
export type Period = (typeof PERIODS)[number];

export const readPeriod = (text: string | undefined, otherwise: Period): Period =>
  PERIODS.find((period) => String(period) === text) ?? otherwise;

export const PeriodLinks = ({ path, chosen }: { path: string; chosen: Period }) => (
  <nav class="periods" aria-label="Period">
    {PERIODS.map((period) => (
      <a key={period} href={`${path}?days=${period}`} aria-current={period === chosen ? 'true' : undefined}>
        {period} days
      </a>
    ))}
  </nav>
);

/** What a chart of a period shows: days, or whole weeks where single days would be too many to read. */
export interface ChartSpan {
  readonly step: DaySeries['step'];
  /** First day shown; of weeks a Monday, so up to six days before the period begins. */
  readonly from: Day;
  readonly today: Day;
  /** First day whose score is needed. */
  readonly scoresFrom: Day;
  /** Days from `from` to today, both included. */
  readonly days: number;
}

export function chartSpan(period: Period, today: Day): ChartSpan {
  const first = addDays(today, 1 - period);
  const step = period === 90 ? 'week' : 'day';
  const from = step === 'week' ? mondayOf(first) : first;
  const days = Math.round((Date.parse(today) - Date.parse(from)) / 86_400_000) + 1;
  return { step, from, today, scoresFrom: addDays(from, -DAYS_BEFORE), days };
}

export function chartSeries(
  { step, from, today }: ChartSpan,
  scores: readonly DayCounts[],
  coverage: ReadonlyMap<Day, number>,
): DaySeries {
  const span = { from, to: today, today };
  return step === 'week' ? weekSeries(scores, span, coverage) : daySeries(scores, span, coverage);
}

export const CHART_TITLE = { day: 'Day by day', week: 'Week by week' } as const;

import { INDEX_PART_IDS, type IndexPartId, type Measured, type Measurements } from '../domain/cx-index.ts';
import { addDays, type Day } from '../domain/day.ts';
import { added } from '../kpis/reading/added-sums.ts';
import type { KpiSums, ReadCut } from '../kpis/reading/kpi-source.ts';
import { kpiOf, kpiSumsByLocation } from '../kpis/reading/read-kpis.ts';
import type { Sql } from '../store/db.ts';

/**
 * Who stays a customer is known of a whole period only: the sums of weeks do not add up to it. Replies are read from the
 * reviews themselves, which is dear week by week.
 */
const OF_WHOLE_PERIODS: readonly IndexPartId[] = ['retention', 'response-rate'];
const OF_WEEKS = INDEX_PART_IDS.filter((id) => !OF_WHOLE_PERIODS.includes(id));

/** Whole weeks up to and with the one of today, and as many before them. */
export interface PlaceWeeks {
  /** Mondays, the oldest first; the first half is the period before. */
  readonly mondays: readonly Day[];
  /** What was measured at these places, taken together. */
  of(locationIds: readonly number[]): PlaceMeasurements;
}

export interface PlaceMeasurements {
  readonly now: Measurements;
  readonly before: Measurements;
  /** Of some of the weeks, by their place among the Mondays; without what is known of whole periods only. */
  over(span: Span): Measurements;
  /** Weeks of the period in which anything was said or answered there. */
  readonly heard: number;
}

interface Span {
  readonly first: number;
  readonly last: number;
}

/** Reads the sums of all places once; whatever is asked for afterwards is added up from them. */
export async function readPlaceWeeks(
  sql: Sql,
  { topicId, timeZone, today, weeks }: { topicId: number; timeZone: string; today: Day; weeks: number },
): Promise<PlaceWeeks> {
  const monday = mondayOf(today);
  const mondays = Array.from({ length: 2 * weeks }, (_, at) => addDays(monday, 7 * (at + 1 - 2 * weeks)));
  const starts = { before: mondays[0] ?? monday, now: mondays[weeks] ?? monday };
  const shared = { topicId, timeZone };
  const weekly = await kpiSumsByLocation(sql, OF_WEEKS, {
    ...shared,
    from: starts.before,
    to: today,
    by: 'week',
  });
  const whole = { ...shared, by: 'whole' } as const;
  const now = await kpiSumsByLocation(sql, OF_WHOLE_PERIODS, { ...whole, from: starts.now, to: today });
  const before = await kpiSumsByLocation(sql, OF_WHOLE_PERIODS, {
    ...whole,
    from: starts.before,
    to: addDays(starts.now, -1),
  });
  const running = new Map(OF_WEEKS.map((id) => [id, runningSums(weekly.sums.get(id) ?? [], mondays)]));
  const measure = (id: IndexPartId, sums: KpiSums | undefined, cut: ReadCut): [IndexPartId, Measured] => {
    const kpi = kpiOf(id);
    const { value, low, high, n } = kpi.measure(sums, cut);
    return [id, { value, low, high, n, minimumN: kpi.minimumN }];
  };
  const ofWhole = (locationIds: readonly number[], period: typeof now) => {
    const wanted = new Set(locationIds);
    return OF_WHOLE_PERIODS.map((id) => {
      const rows = (period.sums.get(id) ?? []).filter(({ location_id }) => wanted.has(location_id));
      return measure(id, added(rows), period.cut);
    });
  };
  const period = { now: { first: weeks, last: 2 * weeks - 1 }, before: { first: 0, last: weeks - 1 } };
  return {
    mondays,
    of: (locationIds) => {
      const parts = OF_WEEKS.map((id) => [id, running.get(id)?.of(locationIds)] as const);
      const over = (span: Span) => parts.map(([id, sums]) => measure(id, sums?.over(span), weekly.cut));
      return {
        now: Object.fromEntries([...over(period.now), ...ofWhole(locationIds, now)]),
        before: Object.fromEntries([...over(period.before), ...ofWhole(locationIds, before)]),
        over: (span) => Object.fromEntries(over(span)),
        heard: mondays.filter(
          (_, week) => week >= weeks && parts.some(([, sums]) => sums?.over({ first: week, last: week })),
        ).length,
      };
    },
  };
}

export function mondayOf(day: Day): Day {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return addDays(day, -((weekday + 6) % 7));
}

/** Sums of some places, from which those of any weeks are a difference of two. */
interface RunningSums {
  /** Undefined when nothing was said or answered in these weeks. */
  over(span: Span): KpiSums | undefined;
}

/** Sums add up over places and over weeks: that is what they are kept as sums for. */
function runningSums(
  rows: readonly KpiSums[],
  mondays: readonly Day[],
): { of(locationIds: readonly number[]): RunningSums } {
  const [example] = rows;
  const names = Object.entries(example ?? {}).flatMap(([name, value]) =>
    typeof value === 'number' && name !== 'location_id' ? [name] : [],
  );
  const weekOf = new Map(mondays.map((monday, at) => [monday, at]));
  const byPlace = new Map<number, { week: number; row: KpiSums }[]>();
  for (const row of rows) {
    const week = weekOf.get(row.period);
    if (week === undefined) continue;
    const place = byPlace.get(row.location_id) ?? [];
    place.push({ week, row });
    byPlace.set(row.location_id, place);
  }
  return {
    of: (locationIds) => {
      // After each week the sums of all weeks so far, and how many rows they are of.
      const width = names.length + 1;
      const totals = new Float64Array((mondays.length + 1) * width);
      for (const id of locationIds) {
        for (const { week, row } of byPlace.get(id) ?? []) {
          const at = (week + 1) * width;
          names.forEach((name, column) => {
            totals[at + column] = (totals[at + column] ?? 0) + Number(row[name] ?? 0);
          });
          totals[at + names.length] = (totals[at + names.length] ?? 0) + 1;
        }
      }
      for (let at = width; at < totals.length; at++)
        totals[at] = (totals[at] ?? 0) + (totals[at - width] ?? 0);
      return {
        over: ({ first, last }) => {
          const sum = (column: number) =>
            (totals[(last + 1) * width + column] ?? 0) - (totals[first * width + column] ?? 0);
          if (sum(names.length) === 0) return undefined;
          const sums = Object.fromEntries(names.map((name, column) => [name, sum(column)]));
          return { ...sums, period: mondays[first] ?? '', location_id: 0 };
        },
      };
    },
  };
}

import { addDays, type Day } from '../../domain/day.ts';
import type { KpiCut } from '../../domain/kpi.ts';

/** The first days of all periods of a cut, in order. */
export function periodsOf({ from, to, by }: Pick<KpiCut, 'from' | 'to' | 'by'>): Day[] {
  const starts: Day[] = [];
  if (by === 'whole') return [from];
  for (let start = startOf(from, by); start <= to; start = nextStart(start, by)) starts.push(start);
  return starts;
}

/** The same cut with its first and last period whole: half a week beside a whole one would look like a fall. */
export function wholePeriods<Cut extends Pick<KpiCut, 'from' | 'to' | 'by'>>(cut: Cut): Cut {
  if (cut.by === 'whole') return cut;
  return {
    ...cut,
    from: startOf(cut.from, cut.by),
    to: addDays(nextStart(startOf(cut.to, cut.by), cut.by), -1),
  };
}

/** The last day of the period that starts on a day. */
export function endOf(start: Day, { by, to }: Pick<KpiCut, 'by' | 'to'>): Day {
  return by === 'whole' ? to : addDays(nextStart(start, by), -1);
}

type Step = Exclude<KpiCut['by'], 'whole'>;

function startOf(day: Day, by: Step): Day {
  if (by === 'day') return day;
  if (by === 'month') return `${day.slice(0, 8)}01`;
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return addDays(day, -((weekday + 6) % 7));
}

function nextStart(start: Day, by: Step): Day {
  if (by === 'day') return addDays(start, 1);
  if (by === 'week') return addDays(start, 7);
  return `${addDays(start, 31).slice(0, 8)}01`;
}

/**
 * The first day of the period in which a `day` column lies, in SQL; `from` and `by` are parameters. Weeks by counting
 * days, which is much faster than `date_trunc` where many cells are read: 1 January of the year 1 was a Monday.
 */
export function periodOf(day: string, { from, by }: { from: string; by: string }): string {
  return `case ${by}::text when 'day' then ${day}
                      when 'whole' then ${from}::date
                      when 'week' then ${day} - (${day} - date '0001-01-01') % 7
                      else date_trunc(${by}::text, ${day}::timestamp)::date end`;
}

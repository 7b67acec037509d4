import { addDays, type Day, daysBetween } from '../../domain/day.ts';
import {
  addCounts,
  type Counts,
  type Estimate,
  MINIMUM_N,
  NO_COUNTS,
  netSentiment,
  volume,
} from '../../domain/sentiment.ts';

/** A day's counts as the store keeps them; more members are welcome and left alone. */
export interface DayCounts extends Counts {
  readonly day: Day;
  readonly asPublished?: Omit<Counts, 'unknown'> | undefined;
}

/** One day of a chart, or the week that begins with that day. */
export interface DayPoint {
  readonly day: Day;
  readonly counts: Counts;
  /** Net sentiment of this day or week alone, whatever its n. */
  readonly own: Estimate | undefined;
  /** What the line shows here: undefined where its n is below the minimum. */
  readonly line: Estimate | undefined;
  /** Share 0…1 of the day that our sources were read for; undefined where no source was read on a schedule yet. */
  readonly coverage: number | undefined;
  readonly isIncomplete: boolean;
  /** Whether it is still going on. */
  readonly isToday: boolean;
  readonly asPublished: Omit<Counts, 'unknown'> | undefined;
}

export interface DaySeries {
  readonly points: readonly DayPoint[];
  /** What a point stands for; weeks begin on Monday. */
  readonly step: 'day' | 'week';
  /** How many days each point of the line takes in: 1, or 7 where single days hold too few mentions. */
  readonly lineDays: 1 | 7;
}

/** A day counts as fully read from here on: a fetch that comes a few minutes late does not mark it. */
export const COMPLETE = 0.98;

/** Days that are read before the first day shown, so that the seven-day line begins with it. */
export const DAYS_BEFORE = 6;

/**
 * Every day from `from` to `to` with its numbers; days without mentions are zeros. The line is the day's own net
 * sentiment where most days with mentions reach the minimum n, otherwise that of the seven days ending with it.
 */
export function daySeries(
  scores: readonly DayCounts[],
  span: { from: Day; to: Day; today: Day },
  coverage: ReadonlyMap<Day, number>,
): DaySeries {
  const byDay = new Map(scores.map((score) => [score.day, score]));
  const days = daysBetween(span.from, span.to);
  const lineDays = hasFullDays(days.flatMap((day) => byDay.get(day) ?? [])) ? 1 : 7;
  const points = days.map((day): DayPoint => {
    const score = byDay.get(day);
    const counts = score ?? NO_COUNTS;
    const own = netSentiment(counts);
    const line = lineDays === 1 ? own : netSentiment(sumOfDays(byDay, { to: day, days: 7 }));
    const share = coverage.get(day);
    return {
      day,
      counts,
      own,
      line: line && line.n >= MINIMUM_N ? line : undefined,
      coverage: share,
      isIncomplete: share !== undefined && share < COMPLETE,
      isToday: day === span.today,
      asPublished: score?.asPublished,
    };
  });
  return { points, step: 'day', lineDays };
}

/** The sum of the `days` days that end with `to`. */
export function sumOfDays(byDay: ReadonlyMap<Day, Counts>, { to, days }: { to: Day; days: number }): Counts {
  return daysBetween(addDays(to, 1 - days), to)
    .map((day) => byDay.get(day) ?? NO_COUNTS)
    .reduce(addCounts, NO_COUNTS);
}

function hasFullDays(counts: readonly Counts[]): boolean {
  const full = counts.filter((one) => volume(one) - one.unknown >= MINIMUM_N);
  return full.length > 0 && full.length * 4 >= counts.length * 3;
}

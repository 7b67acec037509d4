import { addDays, type Day, daysBetween } from '../../domain/day.ts';
import { MINIMUM_N, NO_COUNTS, netSentiment } from '../../domain/sentiment.ts';
import { COMPLETE, type DayCounts, type DayPoint, type DaySeries, sumOfDays } from './day-points.ts';

/** The Monday on or before a day. */
export function mondayOf(day: Day): Day {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return addDays(day, -((weekday + 6) % 7));
}

/**
 * Every week that begins between `from`, a Monday, and `to`: its days added up, so that a long time shows its course
 * and not its Sundays. The last one ends with `to` and is marked as still going on when that is today.
 */
export function weekSeries(
  scores: readonly DayCounts[],
  span: { from: Day; to: Day; today: Day },
  coverage: ReadonlyMap<Day, number>,
): DaySeries {
  const byDay = new Map(scores.map((score) => [score.day, score]));
  const mondays = daysBetween(span.from, span.to).filter((_, at) => at % 7 === 0);
  const points = mondays.map((monday) => {
    const sunday = addDays(monday, 6);
    const isLast = sunday > span.to;
    const days = daysBetween(monday, isLast ? span.to : sunday);
    return weekPoint(byDay, coverage, { days, isNow: span.today <= sunday && span.today >= monday });
  });
  return { points, step: 'week', lineDays: 7 };
}

function weekPoint(
  byDay: ReadonlyMap<Day, DayCounts>,
  coverage: ReadonlyMap<Day, number>,
  { days, isNow }: { days: readonly Day[]; isNow: boolean },
): DayPoint {
  const counts = sumOfDays(byDay, { to: days.at(-1) ?? '', days: days.length });
  const own = netSentiment(counts);
  const share = meanOf(days.flatMap((day) => coverage.get(day) ?? []));
  return {
    day: days[0] ?? '',
    counts,
    own,
    line: own && own.n >= MINIMUM_N ? own : undefined,
    coverage: share,
    isIncomplete: share !== undefined && share < COMPLETE,
    isToday: isNow,
    asPublished: publishedOf(days.flatMap((day) => byDay.get(day) ?? [])),
  };
}

const meanOf = (shares: readonly number[]): number | undefined =>
  shares.length === 0 ? undefined : shares.reduce((a, b) => a + b) / shares.length;

/** The week as it stood with each of its days as first published; undefined where no day has changed since. */
function publishedOf(scores: readonly DayCounts[]): DayPoint['asPublished'] {
  if (!scores.some((score) => score.asPublished)) return undefined;
  return scores
    .map((score) => score.asPublished ?? score)
    .reduce<NonNullable<DayPoint['asPublished']>>(
      (sum, one) => ({
        positive: sum.positive + one.positive,
        neutral: sum.neutral + one.neutral,
        negative: sum.negative + one.negative,
      }),
      NO_COUNTS,
    );
}

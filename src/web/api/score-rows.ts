import { addDays, type Day } from '../../domain/day.ts';
import { addCounts, type Counts, NO_COUNTS } from '../../domain/sentiment.ts';
import type { DayScore } from '../../store/scores.ts';

/** A day or a week of a topic. */
export interface ScoreRow extends Omit<DayScore, 'day'> {
  /** The day, or the Monday of the week. */
  readonly day: Day;
  /** Mean share 0…1 of its days that the sources were read for; undefined where no source had begun. */
  readonly coverage: number | undefined;
}

export function dayRows(days: readonly DayScore[], coverage: ReadonlyMap<Day, number>): ScoreRow[] {
  return days.map((score) => ({ ...score, coverage: coverage.get(score.day) }));
}

/** Weeks from Monday to Sunday, each the sum of its days: means are weighted by what they are means of. */
export function weekRows(days: readonly DayScore[], coverage: ReadonlyMap<Day, number>): ScoreRow[] {
  const weeks = Map.groupBy(days, ({ day }) => mondayOf(day));
  return [...weeks].map(([day, scores]) => ({
    ...sumOf(day, scores),
    coverage: meanCoverage(day, coverage),
  }));
}

/** The same rows with empty ones for days that have something else to tell, in order. */
export function withDays(
  rows: readonly ScoreRow[],
  days: readonly Day[],
  coverage: ReadonlyMap<Day, number>,
): ScoreRow[] {
  const known = new Set(rows.map(({ day }) => day));
  const empty = days
    .filter((day) => !known.has(day))
    .map((day) => ({ ...sumOf(day, []), coverage: coverage.get(day) }));
  return [...rows, ...empty].sort((a, b) => (a.day < b.day ? -1 : 1));
}

export function mondayOf(day: Day): Day {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return addDays(day, -((weekday + 6) % 7));
}

function sumOf(day: Day, scores: readonly DayScore[]): DayScore {
  const total = (pick: (score: DayScore) => number) => scores.reduce((sum, score) => sum + pick(score), 0);
  const isCorrected = scores.some((score) => score.asPublished);
  return {
    ...scores.reduce<Counts>(addCounts, NO_COUNTS),
    day,
    conflicts: total((score) => score.conflicts),
    undated: total((score) => score.undated),
    meanCompound: weighted(scores, (score) => score.meanCompound, labelled),
    meanStars: weighted(
      scores,
      (score) => score.meanStars,
      (score) => score.rated,
    ),
    rated: total((score) => score.rated),
    reach: total((score) => score.reach),
    asPublished: isCorrected
      ? {
          positive: total((score) => (score.asPublished ?? score).positive),
          neutral: total((score) => (score.asPublished ?? score).neutral),
          negative: total((score) => (score.asPublished ?? score).negative),
        }
      : undefined,
  };
}

const labelled = (score: Counts) => score.positive + score.neutral + score.negative;

function weighted(
  scores: readonly DayScore[],
  mean: (score: DayScore) => number | undefined,
  weight: (score: DayScore) => number,
): number | undefined {
  const n = scores.reduce((sum, score) => sum + (mean(score) === undefined ? 0 : weight(score)), 0);
  if (n === 0) return undefined;
  return scores.reduce((sum, score) => sum + (mean(score) ?? 0) * weight(score), 0) / n;
}

function meanCoverage(monday: Day, coverage: ReadonlyMap<Day, number>): number | undefined {
  const shares = [0, 1, 2, 3, 4, 5, 6].flatMap((days) => coverage.get(addDays(monday, days)) ?? []);
  return shares.length > 0 ? shares.reduce((a, b) => a + b) / shares.length : undefined;
}

import { bestByChance } from './best-by-chance.ts';
import { carryOverByLag, newsAtLag, type Pair } from './carry-over.ts';
import { calmed, median } from './middle.ts';
import { basisOf, dot, without } from './projection.ts';
import { fillGaps, type Weekly } from './series.ts';
import { sharedOvertones, yearlyOddWeeks } from './shared-season.ts';
import { slowCourse } from './slow-course.ts';

/** The longest lead that is looked for, and never more than a quarter of the weeks. */
export const MAXIMUM_LAG = 12;
/** Weeks in which both numbers are known, below which nothing is looked for. */
export const MINIMUM_WEEKS = 20;
/** So many weeks rule out that a season does it. */
export const SEASON_KNOWN_FROM = 104;

/**
 * The carry-over is itself an estimate, which makes chance finds more frequent than the t distribution says: about
 * twice as frequent in simulated pairs (test/bench/lead.bench.ts). The chance counts so many times.
 */
const CAUTION = 2.5;

export interface LagCorrelation {
  /** How many weeks the leading number is ahead. */
  readonly lag: number;
  readonly r: number;
}

export interface LeadSearch {
  readonly kind: 'searched';
  /** Weeks of the following number that were used. */
  readonly weeks: number;
  readonly byLag: readonly LagCorrelation[];
  /** In 95 of 100 unrelated pairs the r of every lag stays within −band…band. */
  readonly band: number;
  readonly best: LagCorrelation;
  /** Shortest and longest lead around the best that explain the following number about as well. */
  readonly range: readonly [number, number];
  /** The chance that the best of all lags is this good in an unrelated pair. */
  readonly p: number;
}

export type LeadAnswer =
  | LeadSearch
  | { readonly kind: 'too-few-weeks'; readonly weeks: number }
  | { readonly kind: 'does-not-move'; readonly which: 'leading' | 'following'; readonly weeks: number };

/**
 * Whether one number goes before another, week by week. What both may share without having to do with each other is
 * taken out first (trend, slow curves, season); then each week without what goes on from the week before. What is left
 * of one is compared with what is left of the other, up to twelve weeks earlier, and the best lag is held against the
 * best that so many lags bring by chance.
 */
export function findLead(leading: Weekly, following: Weekly): LeadAnswer {
  const known = following.filter((value, at) => value !== undefined && leading[at] !== undefined).length;
  if (known < MINIMUM_WEEKS) return { kind: 'too-few-weeks', weeks: known };
  if (isStill(following)) return { kind: 'does-not-move', which: 'following', weeks: known };
  if (isStill(leading)) return { kind: 'does-not-move', which: 'leading', weeks: known };
  const pair = withoutSeason(pairOf(leading, following));
  const carryOvers = carryOverByLag(pair);
  const news = carryOvers.map((carryOver, lag) => newsAtLag(pair, lag, carryOver, calmed));
  const byLag = news.map(({ leading: earlier, following: later }, lag) => ({ lag, r: dot(earlier, later) }));
  const best = byLag.reduce((a, b) => (Math.abs(b.r) > Math.abs(a.r) ? b : a));
  const freedom = Math.min(...news.map((one) => one.freedom));
  const chance = bestByChance(
    news.map((one) => one.leading),
    freedom,
  );
  return {
    kind: 'searched',
    weeks: pair.rows.length,
    byLag,
    band: chance[Math.ceil((1 - 0.05 / CAUTION) * chance.length) - 1] ?? 1,
    best,
    range: rangeOf(byLag, best, freedom),
    p: chanceOf(Math.abs(best.r), chance),
  };
}

function isStill(series: Weekly): boolean {
  const known = series.filter((value) => value !== undefined);
  return known.every((value) => value === known[0]);
}

function pairOf(leading: Weekly, following: Weekly): Pair {
  const weeks = Math.min(leading.length, following.length);
  const lags = Math.min(MAXIMUM_LAG, Math.floor(weeks / 4));
  const slow = basisOf(slowCourse(weeks));
  const before = fillGaps(leading.slice(0, weeks));
  const after = fillGaps(following.slice(0, weeks));
  return {
    leading: without(before.values, slow),
    following: without(after.values, slow),
    slow,
    // One week more than the longest lag, so that the earliest has a week before it.
    rows: after.isReal.flatMap((isReal, at) => (isReal && at > lags ? [at] : [])),
    isUsable: before.isReal,
    lags,
  };
}

function withoutSeason(pair: Pair): Pair {
  const carryOver = median(carryOverByLag(pair));
  const slow = basisOf([...pair.slow, ...sharedOvertones([pair.leading, pair.following])]);
  const leading = without(pair.leading, slow);
  const following = without(pair.following, slow);
  const oddLeading = yearlyOddWeeks(leading, carryOver);
  const oddFollowing = yearlyOddWeeks(following, carryOver);
  return {
    ...pair,
    slow,
    leading,
    following,
    rows: pair.rows.filter((at) => !oddFollowing[at]),
    isUsable: pair.isUsable.map((isUsable, at) => isUsable && !oddLeading[at]),
  };
}

/** Twice the difference of log-likelihoods that 95 % of samples stay below (χ² of one degree). */
const ABOUT_AS_WELL = 3.84;

function rangeOf(
  byLag: readonly LagCorrelation[],
  best: LagCorrelation,
  freedom: number,
): readonly [number, number] {
  const unexplained = (r: number) => freedom * Math.log(Math.max(1 - r * r, Number.MIN_VALUE));
  const isClose = (lag: number) => {
    const r = byLag[lag]?.r;
    return r !== undefined && r * best.r > 0 && unexplained(r) - unexplained(best.r) < ABOUT_AS_WELL;
  };
  let [first, last] = [best.lag, best.lag];
  while (isClose(first - 1)) first--;
  while (isClose(last + 1)) last++;
  return [first, last];
}

function chanceOf(r: number, chance: readonly number[]): number {
  const reached = chance.filter((other) => other >= r).length;
  return Math.min(1, (CAUTION * (reached + 1)) / (chance.length + 1));
}

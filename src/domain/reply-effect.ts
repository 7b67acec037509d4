/** Items alike before an answer: same source, stars, label and age. Sums, so that strata add up. */
export interface Stratum {
  readonly answered: Sums;
  readonly unanswered: Sums;
}

export interface Sums {
  readonly n: number;
  readonly sum: number;
  readonly squares: number;
}

/** How much more (or less) what was answered has changed than what is like it and was not. */
export interface Effect {
  /** Mean change of what was answered, and of what is like it. */
  readonly answered: number;
  readonly unanswered: number;
  readonly difference: number;
  /** 95 %. */
  readonly low: number;
  readonly high: number;
  readonly n: number;
  readonly nUnanswered: number;
}

/** Fewer say nothing. */
export const FEWEST_ANSWERED = 20;
export const FEWEST_UNANSWERED = 20;
const FEWEST_ALIKE = 3;
const Z = 1.959964;

/**
 * The difference within each stratum, weighted by how many were answered there. Strata with hardly anything to
 * compare with are left out, and what they held is not in n. Undefined: not enough data.
 */
export function effectOf(strata: readonly Stratum[]): Effect | undefined {
  const usable = strata.filter(({ answered, unanswered }) => answered.n > 0 && unanswered.n >= FEWEST_ALIKE);
  const n = total(usable, ({ answered }) => answered.n);
  const nUnanswered = total(usable, ({ unanswered }) => unanswered.n);
  if (n < FEWEST_ANSWERED || nUnanswered < FEWEST_UNANSWERED) return undefined;
  const spread = {
    answered: withinVariance(usable.map(({ answered }) => answered)),
    unanswered: withinVariance(usable.map(({ unanswered }) => unanswered)),
  };
  const weighted = (numberOf: (stratum: Stratum) => number) =>
    total(usable, (stratum) => (stratum.answered.n / n) * numberOf(stratum));
  const answered = weighted((stratum) => stratum.answered.sum / stratum.answered.n);
  const unanswered = weighted((stratum) => stratum.unanswered.sum / stratum.unanswered.n);
  const variance = total(usable, (stratum) => {
    const weight = stratum.answered.n / n;
    return weight ** 2 * (spread.answered / stratum.answered.n + spread.unanswered / stratum.unanswered.n);
  });
  const difference = answered - unanswered;
  const half = Z * Math.sqrt(variance);
  return {
    answered,
    unanswered,
    difference,
    low: difference - half,
    high: difference + half,
    n,
    nUnanswered,
  };
}

/** One variance for all strata: most are too small for one of their own. */
function withinVariance(all: readonly Sums[]): number {
  const squares = total(all, ({ n, sum, squares: own }) => own - sum ** 2 / n);
  const freedom = total(all, ({ n }) => n - 1);
  // Where nothing varied, what was seen may still be luck: the rule of three's half, as a floor.
  const floor =
    1 /
    Math.max(
      1,
      total(all, ({ n }) => n),
    );
  return freedom <= 0 ? 1 : Math.max(floor, squares / freedom);
}

const total = <T>(all: readonly T[], numberOf: (one: T) => number): number =>
  all.reduce((sum, one) => sum + numberOf(one), 0);

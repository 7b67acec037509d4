import { differenceOfShares } from './estimates.ts';

/** Counts by label; `unknown` is kept apart and never counted as neutral. */
export interface Counts {
  readonly positive: number;
  readonly neutral: number;
  readonly negative: number;
  readonly unknown: number;
}

/** A number with its 95 % interval and the number of mentions behind it. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly n: number;
}

/** Below this many mentions a page says "not enough data" and shows the count. */
export const MINIMUM_N = 10;

/**
 * Net sentiment (all) = (positive − negative) / (positive + neutral + negative) × 100, −100…100.
 * The interval is 95 %, so that three posts in one direction do not look certain (`differenceOfShares`).
 * `undefined` without any labelled mention.
 */
export function netSentiment(counts: Counts): Estimate | undefined {
  const { positive, neutral, negative } = counts;
  const interval = differenceOfShares([positive, neutral, negative]);
  return interval && { ...interval, n: positive + neutral + negative };
}

/** Net sentiment (opinionated) = (positive − negative) / (positive + negative) × 100: what is left when neutral is set aside. */
export function netSentimentOpinionated(counts: Counts): Estimate | undefined {
  const { positive, negative } = counts;
  const interval = differenceOfShares([positive, negative]);
  return interval && { ...interval, n: positive + negative };
}

/**
 * How net sentiment (all) moved between two sets of mentions that share none, in points: the variances add up, so the
 * interval is the root of the sum of the squared half intervals. `n` is that of the smaller set.
 */
export function netSentimentChange(now: Counts, before: Counts): Estimate | undefined {
  const [later, earlier] = [netSentiment(now), netSentiment(before)];
  if (!later || !earlier) return undefined;
  const half = ({ low, high }: Estimate) => (high - low) / 2;
  const reach = Math.hypot(half(later), half(earlier));
  const value = later.value - earlier.value;
  return { value, low: value - reach, high: value + reach, n: Math.min(later.n, earlier.n) };
}

export function addCounts(a: Counts, b: Counts): Counts {
  return {
    positive: a.positive + b.positive,
    neutral: a.neutral + b.neutral,
    negative: a.negative + b.negative,
    unknown: a.unknown + b.unknown,
  };
}

export const NO_COUNTS: Counts = { positive: 0, neutral: 0, negative: 0, unknown: 0 };

/** All mentions, labelled or not. */
export function volume(counts: Counts): number {
  return counts.positive + counts.neutral + counts.negative + counts.unknown;
}

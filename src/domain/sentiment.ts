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

// The 97.5 % point of the standard normal distribution.
const Z = 1.959_964;

/**
 * Net sentiment (all) = (positive − negative) / (positive + neutral + negative) × 100, −100…100.
 * The interval is 95 %: mean ± z·sd of the difference of two shares under the Dirichlet posterior with a
 * Jeffreys prior (½ for each class), so that three posts in one direction do not look certain.
 * `undefined` without any labelled mention.
 */
export function netSentiment(counts: Counts): Estimate | undefined {
  const { positive, neutral, negative } = counts;
  const n = positive + neutral + negative;
  if (n === 0) return undefined;
  return { value: (100 * (positive - negative)) / n, ...intervalOf([positive, neutral, negative], n) };
}

/** Net sentiment (opinionated) = (positive − negative) / (positive + negative) × 100: what is left when neutral is set aside. */
export function netSentimentOpinionated(counts: Counts): Estimate | undefined {
  const { positive, negative } = counts;
  const n = positive + negative;
  if (n === 0) return undefined;
  return { value: (100 * (positive - negative)) / n, ...intervalOf([positive, negative], n) };
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

/** First class minus last class. See Gelman et al., Bayesian Data Analysis, 3.4, for the Dirichlet moments. */
function intervalOf(classes: readonly number[], n: number): Omit<Estimate, 'value'> {
  const total = n + classes.length / 2;
  const share = (count: number) => (count + 0.5) / total;
  const plus = share(classes[0] ?? 0);
  const minus = share(classes.at(-1) ?? 0);
  const mean = plus - minus;
  const variance = (plus + minus - mean * mean) / (total + 1);
  const reach = Z * Math.sqrt(variance);
  return { low: 100 * Math.max(-1, mean - reach), high: 100 * Math.min(1, mean + reach), n };
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

/** Numbers with their 95 % intervals: pure reckoning, no store. */
export interface Interval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** The 97.5 % point of the standard normal distribution. */
const Z = 1.959_964;

/**
 * First share minus last share of counts by class, in points −100…100. The interval is mean ± z·sd of that
 * difference under the Dirichlet posterior with a Jeffreys prior (½ for each class), so that three answers in one
 * direction do not look certain. See Gelman et al., Bayesian Data Analysis, 3.4, for the Dirichlet moments.
 */
export function differenceOfShares(classes: readonly number[]): Interval | undefined {
  const n = classes.reduce((sum, count) => sum + count, 0);
  if (n === 0) return undefined;
  const total = n + classes.length / 2;
  const share = (count = 0) => (count + 0.5) / total;
  const plus = share(classes[0]);
  const minus = share(classes.at(-1));
  const mean = plus - minus;
  const variance = (plus + minus - mean * mean) / (total + 1);
  const reach = Z * Math.sqrt(variance);
  return {
    value: (100 * ((classes[0] ?? 0) - (classes.at(-1) ?? 0))) / n,
    low: 100 * Math.max(-1, mean - reach),
    high: 100 * Math.min(1, mean + reach),
  };
}

/** A share in percent with Wilson's score interval (Journal of the American Statistical Association 22, 1927). */
export function shareOf(count: number, n: number): Interval | undefined {
  if (n === 0) return undefined;
  const share = count / n;
  const z2 = Z * Z;
  const middle = share + z2 / (2 * n);
  const reach = Z * Math.sqrt((share * (1 - share)) / n + z2 / (4 * n * n));
  const scale = 100 / (1 + z2 / n);
  // At the ends the interval touches them, whatever rounding says.
  const low = count === 0 ? 0 : scale * (middle - reach);
  const high = count === n ? 100 : scale * (middle + reach);
  return { value: (100 * count) / n, low, high };
}

/** A mean of n values from their sums, with Student's t; of a single value nothing is known but itself. */
export function meanOf(
  { n, sum, squares }: { n: number; sum: number; squares: number },
  { least, most }: { least: number; most: number },
): Interval | undefined {
  if (n === 0) return undefined;
  const value = sum / n;
  if (n === 1) return { value, low: least, high: most };
  const variance = Math.max(0, (squares - sum * value) / (n - 1));
  const reach = tQuantile(n - 1) * Math.sqrt(variance / n);
  return { value, low: Math.max(least, value - reach), high: Math.min(most, value + reach) };
}

/**
 * The ratio of two sums over the same items, in percent: part / whole. The variance is the linearised one of a ratio
 * estimator (Cochran, Sampling Techniques, 6.4): Σ(x − r·y)² / (Σy)².
 */
export function ratioOf(sums: {
  readonly n: number;
  readonly part: number;
  readonly whole: number;
  readonly partSquares: number;
  readonly products: number;
  readonly wholeSquares: number;
}): Interval | undefined {
  const { n, part, whole, partSquares, products, wholeSquares } = sums;
  if (n === 0 || whole <= 0) return undefined;
  const ratio = part / whole;
  if (n === 1) return { value: 100 * ratio, low: 0, high: 100 };
  const residual = Math.max(0, partSquares - 2 * ratio * products + ratio * ratio * wholeSquares);
  const reach = tQuantile(n - 1) * (Math.sqrt((residual * n) / (n - 1)) / whole);
  return {
    value: 100 * ratio,
    low: 100 * Math.max(0, ratio - reach),
    high: 100 * Math.min(1, ratio + reach),
  };
}

/** An interval for a product of independent factors, each with its relative variance: the delta method on logarithms. */
export function productInterval(value: number, relativeVariances: readonly number[]): Interval {
  const variance = relativeVariances.reduce((sum, one) => sum + one, 0);
  const factor = Math.exp(Z * Math.sqrt(variance));
  return { value, low: value / factor, high: value * factor };
}

/** The 97.5 % point of Student's t: exact for 1 and 2 degrees of freedom, else Hill's expansion (Communications of the ACM 13, 1970). */
export function tQuantile(freedom: number): number {
  if (freedom === 1) return 12.706_205;
  if (freedom === 2) return 4.302_653;
  const p = 0.05;
  const a = 1 / (freedom - 0.5);
  const b = (48 / a) * (1 / a);
  let c = ((20_700 * a) / b - 98) * a - 16;
  c = c * a + 96.36;
  const d = ((94.5 / (b + c) - 3) / b + 1) * Math.sqrt((a * Math.PI) / 2) * freedom;
  let x = d * p;
  let y = x ** (2 / freedom);
  if (y > 0.05 + a) {
    x = -Z;
    y = x * x;
    const e = freedom < 5 ? 0.3 * (freedom - 4.5) * (x + 0.6) : 0;
    const g = (((0.05 * d * x - 5) * x - 7) * x - 2) * x + b + c + e;
    const h = (((((0.4 * y + 6.3) * y + 36) * y + 94.5) / g - y - 3) / b + 1) * x;
    y = Math.expm1(a * h * h);
  } else {
    y =
      ((1 / (((freedom + 6) / (freedom * y) - 0.089 * d - 0.822) * (freedom + 2) * 3) + 0.5 / (freedom + 4)) *
        y -
        1) *
        ((freedom + 1) / (freedom + 2)) +
      1 / y;
  }
  return Math.sqrt(freedom * y);
}

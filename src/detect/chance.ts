/**
 * How unlikely a count is: −log10 P(X ≥ count) for a negative binomial of this mean and of variance
 * mean + relativeVariance · mean². 0 when the count does not exceed the mean.
 */
export function surpriseOf(count: number, mean: number, relativeVariance: number): number {
  if (count <= mean) return 0;
  const shape = 1 / Math.max(relativeVariance, 1e-6);
  if (mean <= SUMMED_UP_TO) return summedTail(count, mean, shape);
  return normalTail(stabilised(count - 0.5, shape) - stabilised(mean, shape));
}

const SUMMED_UP_TO = 40;

/** Anscombe's transformation: the spread of the result is 1 whatever the mean. Towards large means it is a logarithm. */
function stabilised(count: number, shape: number): number {
  return (
    2 *
    Math.sqrt(Math.max(shape - 0.5, 0.1)) *
    Math.asinh(Math.sqrt((count + 0.375) / Math.max(shape - 0.75, 0.1)))
  );
}

function summedTail(count: number, mean: number, shape: number): number {
  // A count may be fractional where voices are weighed; rounding up would make 4.1 voices count as 5.
  const first = Math.round(count);
  const p = mean / (shape + mean);
  const logOfFirst =
    logGamma(shape + first) -
    logGamma(shape) -
    logGamma(first + 1) +
    shape * Math.log1p(-p) +
    first * Math.log(p);
  let sum = 0;
  let term = 1;
  for (let next = first; term > 1e-6 * sum && next < first + 500; next++) {
    sum += term;
    term *= ((shape + next) * p) / (next + 1);
  }
  return Math.max(0, -(logOfFirst + Math.log(sum)) / Math.LN10);
}

/** −log10 P(Z ≥ z) for z ≥ 0 (Abramowitz and Stegun 26.2.17; the asymptotic series far out). */
function normalTail(z: number): number {
  if (z <= 0) return -Math.log10(0.5);
  if (z > 5) return (z ** 2 / 2 + Math.log(z * SQRT_2PI) - Math.log1p(-1 / z ** 2)) / Math.LN10;
  const u = 1 / (1 + 0.2316419 * z);
  const polynomial =
    u * (0.31938153 + u * (-0.356563782 + u * (1.781477937 + u * (-1.821255978 + u * 1.330274429))));
  return -Math.log10((Math.exp(-(z ** 2) / 2) / SQRT_2PI) * polynomial);
}

const SQRT_2PI = Math.sqrt(2 * Math.PI);

/** Stirling's series, shifted to where it is exact enough. */
function logGamma(x: number): number {
  let shift = 0;
  let y = x;
  for (; y < 7; y++) shift -= Math.log(y);
  const r = 1 / y ** 2;
  return shift + (y - 0.5) * Math.log(y) - y + Math.log(SQRT_2PI) + (1 / 12 - r * (1 / 360 - r / 1260)) / y;
}

/** The median of the absolute values is this share of a standard deviation in a normal distribution. */
const MEDIAN_OF_ABSOLUTES = 0.6745;

/** How far from the median a value may lie, in standard deviations told from the median. */
const REACH = 3;

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2;
}

/** A standard deviation that a few wild values do not move. */
export function spreadOf(values: readonly number[]): number {
  return median(values.map(Math.abs)) / MEDIAN_OF_ABSOLUTES;
}

/** Wild values brought to the edge of the usual ones, so that no single week makes a connection. */
export function calmed(values: readonly number[]): number[] {
  const middle = median(values);
  const reach = REACH * spreadOf(values.map((value) => value - middle));
  return values.map((value) => Math.max(middle - reach, Math.min(middle + reach, value)));
}

/** One number a week, oldest first; undefined where a week has none. */
export type Weekly = readonly (number | undefined)[];

/** Numbers of a series and which of them are real: the rest only stand in so that neighbours can be computed. */
export interface Filled {
  readonly values: readonly number[];
  readonly isReal: readonly boolean[];
}

/** Straight lines across the gaps; the ends go on with their last number. */
export function fillGaps(series: Weekly): Filled {
  const isReal = series.map((value) => value !== undefined);
  const values = series.map((value, at) => value ?? between(series, at));
  return { values, isReal };
}

function between(series: Weekly, at: number): number {
  const before = nearest(series, at, -1);
  const after = nearest(series, at, 1);
  if (!before || !after) return before?.value ?? after?.value ?? 0;
  return before.value + ((after.value - before.value) * (at - before.at)) / (after.at - before.at);
}

function nearest(series: Weekly, from: number, step: 1 | -1): { at: number; value: number } | undefined {
  for (let at = from + step; at >= 0 && at < series.length; at += step) {
    const value = series[at];
    if (value !== undefined) return { at, value };
  }
  return undefined;
}

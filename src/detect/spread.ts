import { add, at } from './series.ts';
import { WINDOWS } from './windows.ts';

/**
 * How much more than expected a topic's windows vary, learned for each length of window: the ratio of the variance
 * seen beyond pure chance to the variance that volume and swings explain.
 */
export interface Spread {
  readonly seen: Float64Array;
  readonly due: Float64Array;
}

/** Held at `ratio` as if it had been seen in `windows` windows; one window may not surprise by more than `clip` variances. */
export const HELD_SPREAD = { ratio: 1.3, windows: 5, clip: 16, least: 0.3 };

export function newSpread(): Spread {
  return {
    seen: new Float64Array(WINDOWS.length).fill(HELD_SPREAD.ratio * HELD_SPREAD.windows),
    due: new Float64Array(WINDOWS.length).fill(HELD_SPREAD.windows),
  };
}

export function spreadOf(spread: Spread, window: number): number {
  return Math.max(HELD_SPREAD.least, at(spread.seen, window) / at(spread.due, window));
}

/** Learns from a window in which nothing seems to have happened. Every second one overlaps, so each counts half. */
export function learnSpread(
  spread: Spread,
  window: number,
  { observed, expected, relativeVariance }: { observed: number; expected: number; relativeVariance: number },
): void {
  const explained = expected ** 2 * relativeVariance;
  const all = expected + explained;
  const deviation = Math.min((observed - expected) ** 2, HELD_SPREAD.clip * all);
  // Where chance is most of the variance, a window says little about the rest.
  const weight = 0.5 * (explained / all) ** 2;
  add(spread.seen, window, (weight * (deviation - expected)) / explained);
  add(spread.due, window, weight);
}

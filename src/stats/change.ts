interface Measured {
  readonly value: number | undefined;
  readonly low?: number;
  readonly high?: number;
}

/** How far a number moved between two samples that share nobody. */
export interface Change {
  readonly value: number;
  /** The 95 % interval; undefined where one of the numbers has none. */
  readonly interval: readonly [number, number] | undefined;
  /** Whether the interval leaves 0 out: it moved by more than two samples differ by chance. */
  readonly isClear: boolean;
}

/**
 * The interval of a difference from those of its two sides, which need not be symmetric (Zou and Donner 2008, after
 * Newcombe 1998). Undefined unless both are known.
 */
export function changeOf(now: Measured, before: Measured): Change | undefined {
  if (now.value === undefined || before.value === undefined) return undefined;
  const value = now.value - before.value;
  if (now.low === undefined || now.high === undefined) return { value, interval: undefined, isClear: false };
  if (before.low === undefined || before.high === undefined) {
    return { value, interval: undefined, isClear: false };
  }
  const low = value - Math.hypot(now.value - now.low, before.high - before.value);
  const high = value + Math.hypot(now.high - now.value, before.value - before.low);
  return { value, interval: [low, high], isClear: low > 0 || high < 0 };
}

import { add, at } from './series.ts';
import { SLOTS_PER_DAY } from './time.ts';

/**
 * Lengths of the windows we look through, in slots: short ones for speed, long ones for what grows slowly and for
 * topics in which little is said.
 */
export const WINDOWS: readonly number[] = [2, 4, 8, 16, 32, 64, 96, 192, 288];

/** Lengths over which sums are kept: every window, and every window with the day before it. */
const LENGTHS = [...new Set(WINDOWS.flatMap((window) => [window, window + SLOTS_PER_DAY]))].sort(
  (a, b) => a - b,
);
const ALONE = WINDOWS.map((window) => LENGTHS.indexOf(window));
const WITH_DAY_BEFORE = WINDOWS.map((window) => LENGTHS.indexOf(window + SLOTS_PER_DAY));

/** Slots that are remembered one by one; a power of two above the longest sum. */
export const RING = 512;

/** One quantity by slot of publication, and its sums over windows that end now. */
export interface Series {
  readonly slots: Float32Array;
  readonly sums: Float64Array;
}

export function newSeries(): Series {
  return { slots: new Float32Array(RING), sums: new Float64Array(LENGTHS.length) };
}

export function place(slot: number): number {
  return slot & (RING - 1);
}

/** Moves every window on to end with `slot`, which holds `amount` so far. */
export function advance(series: Series, slot: number, amount: number): void {
  for (let index = 0; index < LENGTHS.length; index++) {
    const leaving = at(series.slots, place(slot - (LENGTHS[index] ?? 0)));
    add(series.sums, index, Math.fround(amount) - leaving);
  }
  series.slots[place(slot)] = amount;
}

/** Adds to the slot `age` slots before now. */
export function addAt(series: Series, slot: number, age: number, amount: number): void {
  add(series.slots, place(slot - age), amount);
  for (let index = LENGTHS.length - 1; index >= 0 && age < (LENGTHS[index] ?? 0); index--) {
    add(series.sums, index, amount);
  }
}

/** Sum over the window with this index in `WINDOWS`. */
export function within(series: Series, window: number): number {
  return at(series.sums, ALONE[window] ?? 0);
}

/** Sum over the day before the window began. */
export function dayBefore(series: Series, window: number): number {
  return at(series.sums, WITH_DAY_BEFORE[window] ?? 0) - within(series, window);
}

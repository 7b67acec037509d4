/** Time is counted in slots, quarters of an hour since 1970. */
export const SLOT_MS = 15 * 60_000;
export const SLOTS_PER_HOUR = 4;
export const SLOTS_PER_DAY = 96;
export const HOURS_PER_WEEK = 168;

export function slotOf(ms: number): number {
  return Math.floor(ms / SLOT_MS);
}

export function startOf(slot: number): number {
  return slot * SLOT_MS;
}

export function hourOf(slot: number): number {
  return Math.floor(slot / SLOTS_PER_HOUR);
}

/** Hour of the week of an hour since 1970: 0 is Monday 00:00 UTC. */
export function hourOfWeek(hour: number): number {
  // 1970 began on a Thursday.
  return (hour + 72) % HOURS_PER_WEEK;
}

/** From an instant up to another, in milliseconds since 1970. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** A day like 2026-12-25 by UTC. */
export function utcDay(day: string): Span {
  const from = Date.parse(day);
  return { from, to: from + SLOTS_PER_DAY * SLOT_MS };
}

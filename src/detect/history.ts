import { add, at } from './series.ts';

/** Hours a baseline is learned from: six weeks. */
export const HISTORY_HOURS = 42 * 24;

/** Mentions and negative voices by hour of publication, and the hours that say nothing about what is usual. */
export interface History {
  readonly mentions: Float32Array;
  readonly voices: Float32Array;
  readonly isUnusual: Uint8Array;
}

export function newHistory(): History {
  return {
    mentions: new Float32Array(HISTORY_HOURS),
    voices: new Float32Array(HISTORY_HOURS),
    isUnusual: new Uint8Array(HISTORY_HOURS),
  };
}

export function beginHour(history: History, hour: number, isUnusual: boolean): void {
  const cell = hour % HISTORY_HOURS;
  history.mentions[cell] = 0;
  history.voices[cell] = 0;
  history.isUnusual[cell] = isUnusual ? 1 : 0;
}

export function count(history: History, hour: number, mentions: number, voices: number): void {
  add(history.mentions, hour % HISTORY_HOURS, mentions);
  add(history.voices, hour % HISTORY_HOURS, voices);
}

/** The hours of both slots' days that lie within the history are left out of what is usual from now on. */
export function markUnusual(history: History, fromHour: number, toHour: number): void {
  for (let hour = Math.max(fromHour, toHour - HISTORY_HOURS + 1); hour <= toHour; hour++) {
    history.isUnusual[hour % HISTORY_HOURS] = 1;
  }
}

/** The usual hours from `start` up to `end`, oldest first. */
export function eachUsualHour(
  history: History,
  { start, end }: { readonly start: number; readonly end: number },
  visit: (hour: number, mentions: number, voices: number) => void,
): void {
  for (let hour = start; hour < end; hour++) {
    const cell = hour % HISTORY_HOURS;
    if (at(history.isUnusual, cell) === 0) visit(hour, at(history.mentions, cell), at(history.voices, cell));
  }
}

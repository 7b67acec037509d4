import { AGES, type SourceArrival, sinceReading } from './arrival.ts';
import { surpriseOf } from './chance.ts';
import { at } from './series.ts';
import { expectedSwing, outlookOver } from './share-level.ts';
import { learnSpread, spreadOf } from './spread.ts';
import { SLOTS_PER_DAY } from './time.ts';
import type { TopicState } from './topic-state.ts';
import { voicesOf } from './voices.ts';
import { dayBefore, place, WINDOWS, within } from './windows.ts';

/** What the most telling window says. */
export interface Evidence {
  /** −log10 of how often a month chance alone would bring as much, over all windows of this length. */
  readonly score: number;
  /** Index in `WINDOWS`. */
  readonly window: number;
  /** Negative voices in the window, and how many were to be expected given everything else that was said. */
  readonly observed: number;
  readonly expected: number;
}

/** What has to be there whatever the odds: people, more of them than usual, and clearly more. */
export const FLOORS = { voices: 4, surplus: 3.5, ratio: 1.5 };

/** How firmly the volume is held at what is usual, in mentions: within a window, and over the day before it. */
export const HELD_VOLUME = { window: 8, day: 20, least: 0.5 };

/**
 * How often a window is looked through: overlapping windows `most` times as often as separate ones, but no more than
 * `perVoice` times for each voice that is to be expected, because only a voice can make an alert. `least`: and never
 * less often than this.
 */
export const LOOKS = { most: 3, perVoice: 0.5, least: 0.05 };
const WINDOWS_PER_MONTH = WINDOWS.map((window) => (30 * SLOTS_PER_DAY) / window);
const OUTLOOKS = WINDOWS.map(outlookOver);

/** A window whose evidence is below this teaches the spread. */
export const CALM = { score: -0.5 };

const NONE: Evidence = { score: Number.NEGATIVE_INFINITY, window: 0, observed: 0, expected: 0 };

/** Looks through all windows that end with `slot` and begin after `since`. */
export function weigh(topic: TopicState, slot: number, since: number, pending: Pending): Evidence {
  let best = NONE;
  for (let window = 0; window < WINDOWS.length; window++) {
    const length = WINDOWS[window] ?? 0;
    if (slot - length < since) break;
    const isLesson = topic.isCalm && slot % (length >> 1) === 0;
    const observed = voicesIn(topic, window);
    if (observed < FLOORS.voices && !isLesson) continue;
    const { expected, relativeVariance } = forecast(topic, slot, window, pending);
    const spread = spreadOf(topic.spread, window);
    if (isLesson) learnSpread(topic.spread, window, { observed, expected, relativeVariance });
    if (observed < Math.max(FLOORS.voices, expected + FLOORS.surplus, expected * FLOORS.ratio)) continue;
    const looks =
      (WINDOWS_PER_MONTH[window] ?? 1) *
      Math.min(LOOKS.most, Math.max(LOOKS.least, LOOKS.perVoice * expected));
    const score = surpriseOf(observed, expected, relativeVariance * spread) - Math.log10(looks);
    if (score > best.score) best = { score, window, observed, expected };
  }
  return best;
}

export function voicesIn(topic: TopicState, window: number): number {
  return voicesOf({
    first: within(topic.first, window),
    repeatingText: within(topic.repeatingText, window),
    youngRepeatingText: within(topic.repeatingText, Math.min(window, YOUNG)),
    again: within(topic.again, window),
  });
}

/** Index of the window of an hour. */
const YOUNG = WINDOWS.indexOf(4);

/**
 * Negative voices to be expected in a window: the usual volume moved by the day before and by all that was said in the
 * window and was not negative (so a campaign explains itself), times the usual share moved by the swings known before
 * the window began. The variance beyond chance is relative to the square of the mean.
 */
export function forecast(
  topic: TopicState,
  slot: number,
  window: number,
  pending: Pending,
): { expected: number; relativeVariance: number } {
  const due = Math.max(1e-4, within(topic.due, window) - at(pending.due, window));
  const dueNegative = Math.max(1e-5, within(topic.dueNegative, window) - at(pending.dueNegative, window));
  const others = within(topic.others, window);
  const dueOthers = dayBefore(topic.due, window) - dayBefore(topic.dueNegative, window);
  const level = Math.max(
    HELD_VOLUME.least,
    (dayBefore(topic.others, window) + HELD_VOLUME.day) / (dueOthers + HELD_VOLUME.day),
  );
  const before = place(slot - (WINDOWS[window] ?? 0));
  const { levels } = topic;
  const swing = expectedSwing(
    {
      hour: at(levels.hour, before),
      day: at(levels.day, before),
      hourVariance: at(levels.hourVariance, before),
      dayVariance: at(levels.dayVariance, before),
      covariance: at(levels.covariance, before),
    },
    OUTLOOKS[window] ?? outlookOver(1),
  );
  const usual = dueNegative / due;
  const share = 1 / (1 + ((1 - usual) / usual) * Math.exp(-swing.mean));
  // Gamma-Poisson: what was said and was not negative tells how much is being said at all.
  const seen = HELD_VOLUME.window + others;
  const volume = seen / (HELD_VOLUME.window / (due * level) + 1 - share);
  const oddsVariance = swing.variance + topic.baseline.oddsVariance;
  return { expected: share * volume, relativeVariance: 1 / seen + (1 - share) ** 2 * oddsVariance };
}

/** What of the usual volume has not come in yet, by window. */
export interface Pending {
  readonly due: Float64Array;
  readonly dueNegative: Float64Array;
}

export function pendingIn(topic: TopicState, slot: number): Pending {
  const come = shareCome(topic.sources, slot);
  const pending = { due: new Float64Array(WINDOWS.length), dueNegative: new Float64Array(WINDOWS.length) };
  let due = 0;
  let dueNegative = 0;
  let age = 0;
  for (let window = 0; window < WINDOWS.length; window++) {
    for (; age < Math.min(AGES, WINDOWS[window] ?? 0); age++) {
      const missing = 1 - at(come, age);
      due += missing * at(topic.due.slots, place(slot - age));
      dueNegative += missing * at(topic.dueNegative.slots, place(slot - age));
    }
    pending.due[window] = due;
    pending.dueNegative[window] = dueNegative;
  }
  return pending;
}

/** Share 0…1 of the mentions of each age that has come in by now, over all sources. */
function shareCome(sources: readonly SourceArrival[], slot: number): Float64Array {
  const come = new Float64Array(AGES);
  const all = sources.reduce((sum, source) => sum + source.mentions, 0);
  for (const source of sources) {
    const weight = all > 0 ? source.mentions / all : 1 / sources.length;
    const since = sinceReading(source, slot);
    for (let age = since; age < AGES; age++)
      come[age] = at(come, age) + weight * at(source.come, age - since);
  }
  return come;
}

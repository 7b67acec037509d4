import { lateFrom, learnDelays, newSourceArrival, noteArrival, type SourceArrival } from './arrival.ts';
import { learnBaseline } from './baseline.ts';
import { follow, type Sensitivity, sinceWhen, THRESHOLDS } from './episode.ts';
import { CALM, type Evidence, pendingIn, weigh } from './evidence.ts';
import { beginHour, count, HISTORY_HOURS, markUnusual } from './history.ts';
import type { Increment } from './increment.ts';
import { livelinessOf, noteMention, type Silence, silencesNow } from './missing-data.ts';
import { at } from './series.ts';
import { fade, observe } from './share-level.ts';
import { readSnapshot, type Snapshot, snapshotOf } from './snapshot.ts';
import { hourOf, hourOfWeek, SLOTS_PER_DAY, SLOTS_PER_HOUR, type Span, slotOf, startOf } from './time.ts';
import { newTopicState, type TopicState } from './topic-state.ts';
import { addAt, advance, place, RING, WINDOWS } from './windows.ts';

export interface DetectorSettings {
  readonly sensitivity: Sensitivity;
  /** When we began to listen, in milliseconds since 1970. */
  readonly since: number;
  readonly sources: readonly { readonly name: string; readonly pollMinutes: number }[];
  /** Days known to be holidays; they teach nothing about ordinary days. */
  readonly holidays?: readonly Span[];
}

/** People are unhappier, or more people are unhappy, than this topic's ups and downs explain. */
export interface NegativeSpike {
  readonly kind: 'negative_spike';
  /** End of the quarter of an hour that decided it, in milliseconds since 1970. */
  readonly at: number;
  /** Begin of the window that tells most. */
  readonly since: number;
  readonly windowMinutes: number;
  /** Negative voices published in the window and known by now: people, not posts. */
  readonly observed: number;
  /** Negative voices to be expected there, given the hour of the week and all else that was said. */
  readonly expected: number;
  /** −log10 of how often a month chance alone would bring as much in a window of this length. */
  readonly score: number;
}

/** A source brings nothing although it should. What it would have brought is unknown, neither good nor bad. */
export interface MissingData {
  readonly kind: 'missing_data';
  readonly at: number;
  readonly source: string;
  /** Begin of the silence. */
  readonly since: number;
  /** Mentions to be expected in it so far. */
  readonly expected: number;
}

export type Alert = NegativeSpike | MissingData;

/**
 * Watches one topic. The same increments give the same alerts, whether they come live, in any portions, or replayed,
 * and whether the detector was written down and restored in between: nothing here knows the time or chance.
 */
export interface Detector {
  /**
   * Takes what arrived before `now`, ordered by arrival, and judges every quarter of an hour that is over by then. An
   * increment that comes after its quarter was judged is taken as arriving in the next.
   */
  step(increments: readonly Increment[], now: number): Alert[];
  snapshot(): Snapshot;
}

export function createDetector(settings: DetectorSettings): Detector {
  return detectorOf(settings, newTopicState(settings.sources), []);
}

/** A detector that goes on where the one of the snapshot stood. @throws Error when the snapshot is not one of ours. */
export function restoreDetector(settings: DetectorSettings, snapshot: Snapshot): Detector {
  return detectorOf(settings, readSnapshot(snapshot), snapshot.waiting);
}

function detectorOf(settings: DetectorSettings, topic: TopicState, left: readonly Increment[]): Detector {
  const judge = judgeOf(settings);
  let waiting = left;
  return {
    step(increments, now) {
      waiting = waiting.length > 0 ? [...waiting, ...increments] : increments;
      const alerts: Alert[] = [];
      const end = slotOf(now);
      let next = 0;
      for (let slot = topic.slot < 0 ? slotOf(settings.since) : topic.slot + 1; slot < end; slot++) {
        const from = next;
        while (next < waiting.length && slotOf(waiting[next]?.arrivedAt ?? 0) <= slot) next++;
        alerts.push(...judge(topic, slot, waiting.slice(from, next)));
      }
      waiting = waiting.slice(next);
      return alerts;
    },
    snapshot: () => snapshotOf(topic, waiting),
  };
}

/** Slots before the first alert: what is usual has to be learned first. */
const LEARNING = 2 * SLOTS_PER_DAY;

/** Evidence from here on is no lesson in what is usual, whatever the sensitivity. */
export const SUSPICIOUS = { score: 0.8 };

function judgeOf({ sensitivity, holidays = [] }: DetectorSettings) {
  const threshold = THRESHOLDS[sensitivity];
  const holidayHours = new Set(holidays.flatMap(hoursIn));
  return (topic: TopicState, slot: number, increments: readonly Increment[]): Alert[] => {
    const alerts: Alert[] = [];
    begin(topic, slot, holidayHours.has(hourOf(slot)));
    const fresh = { negative: 0, all: 0 };
    for (const increment of increments) {
      const silence = take(topic, slot, increment, fresh);
      if (silence) report(topic, slot, silence, alerts);
    }
    for (const silence of silencesNow(topic, slot)) report(topic, slot, silence, alerts);
    if (topic.sources.some(({ isMissing }) => isMissing)) {
      topic.silentUntil = slot;
      markUnusual(topic.history, hourOf(slot), hourOf(slot));
    }
    const pending = pendingIn(topic, slot);
    if (fresh.all > 0) topic.liveliness = livelinessOf(topic, pending);
    const evidence = weigh(topic, slot, Math.max(topic.begun, sinceWhen(topic.episode, slot)), pending);
    if (slot - topic.begun >= LEARNING && follow(topic.episode, slot, evidence.score, threshold)) {
      alerts.push(spikeOf(evidence, slot));
      markUnusual(topic.history, hourOf(slot - (WINDOWS[evidence.window] ?? 0)), hourOf(slot));
    }
    const isSuspicious = topic.episode.isOpen || evidence.score > SUSPICIOUS.score;
    if (isSuspicious) markUnusual(topic.history, hourOf(slot), hourOf(slot));
    else if (fresh.all > 0) {
      observe(topic.level, fresh.negative, fresh.all, at(topic.baseline.odds, hourOfWeek(hourOf(slot))));
    }
    topic.isCalm = !isSuspicious && evidence.score < CALM.score;
    keepLevel(topic, slot);
    return alerts;
  };
}

function hoursIn({ from, to }: Span): number[] {
  const [first, end] = [hourOf(slotOf(from)), hourOf(slotOf(to - 1)) + 1];
  return Array.from({ length: Math.max(0, end - first) }, (_, index) => first + index);
}

function begin(topic: TopicState, slot: number, isHoliday: boolean): void {
  if (topic.begun < 0) topic.begun = slot;
  topic.slot = slot;
  const hour = hourOf(slot);
  const isNewHour = slot % SLOTS_PER_HOUR === 0;
  if (isNewHour || topic.learned < 0) beginHour(topic.history, hour, isHoliday);
  const pause = slot - topic.begun < 7 * SLOTS_PER_DAY ? SLOTS_PER_HOUR : SLOTS_PER_DAY / 4;
  if (topic.learned < 0 || slot - topic.learned >= pause) {
    topic.learned = slot;
    learnBaseline(topic.baseline, topic.history, Math.ceil(topic.begun / SLOTS_PER_HOUR), hour);
    topic.sources.forEach(learnDelays);
  }
  const week = hourOfWeek(hour);
  const due = at(topic.baseline.volume, week);
  advance(topic.first, slot, 0);
  advance(topic.repeatingText, slot, 0);
  advance(topic.again, slot, 0);
  advance(topic.others, slot, 0);
  advance(topic.due, slot, due);
  advance(topic.dueNegative, slot, due / (1 + Math.exp(-at(topic.baseline.odds, week))));
  fade(topic.level);
}

function take(
  topic: TopicState,
  slot: number,
  increment: Increment,
  fresh: { negative: number; all: number },
): Silence | undefined {
  const source = sourceOf(topic, increment.source);
  // Nothing is published after it arrived, whatever a clock says.
  const published = Math.min(slot, slotOf(increment.publishedAt));
  const { positive, neutral, negative, negativeFirst, negativeOriginal } = increment;
  const others = positive + neutral;
  const hour = hourOf(published);
  if (published >= topic.begun && hour > hourOf(slot) - HISTORY_HOURS) {
    count(topic.history, hour, others + negativeFirst, negativeFirst);
  }
  const age = slot - published;
  if (published < topic.begun || age >= RING) return undefined;
  // What comes late is a past that nobody can act on any more: it corrects its hours, and is no evidence.
  const isLate = age >= lateFrom(source);
  noteArrival(source, slot, age, others + negative);
  addAt(topic.others, slot, age, others);
  if (!isLate) {
    addAt(topic.first, slot, age, negativeFirst);
    addAt(topic.repeatingText, slot, age, Math.max(0, negativeFirst - negativeOriginal));
    addAt(topic.again, slot, age, negative - negativeFirst);
    fresh.negative += negativeFirst;
    fresh.all += negativeFirst + others;
  }
  return noteMention(topic, source, published, slot);
}

function sourceOf(topic: TopicState, name: string): SourceArrival {
  const known = topic.sources.find((source) => source.name === name);
  if (known) return known;
  // Connected after we began to listen; how often it is read shows in what it brings.
  const source = newSourceArrival(name, 15);
  topic.sources.push(source);
  return source;
}

/** One outage is reported once, however many sources it silences. */
function report(topic: TopicState, slot: number, silence: Silence, alerts: Alert[]): void {
  const { source, from, expected } = silence;
  markUnusual(topic.history, hourOf(from), hourOf(slot));
  if (from > topic.silentUntil) {
    alerts.push({ kind: 'missing_data', at: startOf(slot + 1), source, since: startOf(from), expected });
  }
  topic.silentUntil = slot;
}

function spikeOf({ window, observed, expected, score }: Evidence, slot: number): NegativeSpike {
  const slots = WINDOWS[window] ?? 0;
  return {
    kind: 'negative_spike',
    at: startOf(slot + 1),
    since: startOf(slot + 1 - slots),
    windowMinutes: slots * 15,
    observed,
    expected,
    score,
  };
}

function keepLevel({ level, levels }: TopicState, slot: number): void {
  const cell = place(slot);
  levels.hour[cell] = level.hour;
  levels.day[cell] = level.day;
  levels.hourVariance[cell] = level.hourVariance;
  levels.dayVariance[cell] = level.dayVariance;
  levels.covariance[cell] = level.covariance;
}

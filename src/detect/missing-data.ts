import { AGES, type SourceArrival, sinceReading } from './arrival.ts';
import type { Pending } from './evidence.ts';
import { at } from './series.ts';
import { SLOTS_PER_DAY } from './time.ts';
import type { TopicState } from './topic-state.ts';
import { place, RING, WINDOWS, within } from './windows.ts';

/** A stretch in which a source, or every source, brought nothing although it should have. */
export interface Silence {
  /** Name of the source; `EVERY_SOURCE` when no source alone says enough. */
  readonly source: string;
  /** First slot of the stretch. */
  readonly from: number;
  /** Mentions that were to be expected in it. */
  readonly expected: number;
}

export const EVERY_SOURCE = '*';

/**
 * A silence is reported when chance would leave one as long less than `perMonth` times a month. Chance: the slots of a
 * stream are bursty (a gamma of shape `slotShape` each), and over hours the volume as a whole may be low (`variance`,
 * relative). `held`: mentions with which the liveliness of the last days is held at the usual.
 */
export const SILENCE = { perMonth: 0.02, slotShape: 2.5, variance: 0.02, least: 10, held: 20 };

/** Notes a mention published at `published`; what was missing before it may be a silence that is over already. */
export function noteMention(
  topic: TopicState,
  source: SourceArrival,
  published: number,
  slot: number,
): Silence | undefined {
  if (published <= source.youngest) return undefined;
  const isFirst = source.youngest < 0 || source.isMissing;
  const gap = isFirst ? undefined : gapOf(topic, source, published - 1, slot);
  const from = source.youngest + 1;
  source.youngest = published;
  source.liveliness = topic.liveliness;
  source.isMissing = false;
  return gap && isLong(topic, gap, 1) ? { source: source.name, from, expected: gap.expected } : undefined;
}

/** Silences up to now that have not been reported; their sources are marked as missing. */
export function silencesNow(topic: TopicState, slot: number): Silence[] {
  const found: Silence[] = [];
  const together = { expected: 0, unlikely: 0, usual: 0, from: Number.POSITIVE_INFINITY, sources: 0 };
  for (const source of topic.sources) {
    if (source.isMissing || source.youngest < 0) continue;
    const from = source.youngest + 1;
    const gap = gapOf(topic, source, slot, slot);
    if (isLong(topic, gap, 1)) {
      source.isMissing = true;
      found.push({ source: source.name, from, expected: gap.expected });
    }
    together.expected += gap.expected;
    together.unlikely += gap.unlikely;
    together.usual += gap.usual;
    together.from = Math.min(together.from, from);
    together.sources += 1;
  }
  if (found.length > 0 || together.sources < 2 || !isLong(topic, together, together.sources)) return found;
  for (const source of topic.sources) source.isMissing = source.youngest >= 0;
  return [{ source: EVERY_SOURCE, from: together.from, expected: together.expected }];
}

interface Gap {
  /** Mentions due in the gap. */
  readonly expected: number;
  /** −ln of the chance that a bursty stream leaves it empty. */
  readonly unlikely: number;
  /** Part of the topic's mentions that usually come from the source or sources. */
  readonly usual: number;
}

/** What should have been published from the source's youngest mention to `to` and have come by now. */
function gapOf(topic: TopicState, source: SourceArrival, to: number, slot: number): Gap {
  const from = source.youngest + 1;
  const usual = partOf(topic, source);
  const part = usual * source.liveliness;
  const since = sinceReading(source, slot);
  let expected = 0;
  let unlikely = 0;
  for (let published = Math.max(from, slot - RING + 1); published <= to; published++) {
    const age = slot - published - since;
    if (age < 0) break;
    const due = part * (age < AGES ? at(source.come, age) : 1) * at(topic.due.slots, place(published));
    expected += due;
    unlikely += SILENCE.slotShape * Math.log1p(due / SILENCE.slotShape);
  }
  return { expected, unlikely, usual };
}

/** Whether a gap is longer than `sources` sources together leave by chance. */
function isLong(topic: TopicState, { expected, unlikely, usual }: Gap, sources: number): boolean {
  if (expected < SILENCE.least) return false;
  const chances = Math.min(30 * SLOTS_PER_DAY, usual * topic.baseline.perMonth);
  // Each source is somewhere in a gap of its own; of two gaps one may end where the other is long.
  const ofItself = sources === 1 ? 0 : (sources - 1) * Math.log(unlikely) - (sources === 3 ? Math.LN2 : 0);
  const evidence = Math.log1p(SILENCE.variance * (unlikely - ofItself)) / SILENCE.variance;
  return evidence >= Math.log(Math.max(1, chances / SILENCE.perMonth));
}

function partOf(topic: TopicState, source: SourceArrival): number {
  const all = topic.sources.reduce((sum, { mentions }) => sum + mentions, 0);
  return all > 0 ? source.mentions / all : 0;
}

/** How lively the topic is, 1 at the usual and never more: the least of what windows from four hours to three days say. */
export function livelinessOf(topic: TopicState, pending: Pending): number {
  let least = 1;
  for (let window = SHORTEST; window < WINDOWS.length; window++) {
    const come = within(topic.due, window) - at(pending.due, window);
    const due = come - within(topic.dueNegative, window) + at(pending.dueNegative, window);
    least = Math.min(least, (within(topic.others, window) + SILENCE.held) / (due + SILENCE.held));
  }
  return least;
}

const SHORTEST = WINDOWS.indexOf(16);

import { AGES, type SourceArrival, sinceReading } from './arrival.ts';
import { at } from './series.ts';
import type { TopicState } from './topic-state.ts';
import { place, RING } from './windows.ts';

/** A stretch in which a source brought nothing although it should have. */
export interface Silence {
  readonly source: string;
  /** First slot of the stretch. */
  readonly from: number;
  /** Mentions that were to be expected in it. */
  readonly expected: number;
}

/**
 * A silence is reported when the mentions it should have held are so many that chance would leave such a gap less
 * than `perMonth` times a month.
 */
export const SILENCE = { perMonth: 0.02, factor: 1.15, least: 8 };

/** Notes a mention of a source published at `published`; a gap before it may be a silence that is over already. */
export function noteMention(
  topic: TopicState,
  source: SourceArrival,
  published: number,
  slot: number,
): Silence | undefined {
  if (published <= source.youngest) return undefined;
  const found =
    source.youngest < 0 || source.isMissing ? undefined : silenceOf(topic, source, published - 1, slot);
  source.youngest = published;
  source.isMissing = false;
  return found;
}

/** The source's silence up to now, when it is long enough to be reported and has not been. */
export function silenceNow(topic: TopicState, source: SourceArrival, slot: number): Silence | undefined {
  if (source.isMissing || source.youngest < 0) return undefined;
  return silenceOf(topic, source, slot, slot);
}

function silenceOf(topic: TopicState, source: SourceArrival, to: number, slot: number): Silence | undefined {
  const from = source.youngest + 1;
  if (to < from) return undefined;
  const part = shareOf(topic, source);
  const perMonth = part * topic.baseline.perMonth;
  const enough = Math.max(SILENCE.least, SILENCE.factor * Math.log(perMonth / SILENCE.perMonth));
  const since = sinceReading(source, slot);
  let expected = 0;
  for (let published = Math.max(from, slot - RING + 1); published <= to; published++) {
    const age = slot - published - since;
    if (age < 0) break;
    const come = age < AGES ? at(source.come, age) : 1;
    expected += part * come * at(topic.due.slots, place(published));
  }
  return expected >= enough ? { source: source.name, from, expected } : undefined;
}

function shareOf(topic: TopicState, source: SourceArrival): number {
  const all = topic.sources.reduce((sum, { mentions }) => sum + mentions, 0);
  return all > 0 ? source.mentions / all : 0;
}

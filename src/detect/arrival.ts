import { add, at } from './series.ts';
import { SLOT_MS, SLOTS_PER_HOUR } from './time.ts';

/** Age in slots up to which mentions of a slot are still expected to come in. */
export const AGES = 96;

/** How a source brings its mentions: how often it is read, and how old they are when they come. */
export interface SourceArrival {
  readonly name: string;
  /** Slots between two readings. */
  readonly every: number;
  /** Slot of the last reading that brought something; −1 before the first. */
  lastRead: number;
  /** Mentions by age at arrival; they fade. */
  readonly ages: Float32Array;
  /** Share 0…1 of the mentions published x slots before a reading that this or an earlier reading brought. */
  readonly come: Float32Array;
  /** Mentions that came fresh; they fade. Only compared with those of the topic's other sources. */
  mentions: number;
  /** Slot of the youngest mention. */
  youngest: number;
  /** How lively the topic was then, see `livelinessOf`. */
  liveliness: number;
  /** Whether its silence has been reported. */
  isMissing: boolean;
}

export function newSourceArrival(name: string, pollMinutes: number): SourceArrival {
  const source: SourceArrival = {
    name,
    every: Math.max(1, Math.round((pollMinutes * 60_000) / SLOT_MS)),
    lastRead: -1,
    ages: new Float32Array(2 * AGES),
    come: new Float32Array(AGES),
    mentions: 0,
    youngest: -1,
    liveliness: 1,
    isMissing: false,
  };
  learnDelays(source);
  return source;
}

/** Mentions older than the longest usual delay (imports, backfill) say nothing about how a source usually brings them. */
export function noteArrival(source: SourceArrival, slot: number, age: number, mentions: number): void {
  source.lastRead = slot;
  if (age < source.ages.length) add(source.ages, age, mentions);
  if (age < AGES) source.mentions += mentions;
}

/** What a fit leaves of what was counted before it. */
const KEPT = 0.98;

/** Later than `share` of a source's mentions, and by so many slots more than the pause between two readings, is late. */
export const LATE = { share: 0.95, slots: 6 * SLOTS_PER_HOUR };

/** Age in slots from which a mention of a source comes late: it corrects what is known of its day, and is no news. */
export function lateFrom({ every, come }: SourceArrival): number {
  const usual = come.findIndex((share) => share >= LATE.share);
  return Math.max(every + LATE.slots, usual < 0 ? AGES : usual + 1);
}

/** Learns `come` anew. What one reading did not bring comes with a later one, so ages are compared reading by reading. */
export function learnDelays(source: SourceArrival): void {
  const { every, ages, come } = source;
  const usualDelay = Math.max(0.5, every / 6);
  for (let first = 0; first < Math.min(every, AGES); first++) {
    let all = 0;
    for (let age = first; age < ages.length; age += every) all += at(ages, age);
    let byThen = 0;
    for (let age = first; age < AGES; age += every) {
      byThen += at(ages, age);
      const guess = 1 - Math.exp(-(age + 1) / usualDelay);
      come[age] = (byThen + GUESSED * guess) / (all + GUESSED);
    }
  }
  for (let age = 0; age < ages.length; age++) ages[age] = at(ages, age) * KEPT;
  source.mentions *= KEPT;
}

const GUESSED = 5;

/** Slots since the last reading that was due: readings come at regular times. */
export function sinceReading(source: SourceArrival, slot: number): number {
  return source.lastRead < 0 ? 0 : (slot - source.lastRead) % source.every;
}

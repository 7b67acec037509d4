import type { DetectorSettings } from '../../src/detect/detector.ts';
import type { Increment } from '../../src/detect/increment.ts';
import { SLOT_MS, SLOTS_PER_DAY } from '../../src/detect/time.ts';
import { type Random, randomOf } from '../../src/domain/random.ts';

/** A Monday, 00:00 UTC. */
export const START = Date.parse('2026-03-02T00:00:00Z');
export const HOUR = 4;
export const DAY = SLOTS_PER_DAY;

/** One mention of a made-up stream; times are slots from `START`. */
export interface Said {
  readonly published: number;
  readonly arrived: number;
  readonly source: string;
  readonly label: 'positive' | 'neutral' | 'negative';
  readonly author: string;
  readonly text: string;
}

export interface Chatter {
  readonly seed: number;
  readonly days: number;
  readonly perDay: number;
  readonly negativeShare: number;
  readonly source?: string;
  /** Slots between two readings of the source. */
  readonly every?: number;
}

/** Ordinary talk: busier by day than by night, every mention by somebody else in their own words. */
export function chatter({
  seed,
  days,
  perDay,
  negativeShare,
  source = 'social',
  every = 1,
}: Chatter): Said[] {
  const random = randomOf(seed);
  const said: Said[] = [];
  for (let slot = 0; slot < days * DAY; slot++) {
    const hour = Math.floor(slot / HOUR) % 24;
    const usual = (perDay / DAY) * (1 - 0.7 * Math.cos((2 * Math.PI * (hour - 2)) / 24));
    for (let count = poisson(random, usual); count > 0; count--) {
      const roll = random.next();
      const label = roll < negativeShare ? 'negative' : roll < negativeShare + 0.3 ? 'positive' : 'neutral';
      const arrived = Math.ceil((slot + 1) / every) * every - 1;
      const name = `${source}-${said.length}`;
      said.push({ published: slot, arrived, source, label, author: name, text: name });
    }
  }
  return said;
}

export interface Burst {
  readonly from: number;
  readonly slots: number;
  readonly posts: number;
  readonly label?: Said['label'];
  readonly authors?: number;
  readonly texts?: number;
}

/** Posts spread evenly over some slots, by as many authors and in as many texts as asked for (all different if not). */
export function burst({
  from,
  slots,
  posts,
  label = 'negative',
  authors = posts,
  texts = posts,
}: Burst): Said[] {
  return Array.from({ length: posts }, (_, index) => {
    const published = from + Math.floor((index * slots) / posts);
    return {
      published,
      arrived: published,
      source: 'social',
      label,
      author: `burst-${from}-${index % authors}`,
      text: `burst-${from}-${index % texts}`,
    };
  });
}

/** What a detector is given: counts by arrival, source and publication, ordered by arrival. */
export function incrementsOf(said: readonly Said[]): Increment[] {
  const lastOfAuthor = new Map<string, number>();
  const lastOfText = new Map<string, number>();
  const increments = new Map<string, Increment>();
  for (const { published, arrived, source, label, author, text } of said.toSorted(
    (a, b) => a.published - b.published,
  )) {
    const isNegative = label === 'negative';
    const key = `${arrived}|${source}|${published}`;
    const before = increments.get(key);
    increments.set(key, {
      arrivedAt: START + arrived * SLOT_MS,
      publishedAt: START + published * SLOT_MS,
      source,
      positive: (before?.positive ?? 0) + (label === 'positive' ? 1 : 0),
      neutral: (before?.neutral ?? 0) + (label === 'neutral' ? 1 : 0),
      negative: (before?.negative ?? 0) + (isNegative ? 1 : 0),
      negativeFirst:
        (before?.negativeFirst ?? 0) + (isNegative && isNew(lastOfAuthor, author, published) ? 1 : 0),
      negativeOriginal:
        (before?.negativeOriginal ?? 0) + (isNegative && isNew(lastOfText, text, published) ? 1 : 0),
    });
    if (!isNegative) continue;
    lastOfAuthor.set(author, published);
    lastOfText.set(text, published);
  }
  return [...increments.values()].sort((a, b) => a.arrivedAt - b.arrivedAt || a.publishedAt - b.publishedAt);
}

export function settingsFor(
  sources: readonly (readonly [name: string, pollMinutes: number])[],
): DetectorSettings {
  return {
    sensitivity: 'balanced',
    since: START,
    sources: sources.map(([name, pollMinutes]) => ({ name, pollMinutes })),
  };
}

function isNew(last: ReadonlyMap<string, number>, key: string, published: number): boolean {
  return published - (last.get(key) ?? Number.NEGATIVE_INFINITY) > DAY;
}

function poisson(random: Random, mean: number): number {
  let count = -1;
  let passed = 0;
  while (passed < mean) {
    passed += -Math.log(1 - random.next());
    count += 1;
  }
  return Math.max(0, count);
}

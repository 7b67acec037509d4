import { type Random, randomOf, seedOf } from '../domain/random.ts';
import { type Channel, HISTORY_DAYS, STORIES, type StoryName } from './stories.ts';

/** The place in time a mention will take; everything else about it follows from the slot. */
export interface Slot {
  /** Days since the start of the history. */
  readonly day: number;
  /** Whole UTC days since 1970, and the number within that day: together the slot's name for ever. */
  readonly epochDay: number;
  readonly number: number;
  readonly at: Date;
  readonly channel: Channel;
  readonly story?: StoryName;
  readonly replyTo?: Slot;
}

/**
 * `natural` goes on at the pace of the history (about 35 mentions a day);
 * `lively` adds one every 20 to 60 seconds from installation on, so that a live page moves.
 */
export type Pace = 'natural' | 'lively';

export interface Span {
  /** Start of the history; installation is 180 days later. Must not change while the data are kept. */
  readonly since: Date;
  /** Slots after this instant have not happened yet. */
  readonly until: Date;
  /** Only slots after this instant; the whole history when absent. */
  readonly after?: Date;
  readonly pace: Pace;
}

const SEED = 20_261;
const DAY_MS = 86_400_000;
const MENTIONS_PER_DAY = 29;
const GROWTH_OVER_HISTORY = 0.25;
/** Sunday first. */
const WEEKDAY_FACTORS = [0.82, 1.12, 1.06, 1.02, 0.98, 0.96, 1.04];
/** Hours of the day in UTC: a small peak at lunch, a larger one in the evening. */
const HOUR_WEIGHTS = [2, 1, 1, 1, 1, 3, 6, 9, 10, 10, 11, 13, 12, 10, 10, 11, 12, 14, 16, 17, 15, 11, 7, 4];
const CHANNEL_SHARES: Readonly<Record<Channel, number>> = {
  reviews: 37,
  social: 28,
  app: 13.5,
  forum: 13,
  letters: 5,
  news: 2.4,
};
const REPLY_CHANCE: Readonly<Partial<Record<Channel, number>>> = { forum: 0.4, social: 0.1 };
const STORY_NUMBERS: Readonly<Record<StoryName, number>> = { delivery: 1000, login: 2000, campaign: 3000 };
const LIVE_NUMBERS = 5000;
const LIVE_STEP_MS = 40_000;
const LIVE_JITTER_MS = 20_000;

/** Every slot of a span, newest first; days are planned one at a time, so nothing big is kept. */
export function* slotsNewestFirst(span: Span): Generator<Slot> {
  const { since, until, after = new Date(since.getTime() - 1) } = span;
  const firstDay = epochDayOf(since);
  const lastDay = Math.max(firstDay, epochDayOf(after));
  for (let epochDay = epochDayOf(until); epochDay >= lastDay; epochDay--) {
    const slots = slotsOfDay(epochDay, span);
    for (const slot of slots.reverse()) {
      if (slot.at >= since && slot.at <= until && slot.at > after) yield slot;
    }
  }
}

function slotsOfDay(epochDay: number, { since, pace }: Span): Slot[] {
  const day = epochDay - epochDayOf(since);
  const everyday = everydaySlots(epochDay, day);
  const live = pace === 'lively' ? liveSlots(epochDay, day, since) : [];
  const slots = [...everyday, ...storySlots(epochDay, day), ...live].sort(byTime);
  const openers = new Map<Channel, Slot>();
  for (const slot of everyday.sort(byTime)) if (!openers.has(slot.channel)) openers.set(slot.channel, slot);
  return slots.map((slot) => withReply(slot, openers.get(slot.channel)));
}

function everydaySlots(epochDay: number, day: number): Slot[] {
  const random = randomOf(seedOf(SEED, epochDay));
  const trend = 1 + GROWTH_OVER_HISTORY * Math.min(1, day / HISTORY_DAYS);
  const weekday = WEEKDAY_FACTORS[(epochDay + 4) % 7] ?? 1;
  const noise = 0.88 + 0.24 * random.next();
  const count = Math.round(MENTIONS_PER_DAY * trend * weekday * noise);
  return numbered(count, 0).map((number) => timedSlot({ epochDay, day, number, shares: CHANNEL_SHARES }));
}

function storySlots(epochDay: number, day: number): Slot[] {
  return (Object.keys(STORIES) as StoryName[]).flatMap((name) => {
    const story = STORIES[name];
    if (day < story.firstDay || day >= story.endDay) return [];
    const count = Math.round(story.extra(day - story.firstDay));
    return numbered(count, STORY_NUMBERS[name]).map((number) => ({
      ...timedSlot({ epochDay, day, number, shares: story.channels }),
      story: name,
    }));
  });
}

/** The steps are 40 seconds and the jitter at most 20, so neighbours are 20 to 60 seconds apart. */
function liveSlots(epochDay: number, day: number, since: Date): Slot[] {
  const installed = since.getTime() + HISTORY_DAYS * DAY_MS;
  if ((epochDay + 1) * DAY_MS <= installed) return [];
  return numbered(DAY_MS / LIVE_STEP_MS, LIVE_NUMBERS).flatMap((number) => {
    const random = slotRandom(epochDay, number);
    const step = (number - LIVE_NUMBERS) * LIVE_STEP_MS;
    const at = new Date(epochDay * DAY_MS + step + Math.floor(random.next() * LIVE_JITTER_MS));
    if (at.getTime() < installed) return [];
    return [{ day, epochDay, number, at, channel: random.weighted(CHANNEL_SHARES) }];
  });
}

function timedSlot(plan: {
  epochDay: number;
  day: number;
  number: number;
  shares: Readonly<Partial<Record<Channel, number>>>;
}): Slot {
  const { epochDay, day, number, shares } = plan;
  const random = slotRandom(epochDay, number);
  const hour = Number(
    random.weighted(Object.fromEntries(HOUR_WEIGHTS.map((weight, at) => [`h${at}`, weight]))).slice(1),
  );
  const second = random.between(0, 3599);
  const at = new Date(epochDay * DAY_MS + hour * 3_600_000 + second * 1000);
  return { day, epochDay, number, at, channel: random.weighted(shares) };
}

function withReply(slot: Slot, opener: Slot | undefined): Slot {
  const chance = REPLY_CHANCE[slot.channel] ?? 0;
  if (!opener || slot.story || opener.at >= slot.at || slot.number >= LIVE_NUMBERS) return slot;
  return randomOf(seedOf(SEED, slot.epochDay, slot.number, 2)).chance(chance)
    ? { ...slot, replyTo: opener }
    : slot;
}

/** The random numbers a slot's text is made of; they depend on nothing but the slot's place in time. */
export function textRandom(slot: Slot): Random {
  return randomOf(seedOf(SEED, slot.epochDay, slot.number, 1));
}

function slotRandom(epochDay: number, number: number): Random {
  return randomOf(seedOf(SEED, epochDay, number, 0));
}

function epochDayOf(instant: Date): number {
  return Math.floor(instant.getTime() / DAY_MS);
}

function numbered(count: number, from: number): number[] {
  return Array.from({ length: count }, (_, index) => from + index);
}

function byTime(one: Slot, other: Slot): number {
  return one.at.getTime() - other.at.getTime() || one.number - other.number;
}

import { eachUsualHour, HISTORY_HOURS, type History } from './history.ts';
import { add, at, sumOf } from './series.ts';
import { HOURS_PER_WEEK, hourOfWeek, SLOTS_PER_DAY, SLOTS_PER_HOUR } from './time.ts';
import { learnUsualShare } from './usual-share.ts';

/** What is usual, by hour of the week. */
export interface Baseline {
  /** Mentions per slot. */
  readonly volume: Float32Array;
  /** Log-odds of a mention being negative. */
  readonly odds: Float32Array;
  /** Variance of the overall log-odds, as far as they are not known yet. */
  oddsVariance: number;
  /** Mentions in thirty days. */
  perMonth: number;
}

export function newBaseline(): Baseline {
  return {
    volume: new Float32Array(HOURS_PER_WEEK).fill(0.05),
    odds: new Float32Array(HOURS_PER_WEEK).fill(-1.45),
    oddsVariance: 0.2,
    perMonth: 0.05 * 30 * SLOTS_PER_DAY,
  };
}

/**
 * How firmly a factor is held at what it would be without any data, in mentions: a topic in which little is said keeps
 * a flat day and an even week, a loud one shows its own.
 */
export const HELD = { day: 10, hour: 3, weekend: 5, weekday: 20, hourOfWeek: 15, level: 10 };

/** Days after which a day counts half as much for the level. */
const LEVEL_HALF_LIFE = 10;

/** Learns what is usual from the hours [begun, end) as far as the history holds them. */
export function learnBaseline(baseline: Baseline, history: History, begun: number, end: number): void {
  const span = { start: Math.max(begun, end - HISTORY_HOURS + 1), end };
  const days = daysOf(history, span);
  if (!days) return;
  const ofHour = hourFactors(history, span, days);
  const ofWeekday = weekdayFactors(days);
  const level = recentLevel(days, ofWeekday);
  const seen = new Float64Array(HOURS_PER_WEEK);
  const due = new Float64Array(HOURS_PER_WEEK);
  eachUsualHour(history, span, (hour, mentions) => {
    const week = hourOfWeek(hour);
    const usual = days.perHour * at(ofHour, week % 24) * at(days.level, dayOf(hour, span));
    add(seen, week, Math.min(mentions, mostOf(usual)));
    add(due, week, usual);
  });
  for (let week = 0; week < HOURS_PER_WEEK; week++) {
    const own = (at(seen, week) + HELD.hourOfWeek) / (at(due, week) + HELD.hourOfWeek);
    const usual = days.perHour * level * at(ofHour, week % 24) * at(ofWeekday, Math.floor(week / 24)) * own;
    baseline.volume[week] = usual / SLOTS_PER_HOUR;
  }
  baseline.oddsVariance = learnUsualShare(baseline.odds, history, span);
  baseline.perMonth = (sumOf(baseline.volume) / HOURS_PER_WEEK) * SLOTS_PER_DAY * 30;
}

interface Span {
  readonly start: number;
  readonly end: number;
}

interface Days {
  readonly perHour: number;
  readonly mentions: Float64Array;
  readonly hours: Float64Array;
  /** Each day's volume against the mean: a campaign or a quiet holiday shifts a whole day, not the shape of a day. */
  readonly level: Float64Array;
  readonly weekday: readonly number[];
}

function dayOf(hour: number, span: Span): number {
  return Math.floor((hour - span.start) / 24);
}

function daysOf(history: History, span: Span): Days | undefined {
  const length = Math.ceil((span.end - span.start) / 24);
  if (length < 1) return undefined;
  const mentions = new Float64Array(length);
  const hours = new Float64Array(length);
  eachUsualHour(history, span, (hour, count) => {
    add(mentions, dayOf(hour, span), count);
    add(hours, dayOf(hour, span), 1);
  });
  const perHour = ordinaryPerHour(mentions, hours);
  const level = mentions.map((count, day) => (count + HELD.day) / (at(hours, day) * perHour + HELD.day));
  // Days begin with the history; the middle of each says which weekday it is.
  const weekday = Array.from(level, (_, day) => Math.floor(hourOfWeek(span.start + day * 24 + 12) / 24));
  return { perHour, mentions, hours, level, weekday };
}

/** Mentions of an ordinary hour. What a day holds far above it is cut back, again and again: a campaign is not usual. */
function ordinaryPerHour(mentions: Float64Array, hours: Float64Array): number {
  const all = sumOf(hours) + 6;
  let perHour = (sumOf(mentions) + 0.5) / all;
  for (let round = 0; round < 8; round++) {
    let sum = 0.5;
    for (let day = 0; day < mentions.length; day++) {
      sum += Math.min(at(mentions, day), mostOf(at(hours, day) * perHour));
    }
    perHour = sum / all;
  }
  return perHour;
}

/** Most that an hour or a day may count for where `usual` mentions are usual. */
function mostOf(usual: number): number {
  return 1.6 * usual + 2 * Math.sqrt(usual) + 1;
}

function hourFactors(history: History, span: Span, days: Days): Float64Array {
  const seen = new Float64Array(24);
  const due = new Float64Array(24);
  eachUsualHour(history, span, (hour, mentions) => {
    add(seen, hour % 24, mentions);
    add(due, hour % 24, days.perHour * at(days.level, dayOf(hour, span)));
  });
  return normalised(
    seen.map((mentions, hour) => {
      // Where little is known, the neighbours help.
      const help = 0.5 / (1 + at(due, hour) / 10);
      const [before, after] = [(hour + 23) % 24, (hour + 1) % 24];
      const seenAround = mentions + help * (at(seen, before) + at(seen, after));
      const dueAround = at(due, hour) + help * (at(due, before) + at(due, after));
      return (seenAround + HELD.hour) / (dueAround + HELD.hour);
    }),
  );
}

function weekdayFactors({ mentions, hours, perHour, weekday }: Days): Float64Array {
  const seen = new Float64Array(7);
  const due = new Float64Array(7);
  mentions.forEach((count, day) => {
    const usual = at(hours, day) * perHour;
    add(seen, weekday[day] ?? 0, Math.min(count, mostOf(usual)));
    add(due, weekday[day] ?? 0, usual);
  });
  const part = (days: readonly number[], of: Float64Array) => days.reduce((sum, day) => sum + at(of, day), 0);
  const factorOf = (days: readonly number[]) =>
    (part(days, seen) + HELD.weekend) / (part(days, due) + HELD.weekend);
  const weekend = factorOf([5, 6]);
  const rest = factorOf([0, 1, 2, 3, 4]);
  return normalised(
    seen.map(
      (count, day) => (count + HELD.weekday * (day >= 5 ? weekend : rest)) / (at(due, day) + HELD.weekday),
    ),
  );
}

function recentLevel({ mentions, hours, perHour, weekday }: Days, ofWeekday: Float64Array): number {
  let seen = HELD.level;
  let due = HELD.level;
  mentions.forEach((count, day) => {
    const weight = 0.5 ** ((mentions.length - day) / LEVEL_HALF_LIFE);
    const usual = at(hours, day) * perHour * at(ofWeekday, weekday[day] ?? 0);
    // One campaign may not lift the level for weeks.
    seen += weight * Math.min(count, mostOf(usual));
    due += weight * usual;
  });
  return seen / due;
}

function normalised(factors: Float64Array): Float64Array {
  const mean = sumOf(factors) / factors.length;
  return factors.map((factor) => factor / mean);
}

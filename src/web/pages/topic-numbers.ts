import { addDays, type Day } from '../../domain/day.ts';
import { type Counts, type Estimate, MINIMUM_N, netSentiment, volume } from '../../domain/sentiment.ts';
import { DAYS_BEFORE, type DayCounts, type DaySeries, daySeries, sumOfDays } from '../charts/day-points.ts';

/** What a page says about a topic now. */
export interface TopicNumbers {
  /** `today` where today has enough mentions, otherwise `week`: the seven days up to and with today. */
  readonly span: 'today' | 'week';
  readonly counts: Counts;
  readonly net: Estimate | undefined;
  /** The seven days before the span, by the same formula. */
  readonly before: Estimate | undefined;
  /** `net` minus `before` in points; undefined unless both have enough mentions. */
  readonly change: number | undefined;
  readonly todayVolume: number;
  readonly weekVolume: number;
  /** Mean volume of the seven days before today. */
  readonly usualVolume: number;
  /** The last thirty days, for a small line. */
  readonly recent: DaySeries;
}

const RECENT_DAYS = 30;
/** How many days back the scores must reach so that every sum is whole. */
export const DAYS_OF_NUMBERS = RECENT_DAYS + DAYS_BEFORE;

/** `scores` reach back at least DAYS_OF_NUMBERS days. */
export function topicNumbers(scores: readonly DayCounts[], today: Day): TopicNumbers {
  const byDay = new Map(scores.map((score) => [score.day, score]));
  const todayCounts = sumOfDays(byDay, { to: today, days: 1 });
  const week = sumOfDays(byDay, { to: today, days: 7 });
  const span = (netSentiment(todayCounts)?.n ?? 0) >= MINIMUM_N ? 'today' : 'week';
  const counts = span === 'today' ? todayCounts : week;
  const earlier = sumOfDays(byDay, { to: addDays(today, span === 'today' ? -1 : -7), days: 7 });
  const net = netSentiment(counts);
  const before = netSentiment(earlier);
  return {
    span,
    counts,
    net,
    before,
    change: difference(net, before),
    todayVolume: volume(todayCounts),
    weekVolume: volume(week),
    usualVolume: volume(sumOfDays(byDay, { to: addDays(today, -1), days: 7 })) / 7,
    recent: daySeries(scores, { from: addDays(today, 1 - RECENT_DAYS), to: today, today }, new Map()),
  };
}

function difference(net: Estimate | undefined, before: Estimate | undefined): number | undefined {
  if (!net || !before || net.n < MINIMUM_N || before.n < MINIMUM_N) return undefined;
  return Math.round(net.value) - Math.round(before.value);
}

export const SPAN_WORDS = { today: 'today', week: 'the last 7 days' } as const;

/**
 * What the number means in a sentence. It speaks of more praise or more complaint only where the whole interval
 * lies on one side of 0.
 */
export function moodInWords(net: Estimate | undefined): string {
  if (!net || net.n < MINIMUM_N) return 'Too few mentions to say';
  if (net.low > 0) return net.value >= 40 ? 'Much more praise than complaint' : 'More praise than complaint';
  if (net.high < 0)
    return net.value <= -40 ? 'Much more complaint than praise' : 'More complaint than praise';
  return 'No clear lean to praise or complaint';
}

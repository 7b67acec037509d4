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
  /** Whether the change is more than two samples of this size differ by chance, at 95 %. */
  readonly isClearChange: boolean;
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
    isClearChange: isClear(net, before),
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

/**
 * The spans share no mention, so the variances add up: the difference is clear where it is greater than the root of
 * the sum of the squared half intervals.
 */
function isClear(net: Estimate | undefined, before: Estimate | undefined): boolean {
  if (!net || !before) return false;
  const half = ({ low, high }: Estimate) => (high - low) / 2;
  return Math.abs(net.value - before.value) > Math.hypot(half(net), half(before));
}

export const SPAN_WORDS = { today: 'today', week: 'the last 7 days' } as const;

/** Net sentiment that the whole interval must pass before the sentence says "much". */
const MUCH = 30;
/** An interval that stays this close to 0 says that both weigh the same; a wider one around 0 leaves it open. */
const EVEN = 10;

/**
 * What the number means in a sentence: only what holds for the whole interval as it is shown, in whole points. One
 * that touches 0 allows neither "more praise" nor "more complaint".
 */
export function moodInWords(net: Estimate | undefined): string {
  if (!net || net.n < MINIMUM_N) return 'Too few mentions to say';
  const low = Math.round(net.low);
  const high = Math.round(net.high);
  if (low > 0) return low >= MUCH ? 'Much more praise than complaint' : 'More praise than complaint';
  if (high < 0) return high <= -MUCH ? 'Much more complaint than praise' : 'More complaint than praise';
  if (low >= -EVEN && high <= EVEN) return 'About as much praise as complaint';
  return 'No clear lean to praise or complaint';
}

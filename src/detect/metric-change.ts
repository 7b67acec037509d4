import type { MetricCondition } from '../domain/alert.ts';

/** Days before a window that say what is usual. */
export const USUAL_DAYS = 28;

/** What was counted in an hour. */
export interface HourSums {
  readonly positive: number;
  readonly neutral: number;
  readonly negative: number;
  readonly unknown: number;
  /** Sum of ratings on 1–5, and how many there were. */
  readonly stars: number;
  readonly rated: number;
}

/** What to look for. */
export interface MetricRule extends MetricCondition {
  /** Fewest mentions in the window; of volume, in the window or as usual. */
  readonly minimumN: number;
}

/** The last days beside the usual. `change` with its 95 % interval is in the rule's unit. */
export interface MetricLook {
  readonly value: number;
  readonly usual: number;
  readonly change: number;
  readonly low: number;
  readonly high: number;
  readonly n: number;
  /** How many standard errors the change is away from nothing. */
  readonly z: number;
}

/** Counted hours by hours since 1970, and the hours that we know too little of to say anything. */
export interface Counted {
  readonly hours: ReadonlyMap<number, HourSums>;
  isCovered(fromHour: number, toHour: number): boolean;
}

const DAY = 24;
const WEEK = 7 * DAY;
const Z95 = 1.96;
/** Fewer days with a number do not say how it varies. */
const LEAST_DAYS = 7;

/**
 * The days before an hour beside the four weeks before them. How much the number varies from day to day by itself is
 * learned from these weeks, so an unsteady topic needs a greater change. Undefined where there is too little to say, or
 * where sources were not read: what is not known neither raises nor ends anything.
 */
export function lookAt(counted: Counted, hour: number, rule: MetricRule): MetricLook | undefined {
  const from = hour - rule.windowDays * DAY;
  if (!counted.isCovered(from, hour)) return undefined;
  return rule.metric === 'volume' ? lookAtVolume(counted, hour, rule) : lookAtMean(counted, hour, rule);
}

/** A mean over mentions: net sentiment is the mean of +100, 0 and −100. */
function lookAtMean({ hours, isCovered }: Counted, hour: number, rule: MetricRule): MetricLook | undefined {
  const from = hour - rule.windowDays * DAY;
  const partOf = PART[rule.metric === 'rating' ? 'rating' : 'net_sentiment'];
  const window = partOf(sumOf(hours, from, hour));
  const days = Array.from({ length: USUAL_DAYS }, (_, day) => from - (day + 1) * DAY)
    .filter((begin) => isCovered(begin, begin + DAY))
    .map((begin) => partOf(sumOf(hours, begin, begin + DAY)))
    .filter(({ n }) => n > 0);
  if (days.length < LEAST_DAYS || window.n < Math.max(1, rule.minimumN)) return undefined;
  const all = days.reduce(added);
  const usual = all.sum / all.n;
  const within = all.squares / all.n - usual ** 2;
  const between = lasting(rule, (length) => varianceOf(days, length, usual));
  const error = Math.sqrt(Math.max(within, between, 1e-9) * (1 / window.n + 1 / all.n));
  const value = window.sum / window.n;
  const change = value - usual;
  const reach = Z95 * error;
  return { value, usual, change, low: change - reach, high: change + reach, n: window.n, z: change / error };
}

/**
 * Moods last longer than a day, so several days together are off by more than days that know nothing of each other. Four
 * weeks hold few stretches of three days: where they differ more than single days, half of that is believed.
 */
function lasting({ metric, windowDays }: MetricRule, varianceOver: (days: number) => number): number {
  const ofDays = varianceOver(1);
  if (windowDays === 1 || metric === 'rating') return ofDays;
  return (ofDays + Math.max(ofDays, varianceOver(3))) / 2;
}

/** How much stretches of so many days differ, as a variance of a single mention. */
function varianceOf(days: readonly Part[], length: number, usual: number): number {
  let sum = 0;
  const stretches = days.length - length + 1;
  for (let first = 0; first < stretches; first++) {
    const stretch = days.slice(first, first + length).reduce(added);
    sum += stretch.n * (stretch.sum / stretch.n - usual) ** 2;
  }
  // Their mean is that of the same days: each stretch takes its part of it away.
  return sum / stretches / (1 - length / days.length);
}

const added = (a: Part, b: Part): Part => ({
  n: a.n + b.n,
  sum: a.sum + b.sum,
  squares: a.squares + b.squares,
});

interface Part {
  readonly n: number;
  readonly sum: number;
  readonly squares: number;
}

const PART = {
  net_sentiment: ({ positive, neutral, negative }: HourSums): Part => ({
    n: positive + neutral + negative,
    sum: 100 * (positive - negative),
    squares: 10_000 * (positive + negative),
  }),
  // Squares of single ratings are not kept; how days differ says how they vary.
  rating: ({ stars, rated }: HourSums): Part => ({
    n: rated,
    sum: stars,
    squares: rated > 0 ? stars ** 2 / rated + rated * LEAST_STARS_VARIANCE : 0,
  }),
} as const;

/** Ratings of one topic never agree better than by half a star. */
const LEAST_STARS_VARIANCE = 0.25;

/** Against the same hours of the week in the four weeks before; a count that varies more than chance is given room. */
function lookAtVolume({ hours, isCovered }: Counted, hour: number, rule: MetricRule): MetricLook | undefined {
  const length = rule.windowDays * DAY;
  const volumeIn = (begin: number, end: number) => {
    const { positive, neutral, negative, unknown } = sumOf(hours, begin, end);
    return positive + neutral + negative + unknown;
  };
  const weeks = [1, 2, 3, 4]
    .map((week) => hour - week * WEEK)
    .filter((end) => isCovered(end - length, end))
    .map((end) => volumeIn(end - length, end));
  if (weeks.length < 2) return undefined;
  const value = volumeIn(hour - length, hour);
  const usual = weeks.reduce((a, b) => a + b) / weeks.length;
  if (Math.max(value, usual) < Math.max(1, rule.minimumN) || usual === 0) return undefined;
  const begin = hour - length;
  const spread = lasting(rule, (days) => spreadOf(begin, days * DAY, volumeIn));
  // A crowd is no surer than the usual that it is compared with: half-way between the two.
  const sure = Math.min(value, Math.sqrt(value * usual)) + 0.5;
  const error = Math.sqrt(spread * (1 / sure + 1 / (usual * weeks.length + 0.5)));
  const ratio = Math.log((value + 0.5) / (usual + 0.5));
  const inPercent = (log: number) => 100 * (Math.exp(log) - 1);
  return {
    value,
    usual,
    change: 100 * (value / usual - 1),
    low: inPercent(ratio - Z95 * error),
    high: inPercent(ratio + Z95 * error),
    n: value,
    z: ratio / error,
  };
}

/**
 * Variance over mean of the days of four weeks, or of stretches of several days, each against its own weekday; at least
 * that of chance.
 */
function spreadOf(end: number, length: number, volumeIn: (begin: number, end: number) => number): number {
  let sum = 0;
  let degrees = 0;
  for (let weekday = 1; weekday <= 7; weekday++) {
    const counts = [0, 1, 2, 3]
      .map((week) => end - (weekday - 1) * DAY - week * WEEK)
      .map((last) => volumeIn(last - length, last));
    const mean = counts.reduce((a, b) => a + b) / counts.length;
    if (mean === 0) continue;
    sum += counts.reduce((total, count) => total + (count - mean) ** 2 / mean, 0);
    degrees += counts.length - 1;
  }
  return degrees === 0 ? 1 : Math.max(1, sum / degrees);
}

function sumOf(hours: ReadonlyMap<number, HourSums>, from: number, to: number): HourSums {
  const sum = { positive: 0, neutral: 0, negative: 0, unknown: 0, stars: 0, rated: 0 };
  for (let hour = from; hour < to; hour++) {
    const one = hours.get(hour);
    if (!one) continue;
    sum.positive += one.positive;
    sum.neutral += one.neutral;
    sum.negative += one.negative;
    sum.unknown += one.unknown;
    sum.stars += one.stars;
    sum.rated += one.rated;
  }
  return sum;
}

/** Whether a look is what the rule asks for: great enough, and clear enough for somebody who looks every hour. */
export function isBreach(
  { change, z }: MetricLook,
  { metric, direction, changeAtLeast }: MetricRule,
): boolean {
  const sign = direction === 'falls' ? -1 : 1;
  return sign * change >= changeAtLeast && sign * z >= CLEAR[metric];
}

/** The number is back when its interval holds the usual again. */
export const isBack = ({ low, high }: MetricLook): boolean => low <= 0 && high >= 0;

/**
 * Standard errors. 1.96 would be 95 % for one look; a month has 720, most of them alike. So set, no kind of
 * topic in `test/bench/metric-rules.bench.ts` raised more than one alert by chance in four months. What is known of
 * ratings is less, so they need more.
 */
const CLEAR = { net_sentiment: 3.6, rating: 4.2, volume: 3.6 } as const;

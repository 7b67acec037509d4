/** Words of alerting that everybody shares. */

export const SEVERITIES = ['info', 'warning', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

export const ALERT_STATES = ['open', 'acknowledged', 'resolved', 'false_alarm'] as const;
export type AlertState = (typeof ALERT_STATES)[number];

export const RULE_KINDS = ['spike', 'metric', 'mention', 'stale'] as const;
export type RuleKind = (typeof RULE_KINDS)[number];

export type AlertKind = 'negative_spike' | 'metric_change' | 'missing_data' | 'mention';

/** What can be watched besides unhappy people. */
export const METRICS = ['net_sentiment', 'rating', 'volume'] as const;
export type Metric = (typeof METRICS)[number];

export const DIRECTIONS = ['falls', 'rises'] as const;
export type Direction = (typeof DIRECTIONS)[number];

/** How many days a look at a metric takes together. */
export const WINDOW_DAYS = [1, 3, 7] as const;
export type WindowDays = (typeof WINDOW_DAYS)[number];

/** When a metric is worth an alert. */
export interface MetricCondition {
  readonly metric: Metric;
  readonly direction: Direction;
  /** Points of net sentiment, stars, or per cent of volume. */
  readonly changeAtLeast: number;
  readonly windowDays: WindowDays;
}

/** Something counted in the window of an alert against how often it was to be expected there. */
export interface Driver {
  readonly name: string;
  readonly observed: number;
  /** At the usual rate, over a time as long. */
  readonly expected: number;
}

/** One bar of the picture: negatives of a stretch of time, or a metric of it, and the usual for it. */
export interface AlertPoint {
  readonly at: string;
  readonly observed: number;
  readonly low: number;
  readonly usual: number;
  readonly high: number;
}

export interface AlertExample {
  readonly mentionId: number;
  readonly text: string;
  readonly source: string;
  readonly author: string | undefined;
  readonly at: string;
}

/** A metric beside its usual; the change, with its 95 % interval, is in points, stars or per cent. */
export interface MetricChange extends MetricCondition {
  readonly value: number;
  readonly usual: number;
  readonly change: number;
  readonly low: number;
  readonly high: number;
  readonly n: number;
}

/** Why an alert was raised, as it stood then. */
export interface AlertWhy {
  readonly words: readonly Driver[];
  readonly aspects: readonly Driver[];
  readonly sources: readonly Driver[];
  readonly authors: readonly Driver[];
  readonly locations: readonly Driver[];
  readonly examples: readonly AlertExample[];
  readonly points: readonly AlertPoint[];
  /** Length of a bar. */
  readonly bucketMinutes: number;
  /** What cannot be said with numbers, such as why a source is not read. */
  readonly remark: string | undefined;
  /** Of a metric rule; the points are those of its metric. */
  readonly metric?: MetricChange;
}

export const NO_WHY: AlertWhy = {
  words: [],
  aspects: [],
  sources: [],
  authors: [],
  locations: [],
  examples: [],
  points: [],
  bucketMinutes: 60,
  remark: undefined,
};

export const isAtLeast = (severity: Severity, least: Severity): boolean =>
  SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(least);

export interface QuietHours {
  /** Minutes of the day; a span may go over midnight. */
  readonly from: number;
  readonly to: number;
}

/** The instant at which a message of this severity may go out: now, or the end of the quiet hours. */
export function mayTellAt(
  now: Date,
  { severity, quiet, timeZone }: { severity: Severity; quiet: QuietHours | undefined; timeZone: string },
): Date {
  if (!quiet || quiet.from === quiet.to || severity === 'critical') return now;
  const minute = minuteOfDay(now, timeZone);
  const length = (quiet.to - quiet.from + DAY_MINUTES) % DAY_MINUTES;
  const passed = (minute - quiet.from + DAY_MINUTES) % DAY_MINUTES;
  if (passed >= length) return now;
  // A change of summer time moves the end by its hour; asking again at the end settles that.
  const end = new Date(Math.floor(now.getTime() / 60_000) * 60_000 + (length - passed) * 60_000);
  const off = (minuteOfDay(end, timeZone) - quiet.to + DAY_MINUTES) % DAY_MINUTES;
  const moved = off > DAY_MINUTES / 2 ? off - DAY_MINUTES : off;
  return new Date(end.getTime() - moved * 60_000);
}

const DAY_MINUTES = 1440;

function minuteOfDay(instant: Date, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(instant);
  const part = (type: string) => Number(parts.find((one) => one.type === type)?.value ?? 0);
  return part('hour') * 60 + part('minute');
}

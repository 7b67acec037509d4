import type { AlertKind, AlertWhy, Driver } from './alert.ts';
import type { Risk } from './classification.ts';
import { METRIC_WORD, metricHeadline, metricInWords, metricValue } from './metric-words.ts';

export const RISK_WORD: Readonly<Record<Risk, string>> = {
  safety: 'safety',
  legal: 'legal',
  privacy: 'privacy',
  fraud: 'fraud',
  press: 'press and reach',
  churn: 'leaving',
};

/** What an alert is about, as far as its words need. */
export interface AlertAbout {
  readonly kind: AlertKind;
  readonly ruleName: string;
  readonly topicName: string | undefined;
  readonly furtherTopics: readonly string[];
  readonly locationName: string | undefined;
  readonly sourceName: string | undefined;
  readonly since: Date;
  readonly observed: number | undefined;
  readonly expected: number | undefined;
  readonly windowMinutes: number | undefined;
  readonly why: AlertWhy;
}

/** One line: "Delivery: far more unhappy people than usual". */
export function headline(alert: AlertAbout): string {
  const { kind, topicName, locationName, sourceName, ruleName } = alert;
  if (kind === 'missing_data') {
    const topics = [topicName ?? 'Sources', ...alert.furtherTopics].join(', ');
    return sourceName === undefined ? `${topics}: nothing comes in` : `${sourceName}: nothing comes in`;
  }
  const place = [topicName, locationName].filter(Boolean).join(', ');
  if (kind === 'mention') return place ? `${place}: ${ruleName}` : ruleName;
  if (alert.why.metric) {
    const where = [place, sourceName].filter(Boolean).join(', ');
    return `${where}: ${metricHeadline(alert.why.metric)}`;
  }
  return `${place}: ${isFarMore(alert) ? 'far more' : 'more'} unhappy people than usual`;
}

const isFarMore = ({ observed = 0, expected = 0 }: AlertAbout) => observed >= 3 * expected;

/** How much, against what, since when; in plain sentences. */
export function summary(alert: AlertAbout, timeZone: string): string {
  const { kind, observed, expected, windowMinutes, why, sourceName } = alert;
  const since = momentIn(alert.since, timeZone);
  if (kind === 'negative_spike') {
    const people = observed === 1 ? '1 unhappy person' : `${whole(observed ?? 0)} unhappy people`;
    return `${people} in ${lengthOf(windowMinutes ?? 0)}, where ${roundly(expected ?? 0)} would be usual. Since ${since}.`;
  }
  if (kind === 'mention') return `${why.remark ?? ''} Published ${since}.`.trim();
  if (why.metric) return `${capital(metricInWords(why.metric))}. Since ${since}.`;
  const quiet = `${sourceName ?? 'No source'} ${sourceName === undefined ? 'has brought anything' : 'has brought nothing'} since ${since}.`;
  const topics = [alert.topicName, ...alert.furtherTopics].filter(Boolean);
  const concerns = topics.length > 0 ? `It concerns ${listed(topics)}.` : '';
  return `${quiet} ${why.remark ?? ''} ${concerns} What people say there is unknown meanwhile.`.replace(
    / {2,}/g,
    ' ',
  );
}

const listed = (names: readonly (string | undefined)[]) =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;

/** "refund (7, usually 0.3)". */
export function driverInWords({ name, observed, expected }: Driver): string {
  return `${name} (${whole(observed)}, usually ${roundly(expected)})`;
}

const SHOWN = 5;

/** The parts of an explanation that say something, named; each driver with its counts. */
export function driversInWords(why: AlertWhy): { name: string; lines: string[] }[] {
  const parts: [string, readonly Driver[]][] = [
    ['Words', why.words],
    ['About', why.aspects],
    ['Sources', why.sources],
    ['Locations', why.locations],
  ];
  const found = parts
    .filter(([, drivers]) => drivers.length > 0)
    .map(([name, drivers]) => ({ name, lines: drivers.slice(0, SHOWN).map(driverInWords) }));
  const authors = why.authors.slice(0, SHOWN).map(({ name, observed }) => `${name} (${observed} times)`);
  return authors.length > 0 ? [...found, { name: 'Said more than once by', lines: authors }] : found;
}

const capital = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

/** What the bars of the chart are, and what stands behind them. */
export function chartLegend({ metric, bucketMinutes }: AlertWhy): { observed: string; usual: string } {
  if (metric) {
    return { observed: `${METRIC_WORD[metric.metric]} by day`, usual: 'where 95 of 100 ordinary days are' };
  }
  return {
    observed: `negative mentions by ${lengthOf(bucketMinutes)}`,
    usual: 'usual at this time of day (eight of ten days)',
  };
}

/** The chart in one sentence, for who cannot see it. */
export function chartInWords({ points, bucketMinutes, metric }: AlertWhy): string {
  if (metric) {
    const [last] = points.slice(-1);
    if (!last) return '';
    const shown = (value: number) => metricValue(metric.metric, value);
    return `${capital(METRIC_WORD[metric.metric])} by day: ${shown(last.observed)} on the last one, where ${shown(last.low)} to ${shown(last.high)} would be ordinary.`;
  }
  const most = points.reduce((best, point) => (point.observed > best.observed ? point : best), {
    observed: 0,
    high: 0,
    low: 0,
  });
  return `Negative mentions by ${lengthOf(bucketMinutes)}: at most ${whole(most.observed)}, where ${whole(most.low)} to ${whole(most.high)} are usual.`;
}

/** "2 hours", "45 minutes", "3 days". */
export function lengthOf(minutes: number): string {
  if (minutes < 120 && minutes % 60 !== 0) return many(minutes, 'minute');
  const hours = Math.round(minutes / 60);
  return hours >= 48 && hours % 24 === 0 ? many(hours / 24, 'day') : many(hours, 'hour');
}

const many = (n: number, unit: string) => `${whole(n)} ${unit}${n === 1 ? '' : 's'}`;

/** "28 Nov 2026, 14:05 GMT+1". */
export function momentIn(at: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    timeZone,
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  }).format(at);
}

const WHOLE = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });
const whole = (n: number) => WHOLE.format(n);

/** Whole from ten on; below, a tenth tells more than a zero. */
function roundly(n: number): string {
  if (n >= 10) return whole(n);
  return n < 0.05 ? '0' : String(Math.round(n * 10) / 10);
}

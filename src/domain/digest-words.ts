import type { Driver } from './alert.ts';
import type { Day } from './day.ts';
import type { DigestReport, MeanStars, Period, TopicReport } from './digest.ts';
import { type Estimate, MINIMUM_N, volume } from './sentiment.ts';

/** Read for less than this share of the time, the numbers of a period are called incomplete. */
const WHOLE_COVERAGE = 0.95;

/** "Fri 27 Nov 2026" or "Mon 16 Nov to Sun 22 Nov 2026". */
export function periodInWords({ from, to }: Period): string {
  const last = LONG_DAY.format(at(to)).replace(',', '');
  return from === to ? last : `${SHORT_DAY.format(at(from)).replace(',', '')} to ${last}`;
}

/** What stands out, in a few sentences; nothing that the intervals do not bear. */
export function digestSummary(report: DigestReport): string {
  const clear = report.topics.flatMap(({ name, change }) => {
    const direction = directionOf(change);
    return change && direction
      ? [`${name} is clearly ${direction} by ${points(Math.abs(change.value))}`]
      : [];
  });
  const against = report.cadence === 'daily' ? 'the day before' : 'the week before';
  const alerts = report.topics.reduce((sum, { openAlerts }) => sum + openAlerts.length, 0);
  return [
    clear.length > 0
      ? `Against ${against}, ${listed(clear)}.`
      : `Nothing has clearly changed against ${against}.`,
    ...(alerts > 0 ? [alerts === 1 ? 'One alert is open.' : `${alerts} alerts are open.`] : []),
    coverageInWords(report.coverage),
  ].join(' ');
}

function coverageInWords(coverage: number | undefined): string {
  if (coverage === undefined) return 'No source was being read then, so nothing is known of what was missed.';
  if (coverage >= WHOLE_COVERAGE) return `The sources were read for ${percent(coverage)} of the time.`;
  return `The sources were read for only ${percent(coverage)} of the time: the numbers are incomplete.`;
}

/** The numbers of a topic, named. */
export function factsOf(topic: TopicReport, report: DigestReport): { name: string; value: string }[] {
  const { net, change, counts, countsBefore, stars, starsBefore } = topic;
  const labels = [
    `${whole(counts.positive)} positive`,
    `${whole(counts.neutral)} neutral`,
    `${whole(counts.negative)} negative`,
    ...(counts.unknown > 0 ? [`${whole(counts.unknown)} not known`] : []),
  ];
  return [
    { name: 'Net sentiment', value: estimateInWords(net) },
    { name: `Against ${periodInWords(report.before)}`, value: changeInWords(change) },
    {
      name: 'Mentions',
      value: `${whole(volume(counts))} (${whole(volume(countsBefore))} before): ${labels.join(', ')}`,
    },
    ...(stars ? [{ name: 'Stars', value: starsInWords(stars, starsBefore) }] : []),
  ];
}

function estimateInWords(estimate: Estimate | undefined): string {
  if (!estimate || estimate.n < MINIMUM_N) return `not enough data (${whole(estimate?.n ?? 0)})`;
  return `${signed(estimate.value)} (95\u00a0% interval ${signed(estimate.low)} to ${signed(estimate.high)}, n ${whole(estimate.n)})`;
}

function changeInWords(change: Estimate | undefined): string {
  if (!change || change.n < MINIMUM_N) return 'not enough data to compare';
  const direction = directionOf(change);
  const says = direction === undefined ? 'may be chance' : `clearly ${direction}`;
  return `${signed(change.value)} points (95\u00a0% interval ${signed(change.low)} to ${signed(change.high)}): ${says}`;
}

/** Undefined where the change may be chance. */
function directionOf(change: Estimate | undefined): 'higher' | 'lower' | undefined {
  if (!change || change.n < MINIMUM_N) return undefined;
  if (change.low > 0) return 'higher';
  return change.high < 0 ? 'lower' : undefined;
}

function starsInWords({ mean, n }: MeanStars, before: MeanStars | undefined): string {
  const was = before ? `, ${before.mean.toFixed(1)} before` : '';
  return `${mean.toFixed(1)} of 5 (n ${whole(n)}${was})`;
}

/** What drives a topic, named; each driver with its counts. */
export function reportDrivers(topic: TopicReport): { name: string; lines: string[] }[] {
  const parts: [string, readonly Driver[]][] = [
    ['Complaints name more often', topic.complaints],
    ['Praise names more often', topic.praise],
    ['Complaints are about', topic.negativeAspects],
    ['Praise is about', topic.positiveAspects],
  ];
  return parts
    .filter(([, drivers]) => drivers.length > 0)
    .map(([name, drivers]) => ({
      name,
      lines: drivers.map(
        (driver) => `${driver.name} (${whole(driver.observed)}, before ${whole(driver.expected)})`,
      ),
    }));
}

/** The chart in one sentence, for who cannot see it. */
export function reportChartInWords({ days, daysSummed }: TopicReport): string {
  const by = daysSummed === 1 ? 'by day' : `of the ${daysSummed} days up to each day`;
  const told = days.filter(({ net }) => net && net.n >= MINIMUM_N);
  if (told.length === 0) return `Net sentiment ${by}: nowhere there were enough mentions.`;
  const values = told.map(({ net }) => net?.value ?? 0);
  const last = told.at(-1);
  return `Net sentiment ${by}, the last four weeks: between ${signed(Math.min(...values))} and ${signed(Math.max(...values))}, ${signed(last?.net?.value ?? 0)} on ${SHORT_DAY.format(at(last?.day ?? ''))}.`;
}

const at = (day: Day) => new Date(`${day}T00:00:00Z`);
const SHORT_DAY = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'UTC',
  weekday: 'short',
  day: 'numeric',
  month: 'short',
});
const LONG_DAY = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'UTC',
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
});

const WHOLE = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });
const whole = (n: number) => WHOLE.format(n);
const percent = (share: number) => `${Math.floor(share * 100)}\u00a0%`;
const points = (n: number) => `${whole(n)} ${Math.round(n) === 1 ? 'point' : 'points'}`;
const listed = (parts: readonly string[]) =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;

/** "+12", "−4", "0". */
function signed(value: number): string {
  const rounded = Math.round(value);
  if (rounded === 0) return '0';
  return rounded > 0 ? `+${whole(rounded)}` : `\u2212${whole(-rounded)}`;
}

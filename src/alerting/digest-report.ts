import { headline } from '../domain/alert-words.ts';
import { areasFrom } from '../domain/area.ts';
import { addDays, daysBetween } from '../domain/day.ts';
import {
  type Cadence,
  type DigestReport,
  type MeanStars,
  type Period,
  periodBefore,
  type ReportDay,
  type ReportMention,
  type TopicReport,
} from '../domain/digest.ts';
import { spanOfDays } from '../domain/local-time.ts';
import {
  addCounts,
  type Counts,
  MINIMUM_N,
  NO_COUNTS,
  netSentiment,
  netSentimentChange,
} from '../domain/sentiment.ts';
import { placeInWords } from '../places/place-words.ts';
import { readPlace } from '../places/read-places.ts';
import { type ChargedMention, type EvidenceScope, listCharged } from '../store/alert-evidence.ts';
import { type AlertRow, listAlerts } from '../store/alerts.ts';
import { locationIdsIn, type Whereabouts } from '../store/areas.ts';
import { listDayCoverage } from '../store/coverage.ts';
import type { Sql } from '../store/db.ts';
import { type DayScore, scoresBetween } from '../store/scores.ts';
import type { TopicRow } from '../store/topics.ts';
import { listLocations } from '../store/workspace.ts';
import { drivingWords } from './driving-words.ts';
import { driversOf } from './why.ts';

/** Holds the period and the one before, however long they are. */
const CHART_DAYS = 28;
/** What a point of the chart sums up where most single days say too little. */
const WIDE_DAYS = 7;
const MOST_READ = 3_000;
const MENTIONS = 3;
const WORDS = 6;
const ASPECTS = 4;
const ALERTS = 5;
const INDEX_WEEKS = 13;
/** Shorter ones say that somebody is happy, and nothing about what. */
const TELLING_LENGTH = 30;

/** What is asked for: some topics, everywhere, at one location or in an area, over a day or a week. */
export interface ReportScope {
  readonly cadence: Cadence;
  readonly period: Period;
  readonly topics: readonly TopicRow[];
  readonly where: Whereabouts & { readonly name: string | undefined };
  readonly timeZone: string;
  readonly now: Date;
}

/** Puts together what a digest says, from what is stored now. */
export async function composeReport(sql: Sql, scope: ReportScope): Promise<DigestReport> {
  const { cadence, period, where, timeZone, now } = scope;
  const before = periodBefore(cadence, period.from);
  const coverage = await listDayCoverage(sql, { days: 16, timeZone, now });
  const covered = daysBetween(period.from, period.to).flatMap((day) => coverage.get(day) ?? []);
  const locationIds = await locationIdsIn(sql, where);
  const topics: TopicReport[] = [];
  for (const topic of scope.topics)
    topics.push(await composeTopic(sql, topic, { ...scope, before, locationIds }));
  return {
    cadence,
    period,
    before,
    timeZone,
    locationName: where.name,
    ...(where.locationId === undefined ? {} : { place: await placeIn(sql, where.locationId, scope) }),
    coverage: covered.length === 0 ? undefined : covered.reduce((a, b) => a + b) / covered.length,
    topics,
  };
}

/** The index of the place that the digest is about, as of its last day. */
async function placeIn(sql: Sql, locationId: number, { period, topics, timeZone }: ReportScope) {
  const location = (await listLocations(sql)).find(({ id }) => id === locationId);
  const [topic] = topics;
  if (!location || !topic)
    return { locationId, index: 'not enough data', change: 'not enough data to compare' };
  const cut = { topicId: topic.id, timeZone, today: period.to, weeks: INDEX_WEEKS };
  return { locationId, ...placeInWords(await readPlace(sql, location, cut)) };
}

async function composeTopic(
  sql: Sql,
  { id: topicId, name }: TopicRow,
  {
    period,
    before,
    where,
    locationIds,
    timeZone,
  }: ReportScope & { before: Period; locationIds: readonly number[] | undefined },
): Promise<TopicReport> {
  const first = addDays(period.to, 1 - CHART_DAYS);
  const scores = await scoresBetween(sql, {
    topicId,
    from: addDays(first, 1 - WIDE_DAYS),
    to: period.to,
    locationIds,
  });
  const within = ({ from: start, to }: Period) => scores.filter(({ day }) => day >= start && day <= to);
  const counts = sumOf(within(period));
  const countsBefore = sumOf(within(before));
  const evidence = { topicId, locationIds, sourceId: undefined, aspects: [] };
  const periods = { period, before, timeZone };
  const negative = await contrast(sql, evidence, { label: 'negative', ...periods });
  const positive = await contrast(sql, evidence, { label: 'positive', ...periods });
  return {
    topicId,
    name,
    counts,
    countsBefore,
    net: netSentiment(counts),
    change: netSentimentChange(counts, countsBefore),
    stars: meanStars(within(period)),
    starsBefore: meanStars(within(before)),
    ...chartDays(scores, { from: first, to: period.to }, period),
    complaints: negative.words,
    praise: positive.words,
    negativeAspects: negative.aspects,
    positiveAspects: positive.aspects,
    best: positive.telling,
    worst: negative.telling,
    openAlerts: await openAlerts(sql, topicId, where, locationIds),
  };
}

const sumOf = (scores: readonly DayScore[]): Counts => {
  const { positive, neutral, negative, unknown } = scores.reduce<Counts>(addCounts, NO_COUNTS);
  return { positive, neutral, negative, unknown };
};

function meanStars(scores: readonly DayScore[]): MeanStars | undefined {
  const n = scores.reduce((sum, { rated }) => sum + rated, 0);
  if (n === 0) return undefined;
  return { n, mean: scores.reduce((sum, { rated, meanStars: mean = 0 }) => sum + rated * mean, 0) / n };
}

function chartDays(
  scores: readonly DayScore[],
  chart: Period,
  period: Period,
): { days: ReportDay[]; daysSummed: number } {
  const single = daysOf(scores, chart, { period, daysSummed: 1 });
  const telling = single.filter(({ net }) => net && net.n >= MINIMUM_N).length;
  if (telling * 2 >= single.length) return { days: single, daysSummed: 1 };
  return { days: daysOf(scores, chart, { period, daysSummed: WIDE_DAYS }), daysSummed: WIDE_DAYS };
}

function daysOf(
  scores: readonly DayScore[],
  chart: Period,
  { period, daysSummed }: { period: Period; daysSummed: number },
): ReportDay[] {
  return daysBetween(chart.from, chart.to).map((day) => {
    const first = addDays(day, 1 - daysSummed);
    return {
      day,
      net: netSentiment(sumOf(scores.filter((score) => score.day >= first && score.day <= day))),
      isInPeriod: day >= period.from && day <= period.to,
    };
  });
}

/** What more of the mentions with a label say than before, and those that say it most. */
async function contrast(
  sql: Sql,
  scope: EvidenceScope,
  of: { label: 'positive' | 'negative'; period: Period; before: Period; timeZone: string },
): Promise<Contrast> {
  const read = (period: Period) => {
    const { since, until } = spanOfDays(period, of.timeZone);
    return listCharged(sql, scope, { labels: [of.label], from: since, to: until, limit: MOST_READ });
  };
  const now = await read(of.period);
  const before = await read(of.before);
  // Both periods are as long, so what was counted before is what was to be expected.
  const aspects = driversOf(now, before, { share: 1, keysOf: (mention) => mention.aspects });
  return {
    words: drivingWords(now, before, 1).slice(0, WORDS),
    aspects: aspects.slice(0, ASPECTS),
    telling: tellingOf(now),
  };
}

interface Contrast {
  readonly words: TopicReport['complaints'];
  readonly aspects: TopicReport['negativeAspects'];
  readonly telling: readonly ReportMention[];
}

/** The strongest ones, each in words of its own; among equals, the one that more people may have seen. */
function tellingOf(mentions: readonly ChargedMention[]): ReportMention[] {
  const strength = ({ compound }: ChargedMention) => Math.abs(compound);
  const sorted = mentions
    .filter(({ text }) => text.length >= TELLING_LENGTH)
    .sort((a, b) => strength(b) - strength(a) || b.reach - a.reach || b.id - a.id);
  const chosen = new Map<string, ReportMention>();
  for (const { id, text, source, author, countedAt } of sorted) {
    if (chosen.size === MENTIONS) break;
    const key = text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .slice(0, 80);
    if (chosen.has(key)) continue;
    const shown = text.length > 280 ? `${text.slice(0, 279).trimEnd()}…` : text;
    chosen.set(key, { mentionId: id, text: shown, source, author, at: countedAt.toISOString() });
  }
  return [...chosen.values()];
}

/** Of a place or an area: those of what lies within. */
async function openAlerts(
  sql: Sql,
  topicId: number,
  { area }: Whereabouts,
  locationIds: readonly number[] | undefined,
) {
  const isWithin = (alert: AlertRow) =>
    locationIds === undefined ||
    (alert.locationId !== undefined && locationIds.includes(alert.locationId)) ||
    (area !== undefined && alert.area !== undefined && areasFrom(alert.area).includes(area));
  const alerts = await listAlerts(sql, { isOpen: true, topicId, limit: 50 });
  return alerts
    .filter(isWithin)
    .slice(0, ALERTS)
    .map((alert) => ({ id: alert.id, title: headline(alert), severity: alert.severity }));
}

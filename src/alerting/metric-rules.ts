import {
  type Counted,
  type HourSums,
  isBack,
  isBreach,
  lookAt,
  type MetricRule,
  USUAL_DAYS,
} from '../detect/metric-change.ts';
import { addDays, dayOf } from '../domain/day.ts';
import { metricInWords } from '../domain/metric-words.ts';
import type { AlertRuleInput, AlertRuleRow } from '../store/alert-rules.ts';
import { listRulesOfTopic } from '../store/alert-rules.ts';
import { findRecentAlert, saveAlertEvent } from '../store/alerts.ts';
import { locationIdsIn } from '../store/areas.ts';
import { listDayCoverage, listSourceCoverage } from '../store/coverage.ts';
import type { Db, Sql } from '../store/db.ts';
import {
  arrivalDelayHours,
  type CountedSource,
  findMetricWatch,
  listCountedSources,
  type MetricWatch,
  saveMetricWatch,
} from '../store/metric-hours.ts';
import { isPastComing, lockTopicForAlerts } from '../store/topic-arrivals.ts';
import { getTopic, type TopicRow } from '../store/topics.ts';
import type { WouldBe } from './back-test.ts';
import { explainMetric } from './metric-why.ts';
import { raise } from './raise.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** A day that sources were read for less of is not known well enough. */
const LEAST_COVERAGE = 0.9;
/** Weeks that a look may need, and some room. */
const REACH_DAYS = USUAL_DAYS + 8;
/** A source that is newer shows other people, not other feelings: it is left out until it is a part of the usual. */
const SETTLED_DAYS = 7;
/** Mentions that come in later than this are not waited for. */
const LONGEST_DELAY_HOURS = 48;

/** Looks at the metrics of a topic once an hour. What was looked at and what was raised is one transaction. */
export async function judgeMetrics(db: Db, topicId: number, now: Date): Promise<void> {
  await db.transaction(async (sql) => {
    await lockTopicForAlerts(sql, topicId);
    const topic = await getTopic(sql, topicId);
    const rules = (await listRulesOfTopic(sql, topicId)).filter(({ kind }) => kind === 'metric');
    if (rules.length === 0 || (await isPastComing(sql, now))) return;
    for (const rule of rules) await judgeRule(sql, rule, { topic, now });
  });
}

async function judgeRule(
  sql: Sql,
  rule: AlertRuleRow,
  { topic, now }: { topic: TopicRow; now: Date },
): Promise<void> {
  const wanted = metricRuleOf(rule);
  const judgedUntil = new Date(Math.floor(now.getTime() / HOUR_MS) * HOUR_MS);
  const watch: MetricWatch = (await findMetricWatch(sql, rule.id)) ?? {
    judgedUntil: new Date(0),
    isOut: false,
    alertId: undefined,
  };
  if (!wanted || watch.judgedUntil >= judgedUntil) return;
  const hour = judgedUntil.getTime() / HOUR_MS - (await hoursToWait(sql, rule, topic.id));
  const countedAt = await readCounted(sql, rule, { topicId: topic.id, now, days: REACH_DAYS });
  const counted = countedAt(hour);
  const look = lookAt(counted, hour, wanted);
  if (look && !watch.isOut && isBreach(look, wanted)) {
    const alertId = await raiseMetric(sql, rule, { topic, now, hour, wanted, look, counted });
    await saveMetricWatch(sql, rule.id, { judgedUntil, isOut: true, alertId });
    return;
  }
  const isOver = watch.isOut && look !== undefined && isBack(look);
  if (isOver && watch.alertId !== undefined) {
    await saveAlertEvent(sql, watch.alertId, {
      at: now,
      actor: 'Earshot',
      deed: 'saw it back at its usual',
      note: '',
    });
  }
  await saveMetricWatch(sql, rule.id, { ...watch, judgedUntil, isOut: watch.isOut && !isOver });
}

/** Only a volume looks less than it is while mentions are still on their way. */
async function hoursToWait(sql: Sql, rule: AlertRuleRow, topicId: number): Promise<number> {
  if (rule.condition?.metric !== 'volume' || rule.condition.direction !== 'falls') return 0;
  const { sourceId } = rule;
  const locationIds = await locationIdsIn(sql, rule);
  const delay = await arrivalDelayHours(sql, { topicId, locationIds, sourceId, aspects: [] });
  return Math.min(LONGEST_DELAY_HOURS, Math.ceil(delay));
}

async function raiseMetric(
  sql: Sql,
  rule: AlertRuleRow,
  found: {
    topic: TopicRow;
    now: Date;
    hour: number;
    wanted: MetricRule;
    look: NonNullable<ReturnType<typeof lookAt>>;
    counted: Counted;
  },
): Promise<number | undefined> {
  const { topic, now, hour, wanted, look } = found;
  const coolsSince = new Date(now.getTime() - rule.coolDownMinutes * 60_000);
  const recent = await findRecentAlert(sql, { ruleId: rule.id, since: coolsSince });
  if (recent !== undefined) return recent;
  const { locationId, area, sourceId } = rule;
  const place = { topicId: topic.id, locationId, area, sourceId };
  const scope = { topicId: topic.id, locationIds: await locationIdsIn(sql, rule), sourceId, aspects: [] };
  const until = new Date(hour * HOUR_MS);
  const since = new Date(until.getTime() - wanted.windowDays * DAY_MS);
  const { why, mentionIds } = await explainMetric(sql, scope, { since, until, ...found });
  return raise(
    sql,
    rule,
    {
      key: `metric/${rule.id}/${until.toISOString()}`,
      kind: 'metric_change',
      ...place,
      since,
      at: until,
      observed: look.value,
      expected: look.usual,
      windowMinutes: wanted.windowDays * 24 * 60,
      why,
      mentionIds,
      isPast: false,
    },
    { now, timeZone: topic.timeZone },
  );
}

/** What a metric rule would have raised since an instant, looking every hour. Nothing is written. */
export async function metricsFound(
  sql: Sql,
  rule: AlertRuleInput,
  { topicId, now, from }: { topicId: number; now: Date; from: number },
): Promise<WouldBe[]> {
  const wanted = metricRuleOf(rule);
  if (!wanted) return [];
  const days = Math.ceil((now.getTime() - from) / DAY_MS) + REACH_DAYS;
  const countedAt = await readCounted(sql, rule, { topicId, now, days });
  const found: WouldBe[] = [];
  let isOut = false;
  for (let hour = Math.ceil(from / HOUR_MS); hour <= Math.floor(now.getTime() / HOUR_MS); hour++) {
    const look = lookAt(countedAt(hour), hour, wanted);
    if (!look) continue;
    if (!isOut && isBreach(look, wanted)) {
      isOut = true;
      const { value: observed, usual: expected } = look;
      const at = new Date(hour * HOUR_MS);
      const since = new Date(at.getTime() - wanted.windowDays * DAY_MS);
      const reason = metricInWords({ ...wanted, ...look });
      found.push({ at, since, observed, expected, mentionId: undefined, reason });
    } else if (isBack(look)) isOut = false;
  }
  return found;
}

function metricRuleOf({ condition, minimumN }: AlertRuleInput): MetricRule | undefined {
  return condition && { ...condition, minimumN };
}

/** For a look at an hour: what was counted, without the sources that are too new to be compared. */
async function readCounted(
  sql: Sql,
  { locationId, area, sourceId, condition }: AlertRuleInput,
  { topicId, now, days }: { topicId: number; now: Date; days: number },
): Promise<(hour: number) => Counted> {
  const { timeZone } = await getTopic(sql, topicId);
  const from = new Date(now.getTime() - days * DAY_MS);
  const locationIds = await locationIdsIn(sql, { locationId, area });
  const place = { topicId, locationIds, sourceId, aspects: [] };
  const sources = await listCountedSources(sql, place, { from, to: now });
  const options = { days: days + 1, timeZone, now };
  const coverage =
    sourceId === undefined
      ? await listDayCoverage(sql, options)
      : ((await listSourceCoverage(sql, options)).get(sourceId) ?? new Map<string, number>());
  const unknownDays = new Set(
    [...coverage].filter(([, share]) => share < LEAST_COVERAGE).map(([day]) => day),
  );
  const dayAt = (hour: number) => dayOf(new Date(hour * HOUR_MS), timeZone);
  const isCovered = (fromHour: number, toHour: number) => {
    if (unknownDays.size === 0) return true;
    const last = dayAt(toHour - 1);
    for (let day = dayAt(fromHour); day <= last; day = addDays(day, 1)) {
      if (unknownDays.has(day)) return false;
    }
    return true;
  };
  const settledIn = ((condition?.windowDays ?? 1) + SETTLED_DAYS) * 24;
  const sums = new Map<number, Counted>();
  return (hour) => {
    // The eldest come first, so how many there are says which.
    const settled = sources.filter(({ firstHour }) => firstHour <= hour - settledIn);
    const counted = sums.get(settled.length) ?? { hours: sumOfSources(settled), isCovered };
    sums.set(settled.length, counted);
    return counted;
  };
}

function sumOfSources(sources: readonly CountedSource[]): Counted['hours'] {
  const hours = new Map<number, HourSums>();
  for (const source of sources) {
    for (const [hour, one] of source.hours) {
      const sum = hours.get(hour);
      hours.set(hour, sum ? addHours(sum, one) : one);
    }
  }
  return hours;
}

const addHours = (a: HourSums, b: HourSums): HourSums => ({
  positive: a.positive + b.positive,
  neutral: a.neutral + b.neutral,
  negative: a.negative + b.negative,
  unknown: a.unknown + b.unknown,
  stars: a.stars + b.stars,
  rated: a.rated + b.rated,
});

import { SENSITIVITIES } from '../detect/episode.ts';
import { type AlertMark, listMarks } from '../store/alert-marks.ts';
import type { AlertRuleInput, Sensitivity } from '../store/alert-rules.ts';
import type { Sql } from '../store/db.ts';
import { readMentions } from '../store/feed.ts';
import type { Arrival } from '../store/topic-arrivals.ts';
import { isIn } from './increments.ts';
import { metricsFound } from './metric-rules.ts';
import { HISTORY_DAYS, partOf, readHistory, replay } from './replay.ts';
import { reasonFor } from './single-mentions.ts';

/** An alert that a rule would have raised. */
export interface WouldBe {
  readonly at: Date;
  readonly since: Date;
  readonly observed: number | undefined;
  readonly expected: number | undefined;
  /** Of a single mention. */
  readonly mentionId: number | undefined;
  /** What a mention has, or how a metric has changed. */
  readonly reason: string | undefined;
}

export interface BackTest {
  readonly days: number;
  /** Since when there is anything to test with. */
  readonly since: Date | undefined;
  /** The latest first. */
  readonly found: readonly WouldBe[];
  /** How many there would be at each sensitivity; empty for single mentions. */
  readonly bySensitivity: readonly AtSensitivity[];
  /** What people say happened in these days, and what they called false. */
  readonly marks: { readonly real: number; readonly false: number };
  /** How many of these it would have told of. */
  readonly told: Told;
}

export interface AtSensitivity extends Told {
  readonly sensitivity: Sensitivity;
  readonly alerts: number;
}

/** Of the marks of a rule: the incidents that there would be an alert for, and the false alarms there would be again. */
export interface Told {
  readonly real: number;
  readonly false: number;
}

const DAY_MS = 86_400_000;

/** Replays what is stored as it came, and says what the rule would have sent in the last `days`. Nothing is written. */
export async function backTest(
  sql: Sql,
  rule: AlertRuleInput,
  { topicId, now, days, ruleId }: { topicId: number; now: Date; days: number; ruleId?: number | undefined },
): Promise<BackTest> {
  const history = await readHistory(sql, topicId, { now, withNews: true });
  const from = now.getTime() - Math.min(days, HISTORY_DAYS) * DAY_MS;
  const found = rule.kind === 'mention' ? await mentionsFound(sql, rule, history, from) : [];
  if (rule.kind === 'metric') {
    found.push(...withCoolDown(await metricsFound(sql, rule, { topicId, now, from }), rule));
  }
  const marks = ruleId === undefined ? [] : await listMarks(sql, ruleId, new Date(from));
  const bySensitivity: AtSensitivity[] = [];
  for (const sensitivity of rule.kind === 'spike' ? SENSITIVITIES : []) {
    const spikes = withCoolDown(await spikesFound(sql, rule, history, { sensitivity, now, from }), rule);
    bySensitivity.push({ sensitivity, alerts: spikes.length, ...toldOf(marks, spikes) });
    if (sensitivity === rule.sensitivity) found.push(...spikes);
  }
  return {
    days: Math.min(days, HISTORY_DAYS),
    since: history[0]?.countedAt,
    found: found.sort((a, b) => b.at.getTime() - a.at.getTime()),
    bySensitivity,
    marks: {
      real: marks.filter(({ isReal }) => isReal).length,
      false: marks.filter(({ isReal }) => !isReal).length,
    },
    told: toldOf(marks, found),
  };
}

/** An alert is about what was marked when it comes within a day of it. */
function toldOf(marks: readonly AlertMark[], found: readonly WouldBe[]): Told {
  const isTold = ({ at: marked }: AlertMark) =>
    found.some(({ at }) => Math.abs(at.getTime() - marked.getTime()) <= DAY_MS);
  const told = marks.filter(isTold);
  const real = told.filter(({ isReal }) => isReal).length;
  return { real, false: told.length - real };
}

/** What is found while the rule cools down belongs to the alert before, the earliest first. */
function withCoolDown(found: readonly WouldBe[], { coolDownMinutes }: AlertRuleInput): WouldBe[] {
  let coolsUntil = Number.NEGATIVE_INFINITY;
  return found.filter(({ at }) => {
    if (at.getTime() < coolsUntil) return false;
    coolsUntil = at.getTime() + coolDownMinutes * 60_000;
    return true;
  });
}

async function spikesFound(
  sql: Sql,
  rule: AlertRuleInput,
  history: readonly Arrival[],
  { sensitivity, now, from }: { sensitivity: Sensitivity; now: Date; from: number },
): Promise<WouldBe[]> {
  const { alerts } = await replay(sql, history, { part: await partOf(sql, rule), sensitivity, now });
  return alerts.flatMap((alert) => {
    if (alert.kind !== 'negative_spike' || alert.at < from || alert.observed < rule.minimumN) return [];
    const { observed, expected } = alert;
    const times = { at: new Date(alert.at), since: new Date(alert.since) };
    return [{ ...times, observed, expected, mentionId: undefined, reason: undefined }];
  });
}

async function mentionsFound(
  sql: Sql,
  rule: AlertRuleInput,
  history: readonly Arrival[],
  from: number,
): Promise<WouldBe[]> {
  const part = await partOf(sql, rule);
  const recent = history.filter((arrival) => arrival.countedAt.getTime() >= from && isIn(arrival, part));
  const found: WouldBe[] = [];
  let coolsUntil = 0;
  for (let start = 0; start < recent.length; start += MENTIONS_A_STEP) {
    const ids = recent.slice(start, start + MENTIONS_A_STEP).map(({ mentionId }) => mentionId);
    const countedAt = new Map(
      recent.slice(start, start + MENTIONS_A_STEP).map((one) => [one.mentionId, one.countedAt]),
    );
    for (const mention of await readMentions(sql, ids)) {
      const at = countedAt.get(mention.id);
      const reason = reasonFor(rule, mention);
      if (!at || reason === undefined || at.getTime() < coolsUntil) continue;
      coolsUntil = at.getTime() + rule.coolDownMinutes * 60_000;
      found.push({ at, since: at, observed: undefined, expected: undefined, mentionId: mention.id, reason });
    }
  }
  return found;
}

const MENTIONS_A_STEP = 1_000;

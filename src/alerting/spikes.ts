import type { MissingData, NegativeSpike } from '../detect/detector.ts';
import { NO_WHY } from '../domain/alert.ts';
import type { AlertRuleRow } from '../store/alert-rules.ts';
import { addMentionsToAlert, findRecentAlert, getAlert, saveAlertEvent } from '../store/alerts.ts';
import { locationIdsIn } from '../store/areas.ts';
import type { Sql } from '../store/db.ts';
import { addTopicToAlert, findOpenSilence } from '../store/silences.ts';
import { countVoices } from '../store/topic-arrivals.ts';
import type { TopicRow } from '../store/topics.ts';
import { raise, tellOnce } from './raise.ts';
import { partOf } from './replay.ts';
import { explainSpike } from './why.ts';

/** Makes a spike an alert of a rule, unless too few people are in it or the rule is cooling down. */
export async function raiseSpike(
  sql: Sql,
  rule: AlertRuleRow,
  spike: NegativeSpike,
  { topic, now, isPast }: { topic: TopicRow; now: Date; isPast: boolean },
): Promise<void> {
  const since = new Date(spike.since);
  const observed = isPast ? spike.observed : await peopleIn(sql, rule, spike);
  if (observed < rule.minimumN) return;
  const { locationId, area, sourceId, aspects } = rule;
  const place = { topicId: topic.id, locationId, area, sourceId };
  const scope = { topicId: topic.id, locationIds: await locationIdsIn(sql, rule), sourceId, aspects };
  const { why, mentionIds } = await explainSpike(sql, scope, { since, until: new Date(spike.at) });
  if (!isPast) {
    const coolsSince = new Date(now.getTime() - rule.coolDownMinutes * 60_000);
    const recent = await findRecentAlert(sql, { ruleId: rule.id, since: coolsSince });
    if (recent !== undefined) return addMentionsToAlert(sql, recent, mentionIds);
  }
  await raise(
    sql,
    rule,
    {
      key: `spike/${rule.id}/${new Date(spike.at).toISOString()}`,
      kind: 'negative_spike',
      ...place,
      since,
      at: new Date(spike.at),
      observed,
      expected: spike.expected,
      windowMinutes: spike.windowMinutes,
      why,
      mentionIds,
      isPast,
    },
    { now, timeZone: topic.timeZone },
  );
}

/** A spike that was held back is counted anew: what has come since is the point of holding it. */
async function peopleIn(sql: Sql, rule: AlertRuleRow, spike: NegativeSpike): Promise<number> {
  const { locationIds, sourceId, aspects } = await partOf(sql, rule);
  // Voices are not counted by aspect: what the detector saw has to do.
  if (spike.observed >= rule.minimumN || aspects.length > 0) return Math.round(spike.observed);
  return countVoices(sql, { topicId: rule.topicId ?? 0, locationIds, sourceId }, new Date(spike.since));
}

/** Makes a silence an alert of its own; how people feel is unknown meanwhile. */
export async function raiseSilence(
  sql: Sql,
  rule: AlertRuleRow,
  silence: MissingData,
  { topic, now }: { topic: TopicRow; now: Date },
): Promise<void> {
  const sourceId = silence.source === '*' ? undefined : Number(silence.source);
  const open = await findOpenSilence(sql, { sourceId, since: new Date(silence.since) });
  if (open !== undefined) return joinSilence(sql, rule, open, { topic, now });
  const expected = Math.round(silence.expected);
  await raise(
    sql,
    rule,
    {
      key: `silence/${silence.source}/${new Date(silence.since).toISOString().slice(0, 13)}`,
      kind: 'missing_data',
      topicId: topic.id,
      locationId: rule.locationId,
      area: rule.area,
      sourceId,
      since: new Date(silence.since),
      at: new Date(silence.at),
      observed: 0,
      expected: silence.expected,
      windowMinutes: Math.round((silence.at - silence.since) / 60_000),
      why: {
        ...NO_WHY,
        remark: `About ${expected} mentions were to be expected in this time and none came.`,
      },
      mentionIds: [],
      isPast: false,
    },
    { now, timeZone: topic.timeZone },
  );
}

/** Sources are silent for everybody: one alert, which names every topic it concerns and tells who asked for any of them. */
async function joinSilence(
  sql: Sql,
  rule: AlertRuleRow,
  alertId: number,
  { topic, now }: { topic: TopicRow; now: Date },
): Promise<void> {
  const alert = await getAlert(sql, alertId);
  if (!(await addTopicToAlert(sql, alertId, topic.id))) return;
  await saveAlertEvent(sql, alertId, {
    at: now,
    actor: 'Earshot',
    deed: `found it in ${topic.name}, too`,
    note: '',
  });
  const { timeZone } = topic;
  const { locationId, area } = rule;
  await tellOnce(sql, rule, { ...alert, topicId: topic.id, locationId, area }, { now, timeZone });
}

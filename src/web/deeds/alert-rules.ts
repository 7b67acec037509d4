import { type BackTest, backTest } from '../../alerting/back-test.ts';
import { NotFound, Refused } from '../../domain/errors.ts';
import { deleteMissedAlert, saveMissedAlert } from '../../store/alert-marks.ts';
import {
  type AlertRuleInput,
  type AlertRuleRow,
  deleteAlertRule,
  getAlertRule,
  insertAlertRule,
  updateAlertRule,
} from '../../store/alert-rules.ts';
import { saveAudit } from '../../store/audit-log.ts';
import { TOPICS_LOCK } from '../../store/classifications.ts';
import type { Sql } from '../../store/db.ts';
import { getTopic } from '../../store/topics.ts';
import type { WebDeps } from '../deps.ts';
import type { Principal } from '../principal.ts';
import { movedTo, refuseUnknownAreas } from './areas.ts';

/** @throws Refused, Conflict, NotFound */
export async function addAlertRule(deps: WebDeps, by: Principal, rule: AlertRuleInput): Promise<number> {
  refuseIncomplete(rule);
  const at = deps.now();
  return betweenCounts(deps, async (sql) => {
    if (rule.topicId !== undefined) await getTopic(sql, rule.topicId);
    await refuseUnknownAreas(sql, rule.area === undefined ? [] : [rule.area]);
    const id = await insertAlertRule(sql, rule, { by: by.name, at });
    await saveAudit(sql, { at, actor: by.name, action: 'add alert rule', target: rule.name });
    return id;
  });
}

/** @throws Refused, Conflict, NotFound */
export async function changeAlertRule(
  deps: WebDeps,
  by: Principal,
  id: number,
  change: Partial<AlertRuleInput>,
): Promise<AlertRuleRow> {
  return betweenCounts(deps, async (sql) => {
    const before = await getAlertRule(sql, id);
    const rule = { ...before, ...movedTo(change), kind: before.kind };
    refuseIncomplete(rule);
    if (rule.area !== before.area && rule.area !== undefined) await refuseUnknownAreas(sql, [rule.area]);
    await updateAlertRule(sql, id, rule);
    await saveAudit(sql, { at: deps.now(), actor: by.name, action: 'change alert rule', target: rule.name });
    return getAlertRule(sql, id);
  });
}

/** Its alerts stay. @throws NotFound */
export async function removeAlertRule(deps: WebDeps, by: Principal, id: number): Promise<void> {
  const { name } = await getAlertRule(deps.db, id);
  await deleteAlertRule(deps.db, id);
  await saveAudit(deps.db, { at: deps.now(), actor: by.name, action: 'remove alert rule', target: name });
}

/** An incident that no alert told of. @throws NotFound */
export async function markMissed(
  deps: WebDeps,
  by: Principal,
  ruleId: number,
  missed: { at: Date; note: string },
): Promise<number> {
  const { name } = await getAlertRule(deps.db, ruleId);
  if (missed.at > deps.now())
    throw new Refused('What was missed has begun already: expected a time in the past.');
  const id = await saveMissedAlert(deps.db, { ruleId, ...missed, author: by.name });
  await saveAudit(deps.db, { at: deps.now(), actor: by.name, action: 'mark missed alert', target: name });
  return id;
}

/** Takes such a mark back. @throws NotFound */
export async function unmarkMissed(
  deps: WebDeps,
  by: Principal,
  missed: { ruleId: number; id: number },
): Promise<void> {
  const { name } = await getAlertRule(deps.db, missed.ruleId);
  if (!(await deleteMissedAlert(deps.db, missed))) throw new NotFound('This mark is gone already.');
  await saveAudit(deps.db, { at: deps.now(), actor: by.name, action: 'unmark missed alert', target: name });
}

/** What a rule would have found in the stored past, held against the marks of the stored one. @throws Refused, NotFound */
export async function tryAlertRule(
  deps: WebDeps,
  rule: AlertRuleInput,
  { days, ruleId }: { days: number; ruleId?: number | undefined },
): Promise<BackTest> {
  refuseIncomplete(rule);
  if (rule.topicId === undefined) throw new Refused('Only a rule about a topic can be tried on the past.');
  const topic = await getTopic(deps.db, rule.topicId);
  return backTest(deps.db, rule, { topicId: topic.id, now: deps.now(), days, ruleId });
}

function refuseIncomplete(rule: AlertRuleInput): void {
  if (rule.locationId !== undefined && rule.area !== undefined) {
    throw new Refused('A rule watches one location or an area, not both.');
  }
  const { kind, topicId, starsAtMost, reachAtLeast, phrases, risks, aspects, condition } = rule;
  if (kind !== 'stale' && topicId === undefined) throw new Refused('The rule needs a topic to watch.');
  if (kind === 'stale' && topicId !== undefined) {
    throw new Refused('A rule about sources that are not read has no topic.');
  }
  const isOpenEnded =
    starsAtMost === undefined &&
    reachAtLeast === undefined &&
    phrases.length + risks.length + aspects.length === 0;
  if (kind === 'mention' && isOpenEnded) {
    throw new Refused(
      'Say which mentions: at most so many stars, at least so much reach, words, a risk, or something bad about an aspect.',
    );
  }
  if ((kind === 'metric') !== (condition !== undefined)) {
    throw new Refused('A rule on a number, and only that, says which number changes by how much.');
  }
  if (condition?.metric === 'volume' && condition.direction === 'falls' && condition.changeAtLeast >= 100) {
    throw new Refused(
      'A number of mentions cannot fall by 100 % or more; a source that is silent has a rule of its own.',
    );
  }
  if ((rule.quietFrom === undefined) !== (rule.quietTo === undefined)) {
    throw new Refused('Quiet hours need a beginning and an end.');
  }
}

/** Between two countings, so that every mention that comes to count is either history or news to a rule. */
function betweenCounts<T>(deps: WebDeps, work: (sql: Sql) => Promise<T>): Promise<T> {
  return deps.db.transaction(async (sql) => {
    await sql`select pg_advisory_xact_lock(${TOPICS_LOCK})`;
    return work(sql);
  });
}

import { NO_WHY } from '../domain/alert.ts';
import { type AlertRuleRow, listAlertRules } from '../store/alert-rules.ts';
import { getAlert, saveAlertEvent, setAlertState } from '../store/alerts.ts';
import type { Db, Sql } from '../store/db.ts';
import { addTopicToAlert, findOpenAlert, listTopicsOfSource } from '../store/silences.ts';
import { listSources, type SourceRow } from '../store/sources.ts';
import { getWorkspace } from '../store/workspace.ts';
import { raise, tellOnce } from './raise.ts';

/** Failing for an hour, and four times as long as its usual pause, is more than a hiccup. */
const LEAST_MS = 60 * 60_000;
const PAUSES = 4;

/** Raises an alert for each source that is no longer read, and closes it when the source is back. */
export async function judgeSources(db: Db, now: Date): Promise<void> {
  const rules = (await listAlertRules(db)).filter(({ kind, enabled }) => kind === 'stale' && enabled);
  if (rules.length === 0) return;
  const { timeZone } = await getWorkspace(db);
  for (const source of await listSources(db)) {
    for (const rule of rules) {
      await db.transaction((sql) => judgeSource(sql, { rule, source, now, timeZone }));
    }
  }
}

interface Look {
  readonly rule: AlertRuleRow;
  readonly source: SourceRow;
  readonly now: Date;
  readonly timeZone: string;
}

async function judgeSource(sql: Sql, { rule, source, now, timeZone }: Look): Promise<void> {
  const readAt = source.lastSuccessAt ?? source.createdAt;
  const quietMs = now.getTime() - readAt.getTime();
  // One that has stopped by itself (its sign-in was taken away, its address is gone) will not come back by waiting.
  const isStopped = !source.enabled && source.failures > 0;
  const isLate = quietMs > Math.max(LEAST_MS, PAUSES * source.intervalSeconds * 1000);
  const isStale = isStopped || (source.failures > 0 && isLate);
  if (isStale) {
    const alertId = await raise(
      sql,
      rule,
      {
        key: `stale/${rule.id}/${source.id}/${readAt.toISOString()}`,
        kind: 'missing_data',
        topicId: undefined,
        locationId: undefined,
        sourceId: source.id,
        since: readAt,
        at: now,
        observed: undefined,
        expected: undefined,
        windowMinutes: Math.round(quietMs / 60_000),
        why: { ...NO_WHY, remark: source.lastError ?? 'It could not be read.' },
        mentionIds: [],
        isPast: false,
      },
      { now, timeZone },
    );
    if (alertId !== undefined) await nameTopics(sql, alertId, { rule, source, now, timeZone });
    return;
  }
  if (source.failures > 0) return;
  const open = await findOpenAlert(sql, { sourceId: source.id, ruleId: rule.id });
  if (open === undefined || !(await setAlertState(sql, open, { state: 'resolved', at: now }))) return;
  const deed = source.enabled ? 'resolved: it is read again' : 'resolved: it was switched off';
  await saveAlertEvent(sql, open, { at: now, actor: 'Earshot', deed, note: '' });
}

const NAMED_MS = 28 * 86_400_000;

/** Names the topics that the source has fed of late, and tells who asked for any of them. */
async function nameTopics(sql: Sql, alertId: number, { rule, source, now, timeZone }: Look): Promise<void> {
  const alert = await getAlert(sql, alertId);
  const since = new Date(now.getTime() - NAMED_MS);
  for (const topicId of await listTopicsOfSource(sql, source.id, since)) {
    await addTopicToAlert(sql, alertId, topicId);
    await tellOnce(sql, rule, { ...alert, topicId }, { now, timeZone });
  }
}

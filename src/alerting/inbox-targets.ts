import { NO_WHY } from '../domain/alert.ts';
import { momentIn } from '../domain/alert-words.ts';
import {
  addMentionsToAlert,
  getAlert,
  insertAlert,
  type NewAlert,
  saveAlertEvent,
  setAlertState,
} from '../store/alerts.ts';
import { areasAround } from '../store/areas.ts';
import type { Db, Sql } from '../store/db.ts';
import { listDestinations } from '../store/destinations.ts';
import { type DueItem, findTargetAlert, listMetTargetAlerts, takeDue } from '../store/inbox-due.ts';
import { getInboxSettings } from '../store/inbox-settings.ts';
import { getWorkspace } from '../store/workspace.ts';
import { concerns, tell } from './raise.ts';

const ITEMS_A_LOOK = 500;
const MINUTE_MS = 60_000;
/** What becomes due within an hour of an alert joins it instead of raising another. */
const COOL_DOWN_MS = 60 * MINUTE_MS;
const KEY = 'inbox-target/';
const EXAMPLES = 5;

/**
 * Tells people before an answer is late, one alert a location, and closes such an alert when all of its items have been
 * dealt with. Where no destination would hear it, none is raised: the inbox itself shows what is late.
 */
export async function warnOfTargets(db: Db, now: Date): Promise<void> {
  const { warnMinutes } = await getInboxSettings(db);
  if (warnMinutes > 0) {
    await db.transaction(async (sql) => {
      const dueBefore = new Date(now.getTime() + warnMinutes * MINUTE_MS);
      const due = await takeDue(sql, { now, dueBefore, limit: ITEMS_A_LOOK });
      for (const [locationId, items] of Map.groupBy(due, (item) => item.locationId)) {
        await warn(sql, { locationId, items, now });
      }
    });
  }
  for (const id of await listMetTargetAlerts(db, KEY)) {
    if (!(await setAlertState(db, id, { state: 'resolved', at: now }))) continue;
    const deed = 'resolved: all of its items have been dealt with';
    await saveAlertEvent(db, id, { at: now, actor: 'Earshot', deed, note: '' });
  }
}

interface Warning {
  readonly locationId: number | undefined;
  readonly items: readonly DueItem[];
  readonly now: Date;
}

async function warn(sql: Sql, { locationId, items, now }: Warning): Promise<void> {
  const about = { topicId: undefined, locationId, severity: 'warning' as const };
  const areas = await areasAround(sql, about);
  const isHeard = (await listDestinations(sql)).some(
    (one) => !one.isSecondLine && concerns(one, { ...about, areas }),
  );
  if (!isHeard) return;
  const mentionIds = items.map((item) => item.mentionId);
  const keyPrefix = `${KEY}${locationId ?? 0}/`;
  const recent = await findTargetAlert(sql, { keyPrefix, since: new Date(now.getTime() - COOL_DOWN_MS) });
  if (recent !== undefined) return addMentionsToAlert(sql, recent, mentionIds);
  const { timeZone } = await getWorkspace(sql);
  const alert = alertOf({ locationId, items, now }, { key: `${keyPrefix}${now.toISOString()}`, timeZone });
  const id = await insertAlert(sql, { ...alert, ...about }, now);
  if (id === undefined) return;
  const how = { purpose: 'alert' as const, isSecondLine: false, dueAt: now, now };
  await tell(sql, await getAlert(sql, id), how);
}

function alertOf(
  { items, now }: Warning,
  { key, timeZone }: { key: string; timeZone: string },
): Omit<NewAlert, 'topicId' | 'locationId' | 'severity'> {
  const oldest = items.reduce((first, item) => (item.saidAt < first.saidAt ? item : first));
  const soonest = items.reduce((first, item) => (item.dueAt < first.dueAt ? item : first));
  const many = items.length === 1 ? '1 answer is' : `${items.length} answers are`;
  const when = momentIn(soonest.dueAt, timeZone);
  const isLate = soonest.dueAt <= now;
  return {
    key,
    ruleId: undefined,
    ruleName: `${many} due soon`,
    kind: 'mention',
    sourceId: undefined,
    since: oldest.saidAt,
    at: now,
    observed: undefined,
    expected: undefined,
    windowMinutes: undefined,
    why: {
      ...NO_WHY,
      remark: `${many} due by the targets of the inbox, the first ${isLate ? 'was' : 'is'} due ${when}.`,
      examples: items.slice(0, EXAMPLES).map(({ mentionId, text, source, author, saidAt }) => ({
        mentionId,
        text,
        source,
        author,
        at: saidAt.toISOString(),
      })),
    },
    mentionIds: items.map((item) => item.mentionId),
    isPast: false,
    escalateAt: undefined,
  };
}

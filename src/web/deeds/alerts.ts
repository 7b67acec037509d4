import { tell } from '../../alerting/raise.ts';
import type { AlertState } from '../../domain/alert.ts';
import { Refused } from '../../domain/errors.ts';
import { assignAlert, getAlert, saveAlertEvent, setAlertState } from '../../store/alerts.ts';
import { saveAudit } from '../../store/audit-log.ts';
import type { Sql } from '../../store/db.ts';
import { dropWaitingDeliveries } from '../../store/deliveries.ts';
import { getUser, listUsers, type UserRow } from '../../store/users.ts';
import type { WebDeps } from '../deps.ts';
import { scopesOf } from '../principal.ts';

/** What can be done about an alert, and what it is then. */
export const ALERT_DEEDS = ['acknowledge', 'resolve', 'false-alarm', 'reopen'] as const;
export type AlertDeed = (typeof ALERT_DEEDS)[number];

const STATE: Readonly<Record<AlertDeed, AlertState>> = {
  acknowledge: 'acknowledged',
  resolve: 'resolved',
  'false-alarm': 'false_alarm',
  reopen: 'open',
};
const WORDS: Readonly<Record<AlertDeed, string>> = {
  acknowledge: 'acknowledged',
  resolve: 'resolved',
  'false-alarm': 'marked as a false alarm',
  reopen: 'opened again',
};

/** Does it once; the same again changes nothing. @throws NotFound */
export async function handleAlert(
  deps: WebDeps,
  actor: string,
  id: number,
  { deed, note }: { deed: AlertDeed; note: string },
): Promise<void> {
  const at = deps.now();
  await deps.db.transaction(async (sql) => {
    const alert = await getAlert(sql, id);
    if (!(await setAlertState(sql, id, { state: STATE[deed], at }))) return;
    await saveAlertEvent(sql, id, { at, actor, deed: WORDS[deed], note });
    await saveAudit(sql, { at, actor, action: `${deed} alert`, target: `alert ${id}` });
    if (deed === 'reopen') return;
    // Whoever has not been told yet need not be any more.
    await dropWaitingDeliveries(sql, id);
    const isClosed = deed !== 'acknowledge';
    if (!isClosed || alert.isPast) return;
    await tellResolved(sql, id, at);
  });
}

async function tellResolved(sql: Parameters<typeof getAlert>[0], id: number, now: Date): Promise<void> {
  await tell(sql, await getAlert(sql, id), { purpose: 'resolved', isSecondLine: false, dueAt: now, now });
}

/** Who can be in charge of an alert: whoever may handle one. */
export async function listAssignees(sql: Sql): Promise<{ id: number; name: string }[]> {
  const users = await listUsers(sql);
  return users.filter(mayHandle).map(({ id, name }) => ({ id, name }));
}

const mayHandle = ({ role, disabledAt }: UserRow) => disabledAt === undefined && scopesOf(role).has('alerts');

/** Puts somebody in charge, or nobody. @throws NotFound, Refused */
export async function giveAlert(
  deps: WebDeps,
  actor: string,
  id: number,
  userId: number | undefined,
): Promise<void> {
  const at = deps.now();
  const user = userId === undefined ? undefined : await getUser(deps.db, userId);
  if (user && !mayHandle(user))
    throw new Refused(`${user.name} may not handle alerts. Choose somebody who may.`);
  const name = user?.name;
  await deps.db.transaction(async (sql) => {
    await getAlert(sql, id);
    await assignAlert(sql, id, userId);
    const deed = name === undefined ? 'taken from its owner' : `given to ${name}`;
    await saveAlertEvent(sql, id, { at, actor, deed, note: '' });
    await saveAudit(sql, { at, actor, action: 'assign alert', target: `alert ${id}` });
  });
}

/** Writes down what somebody found out. @throws NotFound */
export async function noteOnAlert(deps: WebDeps, actor: string, id: number, note: string): Promise<void> {
  await getAlert(deps.db, id);
  await saveAlertEvent(deps.db, id, { at: deps.now(), actor, deed: 'noted', note });
}

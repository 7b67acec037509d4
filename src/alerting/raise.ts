import { isAtLeast, mayTellAt } from '../domain/alert.ts';
import type { AreaKey } from '../domain/area.ts';
import type { AlertRuleRow } from '../store/alert-rules.ts';
import { type AlertRow, getAlert, insertAlert, type NewAlert, saveAlertEvent } from '../store/alerts.ts';
import { areasAround } from '../store/areas.ts';
import type { Sql } from '../store/db.ts';
import { type DeliveryPurpose, insertDelivery } from '../store/deliveries.ts';
import { type DestinationRow, listDestinations } from '../store/destinations.ts';

/** What a finding is made into an alert with. */
export interface Moment {
  readonly now: Date;
  readonly timeZone: string;
}

type Finding = Omit<NewAlert, 'ruleId' | 'ruleName' | 'severity' | 'escalateAt'>;

/** Writes the alert and the messages about it; the same finding again changes nothing. In the caller's transaction. */
export async function raise(
  sql: Sql,
  rule: AlertRuleRow,
  finding: Finding,
  { now, timeZone }: Moment,
): Promise<number | undefined> {
  const { id: ruleId, name: ruleName, severity, escalateMinutes } = rule;
  const dueAt = mayTellAt(now, { severity, quiet: quietOf(rule), timeZone });
  const waits = escalateMinutes !== undefined && !finding.isPast;
  const escalateAt = waits ? new Date(dueAt.getTime() + escalateMinutes * 60_000) : undefined;
  const id = await insertAlert(sql, { ...finding, ruleId, ruleName, severity, escalateAt }, now);
  if (id === undefined || finding.isPast) return id;
  await tell(sql, await getAlert(sql, id), { purpose: 'alert', isSecondLine: false, dueAt, now });
  return id;
}

/** Tells those whom an alert concerns and who have not been told of it. */
export async function tellOnce(
  sql: Sql,
  rule: AlertRuleRow,
  alert: AlertRow,
  { now, timeZone }: Moment,
): Promise<void> {
  const dueAt = mayTellAt(now, { severity: alert.severity, quiet: quietOf(rule), timeZone });
  await tell(sql, alert, { purpose: 'alert', isSecondLine: false, dueAt, now });
}

function quietOf({ quietFrom, quietTo }: AlertRuleRow) {
  return quietFrom === undefined || quietTo === undefined ? undefined : { from: quietFrom, to: quietTo };
}

/** Puts a message for everybody whom the alert concerns in the outbox. */
export async function tell(
  sql: Sql,
  alert: AlertRow,
  how: { purpose: DeliveryPurpose; isSecondLine: boolean; dueAt: Date; now: Date },
): Promise<number> {
  let told = 0;
  const areas = await areasAround(sql, alert);
  for (const destination of await listDestinations(sql)) {
    if (destination.isSecondLine !== how.isSecondLine || !concerns(destination, { ...alert, areas }))
      continue;
    const { purpose, dueAt, now } = how;
    await insertDelivery(sql, { alertId: alert.id, destinationId: destination.id, purpose, dueAt, now });
    told += 1;
  }
  return told;
}

/**
 * Topic × location × severity. An alert that names no topic or location concerns whoever asks for any; `areas` are those
 * that it lies in, so that who asks for a country is told of its regions and places.
 */
export function concerns(
  destination: DestinationRow,
  alert: Pick<AlertRow, 'topicId' | 'locationId' | 'severity'> & { readonly areas: readonly AreaKey[] },
): boolean {
  const { topicIds, locationIds, areas } = destination;
  const has = (wanted: readonly number[], id: number | undefined) => id !== undefined && wanted.includes(id);
  const isAnywhere = locationIds.length + areas.length === 0;
  const isThere =
    isAnywhere || has(locationIds, alert.locationId) || areas.some((area) => alert.areas.includes(area));
  return (
    destination.enabled &&
    isAtLeast(alert.severity, destination.leastSeverity) &&
    (topicIds.length === 0 || has(topicIds, alert.topicId)) &&
    isThere
  );
}

/** Tells the second line of an alert that nobody has taken in time. */
export async function escalate(sql: Sql, alertId: number, now: Date): Promise<void> {
  const alert = await getAlert(sql, alertId);
  const told = await tell(sql, alert, { purpose: 'escalation', isSecondLine: true, dueAt: now, now });
  const note = told === 0 ? 'No second line is set up for it.' : '';
  await saveAlertEvent(sql, alertId, { at: now, actor: 'Earshot', deed: 'nobody took it in time', note });
}

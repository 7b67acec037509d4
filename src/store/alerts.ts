import type { AlertKind, AlertState, AlertWhy, Severity } from '../domain/alert.ts';
import { type AreaKey, areaInWords } from '../domain/area.ts';
import { NotFound } from '../domain/errors.ts';
import { json, type Row, type Sql } from './db.ts';

/** An alert as it is raised. */
export interface NewAlert {
  /** What makes two findings the same one. */
  readonly key: string;
  /** Undefined: no rule of alerting, but a target of the inbox. */
  readonly ruleId: number | undefined;
  readonly ruleName: string;
  readonly kind: AlertKind;
  readonly topicId: number | undefined;
  readonly locationId: number | undefined;
  /** In the place of a location: it is about a whole country or region. */
  readonly area?: AreaKey | undefined;
  readonly sourceId: number | undefined;
  readonly severity: Severity;
  readonly since: Date;
  readonly at: Date;
  readonly observed: number | undefined;
  readonly expected: number | undefined;
  readonly windowMinutes: number | undefined;
  readonly why: AlertWhy;
  readonly mentionIds: readonly number[];
  /** Found in the past: it is listed, and nobody is told. */
  readonly isPast: boolean;
  readonly escalateAt: Date | undefined;
}

export interface AlertRow extends Omit<NewAlert, 'key'> {
  readonly id: number;
  readonly topicName: string | undefined;
  /** Of a silence: the other topics that it concerns. */
  readonly furtherTopics: readonly string[];
  /** Of the location or of the area. */
  readonly locationName: string | undefined;
  readonly sourceName: string | undefined;
  readonly state: AlertState;
  readonly raisedAt: Date;
  readonly closedAt: Date | undefined;
  readonly assignee: { readonly id: number; readonly name: string } | undefined;
}

export interface AlertEvent {
  readonly at: Date;
  readonly actor: string;
  readonly deed: string;
  readonly note: string;
}

/** Writes an alert once: the same finding again gives undefined and changes nothing. */
export async function insertAlert(sql: Sql, alert: NewAlert, now: Date): Promise<number | undefined> {
  const [row] = await sql<{ id: number }>`
    insert into alerts (key, rule_id, rule_name, kind, topic_id, location_id, area, source_id, severity, state, since,
                        at, raised_at, observed, expected, window_minutes, why, mention_ids, is_past, escalate_at,
                        closed_at)
    values (${alert.key}, ${alert.ruleId ?? null}, ${alert.ruleName}, ${alert.kind}, ${alert.topicId ?? null},
            ${alert.locationId ?? null}, ${alert.area ?? null}, ${alert.sourceId ?? null}, ${alert.severity},
            ${alert.isPast ? 'resolved' : 'open'}, ${alert.since}, ${alert.at}, ${now}, ${alert.observed ?? null},
            ${alert.expected ?? null}, ${alert.windowMinutes ?? null}, ${json(alert.why)}::jsonb,
            ${[...alert.mentionIds]}::bigint[], ${alert.isPast}, ${alert.escalateAt ?? null},
            ${alert.isPast ? alert.at : null})
        on conflict (key) do nothing
    returning id`;
  if (row) {
    const deed = alert.isPast ? 'found in the past' : 'raised';
    await saveAlertEvent(sql, row.id, { at: now, actor: 'Earshot', deed, note: '' });
  }
  return row?.id;
}

/** The latest alert of a rule since an instant: while it cools down, what is found belongs to it. */
export async function findRecentAlert(
  sql: Sql,
  rule: { ruleId: number; since: Date; locationId?: number | undefined },
): Promise<number | undefined> {
  const [row] = await sql<{ id: number }>`
    select id
      from alerts
     where rule_id = ${rule.ruleId}
       and raised_at > ${rule.since}
       and kind <> 'missing_data'
       and not is_past
     order by raised_at desc
     limit 1`;
  return row?.id;
}

export async function addMentionsToAlert(sql: Sql, id: number, mentionIds: readonly number[]): Promise<void> {
  await sql`
    update alerts
       set mention_ids = mention_ids || array(
             select n from unnest(${mentionIds}::bigint[]) as n where n <> all(mention_ids))
     where id = ${id}`;
}

export async function saveAlertEvent(sql: Sql, alertId: number, event: AlertEvent): Promise<void> {
  await sql`
    insert into alert_events (alert_id, at, actor, deed, note)
    values (${alertId}, ${event.at}, ${event.actor}, ${event.deed}, ${event.note})`;
}

export async function listAlertEvents(sql: Sql, alertId: number): Promise<AlertEvent[]> {
  const rows = await sql<{ at: Date; actor: string; deed: string; note: string }>`
    select at, actor, deed, note from alert_events where alert_id = ${alertId} order by id`;
  return rows;
}

/** Moves an alert to another state; returns false when it was in it already. */
export async function setAlertState(
  sql: Sql,
  id: number,
  change: { state: AlertState; at: Date },
): Promise<boolean> {
  const isClosed = change.state === 'resolved' || change.state === 'false_alarm';
  const rows = await sql`
    update alerts
       set state = ${change.state},
           closed_at = case when ${isClosed} then ${change.at}::timestamptz end,
           escalate_at = null
     where id = ${id}
       and state <> ${change.state}
    returning id`;
  return rows.length > 0;
}

export async function assignAlert(sql: Sql, id: number, userId: number | undefined): Promise<void> {
  await sql`update alerts set assigned_to = ${userId ?? null} where id = ${id}`;
}

/** Alerts that nobody has taken by now; each is handed out once. */
export async function takeOverdueAlerts(sql: Sql, now: Date): Promise<number[]> {
  const rows = await sql<{ id: number }>`
    update alerts
       set escalate_at = null
     where state = 'open'
       and escalate_at <= ${now}
    returning id`;
  return rows.map((row) => row.id);
}

interface Stored extends Row {
  id: number;
  rule_id: number | null;
  rule_name: string;
  kind: AlertKind;
  topic_id: number | null;
  topic_name: string | null;
  further_topics: string[];
  location_id: number | null;
  location_name: string | null;
  area: string | null;
  source_id: number | null;
  source_name: string | null;
  severity: Severity;
  state: AlertState;
  since: Date;
  at: Date;
  raised_at: Date;
  observed: number | null;
  expected: number | null;
  window_minutes: number | null;
  why: AlertWhy;
  mention_ids: number[];
  is_past: boolean;
  assigned_to: number | null;
  assignee: string | null;
  escalate_at: Date | null;
  closed_at: Date | null;
}

const ALERTS = `
    select a.*, t.name as topic_name, l.name as location_name, s.name as source_name, u.name as assignee,
           array(select f.name from topics f where f.id = any(a.further_topic_ids) order by lower(f.name))
             as further_topics
      from alerts a
      left join topics t on t.id = a.topic_id
      left join locations l on l.id = a.location_id
      left join sources s on s.id = a.source_id
      left join users u on u.id = a.assigned_to`;

/** The latest alerts: those not yet closed, or those that are. */
export async function listAlerts(
  sql: Sql,
  which: {
    isOpen: boolean;
    topicId?: number | undefined;
    ruleId?: number | undefined;
    locationId?: number | undefined;
    limit: number;
  },
): Promise<AlertRow[]> {
  const rows = await sql.raw<Stored>(
    `${ALERTS}
      where (a.state in ('open', 'acknowledged')) = $1
        and ($2::bigint is null or a.topic_id = $2)
        and ($3::bigint is null or a.rule_id = $3)
        and ($5::bigint is null or a.location_id = $5)
      order by a.at desc, a.id desc
      limit $4`,
    [which.isOpen, which.topicId ?? null, which.ruleId ?? null, which.limit, which.locationId ?? null],
  );
  return rows.map(alertOf);
}

/** @throws NotFound */
export async function getAlert(sql: Sql, id: number): Promise<AlertRow> {
  const [row] = await sql.raw<Stored>(`${ALERTS} where a.id = $1`, [id]);
  if (!row) throw new NotFound(`There is no alert with the id ${id}.`);
  return alertOf(row);
}

function alertOf(row: Stored): AlertRow {
  return {
    id: row.id,
    ruleId: row.rule_id ?? undefined,
    ruleName: row.rule_name,
    kind: row.kind,
    topicId: row.topic_id ?? undefined,
    topicName: row.topic_name ?? undefined,
    furtherTopics: row.further_topics,
    locationId: row.location_id ?? undefined,
    area: row.area ?? undefined,
    locationName: row.location_name ?? (row.area === null ? undefined : areaInWords(row.area)),
    sourceId: row.source_id ?? undefined,
    sourceName: row.source_name ?? undefined,
    severity: row.severity,
    state: row.state,
    since: row.since,
    at: row.at,
    raisedAt: row.raised_at,
    observed: row.observed ?? undefined,
    expected: row.expected ?? undefined,
    windowMinutes: row.window_minutes ?? undefined,
    why: row.why,
    mentionIds: row.mention_ids.map(Number),
    isPast: row.is_past,
    escalateAt: row.escalate_at ?? undefined,
    closedAt: row.closed_at ?? undefined,
    assignee: row.assigned_to === null ? undefined : { id: row.assigned_to, name: row.assignee ?? '' },
  };
}

import type { Row, Sql } from './db.ts';

export type DeliveryPurpose = 'alert' | 'escalation' | 'resolved' | 'test' | 'digest';
export type DeliveryState = 'waiting' | 'sent' | 'parked' | 'dropped';

/** A message that has to go out; see the outbox in the migration. */
export interface DeliveryRow {
  readonly id: number;
  readonly idempotencyKey: string;
  /** Undefined for a test or a digest. */
  readonly alertId: number | undefined;
  /** Of a digest. */
  readonly issueId: number | undefined;
  readonly destinationId: number;
  readonly destinationName: string;
  readonly purpose: DeliveryPurpose;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly dueAt: Date;
  readonly lastError: string | undefined;
  readonly createdAt: Date;
  readonly sentAt: Date | undefined;
}

interface Stored extends Row {
  id: number;
  idempotency_key: string;
  alert_id: number | null;
  issue_id: number | null;
  destination_id: number;
  destination_name: string;
  purpose: DeliveryPurpose;
  state: DeliveryState;
  attempts: number;
  due_at: Date;
  last_error: string | null;
  created_at: Date;
  sent_at: Date | null;
}

/** Puts a message in the outbox. One an alert, destination and purpose, one an issue and destination; the same again changes nothing. */
export async function insertDelivery(
  sql: Sql,
  delivery: {
    alertId: number | undefined;
    issueId?: number;
    destinationId: number;
    purpose: DeliveryPurpose;
    dueAt: Date;
    now: Date;
  },
): Promise<number | undefined> {
  const { alertId, issueId, destinationId, purpose, dueAt, now } = delivery;
  const [row] = await sql<{ id: number }>`
    insert into deliveries (idempotency_key, alert_id, issue_id, destination_id, purpose, due_at, created_at)
    values ('msg_' || replace(gen_random_uuid()::text, '-', ''), ${alertId ?? null}, ${issueId ?? null},
            ${destinationId}, ${purpose}, ${dueAt}, ${now})
        on conflict do nothing
    returning id`;
  return row?.id;
}

const DELIVERIES = `
    select d.*, n.name as destination_name
      from deliveries d
      join destinations n on n.id = d.destination_id`;

/**
 * Takes a message that is due for sending, for as long as `leaseMs`: nobody else takes it meanwhile, and should the
 * sender die, it is due again afterwards. Undefined when it is not due or was taken.
 */
export async function takeDelivery(
  sql: Sql,
  id: number,
  { now, leaseMs }: { now: Date; leaseMs: number },
): Promise<DeliveryRow | undefined> {
  const taken = await sql`
    update deliveries
       set attempts = attempts + 1, due_at = ${new Date(now.getTime() + leaseMs)}
     where id = ${id}
       and state = 'waiting'
       and due_at <= ${now}
    returning id`;
  if (taken.length === 0) return undefined;
  const [row] = await sql.raw<Stored>(`${DELIVERIES} where d.id = $1`, [id]);
  return row && deliveryOf(row);
}

export async function listDueDeliveries(sql: Sql, now: Date, limit: number): Promise<number[]> {
  const rows = await sql<{ id: number }>`
    select id from deliveries where state = 'waiting' and due_at <= ${now} order by due_at limit ${limit}`;
  return rows.map((row) => row.id);
}

/** Writes down how an attempt went, and what comes of the message. */
export async function saveAttempt(
  sql: Sql,
  delivery: Pick<DeliveryRow, 'id' | 'attempts'>,
  outcome: { state: DeliveryState; at: Date; tookMs: number; error: string | undefined; dueAt: Date },
): Promise<void> {
  await sql`
    insert into delivery_attempts (delivery_id, attempt, at, took_ms, error)
    values (${delivery.id}, ${delivery.attempts}, ${outcome.at}, ${Math.round(outcome.tookMs)}, ${outcome.error ?? null})
        on conflict (delivery_id, attempt) do nothing`;
  await sql`
    update deliveries
       set state = ${outcome.state}, due_at = ${outcome.dueAt}, last_error = ${outcome.error ?? null},
           sent_at = case when ${outcome.state === 'sent'} then ${outcome.at}::timestamptz else sent_at end
     where id = ${delivery.id}
       and state = 'waiting'`;
}

/** Takes back what has not gone out: somebody has taken care of the alert. */
export async function dropWaitingDeliveries(sql: Sql, alertId: number): Promise<void> {
  await sql`
    update deliveries
       set state = 'dropped'
     where alert_id = ${alertId}
       and purpose in ('alert', 'escalation')
       and state = 'waiting'
       and attempts = 0`;
}

export interface TroubledDestination {
  readonly name: string;
  /** Messages that were set aside. */
  readonly parked: number;
  /** Messages that failed and are tried again. */
  readonly retrying: number;
  readonly lastError: string | undefined;
}

/** Destinations that messages do not get to, the worst first. */
export async function listTroubledDestinations(sql: Sql): Promise<TroubledDestination[]> {
  const rows = await sql<{ name: string; parked: number; retrying: number; last_error: string | null }>`
    select n.name, count(*) filter (where d.state = 'parked') as parked,
           count(*) filter (where d.state = 'waiting') as retrying,
           (array_agg(d.last_error order by d.id desc))[1] as last_error
      from deliveries d
      join destinations n on n.id = d.destination_id
     where d.state = 'parked'
        or (d.state = 'waiting' and d.last_error is not null)
     group by n.id, n.name
     order by parked desc, retrying desc, lower(n.name)`;
  return rows.map(({ last_error: lastError, ...row }) => ({ ...row, lastError: lastError ?? undefined }));
}

/** Gives up what was set aside. */
export async function giveUpDelivery(sql: Sql, id: number): Promise<boolean> {
  const rows = await sql`
    update deliveries set state = 'dropped' where id = ${id} and state = 'parked' returning id`;
  return rows.length > 0;
}

/** Puts what was set aside back in line. */
export async function retryDelivery(sql: Sql, id: number, now: Date): Promise<boolean> {
  const rows = await sql`
    update deliveries set state = 'waiting', due_at = ${now} where id = ${id} and state = 'parked' returning id`;
  return rows.length > 0;
}

export async function getDelivery(sql: Sql, id: number): Promise<DeliveryRow | undefined> {
  const [row] = await sql.raw<Stored>(`${DELIVERIES} where d.id = $1`, [id]);
  return row && deliveryOf(row);
}

/** The latest messages of an alert, of a destination, or those that were set aside. */
export async function listDeliveries(
  sql: Sql,
  which: { alertId?: number; issueId?: number; isParked?: boolean; limit: number },
): Promise<DeliveryRow[]> {
  const rows = await sql.raw<Stored>(
    `${DELIVERIES}
      where ($1::bigint is null or d.alert_id = $1)
        and ($2::bigint is null or d.issue_id = $2)
        and (not $3::boolean or d.state = 'parked')
      order by d.id desc
      limit $4`,
    [which.alertId ?? null, which.issueId ?? null, which.isParked ?? false, which.limit],
  );
  return rows.map(deliveryOf);
}

function deliveryOf(row: Stored): DeliveryRow {
  return {
    id: row.id,
    idempotencyKey: row.idempotency_key,
    alertId: row.alert_id ?? undefined,
    issueId: row.issue_id ?? undefined,
    destinationId: row.destination_id,
    destinationName: row.destination_name,
    purpose: row.purpose,
    state: row.state,
    attempts: row.attempts,
    dueAt: row.due_at,
    lastError: row.last_error ?? undefined,
    createdAt: row.created_at,
    sentAt: row.sent_at ?? undefined,
  };
}

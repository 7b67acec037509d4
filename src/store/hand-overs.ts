import { Conflict, NotFound } from '../domain/errors.ts';
import { isSqlState, type Row, type Sql } from './db.ts';

export type HandOverState = 'queued' | 'sending' | 'open' | 'solved' | 'parked' | 'dropped';

/** An item that somebody else takes care of. */
export interface HandOverRow {
  readonly id: number;
  readonly mentionId: number;
  readonly deskId: number;
  readonly deskName: string;
  readonly state: HandOverState;
  readonly key: string;
  readonly note: string;
  readonly author: string;
  readonly attempts: number;
  readonly mayHaveArrived: boolean;
  readonly externalId: string | undefined;
  readonly url: string | undefined;
  readonly lastError: string | undefined;
  readonly createdAt: Date;
}

interface Stored extends Row {
  id: number;
  mention_id: number;
  desk_id: number;
  desk_name: string;
  state: HandOverState;
  key: string;
  note: string;
  author: string;
  attempts: number;
  may_have_arrived: boolean;
  external_id: string | null;
  url: string | null;
  last_error: string | null;
  created_at: Date;
}

const HAND_OVERS = 'select h.*, d.name as desk_name from hand_overs h join desks d on d.id = h.desk_id';

/** @throws NotFound */
export async function getHandOver(sql: Sql, id: number): Promise<HandOverRow> {
  const [row] = await sql.raw<Stored>(`${HAND_OVERS} where h.id = $1`, [id]);
  if (!row) throw new NotFound(`Nothing was handed over under the number ${id}.`);
  return handOverOf(row);
}

/** The latest of a mention. */
export async function findHandOver(sql: Sql, mentionId: number): Promise<HandOverRow | undefined> {
  const [row] = await sql.raw<Stored>(`${HAND_OVERS} where h.mention_id = $1 order by h.id desc limit 1`, [
    mentionId,
  ]);
  return row && handOverOf(row);
}

/** Those that could not be handed over and wait for a person, the longest waiting first. */
export async function listStuckHandOvers(sql: Sql, most: number): Promise<HandOverRow[]> {
  const rows = await sql.raw<Stored>(
    `${HAND_OVERS} where h.state = 'parked' order by h.updated_at, h.id limit $1`,
    [most],
  );
  return rows.map(handOverOf);
}

const UNIQUE_VIOLATION = '23505';

/** @throws Conflict when the item is with somebody else already. */
export async function insertHandOver(
  sql: Sql,
  handed: { mentionId: number; deskId: number; note: string; author: string; now: Date },
): Promise<number> {
  try {
    const [row] = await sql<{ id: number }>`
      insert into hand_overs (mention_id, desk_id, state, key, note, author, due_at, created_at, updated_at)
      values (${handed.mentionId}, ${handed.deskId}, 'queued',
              'earshot-' || replace(gen_random_uuid()::text, '-', ''), ${handed.note}, ${handed.author}, ${handed.now},
              ${handed.now}, ${handed.now})
      returning id`;
    return row?.id ?? 0;
  } catch (error) {
    if (!isSqlState(error, UNIQUE_VIOLATION)) throw error;
    throw new Conflict('This item was handed over already.');
  }
}

/** Takes one that is due for sending, for as long as `leaseMs`; returns it as it stood before. */
export async function takeHandOver(
  sql: Sql,
  id: number,
  { now, leaseMs }: { now: Date; leaseMs: number },
): Promise<HandOverRow | undefined> {
  const [row] = await sql<Stored>`
      with mine as (
           select h.*, d.name as desk_name
             from hand_overs h
             join desks d on d.id = h.desk_id
            where h.id = ${id}
              and h.state in ('queued', 'sending')
              and h.due_at <= ${now}
              for update of h)
    update hand_overs h
       set state = 'sending', attempts = h.attempts + 1, may_have_arrived = true,
           due_at = ${new Date(now.getTime() + leaseMs)}, updated_at = ${now}
      from mine
     where h.id = mine.id
       and h.due_at <= ${now}
    returning mine.*`;
  return row && handOverOf(row);
}

/** Takes one whose desk is to be asked whether it is solved. */
export async function takeOpen(
  sql: Sql,
  id: number,
  { now, leaseMs }: { now: Date; leaseMs: number },
): Promise<HandOverRow | undefined> {
  const taken = await sql`
    update hand_overs
       set due_at = ${new Date(now.getTime() + leaseMs)}
     where id = ${id}
       and state = 'open'
       and due_at <= ${now}
    returning id`;
  return taken.length === 0 ? undefined : getHandOver(sql, id);
}

/** How an attempt went. False when it was overtaken. */
export async function saveHandOver(
  sql: Sql,
  handed: Pick<HandOverRow, 'id' | 'attempts'>,
  outcome: {
    state: 'open' | 'queued' | 'parked';
    externalId: string | undefined;
    url: string | undefined;
    mayHaveArrived: boolean;
    error: string | undefined;
    dueAt: Date | undefined;
    now: Date;
  },
): Promise<boolean> {
  const rows = await sql`
    update hand_overs
       set state = ${outcome.state}, external_id = ${outcome.externalId ?? null}, url = ${outcome.url ?? null},
           may_have_arrived = ${outcome.mayHaveArrived}, last_error = ${outcome.error ?? null},
           due_at = ${outcome.dueAt ?? null}, updated_at = ${outcome.now}
     where id = ${handed.id}
       and state = 'sending'
       and attempts = ${handed.attempts + 1}
    returning id`;
  return rows.length > 0;
}

export async function askAgainAt(sql: Sql, id: number, dueAt: Date): Promise<void> {
  await sql`update hand_overs set due_at = ${dueAt} where id = ${id} and state = 'open'`;
}

/** It is solved there; false when that was known. */
export async function saveSolved(sql: Sql, id: number, now: Date): Promise<boolean> {
  const rows = await sql`
    update hand_overs
       set state = 'solved', solved_at = ${now}, due_at = null, updated_at = ${now}
     where id = ${id}
       and state in ('open', 'sending', 'queued', 'parked')
    returning id`;
  return rows.length > 0;
}

/** What could not be handed over is tried again, or taken back. */
export async function moveParked(
  sql: Sql,
  id: number,
  to: 'queued' | 'dropped',
  now: Date,
): Promise<boolean> {
  const rows = await sql`
    update hand_overs
       set state = ${to}, due_at = case when ${to} = 'queued' then ${now}::timestamptz end, updated_at = ${now}
     where id = ${id}
       and state in ('parked', 'open')
       and (${to} = 'dropped' or state = 'parked')
    returning id`;
  return rows.length > 0;
}

export async function findByKey(sql: Sql, deskId: number, key: string): Promise<HandOverRow | undefined> {
  const [row] = await sql.raw<Stored>(`${HAND_OVERS} where h.key = $1 and h.desk_id = $2`, [key, deskId]);
  return row && handOverOf(row);
}

export async function listDueHandOvers(sql: Sql, now: Date, limit: number): Promise<number[]> {
  const rows = await sql<{ id: number }>`
    select id from hand_overs where due_at <= ${now} order by due_at limit ${limit}`;
  return rows.map((row) => row.id);
}

function handOverOf(row: Stored): HandOverRow {
  return {
    id: row.id,
    mentionId: row.mention_id,
    deskId: row.desk_id,
    deskName: row.desk_name,
    state: row.state,
    key: row.key,
    note: row.note,
    author: row.author,
    attempts: row.attempts,
    mayHaveArrived: row.may_have_arrived,
    externalId: row.external_id ?? undefined,
    url: row.url ?? undefined,
    lastError: row.last_error ?? undefined,
    createdAt: row.created_at,
  };
}

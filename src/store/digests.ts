import { type AreaKey, areaInWords } from '../domain/area.ts';
import type { Day } from '../domain/day.ts';
import type { DigestSchedule } from '../domain/digest.ts';
import { Conflict, NotFound } from '../domain/errors.ts';
import { isSqlState, type Row, type Sql } from './db.ts';

/** What is told at a set time, as a person sets it. */
export interface DigestInput extends DigestSchedule {
  readonly name: string;
  readonly topicIds: readonly number[];
  /** Undefined: mentions of any location, or of none. */
  readonly locationId: number | undefined;
  /** In the place of a location: a country or region with every place in it. */
  readonly area?: AreaKey | undefined;
  /** Whom it is sent to. */
  readonly destinationIds: readonly number[];
  readonly enabled: boolean;
}

export interface DigestRow extends DigestInput {
  readonly id: number;
  /** Of the location or of the area. */
  readonly locationName: string | undefined;
  /** What was due before is not made up for. */
  readonly startsAt: Date;
  /** Last day of the latest period that it has told of by itself. */
  readonly toldUntil: Day | undefined;
  readonly author: string;
  readonly createdAt: Date;
}

interface Stored extends Row {
  id: number;
  name: string;
  cadence: DigestRow['cadence'];
  weekday: number | null;
  send_at: number;
  topic_ids: number[];
  location_id: number | null;
  location_name: string | null;
  area: string | null;
  destination_ids: number[];
  enabled: boolean;
  starts_at: Date;
  told_until: Day | null;
  author: string;
  created_at: Date;
}

const DIGESTS = `
    select d.*, l.name as location_name,
           array(select r.destination_id from digest_recipients r
                  where r.digest_id = d.id order by r.destination_id) as destination_ids,
           (select max(i.period_to)::text from digest_issues i
             where i.digest_id = d.id and not i.is_extra) as told_until
      from digests d
      left join locations l on l.id = d.location_id`;

/** All digests, in order of their names. */
export async function listDigests(sql: Sql): Promise<DigestRow[]> {
  return (await sql.raw<Stored>(`${DIGESTS} order by lower(d.name)`)).map(digestOf);
}

/** @throws NotFound */
export async function getDigest(sql: Sql, id: number): Promise<DigestRow> {
  const [row] = await sql.raw<Stored>(`${DIGESTS} where d.id = $1`, [id]);
  if (!row) throw new NotFound(`There is no digest with the id ${id}.`);
  return digestOf(row);
}

/** In the caller's transaction. @throws Conflict when the name is taken. */
export async function insertDigest(
  sql: Sql,
  digest: DigestInput,
  made: { by: string; at: Date },
): Promise<number> {
  return named(digest.name, async () => {
    const [row] = await sql<{ id: number }>`
      insert into digests (name, cadence, weekday, send_at, topic_ids, location_id, area, enabled, starts_at,
                           author, created_at)
      values (${digest.name}, ${digest.cadence}, ${digest.weekday ?? null}, ${digest.sendAt},
              ${[...digest.topicIds]}::bigint[], ${digest.locationId ?? null}, ${digest.area ?? null},
              ${digest.enabled}, ${made.at}, ${made.by}, ${made.at})
      returning id`;
    const id = row?.id ?? 0;
    await saveRecipients(sql, id, digest.destinationIds);
    return id;
  });
}

/** In the caller's transaction; begins anew at `at`. @throws Conflict when the name is taken. */
export async function updateDigest(sql: Sql, id: number, digest: DigestInput, at: Date): Promise<void> {
  await named(digest.name, async () => {
    await sql`
      update digests
         set name = ${digest.name}, cadence = ${digest.cadence}, weekday = ${digest.weekday ?? null},
             send_at = ${digest.sendAt}, topic_ids = ${[...digest.topicIds]}::bigint[],
             location_id = ${digest.locationId ?? null}, area = ${digest.area ?? null}, enabled = ${digest.enabled},
             starts_at = case when enabled and ${digest.enabled} and send_at = ${digest.sendAt}
                                   and weekday is not distinct from ${digest.weekday ?? null}::int
                              then starts_at else ${at} end
       where id = ${id}`;
    await saveRecipients(sql, id, digest.destinationIds);
  });
}

async function saveRecipients(sql: Sql, id: number, destinationIds: readonly number[]): Promise<void> {
  await sql`
    delete from digest_recipients
     where digest_id = ${id}
       and destination_id <> all(${[...destinationIds]}::bigint[])`;
  await sql`
    insert into digest_recipients (digest_id, destination_id)
    select ${id}, n.id
      from destinations n
     where n.id = any(${[...destinationIds]}::bigint[])
        on conflict do nothing`;
}

/** One destination leaves; what waits to go there does not go out any more. */
export async function removeRecipient(
  sql: Sql,
  digest: { digestId: number; destinationId: number },
): Promise<void> {
  const { digestId, destinationId } = digest;
  await sql`
    delete from digest_recipients where digest_id = ${digestId} and destination_id = ${destinationId}`;
  await sql`
    update deliveries
       set state = 'dropped'
     where destination_id = ${destinationId}
       and state = 'waiting'
       and issue_id in (select id from digest_issues where digest_id = ${digestId})`;
}

export async function deleteDigest(sql: Sql, id: number): Promise<void> {
  await sql`delete from digests where id = ${id}`;
}

/** Whether this process is to make a digest now: one that failed is left alone until `retryBefore`. */
export async function takeDigest(
  sql: Sql,
  id: number,
  { now, retryBefore }: { now: Date; retryBefore: Date },
): Promise<boolean> {
  const taken = await sql`
    update digests
       set tried_at = ${now}
     where id = ${id}
       and (tried_at is null or tried_at < ${retryBefore})
    returning id`;
  return taken.length > 0;
}

const UNIQUE_VIOLATION = '23505';

async function named<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isSqlState(error, UNIQUE_VIOLATION)) throw error;
    throw new Conflict(`There is already a digest called "${name}". Choose another name.`);
  }
}

function digestOf(row: Stored): DigestRow {
  return {
    id: row.id,
    name: row.name,
    cadence: row.cadence,
    weekday: row.weekday ?? undefined,
    sendAt: row.send_at,
    topicIds: row.topic_ids.map(Number),
    locationId: row.location_id ?? undefined,
    area: row.area ?? undefined,
    locationName: row.location_name ?? (row.area === null ? undefined : areaInWords(row.area)),
    destinationIds: row.destination_ids.map(Number),
    enabled: row.enabled,
    startsAt: row.starts_at,
    toldUntil: row.told_until ?? undefined,
    author: row.author,
    createdAt: row.created_at,
  };
}

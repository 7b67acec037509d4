import type { MentionKind } from '../domain/mention.ts';
import { printOf, type TwinPrint } from '../domain/twins/twins.ts';
import { json, type Row, type Sql } from './db.ts';

/** What a mention's twins are found by, as its row has it. */
export interface TwinColumns {
  readonly kind: MentionKind;
  readonly title: string | null | undefined;
  readonly text: string;
  readonly author_name: string | null | undefined;
  readonly author_handle: string | null | undefined;
  readonly url: string | null | undefined;
  readonly rating_value: number | null | undefined;
  readonly rating_min: number | null | undefined;
  readonly rating_max: number | null | undefined;
  readonly product: string | null | undefined;
  readonly location_code: string | null | undefined;
}

export function printOfRow(row: TwinColumns): TwinPrint {
  const isRated = row.rating_value !== null && row.rating_value !== undefined;
  return printOf({
    kind: row.kind,
    title: row.title ?? undefined,
    text: row.text,
    author: row.author_handle ?? row.author_name ?? undefined,
    url: row.url ?? undefined,
    rating: isRated ? `${row.rating_value}/${row.rating_min}/${row.rating_max}` : undefined,
    product: row.product ?? undefined,
    location: row.location_code ?? undefined,
  });
}

/** Adds what keys these mentions lack. The caller holds their rows and leaves out the removed and those set apart. */
export async function addTwinKeys(
  sql: Sql,
  mentions: readonly { id: number; keys: readonly string[] }[],
): Promise<void> {
  if (mentions.length === 0) return;
  await sql`
    insert into twin_keys (key, mention_id)
    select unnest(n.keys), n.id
      from jsonb_to_recordset(${json(mentions)}::jsonb) as n (id bigint, keys bigint[])
        on conflict do nothing`;
}

/** Without keys a mention is found by nobody. */
export async function dropTwinKeys(sql: Sql, ids: readonly number[]): Promise<void> {
  if (ids.length > 0) await sql`delete from twin_keys where mention_id = any(${ids}::bigint[])`;
}

/** So many are looked at for one key, on either side of a mention. */
const MOST_A_KEY = 10;
/** Beyond so many for a mention, what shares its keys is a template, not a story. */
const MOST_MATES = 10;

/**
 * For each mention: ids of others that share a key and may be its first or follow it, at most ten: those that share
 * most keys, of as many the oldest. The work is bounded however many are stored.
 */
export async function findKeyMates(
  sql: Sql,
  mentions: readonly { id: number; keys: readonly string[] }[],
): Promise<ReadonlyMap<number, readonly number[]>> {
  const found = await sql<{ id: number; mate: number } & Row>`
    select id, mate
      from (select n.id, mate.mention_id as mate,
                   row_number() over (partition by n.id order by count(*) desc, mate.mention_id) as place
              from jsonb_to_recordset(${json(mentions)}::jsonb) as n (id bigint, keys bigint[])
             cross join lateral unnest(n.keys) as wanted
             cross join lateral (
                   (select k.mention_id
                      from twin_keys k
                     where k.key = wanted and k.mention_id < n.id
                     order by k.mention_id desc
                     limit ${MOST_A_KEY})
                     union all
                   (select k.mention_id
                      from twin_keys k
                     where k.key = wanted and k.mention_id > n.id
                     order by k.mention_id
                     limit ${MOST_A_KEY})) as mate
             group by n.id, mate.mention_id) as ranked
     where place <= ${MOST_MATES}`;
  const mates = Map.groupBy(found, (row) => row.id);
  return new Map([...mates].map(([id, rows]) => [id, rows.map((row) => row.mate)]));
}

/**
 * Of these mentions, those whose twins have to be settled: their text or the rule is new, and they have something to
 * do with another mention. The caller holds their rows.
 */
export async function listUnsettled(sql: Sql, ids: readonly number[]): Promise<ReadonlySet<number>> {
  // Key by key and one row at most: the cost stays the same however many are stored.
  const rows = await sql<{ id: number }>`
    select m.id
      from mentions m
     cross join workspace w
     where (m.twins_sought_for is distinct from m.revision or m.twins_sought_by is distinct from w.twins_revision)
       and m.id = any(${ids}::bigint[])
       and m.id in (
           select id from mentions where id = any(${ids}::bigint[]) and duplicate_of is not null
            union
           select duplicate_of from mentions where duplicate_of = any(${ids}::bigint[])
            union
           select k.mention_id
             from twin_keys k
            cross join lateral (
                  select 1 from twin_keys o where o.key = k.key and o.mention_id <> k.mention_id limit 1) as other
            where k.mention_id = any(${ids}::bigint[]))`;
  return new Set(rows.map((row) => row.id));
}

import type { MentionKind } from '../domain/mention.ts';
import { printOf, type TwinPrint } from '../domain/twins/twin-print.ts';
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

/** Lists mentions that were stored a moment ago under the keys they were stored with. */
export async function listUnderKeys(sql: Sql, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  await sql`
    insert into twin_keys (key, mention_id)
    select unnest(twin_keys) as key, id from mentions where id = any(${ids}::bigint[]) order by key, id`;
}

/** Lists mentions under these keys and no others; without keys a mention is found by nobody. The caller holds their rows. */
export async function setTwinKeys(
  sql: Sql,
  mentions: readonly { id: number; keys: readonly string[] }[],
): Promise<void> {
  if (mentions.length === 0) return;
  await sql`
    with changed as (
         select m.id, m.twin_keys as was, n.keys
           from mentions m
           join jsonb_to_recordset(${json(mentions)}::jsonb) as n (id bigint, keys bigint[]) on n.id = m.id
          where m.twin_keys <> n.keys),
    unlisted as (
         delete from twin_keys k
          using (select id, unnest(was) as key, keys from changed) as c
          where k.key = c.key and k.mention_id = c.id and k.key <> all(c.keys)),
    noted as (
         update mentions m set twin_keys = c.keys from changed c where m.id = c.id)
    insert into twin_keys (key, mention_id)
    select distinct key, id
      from (select id, unnest(keys) as key, was from changed) as c
     where key <> all(was)`;
}

/** So many are looked at for one key, on either side of a mention. */
const MOST_A_KEY = 4;
/** Beyond so many for a mention, what shares its keys is a template, not a story. */
const MOST_MATES = 5;

/**
 * `wanted`: rows of `id` and `keys`, from the parameter $1. A key that few have tells more than one that a template
 * gives to all: a twin far back may be among the nearest of its rare keys only.
 */
const matesOf = (wanted: string) => `
  select id, mate
    from (select id, mate, row_number() over (partition by id order by min(holders), count(*) desc, mate) as place
            from (select n.id, near.mate, count(*) over (partition by n.id, wanted) as holders
                    from (${wanted}) as n
                   cross join lateral unnest(n.keys) as wanted
                   cross join lateral (
                         (select k.mention_id as mate
                            from twin_keys k
                           where k.key = wanted and k.mention_id < n.id
                           order by k.mention_id desc
                           limit ${MOST_A_KEY})
                           union all
                         (select k.mention_id
                            from twin_keys k
                           where k.key = wanted and k.mention_id > n.id
                           order by k.mention_id
                           limit ${MOST_A_KEY})) as near) as found
           group by id, mate) as ranked
   where place <= ${MOST_MATES}`;
const MATES_BY_KEYS = matesOf('select * from jsonb_to_recordset($1::jsonb) as r (id bigint, keys bigint[])');
const MATES_AS_LISTED = matesOf('select id, twin_keys as keys from mentions where id = any($1::bigint[])');

/**
 * For each mention: ids of others that share a key and may be its first or follow it, at most five: those that share
 * the rarest keys, and most of them. The work is bounded however many are stored.
 */
export async function findKeyMates(
  sql: Sql,
  mentions: readonly { id: number; keys: readonly string[] }[],
): Promise<ReadonlyMap<number, readonly number[]>> {
  return byMention(await sql.raw<MateRow>(MATES_BY_KEYS, [json(mentions)]));
}

/** The same for mentions that are listed under their keys. */
export async function findListedMates(
  sql: Sql,
  ids: readonly number[],
): Promise<ReadonlyMap<number, readonly number[]>> {
  return byMention(await sql.raw<MateRow>(MATES_AS_LISTED, [ids]));
}

interface MateRow extends Row {
  id: number;
  mate: number;
}

function byMention(rows: readonly MateRow[]): ReadonlyMap<number, readonly number[]> {
  const mates = Map.groupBy(rows, (row) => row.id);
  return new Map([...mates].map(([id, found]) => [id, found.map((row) => row.mate)]));
}

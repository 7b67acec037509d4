import { json, type Sql } from './db.ts';

/** What a mention is recognised by when its id does not help. */
interface Marks {
  readonly external_id: string;
  readonly url: string | undefined;
  readonly text: string;
  readonly content_hash: string;
  readonly published_at: Date | undefined;
  readonly author_name: string | undefined;
}

/** Texts shorter than this are written by several people at the same moment: "Great, thanks!" */
const TELLING_LENGTH = 40;

/**
 * New ids of mentions that are stored under another id, with the id they are stored under. Some sources change the
 * ids of their items, or make up new ones for every answer. The same mention has the same moment and either the same
 * address, or the same telling text by the same author; without a moment, the same address and text. A time of day
 * that is midnight is only a date and proves nothing, and where two could be meant, none is.
 */
export async function findRenamed(
  sql: Sql,
  sourceId: number,
  mentions: readonly Marks[],
): Promise<ReadonlyMap<string, string>> {
  const ids = mentions.map((mention) => mention.external_id);
  const marks = mentions.map(({ text, ...mark }) => ({ ...mark, is_telling: text.length >= TELLING_LENGTH }));
  const found = await sql<{ id: string; stored_id: string }>`
    with fresh as (
         select n.*
           from jsonb_to_recordset(${json(marks)}::jsonb) as n (
                external_id text, url text, content_hash text, published_at timestamptz, author_name text,
                is_telling boolean)
          where not exists (
                select from mentions k where k.source_id = ${sourceId} and k.external_id = n.external_id))
    select fresh.external_id as id, m.external_id as stored_id
      from fresh
      join mentions m
        on m.source_id = ${sourceId}
       and m.content_hash = fresh.content_hash
       and m.published_at = fresh.published_at
     where m.external_id <> all (${ids}::text[])
       and (m.url = fresh.url or (fresh.is_telling and m.author_name is not distinct from fresh.author_name))
     union all
    select fresh.external_id, m.external_id
      from fresh
      join mentions m
        on m.source_id = ${sourceId}
       and m.published_at = fresh.published_at
       and md5(m.url) = md5(fresh.url)
     where m.external_id <> all (${ids}::text[])
       and m.url = fresh.url
       and m.content_hash <> fresh.content_hash
       and extract(epoch from m.published_at)::bigint % 86400 <> 0
     union all
    select fresh.external_id, m.external_id
      from fresh
      join mentions m
        on m.source_id = ${sourceId}
       and m.content_hash = fresh.content_hash
       and m.published_at is null
     where fresh.published_at is null
       and m.external_id <> all (${ids}::text[])
       and m.url = fresh.url`;
  return oneToOne(found);
}

function oneToOne(pairs: readonly { id: string; stored_id: string }[]): ReadonlyMap<string, string> {
  const byId = Map.groupBy(pairs, (pair) => pair.id);
  const byStoredId = Map.groupBy(pairs, (pair) => pair.stored_id);
  const clear = pairs.filter(
    (pair) => byId.get(pair.id)?.length === 1 && byStoredId.get(pair.stored_id)?.length === 1,
  );
  return new Map(clear.map((pair) => [pair.id, pair.stored_id]));
}

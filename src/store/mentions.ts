import { contentHash, type NewMention } from '../domain/mention.ts';
import { keysOf } from '../domain/twins/twin-keys.ts';
import { json, type Row, type Sql } from './db.ts';
import { type KeptTerms, withinTerms } from './mention-terms.ts';
import { findRenamed } from './renamed-mentions.ts';
import { listUnderKeys, printOfRow, setTwinKeys } from './twin-keys.ts';

/** Where mentions come from and under which conditions. */
export interface Arrival {
  readonly sourceId: number;
  readonly now: Date;
  /** All of them are history: the first answer of a source. */
  readonly isBackfill: boolean;
  /** What was published before is history as well, whenever it comes. */
  readonly backfillBefore?: Date;
  readonly terms?: KeptTerms;
}

export interface StoredMentions {
  /** Ids of rows that are new or whose content changed: they wait for classification. */
  readonly pending: readonly number[];
  readonly added: number;
  readonly edited: number;
  /** Items that were there already, unchanged. */
  readonly known: number;
}

const ROWS_A_STATEMENT = 500;

/**
 * Stores what a source brought: a new external id becomes a row, a changed text or rating raises the
 * row's revision, anything else is left as it is. A mention that comes back under another id keeps its row. Running
 * it again with the same mentions changes nothing.
 */
export async function insertNew(
  sql: Sql,
  at: Arrival,
  mentions: readonly NewMention[],
): Promise<StoredMentions> {
  const rows = await knownByOldIds(sql, at, distinctRows(mentions, at.terms));
  const pending: number[] = [];
  let added = 0;
  for (let start = 0; start < rows.length; start += ROWS_A_STATEMENT) {
    const stored = await upsert(sql, at, rows.slice(start, start + ROWS_A_STATEMENT));
    await saveKeys(sql, rows, stored);
    for (const row of stored) {
      pending.push(row.id);
      if (row.is_new) added += 1;
    }
  }
  return { pending, added, edited: pending.length - added, known: rows.length - pending.length };
}

/** One row an external id, the last one wins; in order, so that two workers lock rows in the same sequence. */
function distinctRows(mentions: readonly NewMention[], terms: KeptTerms | undefined) {
  const byId = new Map(mentions.map((mention) => [mention.externalId, mention]));
  return inOrder([...byId.values()].map((mention) => rowOf(mention, terms)));
}

/** A first answer has nothing to be known by. */
async function knownByOldIds(sql: Sql, at: Arrival, rows: readonly MentionRow[]) {
  if (at.isBackfill || rows.length === 0) return rows;
  const renamed = await findRenamed(sql, at.sourceId, rows);
  if (renamed.size === 0) return rows;
  return inOrder(
    rows.map((row) => ({ ...row, external_id: renamed.get(row.external_id) ?? row.external_id })),
  );
}

function inOrder(rows: readonly MentionRow[]): readonly MentionRow[] {
  return rows.toSorted((a, b) => (a.external_id < b.external_id ? -1 : 1));
}

type MentionRow = ReturnType<typeof rowOf>;

function rowOf(given: NewMention, terms: KeptTerms | undefined) {
  const { mention, withheld } = withinTerms(given, terms);
  const row = {
    withheld,
    is_truncated: mention.isTruncated,
    rating_original: withheld === 'text' ? undefined : originalRating(given, withheld),
    owner_reply: mention.ownerReply?.text,
    owner_reply_at: mention.ownerReply?.at,
    owner_reply_state: mention.ownerReply?.state,
    external_id: mention.externalId,
    kind: mention.kind,
    parent_external_id: mention.parentId,
    url: mention.url,
    title: mention.title,
    text: mention.text,
    declared_language: mention.language,
    author_name: mention.author?.name,
    author_handle: mention.author?.handle,
    author_url: mention.author?.url,
    rating_value: mention.rating?.value,
    rating_min: mention.rating?.min,
    rating_max: mention.rating?.max,
    location_code: mention.location,
    product: mention.product,
    touchpoint: mention.touchpoint,
    country: mention.country,
    tags: mention.tags ?? [],
    engagement: mention.engagement,
    reach: mention.reach,
    published_at: mention.publishedAt,
    content_hash: contentHash(given),
  };
  return { ...row, twin_keys: withheld === undefined ? keysOf(printOfRow(row)) : [] };
}

/** A rating that may not be counted is kept in words only. */
function originalRating({ rating }: NewMention, withheld: string | undefined): string | undefined {
  if (!rating) return undefined;
  return rating.original ?? (withheld ? `${rating.value} of ${rating.max}` : undefined);
}

interface StoredRow extends Row {
  id: number;
  external_id: string;
  is_new: boolean;
  is_apart: boolean;
}

/** In the transaction that stores the text: whoever classifies a twin later finds this one, whoever did so before is found. */
async function saveKeys(sql: Sql, rows: readonly MentionRow[], stored: readonly StoredRow[]): Promise<void> {
  await listUnderKeys(
    sql,
    stored.filter((row) => row.is_new).map((row) => row.id),
  );
  const edited = stored.filter((row) => !row.is_new);
  if (edited.length === 0) return;
  const keys = new Map(rows.map((row) => [row.external_id, row.twin_keys]));
  await setTwinKeys(
    sql,
    edited.map((row) => ({ id: row.id, keys: row.is_apart ? [] : (keys.get(row.external_id) ?? []) })),
  );
}

async function upsert(sql: Sql, at: Arrival, rows: readonly MentionRow[]) {
  const { isWatched = false, keptSince } = at.terms ?? {};
  return sql<StoredRow>`
    insert into mentions as m (
           source_id, collected_at, is_backfill, external_id, kind, parent_external_id, url, title, text,
           declared_language, author_name, author_handle, author_url, rating_value, rating_min, rating_max,
           location_id, product, touchpoint, country, tags, engagement, reach, published_at, content_hash,
           seen_at, withheld, is_truncated, rating_original, owner_reply, owner_reply_at, owner_reply_state, twin_keys)
    select ${at.sourceId}::bigint, ${at.now}::timestamptz,
           ${at.isBackfill}::boolean
             or coalesce(n.published_at < ${at.backfillBefore ?? null}::timestamptz, false),
           n.external_id, n.kind, n.parent_external_id, n.url, n.title, n.text,
           n.declared_language, n.author_name, n.author_handle, n.author_url, n.rating_value, n.rating_min, n.rating_max,
           l.id, n.product, n.touchpoint, n.country, n.tags, n.engagement, n.reach, n.published_at, n.content_hash,
           case when ${isWatched}::boolean then ${at.now}::timestamptz end,
           n.withheld, coalesce(n.is_truncated, false), n.rating_original, n.owner_reply, n.owner_reply_at, n.owner_reply_state,
           n.twin_keys
      from jsonb_to_recordset(${json(rows)}::jsonb) as n (
           external_id text, kind text, parent_external_id text, url text, title text, text text,
           declared_language text, author_name text, author_handle text, author_url text,
           rating_value float8, rating_min float8, rating_max float8, location_code text, product text,
           touchpoint text, country text, tags text[], engagement bigint, reach bigint,
           published_at timestamptz, content_hash text, withheld text, is_truncated boolean, rating_original text,
           owner_reply text, owner_reply_at timestamptz, owner_reply_state text, twin_keys bigint[])
      left join locations l on l.code = n.location_code
     order by n.external_id
        on conflict (source_id, external_id) do update
       set kind = excluded.kind, url = excluded.url, title = excluded.title, text = excluded.text,
           declared_language = excluded.declared_language,
           author_name = excluded.author_name, author_handle = excluded.author_handle,
           rating_value = excluded.rating_value, rating_min = excluded.rating_min, rating_max = excluded.rating_max,
           location_id = excluded.location_id, product = excluded.product, touchpoint = excluded.touchpoint,
           country = excluded.country, tags = excluded.tags, engagement = excluded.engagement,
           reach = excluded.reach, published_at = coalesce(excluded.published_at, m.published_at),
           content_hash = excluded.content_hash, revision = m.revision + 1,
           withheld = excluded.withheld, is_truncated = excluded.is_truncated,
           rating_original = excluded.rating_original, seen_at = excluded.seen_at, missing_since = null,
           owner_reply = excluded.owner_reply, owner_reply_at = excluded.owner_reply_at,
           owner_reply_state = excluded.owner_reply_state,
           edited_at = excluded.collected_at, removed_at = null
     where (m.content_hash <> excluded.content_hash
            or m.removed_at is not null
            or m.published_at is distinct from coalesce(excluded.published_at, m.published_at)
            or m.location_id is distinct from excluded.location_id
            or m.withheld is distinct from excluded.withheld)
           -- a text that has been kept for as long as it may be stays away
       and not (m.withheld is not distinct from 'text'
                and coalesce(m.collected_at < ${keptSince ?? null}::timestamptz, false))
    returning m.id, m.external_id, m.revision = 1 as is_new, m.is_apart`;
}

/** Mentions that wait for classification for longer than `olderThan`: what a crash between two steps left behind. */
export async function listForgotten(
  sql: Sql,
  options: { olderThan: Date; limit: number },
): Promise<number[]> {
  const rows = await sql<{ id: number }>`
    select id
      from mentions
     where counted_revision is distinct from revision
       and withheld is distinct from 'text'
       and coalesce(edited_at, collected_at) < ${options.olderThan}
     order by id
     limit ${options.limit}`;
  return rows.map((row) => row.id);
}

export async function countPending(sql: Sql): Promise<number> {
  const [row] = await sql<{ n: number }>`
    select count(*) as n
      from mentions
     where counted_revision is distinct from revision
       and withheld is distinct from 'text'`;
  return row?.n ?? 0;
}

export async function countMentions(sql: Sql): Promise<number> {
  const [row] = await sql<{ n: number }>`select count(*) as n from mentions where removed_at is null`;
  return row?.n ?? 0;
}

import { NotFound } from '../domain/errors.ts';
import type { SavedReply } from '../domain/saved-reply.ts';
import { json, type Row, type Sql } from './db.ts';
import { underFreeName } from './free-name.ts';

export interface SavedReplyRow extends SavedReply {
  readonly id: number;
  readonly author: string;
  readonly changedAt: Date;
  /** How often it went out. */
  readonly used: number;
}

interface Stored extends Row {
  id: number;
  name: string;
  language: string | null;
  label: NonNullable<SavedReply['label']> | null;
  aspect: string | null;
  stars_from: number | null;
  stars_to: number | null;
  source_id: number | null;
  variants: string[];
  enabled: boolean;
  author: string;
  changed_at: Date;
  used: number;
}

const SAVED = `
    select s.*, (select count(*) from replies r where r.saved_reply_id = s.id and r.sent_at is not null) as used
      from saved_replies s`;

export async function listSavedReplies(sql: Sql): Promise<SavedReplyRow[]> {
  return (await sql.raw<Stored>(`${SAVED} order by lower(s.name)`)).map(savedOf);
}

/** @throws NotFound */
export async function getSavedReply(sql: Sql, id: number): Promise<SavedReplyRow> {
  const [row] = await sql.raw<Stored>(`${SAVED} where s.id = $1`, [id]);
  if (!row) throw new NotFound(`There is no saved reply with the id ${id}.`);
  return savedOf(row);
}

/** A new one, or other words for the one with this id. @throws Conflict when the name is taken, NotFound */
export async function saveSavedReply(
  sql: Sql,
  reply: SavedReply,
  at: { id: number | undefined; by: string; now: Date },
): Promise<number> {
  const values = json(columnsOf(reply));
  return underFreeName({ what: 'saved reply', name: reply.name }, async () => {
    const [row] =
      at.id === undefined
        ? await sql<{ id: number }>`
            insert into saved_replies (name, language, label, aspect, stars_from, stars_to, source_id, variants, enabled,
                                       author, created_at, changed_at)
            select n.name, n.language, n.label, n.aspect, n.stars_from, n.stars_to, n.source_id, n.variants, n.enabled,
                   ${at.by}::text, ${at.now}::timestamptz, ${at.now}::timestamptz
              from jsonb_to_record(${values}::jsonb) as n (name text, language text, label text, aspect text,
                   stars_from int, stars_to int, source_id bigint, variants text[], enabled boolean)
            returning id`
        : await sql<{ id: number }>`
            update saved_replies s
               set name = n.name, language = n.language, label = n.label, aspect = n.aspect,
                   stars_from = n.stars_from, stars_to = n.stars_to, source_id = n.source_id, variants = n.variants,
                   enabled = n.enabled, author = ${at.by}::text, changed_at = ${at.now}::timestamptz
              from jsonb_to_record(${values}::jsonb) as n (name text, language text, label text, aspect text,
                   stars_from int, stars_to int, source_id bigint, variants text[], enabled boolean)
             where s.id = ${at.id}
            returning s.id`;
    if (!row) throw new NotFound(`There is no saved reply with the id ${at.id}.`);
    return row.id;
  });
}

function columnsOf({ starsFrom, starsTo, sourceId, ...rest }: SavedReply) {
  return { ...rest, stars_from: starsFrom, stars_to: starsTo, source_id: sourceId };
}

export async function deleteSavedReply(sql: Sql, id: number): Promise<void> {
  await sql`delete from saved_replies where id = ${id}`;
}

/** What somebody else has changed since is theirs and stays. */
export async function deleteSavedRepliesBy(sql: Sql, by: string): Promise<void> {
  await sql`delete from saved_replies where author = ${by}`;
}

/** The wording of a saved reply that was taken last, in a draft or a reply. */
export async function lastVariant(sql: Sql, savedReplyId: number): Promise<number | undefined> {
  const [row] = await sql<{ variant: number | null }>`
    select variant
      from replies
     where saved_reply_id = ${savedReplyId}
     order by updated_at desc, id desc
     limit 1`;
  return row?.variant ?? undefined;
}

/** How many replies a source's mentions were given so far: the turn of the next suggestion. */
export async function turnOf(sql: Sql, sourceId: number): Promise<number> {
  const [row] = await sql<{ n: number }>`
    select count(*) as n
      from replies r
      join mentions m on m.id = r.mention_id
     where m.source_id = ${sourceId}
       and r.origin = 'suggestion'`;
  return row?.n ?? 0;
}

function savedOf(row: Stored): SavedReplyRow {
  return {
    id: row.id,
    name: row.name,
    language: row.language ?? undefined,
    label: row.label ?? undefined,
    aspect: row.aspect ?? undefined,
    starsFrom: row.stars_from ?? undefined,
    starsTo: row.stars_to ?? undefined,
    sourceId: row.source_id ?? undefined,
    variants: row.variants,
    enabled: row.enabled,
    author: row.author,
    changedAt: row.changed_at,
    used: row.used,
  };
}

import type { QuoteBasis } from '../domain/quote.ts';
import type { Row, Sql } from './db.ts';
import type { SaidCut } from './said.ts';

export interface QuotePermission {
  readonly isAllowed: boolean;
  readonly note: string;
  readonly author: string;
  readonly at: Date;
}

interface Stored extends Row {
  is_allowed: boolean;
  note: string;
  author: string;
  at: Date;
}

/** What a person has decided of the text as it stands. */
export async function findQuotePermission(sql: Sql, mentionId: number): Promise<QuotePermission | undefined> {
  const [row] = await sql<Stored>`
    select q.is_allowed, q.note, q.author, q.at
      from quote_permissions q
      join mentions m on m.id = q.mention_id and m.content_hash = q.content_hash
     where q.mention_id = ${mentionId}`;
  return row && { isAllowed: row.is_allowed, note: row.note, author: row.author, at: row.at };
}

/** Keeps a decision for the text as it stands. False when there is no such mention, or its text is not kept. */
export async function saveQuotePermission(
  sql: Sql,
  mentionId: number,
  { isAllowed, note, author, at }: QuotePermission,
): Promise<boolean> {
  const rows = await sql`
    insert into quote_permissions (mention_id, is_allowed, content_hash, note, author, at)
    select id, ${isAllowed}, content_hash, ${note}, ${author}, ${at}::timestamptz
      from mentions
     where id = ${mentionId} and removed_at is null and withheld is null
        on conflict (mention_id) do update
       set is_allowed = excluded.is_allowed, content_hash = excluded.content_hash, note = excluded.note,
           author = excluded.author, at = excluded.at
    returning mention_id`;
  return rows.length > 0;
}

export async function deleteQuotePermission(sql: Sql, mentionId: number): Promise<void> {
  await sql`delete from quote_permissions where mention_id = ${mentionId}`;
}

export interface Quotable {
  readonly mentionId: number;
  readonly basis: QuoteBasis;
  readonly note: string;
}

/**
 * What may be quoted: what a person allowed, praise that the respondent allowed, and praise in reviews from sources
 * among `publicSourceIds`. What a person has forbidden is not among them, whatever else allows it. The surest first.
 */
export async function listQuotable(
  sql: Sql,
  cut: SaidCut,
  { publicSourceIds, limit }: { publicSourceIds: readonly number[]; limit: number },
): Promise<Quotable[]> {
  const rows = await sql<{ id: number; basis: QuoteBasis; note: string }>`
    select m.id, coalesce(q.note, '') as note,
           case when q.is_allowed then 'person' when answer.may_quote then 'customer' else 'public' end as basis
      from mention_topics mt
      join mentions m on m.id = mt.mention_id
      left join quote_permissions q on q.mention_id = m.id and q.content_hash = m.content_hash
      left join lateral (
           select bool_or(r.may_quote) as may_quote
             from survey_responses r
            where m.kind = 'survey'
              and r.source_id = m.source_id
              and r.external_id = m.external_id
              and r.removed_at is null) as answer on true
     where mt.topic_id = ${cut.topicId}
       and (mt.label = 'positive' or q.is_allowed)
       and mt.counted_at >= ${cut.from}::timestamp at time zone ${cut.timeZone}
       and mt.counted_at < (${cut.to}::timestamp + interval '1 day') at time zone ${cut.timeZone}
       and m.withheld is null
       and not m.is_truncated
       and not m.is_conflict
       and length(m.text) between 15 and 600
       and (q.is_allowed is null or q.is_allowed)
       and (q.is_allowed or answer.may_quote or (m.kind = 'review' and m.source_id = any(${[...publicSourceIds]}::bigint[])))
     order by q.is_allowed is null, answer.may_quote is null, m.confidence * m.compound_e4 desc, m.id desc
     limit ${limit}`;
  return rows.map(({ id, basis, note }) => ({ mentionId: id, basis, note }));
}

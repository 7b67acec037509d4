import type { NewMention } from '../domain/mention.ts';
import type { Sql } from './db.ts';
import { forgetWords } from './inbox-words.ts';

/** What the terms of a source mean for its rows. */
export interface KeptTerms {
  readonly mayStore: boolean;
  readonly mayAnalyse: boolean;
  /** Texts collected before may no longer be kept. */
  readonly keptSince?: Date | undefined;
  /** It is written down when each mention was seen last. */
  readonly isWatched: boolean;
}

/** A mention as far as it may be kept. */
export function withinTerms(
  mention: NewMention,
  terms: KeptTerms | undefined,
): { mention: NewMention; withheld: 'text' | 'analysis' | undefined } {
  if (!terms || (terms.mayStore && terms.mayAnalyse)) return { mention, withheld: undefined };
  if (!terms.mayStore) {
    const { externalId, kind, publishedAt } = mention;
    const bare = { externalId, kind, text: '', ...(publishedAt === undefined ? {} : { publishedAt }) };
    return { mention: bare, withheld: 'text' };
  }
  // A mean of stars would be an analysis as well.
  const { rating: _, ...unrated } = mention;
  return { mention: unrated, withheld: 'analysis' };
}

const ROWS_A_STEP = 2_000;

/**
 * Takes texts and authors away that were collected, or seen for the last time, before these instants. What was counted
 * stays counted; the row stays, so that the mention is not taken for a new one. Returns how many.
 */
export async function blankMentions(
  sql: Sql,
  overdue: { sourceId: number; collectedBefore: Date | undefined; seenBefore: Date | undefined },
): Promise<number> {
  const rows = await sql<{ id: number }>`
    update mentions
       set title = null, text = '', author_name = null, author_handle = null, author_url = null, evidence = null,
           owner_reply = null, owner_reply_at = null, owner_reply_state = null, withheld = 'text'
     where id in (
           select id
             from mentions
            where source_id = ${overdue.sourceId}
              and withheld is distinct from 'text'
              and (collected_at < ${overdue.collectedBefore ?? null}::timestamptz
                   or coalesce(seen_at, collected_at) < ${overdue.seenBefore ?? null}::timestamptz)
            order by id
            limit ${ROWS_A_STEP})
    returning id`;
  await forgetWords(
    sql,
    rows.map((row) => row.id),
  );
  return rows.length;
}

/** Takes the texts of mentions away that their source has removed. */
export async function blankRemoved(sql: Sql, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  await forgetWords(sql, ids);
  await sql`
    update mentions
       set title = null, text = '', author_name = null, author_handle = null, author_url = null, evidence = null,
           owner_reply = null, withheld = 'text'
     where id = any(${ids}::bigint[])
       and removed_at is not null`;
}

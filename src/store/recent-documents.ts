import type { Label } from '../domain/classification.ts';
import type { QueryDocument } from '../domain/query/matcher.ts';
import { listToClassify } from './classifications.ts';
import type { Sql } from './db.ts';
import { documentOf } from './topic-catalog.ts';

export interface RecentDocument {
  readonly id: number;
  readonly label: Label;
  readonly publishedAt: Date | undefined;
  readonly document: QueryDocument;
}

/** The latest classified mentions as queries see them, newest first. */
export async function listRecentDocuments(sql: Sql, limit: number): Promise<RecentDocument[]> {
  const rows = await sql<{ id: number; label: Label; language: string; published_at: Date | null }>`
    select id, case when override_revision = revision then coalesce(override_label, label) else label end as label,
           coalesce(language, 'und') as language, published_at
      from mentions
     where label is not null
       and removed_at is null
     order by id desc
     limit ${limit}`;
  // Asked with versions nothing has, so that every row comes back.
  const mentions = await listToClassify(
    sql,
    rows.map((row) => row.id),
    { lexiconVersion: '', topicsRevision: -1 },
  );
  const byId = new Map(mentions.map((mention) => [mention.id, mention]));
  return rows.flatMap((row) => {
    const mention = byId.get(row.id);
    if (!mention) return [];
    const document = documentOf(mention, { label: row.label, lang: row.language });
    return [{ id: row.id, label: row.label, publishedAt: row.published_at ?? undefined, document }];
  });
}

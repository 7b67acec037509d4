import type { Label, Risk } from '../domain/classification.ts';
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
  const rows = await sql<{
    id: number;
    label: Label;
    language: string;
    risks: Risk[];
    published_at: Date | null;
  }>`
    select m.id, mt.label, coalesce(m.language, 'und') as language, m.risks, m.published_at
      from mention_topics mt
      join topics t on t.id = mt.topic_id and t.kind = 'everything'
      join mentions m on m.id = mt.mention_id
     order by mt.counted_at desc, mt.mention_id desc
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
    const document = documentOf(mention, { label: row.label, lang: row.language, risks: row.risks });
    return [{ id: row.id, label: row.label, publishedAt: row.published_at ?? undefined, document }];
  });
}

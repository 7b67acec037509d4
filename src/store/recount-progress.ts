import type { Sql } from './db.ts';

/** How far the past has been counted again with the words of today. */
export interface RecountProgress {
  /** Mentions still counted with other words, up to `UP_TO`. */
  readonly left: number;
  readonly isMore: boolean;
  readonly total: number;
}

const UP_TO = 100_000;

export async function recountProgress(sql: Sql, lexiconVersion: string): Promise<RecountProgress> {
  // Two ranges of the index, walked in its order: "is distinct from" would read every mention of a long history.
  const [row] = await sql<{ left: number; total: number }>`
    select (select count(*)::int
              from (select 1 from mentions where lexicon_version < ${lexiconVersion}
                     order by lexicon_version limit ${UP_TO + 1}) below)
         + (select count(*)::int
              from (select 1 from mentions where lexicon_version > ${lexiconVersion}
                     order by lexicon_version limit ${UP_TO + 1}) above) as left,
           (select coalesce(sum(positive + neutral + negative + unknown), 0)::bigint
              from day_cells d
              join topics t on t.id = d.topic_id and t.kind = 'everything') as total`;
  const left = row?.left ?? 0;
  return { left: Math.min(left, UP_TO), isMore: left > UP_TO, total: Number(row?.total ?? 0) };
}

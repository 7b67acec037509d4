import type { Sql } from './db.ts';
import { countPending } from './mentions.ts';

/** Counted from the cells of the topic of everything: no scan over mentions, however many there are. */
export async function countStored(sql: Sql): Promise<{ classified: number; pending: number }> {
  const [row] = await sql<{ classified: number }>`
    select coalesce(sum(c.positive + c.neutral + c.negative + c.unknown), 0) as classified
      from day_cells c
      join topics t on t.id = c.topic_id
     where t.kind = 'everything'`;
  return { classified: row?.classified ?? 0, pending: await countPending(sql) };
}

export interface RecentFetches {
  readonly status: string;
  readonly fetches: number;
  readonly meanSeconds: number;
}

/** Fetches begun since `since`, by how they ended. */
export async function listRecentFetches(sql: Sql, since: Date): Promise<RecentFetches[]> {
  const rows = await sql<{ status: string; fetches: number; mean_seconds: number }>`
    select r.status, count(*) as fetches,
           avg(extract(epoch from r.finished_at - r.started_at)) as mean_seconds
      from sources s
     cross join lateral (
           select status, started_at, finished_at
             from source_runs
            where source_id = s.id and started_at >= ${since}) as r
     group by r.status`;
  return rows.map((row) => ({ status: row.status, fetches: row.fetches, meanSeconds: row.mean_seconds }));
}

import type { Day } from '../domain/day.ts';
import type { Counts } from '../domain/sentiment.ts';
import type { Row, Sql } from './db.ts';

/** The share of a topic that came from one source or was about one location. */
export interface Split extends Counts {
  /** 0: mentions that name no location. */
  readonly id: number;
  readonly name: string;
  /** Mean rating on 1–5 stars; undefined where nothing was rated. */
  readonly meanStars: number | undefined;
}

interface StoredSplit extends Row {
  id: number;
  name: string | null;
  positive: number;
  neutral: number;
  negative: number;
  unknown: number;
  mean_stars: number | null;
}

interface SplitCut {
  readonly topicId: number;
  readonly from: Day;
  readonly to: Day;
}

/** A topic's days between, both included, by source; the one with most mentions first. */
export function splitBySource(sql: Sql, cut: SplitCut): Promise<Split[]> {
  return splitBy(sql, cut, { column: 'source_id', table: 'sources', nameless: 'A removed source' });
}

/** The same by location. */
export function splitByLocation(sql: Sql, cut: SplitCut): Promise<Split[]> {
  return splitBy(sql, cut, { column: 'location_id', table: 'locations', nameless: 'No location named' });
}

async function splitBy(
  sql: Sql,
  { topicId, from, to }: SplitCut,
  by: { column: 'source_id' | 'location_id'; table: 'sources' | 'locations'; nameless: string },
): Promise<Split[]> {
  const rows = await sql.raw<StoredSplit>(
    `select c.${by.column} as id, max(named.name) as name,
           sum(c.positive) as positive, sum(c.neutral) as neutral, sum(c.negative) as negative,
           sum(c.unknown) as unknown, sum(c.stars_e2_sum)::float8 / 100 / nullif(sum(c.stars_n), 0) as mean_stars
      from day_cells c
      left join ${by.table} named on named.id = c.${by.column}
     where c.topic_id = $1
       and c.day between $2::date and $3::date
     group by c.${by.column}
    having sum(c.positive + c.neutral + c.negative + c.unknown) > 0
     order by sum(c.positive + c.neutral + c.negative + c.unknown) desc, c.${by.column}`,
    [topicId, from, to],
  );
  return rows.map((row) => splitOf(row, by.nameless));
}

function splitOf({ mean_stars, name, ...row }: StoredSplit, nameless: string): Split {
  return { ...row, name: name ?? nameless, meanStars: mean_stars ?? undefined };
}

export interface SourceTotals {
  readonly runs: number;
  readonly seen: number;
  readonly added: number;
  /** Mentions of the source that are shown. */
  readonly mentions: number;
}

interface StoredTotals extends Row {
  source_id: number;
  runs: number;
  seen: number;
  added: number;
  mentions: number;
}

/** What each source has brought since an instant, and how many mentions of it are kept in all; source id → totals. */
export async function listSourceTotals(sql: Sql, since: Date): Promise<Map<number, SourceTotals>> {
  const rows = await sql<StoredTotals>`
    select s.id as source_id, coalesce(r.runs, 0) as runs, coalesce(r.seen, 0) as seen,
           coalesce(r.added, 0) as added, coalesce(c.mentions, 0) as mentions
      from sources s
      left join (select source_id, count(*) as runs, sum(seen) as seen, sum(added) as added
                   from source_runs
                  where started_at >= ${since}
                  group by source_id) as r on r.source_id = s.id
      left join (select source_id, sum(positive + neutral + negative + unknown) as mentions
                   from day_cells c
                   join topics t on t.id = c.topic_id and t.kind = 'everything'
                  group by source_id) as c on c.source_id = s.id`;
  return new Map(rows.map(({ source_id, ...totals }) => [source_id, totals]));
}

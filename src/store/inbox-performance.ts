import type { Row, Sql } from './db.ts';

/** How fast people answered, over the items of a period; automatic answers are counted apart and nowhere else. */
export interface Performance {
  readonly items: number;
  readonly answered: number;
  readonly automatic: number;
  /** Seconds from publication to the first human answer; undefined: nothing was answered. */
  readonly medianSeconds: number | undefined;
  readonly p90Seconds: number | undefined;
  /** Of those answered by people that had a target, how many were in time. */
  readonly withTarget: number;
  readonly inTime: number;
}

export interface NamedPerformance extends Performance {
  /** A person, location or source; undefined: none of them, such as an answer seen at the source. */
  readonly id: number | undefined;
  readonly name: string | undefined;
}

export const PERFORMANCE_CUTS = ['person', 'location', 'source'] as const;
export type PerformanceCut = (typeof PERFORMANCE_CUTS)[number];

export interface PerformancePeriod {
  readonly from: Date;
  readonly to: Date;
  /** The locations somebody is limited to; undefined: everywhere. */
  readonly within: readonly number[] | undefined;
  /** Only reviews, as a response rate is usually given; else every item. */
  readonly onlyReviews: boolean;
}

interface Stored extends Row {
  id: number | null;
  name: string | null;
  items: number;
  answered: number;
  automatic: number;
  median: number | null;
  p90: number | null;
  with_target: number;
  in_time: number;
}

// Calendar time from the publication, as design and customers count it; targets count business time and were
// turned into an instant when the item was filed.
const ITEMS = `
    select i.mention_id, i.source_id, i.location_id, i.due_at, i.answered_at, i.answered_by, i.answered_how,
           i.answered_how is not null and i.answered_how <> 'automatic' as is_human,
           extract(epoch from i.answered_at - coalesce(m.published_at, m.collected_at))::float8 as took
      from inbox_items i
      join mentions m on m.id = i.mention_id
     where coalesce(m.published_at, m.collected_at) >= $1
       and coalesce(m.published_at, m.collected_at) < $2
       and ($3::bigint[] is null or i.location_id = any($3))
       and (not $4::boolean or i.kind = 'review')
       and m.removed_at is null`;

const MEASURES = `
         count(*) as items,
         count(*) filter (where is_human) as answered,
         count(*) filter (where answered_how = 'automatic') as automatic,
         percentile_cont(0.5) within group (order by took) filter (where is_human and took >= 0) as median,
         percentile_cont(0.9) within group (order by took) filter (where is_human and took >= 0) as p90,
         count(*) filter (where is_human and due_at is not null) as with_target,
         count(*) filter (where is_human and answered_at <= due_at) as in_time`;

/** Over everything. */
export async function measurePerformance(sql: Sql, period: PerformancePeriod): Promise<Performance> {
  const [row] = await sql.raw<Stored>(
    `with items as (${ITEMS}) select ${MEASURES} from items`,
    valuesOf(period),
  );
  return performanceOf(row as Stored);
}

// All text here is ours. A person has no items, only answers: their rate is not asked for.
const CUTS: Readonly<Record<PerformanceCut, { key: string; names: string; only: string }>> = {
  person: { key: 'answered_by', names: 'users', only: 'where answered_at is not null and is_human' },
  location: { key: 'nullif(location_id, 0)', names: 'locations', only: '' },
  source: { key: 'source_id', names: 'sources', only: '' },
};

/** By person, location or source, the most items first. */
export async function listPerformance(
  sql: Sql,
  period: PerformancePeriod,
  cut: PerformanceCut,
): Promise<NamedPerformance[]> {
  const { key, names, only } = CUTS[cut];
  const rows = await sql.raw<Stored>(
    `with items as (${ITEMS}),
          measured as (select ${key} as id, ${MEASURES} from items ${only} group by 1)
     select measured.*, n.name
       from measured
       left join ${names} n on n.id = measured.id
      order by items desc, n.name`,
    valuesOf(period),
  );
  return rows.map((row) => ({
    ...performanceOf(row),
    id: row.id ?? undefined,
    name: row.name ?? undefined,
  }));
}

const valuesOf = ({ from, to, within, onlyReviews }: PerformancePeriod) => [
  from,
  to,
  within ? [...within] : null,
  onlyReviews,
];

function performanceOf(row: Stored): Performance {
  return {
    items: row.items,
    answered: row.answered,
    automatic: row.automatic,
    medianSeconds: row.median ?? undefined,
    p90Seconds: row.p90 ?? undefined,
    withTarget: row.with_target,
    inTime: row.in_time,
  };
}

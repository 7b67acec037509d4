import type { Row, Sql } from './db.ts';

/** Another place where the same was said. */
export interface TwinPlace {
  readonly id: number;
  readonly url: string | undefined;
  readonly sourceName: string;
  readonly author: string | undefined;
  readonly publishedAt: Date | undefined;
  readonly reach: number | undefined;
  readonly engagement: number | undefined;
}

/** The duplicates of a mention: how many, what they reach together with it, and the first of them. */
export interface Twins {
  readonly count: number;
  readonly reach: number | undefined;
  readonly engagement: number | undefined;
  readonly places: readonly TwinPlace[];
}

export const NO_TWINS: Twins = { count: 0, reach: undefined, engagement: undefined, places: [] };

const PLACES_SHOWN = 20;

interface PlaceRow extends Row {
  first: number;
  n: number;
  all_reach: number | null;
  all_engagement: number | null;
  id: number;
  url: string | null;
  source_name: string;
  author: string | null;
  published_at: Date | null;
  reach: number | null;
  engagement: number | null;
}

/** What is said elsewhere as well, by the mention that counts. */
export async function listTwins(sql: Sql, ids: readonly number[]): Promise<ReadonlyMap<number, Twins>> {
  const rows = await sql<PlaceRow>`
    select f.id as first, together.*, place.*
      from mentions f
     cross join lateral (
           select count(*) as n, sum(d.reach)::bigint as all_reach, sum(d.engagement)::bigint as all_engagement
             from mentions d
            where d.duplicate_of = f.id) as together
     cross join lateral (
           select d.id, d.url, s.name as source_name, coalesce(d.author_name, d.author_handle) as author,
                  d.published_at, d.reach, d.engagement
             from mentions d
             join sources s on s.id = d.source_id
            where d.duplicate_of = f.id
            order by d.id
            limit ${PLACES_SHOWN}) as place
     where f.id = any(${ids}::bigint[])
     order by f.id, place.id`;
  const clusters = Map.groupBy(rows, (row) => row.first);
  return new Map([...clusters].map(([first, places]) => [first, twinsOf(places)]));
}

function twinsOf(rows: readonly PlaceRow[]): Twins {
  return {
    count: rows[0]?.n ?? 0,
    reach: rows[0]?.all_reach ?? undefined,
    engagement: rows[0]?.all_engagement ?? undefined,
    places: rows.map((row) => ({
      id: row.id,
      url: row.url ?? undefined,
      sourceName: row.source_name,
      author: row.author ?? undefined,
      publishedAt: row.published_at ?? undefined,
      reach: row.reach ?? undefined,
      engagement: row.engagement ?? undefined,
    })),
  };
}

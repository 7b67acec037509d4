import type { TwinPrint } from '../domain/twins/twin-print.ts';
import { areTwins } from '../domain/twins/twins.ts';
import type { Row, Sql } from './db.ts';
import { findListedMates, printOfRow, type TwinColumns } from './twin-keys.ts';

interface TwinRow extends Row, TwinColumns {
  id: number;
  duplicate_of: number | null;
  is_out: boolean;
  is_blank: boolean;
  counted_at: Date;
}

export interface Twin {
  readonly id: number;
  readonly print: TwinPrint;
  readonly at: number;
  /** Removed, set apart by a person, or not to be looked into: no twin of anything. */
  readonly isOut: boolean;
  /** Its text may no longer be kept: what was found while it was there stands. */
  readonly isBlank: boolean;
  /** As it is stored. */
  readonly was: number | undefined;
  first: number | undefined;
}

const DAY_MS = 86_400_000;

/**
 * Of these mentions, those that a settling would change, as far as can be seen without the lock: most that share a key
 * with another one are no twins of it. Whoever is stored at the same moment is no reason to wait: its own turn comes
 * later and finds these. The caller holds their rows.
 */
export async function listToSettle(sql: Sql, ids: readonly number[]): Promise<ReadonlySet<number>> {
  const unsettled = await listUnsettled(sql, ids);
  const certain = unsettled.filter(({ hangs }) => hangs).map(({ id }) => id);
  const doubtful = unsettled.filter(({ hangs }) => !hangs).map(({ id }) => id);
  const windowMs = doubtful.length === 0 ? 0 : await windowOf(sql);
  if (windowMs === 0) return new Set(certain);
  const mates = await findListedMates(sql, doubtful);
  const asked = [...new Set([...mates.keys(), ...[...mates.values()].flat()])];
  const twins = new Map((await readTwins(sql, asked, 'as they are')).map((twin) => [twin.id, twin]));
  const hasTwin = (id: number) => {
    const own = twins.get(id);
    return mates.get(id)?.some((other) => {
      const mate = twins.get(other);
      return own !== undefined && mate !== undefined && isPair(own, mate, windowMs);
    });
  };
  return new Set([...certain, ...doubtful.filter(hasTwin)]);
}

/**
 * Of these mentions, those whose twins may have to be settled: their text or the rule is new, and they can be found by
 * a key or one of the two hangs on the other already (`hangs`).
 */
async function listUnsettled(sql: Sql, ids: readonly number[]) {
  return sql<{ id: number; hangs: boolean }>`
    with followed as materialized (
         select duplicate_of as id from mentions where duplicate_of = any(${ids}::bigint[]))
    select id, hangs
      from (select m.id, m.twin_keys,
                   m.duplicate_of is not null or m.id in (select id from followed) as hangs
              from mentions m
             cross join workspace w
             where (m.twins_sought_for is distinct from m.revision
                    or m.twins_sought_by is distinct from w.twins_revision)
               and m.id = any(${ids}::bigint[])) as due
     where hangs or twin_keys <> '{}'`;
}

/** How far apart two twins may be, in milliseconds; 0: there are none. */
export async function windowOf(sql: Sql): Promise<number> {
  const [workspace] = await sql<{ twin_days: number }>`select twin_days from workspace`;
  return (workspace?.twin_days ?? 0) * DAY_MS;
}

export function isPair(a: Twin, b: Twin, windowMs: number): boolean {
  const isNear = windowMs > 0 && Math.abs(a.at - b.at) <= windowMs;
  if (!isNear || a.isOut || b.isOut) return false;
  return a.isBlank || b.isBlank ? a.was === b.id || b.was === a.id : areTwins(a.print, b.print);
}

export async function readTwins(
  sql: Sql,
  ids: readonly number[],
  how: 'as they are' | 'locked',
): Promise<Twin[]> {
  if (ids.length === 0) return [];
  const rows = await sql.raw<TwinRow>(how === 'locked' ? `${TWIN_ROWS} for update` : TWIN_ROWS, [ids]);
  return rows.map(twinOf);
}

const TWIN_ROWS = `
  select m.id, m.kind, m.title, m.text, m.url, m.author_name, m.author_handle, m.rating_value, m.rating_min,
         m.rating_max, m.product, m.duplicate_of,
         (select l.code from locations l where l.id = m.location_id) as location_code,
         m.removed_at is not null or m.is_apart or coalesce(m.withheld = 'analysis', false) as is_out,
         coalesce(m.withheld = 'text', false) as is_blank,
         least(coalesce(m.published_at, m.collected_at), m.collected_at) as counted_at
    from mentions m
   where m.id = any($1::bigint[])
   order by m.id`;

function twinOf(row: TwinRow): Twin {
  const first = row.duplicate_of ?? undefined;
  return {
    id: row.id,
    print: printOfRow(row),
    at: row.counted_at.getTime(),
    isOut: row.is_out,
    isBlank: row.is_blank,
    was: first,
    first,
  };
}

import type { AreaKey } from '../domain/area.ts';
import { areasFrom, areasOf } from '../domain/area.ts';
import type { Sql } from './db.ts';

/** Where a rule or an alert is: at one location, anywhere in an area, or (neither) anywhere at all. */
export interface Whereabouts {
  readonly locationId: number | undefined;
  readonly area?: AreaKey | undefined;
}

/** The locations that are meant, as they are now; undefined where nothing narrows. */
export async function locationIdsIn(
  sql: Sql,
  { locationId, area }: Whereabouts,
): Promise<readonly number[] | undefined> {
  if (locationId !== undefined) return [locationId];
  if (area === undefined) return undefined;
  const rows = await sql<{ id: number }>`
    select id
      from locations
     where coalesce(country, '–') = ${area}
        or coalesce(country, '–') || '/' || region = ${area}
     order by id`;
  return rows.map(({ id }) => id);
}

/** The areas that a location lies in, or an area with those above it. */
export async function areasAround(sql: Sql, { locationId, area }: Whereabouts): Promise<AreaKey[]> {
  if (locationId === undefined) return area === undefined ? [] : areasFrom(area);
  const [row] = await sql<{ country: string | null; region: string | null }>`
    select country, region from locations where id = ${locationId}`;
  return row ? areasOf({ country: row.country ?? undefined, region: row.region ?? undefined }) : [];
}

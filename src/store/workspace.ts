import { releaseAnswerCells } from './answer-cells.ts';
import type { Row, Sql } from './db.ts';

export interface Workspace {
  readonly name: string;
  readonly timeZone: string;
  readonly isSample: boolean;
  /** Lines of business whose words count; see lexicons/domains. */
  readonly domains: readonly string[];
  /** How far apart the same story or post may be said and count once; 0: every copy counts. */
  readonly twinDays: number;
  readonly createdAt: Date;
}

interface Stored extends Row {
  name: string;
  time_zone: string;
  is_sample: boolean;
  domains: string[];
  twin_days: number;
  created_at: Date;
}

export async function getWorkspace(sql: Sql): Promise<Workspace> {
  const [row] = await sql<Stored>`
    select name, time_zone, is_sample, domains, twin_days, created_at from workspace`;
  if (!row) throw new Error('The workspace row is missing: the database was changed by hand.');
  return {
    name: row.name,
    timeZone: row.time_zone,
    isSample: row.is_sample,
    domains: row.domains,
    twinDays: row.twin_days,
    createdAt: row.created_at,
  };
}

/** Names the workspace. Its time zone can be set only while nothing is counted: days would shift under the numbers. */
export async function nameWorkspace(
  sql: Sql,
  workspace: { name: string; timeZone: string; isSample: boolean },
): Promise<void> {
  await sql`
    update workspace
       set name = ${workspace.name}, time_zone = ${workspace.timeZone}, is_sample = ${workspace.isSample}
     where not exists (select from mention_topics)
       and not exists (select from kpi_days)`;
  await sql`
    update topics
       set time_zone = w.time_zone
      from workspace w
     where not exists (select from mention_topics)
       and not exists (select from kpi_days)`;
}

export async function renameWorkspace(sql: Sql, name: string): Promise<void> {
  await sql`update workspace set name = ${name}`;
}

/** Whether any day has been counted: from then on the time zone stays, or days would shift under the numbers. */
export async function hasCountedDays(sql: Sql): Promise<boolean> {
  const [row] = await sql<{ exists: boolean }>`
    select exists (select from mention_topics) or exists (select from kpi_days) as exists`;
  return row?.exists ?? false;
}

export interface LocationRow {
  readonly id: number;
  readonly code: string;
  readonly name: string;
  readonly city: string | undefined;
  readonly region: string | undefined;
  readonly country: string | undefined;
}

export async function listLocations(sql: Sql): Promise<LocationRow[]> {
  const rows = await sql<{
    id: number;
    code: string;
    name: string;
    city: string | null;
    region: string | null;
    country: string | null;
  }>`
    select id, code, name, city, region, country from locations order by country, name`;
  return rows.map((row) => ({
    ...row,
    city: row.city ?? undefined,
    region: row.region ?? undefined,
    country: row.country ?? undefined,
  }));
}

export async function saveLocation(
  sql: Sql,
  location: { code: string; name: string; city?: string; region?: string; country?: string },
): Promise<void> {
  await sql`
    insert into locations (code, name, city, region, country)
    values (${location.code}, ${location.name}, ${location.city ?? null}, ${location.region ?? null},
            ${location.country ?? null})
        on conflict (code) do update
       set name = excluded.name, city = excluded.city, region = excluded.region, country = excluded.country`;
}

/**
 * Removes locations by code. The caller has removed the mentions that name them; answers, customers and orders stay,
 * without a location.
 */
export async function removeLocations(sql: Sql, codes: readonly string[]): Promise<void> {
  // Whoever stores answers of these locations is waited for.
  await sql`select id from locations where code = any(${codes}::text[]) order by id for update`;
  await releaseAnswerCells(sql, codes);
  await sql`delete from locations where code = any(${codes}::text[])`;
}

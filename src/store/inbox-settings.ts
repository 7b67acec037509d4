import type { BusinessHours, HoursSettings, OpenSpan } from '../domain/business-hours.ts';
import { DEFAULT_INBOX, type InboxSettings } from '../domain/inbox-settings.ts';
import { publicHolidays } from '../domain/public-holidays.ts';
import type { ResponseTarget } from '../domain/targets.ts';
import { json, type Row, type Sql } from './db.ts';

/** What is stored was checked at the door; what an older version did not know yet has its default. */
export async function getInboxSettings(sql: Sql): Promise<InboxSettings> {
  const [row] = await sql<{ settings: Partial<InboxSettings> }>`select settings from inbox_settings`;
  const stored = row?.settings ?? {};
  return {
    ...DEFAULT_INBOX,
    ...stored,
    weights: { ...DEFAULT_INBOX.weights, ...stored.weights },
    enters: { ...DEFAULT_INBOX.enters, ...stored.enters },
  };
}

export async function saveInboxSettings(sql: Sql, settings: InboxSettings): Promise<void> {
  await sql`update inbox_settings set settings = ${json(settings)}::jsonb`;
}

interface StoredHours extends Row {
  location_id: number;
  time_zone: string;
  week: OpenSpan[][];
  holidays: string[];
  holiday_region: string | null;
}

/** By location; 0 is the workspace. Where a location has no time zone of its own, it has the workspace's. */
export async function listHoursSettings(sql: Sql): Promise<ReadonlyMap<number, HoursSettings>> {
  const rows = await sql<StoredHours>`
    select h.location_id, coalesce(h.time_zone, w.time_zone) as time_zone, h.week, h.holidays::text[] as holidays,
           h.holiday_region
      from business_hours h
     cross join workspace w
     order by h.location_id`;
  return new Map(
    rows.map(({ location_id, time_zone, week, holidays, holiday_region }) => [
      location_id,
      { timeZone: time_zone, week, holidays, holidayRegion: holiday_region ?? undefined },
    ]),
  );
}

/** The same with all days off, the public holidays around `now` among them. */
export async function listBusinessHours(sql: Sql, now: Date): Promise<ReadonlyMap<number, BusinessHours>> {
  const all = new Map<number, BusinessHours>();
  for (const [locationId, { holidayRegion, ...hours }] of await listHoursSettings(sql)) {
    const days = holidayRegion ? await publicHolidays(holidayRegion, now.getUTCFullYear()) : [];
    const holidays = [...new Set([...hours.holidays, ...days.map(({ day }) => day)])].toSorted();
    all.set(locationId, { ...hours, holidays });
  }
  return all;
}

/** The hours of a location, or the workspace's where it has none of its own. */
export function hoursAt(
  all: ReadonlyMap<number, BusinessHours>,
  locationId: number | undefined,
): BusinessHours {
  const hours = all.get(locationId ?? 0) ?? all.get(0);
  if (!hours)
    throw new Error('The business hours of the workspace are missing: the database was changed by hand.');
  return hours;
}

export interface NewHours extends Omit<HoursSettings, 'timeZone'> {
  readonly locationId: number;
  readonly timeZone: string | undefined;
}

/** Sets the hours of a location (0: the workspace). Without a time zone they are in the workspace's. */
export async function saveBusinessHours(sql: Sql, hours: NewHours): Promise<void> {
  await sql`
    insert into business_hours (location_id, time_zone, week, holidays, holiday_region)
    values (${hours.locationId}, ${hours.timeZone ?? null}, ${json(hours.week)}::jsonb,
            ${[...hours.holidays]}::date[], ${hours.holidayRegion ?? null})
        on conflict (location_id) do update
       set time_zone = excluded.time_zone, week = excluded.week, holidays = excluded.holidays,
           holiday_region = excluded.holiday_region`;
}

/** A location goes by the workspace's hours again. */
export async function removeBusinessHours(sql: Sql, locationId: number): Promise<void> {
  await sql`delete from business_hours where location_id = ${locationId} and location_id <> 0`;
}

export async function listTargets(sql: Sql): Promise<ResponseTarget[]> {
  const rows = await sql<{
    id: number;
    stars_at_least: number | null;
    stars_at_most: number | null;
    source_id: number | null;
    language: string | null;
    minutes: number;
  }>`
    select id, stars_at_least, stars_at_most, source_id, language, minutes
      from response_targets
     order by source_id nulls first, language nulls first, stars_at_least nulls last, id`;
  return rows.map((row) => ({
    id: row.id,
    starsAtLeast: row.stars_at_least ?? undefined,
    starsAtMost: row.stars_at_most ?? undefined,
    sourceId: row.source_id ?? undefined,
    language: row.language ?? undefined,
    minutes: row.minutes,
  }));
}

export async function insertTarget(sql: Sql, target: Omit<ResponseTarget, 'id'>): Promise<number> {
  const [row] = await sql<{ id: number }>`
    insert into response_targets (stars_at_least, stars_at_most, source_id, language, minutes)
    values (${target.starsAtLeast ?? null}, ${target.starsAtMost ?? null}, ${target.sourceId ?? null},
            ${target.language ?? null}, ${target.minutes})
    returning id`;
  return row?.id ?? 0;
}

export async function deleteTarget(sql: Sql, id: number): Promise<boolean> {
  return (await sql`delete from response_targets where id = ${id} returning id`).length > 0;
}

import type { Severity } from '../domain/alert.ts';
import type { AreaKey } from '../domain/area.ts';
import { NotFound } from '../domain/errors.ts';
import { json, type Sql } from './db.ts';
import { underFreeName } from './free-name.ts';
import {
  resealSettings,
  type SealedSettings,
  type StoredSettings,
  sealedSettingsOf,
} from './sealed-settings.ts';
import type { Sealed, Vault } from './vault.ts';

/** Where messages go, and which alerts go there. */
export interface DestinationInput {
  readonly name: string;
  readonly kind: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly enabled: boolean;
  /** Empty: alerts of any topic, of any location. */
  readonly topicIds: readonly number[];
  readonly locationIds: readonly number[];
  /** Countries and regions: alerts of every place in them. */
  readonly areas?: readonly AreaKey[];
  readonly leastSeverity: Severity;
  /** Told only when nobody has taken an alert in time. */
  readonly isSecondLine: boolean;
}

export interface DestinationRow extends DestinationInput, SealedSettings {
  readonly areas: readonly AreaKey[];
  readonly createdAt: Date;
}

/** A secret opens only beside the name it was sealed for. */
export const sealPlace = (name: string): string => `destination ${name}`;

interface Stored extends StoredSettings {
  topic_ids: number[];
  location_ids: number[];
  areas: string[];
  least_severity: Severity;
  is_second_line: boolean;
  created_at: Date;
}

export async function listDestinations(sql: Sql): Promise<DestinationRow[]> {
  return (await sql<Stored>`select * from destinations order by lower(name)`).map(destinationOf);
}

const WHAT = 'destination';

/** @throws NotFound */
export async function getDestination(sql: Sql, id: number): Promise<DestinationRow> {
  const [row] = await sql<Stored>`select * from destinations where id = ${id}`;
  if (!row) throw new NotFound(`There is no destination with the id ${id}.`);
  return destinationOf(row);
}

/** @throws Conflict when the name is taken. */
export async function insertDestination(
  sql: Sql,
  destination: DestinationInput,
  { sealed, now }: { sealed: Sealed; now: Date },
): Promise<number> {
  return underFreeName({ what: WHAT, name: destination.name }, async () => {
    const [row] = await sql<{ id: number }>`
      insert into destinations (name, kind, settings, key_id, sealed, enabled, topic_ids, location_ids, areas,
                                least_severity, is_second_line, created_at)
      values (${destination.name}, ${destination.kind}, ${json(destination.settings)}::jsonb, ${sealed.keyId},
              ${sealed.sealed}, ${destination.enabled}, ${[...destination.topicIds]}::bigint[],
              ${[...destination.locationIds]}::bigint[], ${[...(destination.areas ?? [])]}::text[],
              ${destination.leastSeverity}, ${destination.isSecondLine}, ${now})
      returning id`;
    return row?.id ?? 0;
  });
}

/** The kind of a destination stays. @throws Conflict when the name is taken. */
export async function updateDestination(
  sql: Sql,
  id: number,
  destination: DestinationInput,
  sealed: Sealed,
): Promise<void> {
  await underFreeName(
    { what: WHAT, name: destination.name },
    () => sql`
      update destinations
         set name = ${destination.name}, settings = ${json(destination.settings)}::jsonb,
             key_id = ${sealed.keyId}, sealed = ${sealed.sealed}, enabled = ${destination.enabled},
             topic_ids = ${[...destination.topicIds]}::bigint[],
             location_ids = ${[...destination.locationIds]}::bigint[],
             areas = ${[...(destination.areas ?? [])]}::text[],
             least_severity = ${destination.leastSeverity}, is_second_line = ${destination.isSecondLine}
       where id = ${id}`,
  );
}

export async function enableDestination(sql: Sql, id: number, enabled: boolean): Promise<void> {
  await sql`update destinations set enabled = ${enabled} where id = ${id}`;
}

export async function deleteDestination(sql: Sql, id: number): Promise<void> {
  await sql`delete from destinations where id = ${id}`;
}

/**
 * Seals with the current key what an older one has sealed; returns how many. What no key opens is left for the person
 * who owns the destination.
 */
export async function resealDestinations(sql: Sql, vault: Vault): Promise<number> {
  const all = await listDestinations(sql);
  return resealSettings(
    sql,
    vault,
    'destinations',
    all.map(({ id, name, sealed }) => ({ id, sealed, place: sealPlace(name) })),
  );
}

function destinationOf(row: Stored): DestinationRow {
  return {
    ...sealedSettingsOf(row),
    topicIds: row.topic_ids.map(Number),
    locationIds: row.location_ids.map(Number),
    areas: row.areas,
    leastSeverity: row.least_severity,
    isSecondLine: row.is_second_line,
    createdAt: row.created_at,
  };
}

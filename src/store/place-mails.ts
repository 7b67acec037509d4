import type { Row, Sql } from './db.ts';
import type { UserRow } from './users.ts';

/** The weekly mail to a manager about one of their places: a digest of its own, to their own address. */
export interface PlaceMail {
  readonly locationId: number;
  readonly digestId: number;
  readonly destinationId: number;
}

interface Stored extends Row {
  location_id: number;
  digest_id: number;
  destination_id: number;
}

export async function listPlaceMails(sql: Sql, userId: number): Promise<PlaceMail[]> {
  const rows = await sql<Stored>`select * from place_mails where user_id = ${userId} order by location_id`;
  return rows.map((row) => ({
    locationId: row.location_id,
    digestId: row.digest_id,
    destinationId: row.destination_id,
  }));
}

export async function insertPlaceMail(sql: Sql, userId: number, mail: PlaceMail): Promise<void> {
  await sql`
    insert into place_mails (user_id, location_id, digest_id, destination_id)
    values (${userId}, ${mail.locationId}, ${mail.digestId}, ${mail.destinationId})`;
}

/** The mails about a place end with the right to see it; what waits to go out does not go out any more. */
export async function endPlaceMails(
  sql: Sql,
  user: Pick<UserRow, 'id' | 'role' | 'locationIds' | 'disabledAt'>,
): Promise<void> {
  const isManager = user.role === 'manager' && !user.disabledAt;
  await removePlaceMails(sql, user.id, isManager ? user.locationIds : []);
}

/** Removes the mails about all places but these, with digests and, after the last one, the address. */
export async function removePlaceMails(sql: Sql, userId: number, except: readonly number[]): Promise<void> {
  const mails = await listPlaceMails(sql, userId);
  const kept = mails.filter(({ locationId }) => except.includes(locationId));
  const ended = mails.filter((mail) => !kept.includes(mail));
  const unused = ended.filter(
    ({ destinationId }) => !kept.some((mail) => mail.destinationId === destinationId),
  );
  await sql`delete from digests where id = any(${ended.map(({ digestId }) => digestId)}::bigint[])`;
  await sql`delete from destinations where id = any(${unused.map(({ destinationId }) => destinationId)}::bigint[])`;
}

import type { Sql } from './db.ts';
import type { UserRole } from './users.ts';

/** A session of somebody who may still sign in. */
export interface SessionRow {
  readonly idHash: string;
  readonly userId: number;
  readonly userName: string;
  readonly role: UserRole;
  readonly locationIds: readonly number[];
  readonly csrfToken: string;
  readonly expiresAt: Date;
}

/** Keeps a new session and clears away those that have run out. Only the hash of its id is stored. */
export async function insertSession(
  sql: Sql,
  session: { idHash: string; userId: number; csrfToken: string; now: Date; expiresAt: Date },
): Promise<void> {
  await sql`delete from sessions where expires_at <= ${session.now}`;
  await sql`
    insert into sessions (id_hash, user_id, csrf_token, created_at, expires_at)
    values (${session.idHash}, ${session.userId}, ${session.csrfToken}, ${session.now}, ${session.expiresAt})`;
}

/** Undefined when it has run out or its user is switched off. */
export async function findSession(sql: Sql, idHash: string, now: Date): Promise<SessionRow | undefined> {
  const [row] = await sql<{
    user_id: number;
    name: string;
    role: UserRole;
    location_ids: number[];
    csrf_token: string;
    expires_at: Date;
  }>`
    select s.user_id, u.name, u.role, u.location_ids, s.csrf_token, s.expires_at
      from sessions s
      join users u on u.id = s.user_id
     where s.id_hash = ${idHash}
       and s.expires_at > ${now}
       and u.disabled_at is null`;
  if (!row) return undefined;
  return {
    idHash,
    userId: row.user_id,
    userName: row.name,
    role: row.role,
    locationIds: row.location_ids.map(Number),
    csrfToken: row.csrf_token,
    expiresAt: row.expires_at,
  };
}

export async function extendSession(sql: Sql, idHash: string, expiresAt: Date): Promise<void> {
  await sql`update sessions set expires_at = ${expiresAt} where id_hash = ${idHash}`;
}

export async function deleteSession(sql: Sql, idHash: string): Promise<void> {
  await sql`delete from sessions where id_hash = ${idHash}`;
}

/** Signs somebody out everywhere. */
export async function deleteSessionsOf(sql: Sql, userId: number): Promise<void> {
  await sql`delete from sessions where user_id = ${userId}`;
}

import { Conflict, NotFound } from '../domain/errors.ts';
import { isSqlState, type Row, type Sql } from './db.ts';

export type UserRole = 'viewer' | 'analyst' | 'agent' | 'approver' | 'admin' | 'manager';

export interface UserRow {
  readonly id: number;
  /** In lower case. */
  readonly email: string;
  readonly name: string;
  readonly role: UserRole;
  /** The places of a manager, and those that an agent or approver is limited to. */
  readonly locationIds: readonly number[];
  readonly createdAt: Date;
  /** Since when this person may no longer sign in. */
  readonly disabledAt: Date | undefined;
}

interface Stored extends Row {
  id: number;
  email: string;
  name: string;
  role: UserRole;
  password_hash: string;
  created_at: Date;
  location_ids: number[];
  disabled_at: Date | null;
}

const UNIQUE_VIOLATION = '23505';

export interface NewUser {
  readonly email: string;
  readonly name: string;
  readonly role: UserRole;
  /** A PHC string. */
  readonly passwordHash: string;
  readonly now: Date;
}

/** @throws Conflict when somebody has this e-mail address already. */
export async function insertUser(sql: Sql, user: NewUser): Promise<UserRow> {
  try {
    const [row] = await sql<Stored>`
      insert into users (email, name, role, password_hash, created_at)
      values (${user.email.toLowerCase()}, ${user.name}, ${user.role}, ${user.passwordHash}, ${user.now})
      returning *`;
    return userOf(row as Stored);
  } catch (error) {
    if (!isSqlState(error, UNIQUE_VIOLATION)) throw error;
    throw new Conflict(`There is already a user with the e-mail address ${user.email.toLowerCase()}.`);
  }
}

/** Makes the very first user; undefined when there is one already, or another process was faster. */
export async function insertFirstUser(sql: Sql, user: NewUser): Promise<UserRow | undefined> {
  const [row] = await sql<Stored>`
    insert into users (email, name, role, password_hash, created_at)
    select ${user.email.toLowerCase()}, ${user.name}, ${user.role}, ${user.passwordHash}, ${user.now}::timestamptz
     where not exists (select from users)
        on conflict do nothing
    returning *`;
  return row && userOf(row);
}

export async function hasUsers(sql: Sql): Promise<boolean> {
  const [row] = await sql<{ exists: boolean }>`select exists (select from users) as exists`;
  return row?.exists ?? false;
}

export async function listUsers(sql: Sql): Promise<UserRow[]> {
  return (await sql<Stored>`select * from users order by email`).map(userOf);
}

/** @throws NotFound */
export async function getUser(sql: Sql, id: number): Promise<UserRow> {
  const [row] = await sql<Stored>`select * from users where id = ${id}`;
  if (!row) throw new NotFound(`There is no user with the id ${id}. List them with "earshot user list".`);
  return userOf(row);
}

/** The user with this e-mail address, in any spelling of capitals, with the password's hash. */
export async function findLogin(
  sql: Sql,
  email: string,
): Promise<(UserRow & { passwordHash: string }) | undefined> {
  const [row] = await sql<Stored>`select * from users where email = ${email.toLowerCase()}`;
  return row && { ...userOf(row), passwordHash: row.password_hash };
}

export async function savePassword(sql: Sql, id: number, passwordHash: string): Promise<void> {
  await sql`update users set password_hash = ${passwordHash} where id = ${id}`;
}

export async function saveDisabled(sql: Sql, id: number, disabledAt: Date | undefined): Promise<void> {
  await sql`update users set disabled_at = ${disabledAt ?? null} where id = ${id}`;
}

export async function saveRole(sql: Sql, id: number, role: UserRole): Promise<void> {
  await sql`update users set role = ${role} where id = ${id}`;
}

/** The places of a manager, agent or approver, in place of those before. */
export async function saveLocationsOf(sql: Sql, id: number, locationIds: readonly number[]): Promise<void> {
  await sql`update users set location_ids = ${[...locationIds]}::bigint[] where id = ${id}`;
}

/** How many people may administrate: the last one cannot be taken away. */
export async function countAdmins(sql: Sql): Promise<number> {
  const [row] = await sql<{ n: number }>`
    select count(*) as n from users where role = 'admin' and disabled_at is null`;
  return row?.n ?? 0;
}

function userOf(row: Stored): UserRow {
  return {
    id: row.id,
    email: row.email,
    name: row.name,
    role: row.role,
    locationIds: row.location_ids.map(Number),
    createdAt: row.created_at,
    disabledAt: row.disabled_at ?? undefined,
  };
}

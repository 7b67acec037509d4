import { NotFound } from '../domain/errors.ts';
import type { Row, Sql } from './db.ts';
import type { UserRole } from './users.ts';

/** A key for programs; the key itself is shown once and never stored. */
export interface TokenRow {
  readonly id: number;
  readonly name: string;
  readonly scopes: readonly string[];
  /** Whose token it is; undefined for one made by the operator at the machine. */
  readonly userId: number | undefined;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | undefined;
  readonly revokedAt: Date | undefined;
}

interface Stored extends Row {
  id: number;
  name: string;
  scopes: string[];
  user_id: number | null;
  created_at: Date;
  last_used_at: Date | null;
  revoked_at: Date | null;
}

export async function insertToken(
  sql: Sql,
  token: { name: string; hash: string; scopes: readonly string[]; userId: number | undefined; now: Date },
): Promise<TokenRow> {
  const [row] = await sql<Stored>`
    insert into tokens (name, token_hash, scopes, user_id, created_at)
    values (${token.name}, ${token.hash}, ${[...token.scopes]}::text[], ${token.userId ?? null}, ${token.now})
    returning *`;
  return tokenOf(row as Stored);
}

/** A token that may be used, with the role and the places of its owner, if it has one; undefined when revoked or the owner is switched off. */
export async function findToken(
  sql: Sql,
  hash: string,
): Promise<
  (TokenRow & { ownerRole: UserRole | undefined; ownerLocationIds: readonly number[] }) | undefined
> {
  const [row] = await sql<Stored & { role: UserRole | null; location_ids: number[] | null }>`
    select t.*, u.role, u.location_ids
      from tokens t
      left join users u on u.id = t.user_id
     where t.token_hash = ${hash}
       and t.revoked_at is null
       and u.disabled_at is null`;
  return (
    row && {
      ...tokenOf(row),
      ownerRole: row.role ?? undefined,
      ownerLocationIds: (row.location_ids ?? []).map(Number),
    }
  );
}

/** Notes the use, to the minute: a busy token must not write on every request. */
export async function noteTokenUse(sql: Sql, id: number, now: Date): Promise<void> {
  await sql`
    update tokens
       set last_used_at = ${now}
     where id = ${id}
       and (last_used_at is null or last_used_at < ${new Date(now.getTime() - 60_000)})`;
}

/** All tokens, or those of one user; revoked ones included, newest first. */
export async function listTokens(sql: Sql, userId: number | undefined): Promise<TokenRow[]> {
  const rows = await sql<Stored>`
    select * from tokens
     where ${userId ?? null}::bigint is null or user_id = ${userId ?? null}
     order by id desc`;
  return rows.map(tokenOf);
}

/** @throws NotFound */
export async function getToken(sql: Sql, id: number): Promise<TokenRow> {
  const [row] = await sql<Stored>`select * from tokens where id = ${id}`;
  if (!row) throw new NotFound(`There is no token with the id ${id}. List them with "earshot token list".`);
  return tokenOf(row);
}

/** Revoking it again changes nothing. */
export async function revokeToken(sql: Sql, id: number, now: Date): Promise<void> {
  await sql`update tokens set revoked_at = coalesce(revoked_at, ${now}) where id = ${id}`;
}

function tokenOf(row: Stored): TokenRow {
  return {
    id: row.id,
    name: row.name,
    scopes: row.scopes,
    userId: row.user_id ?? undefined,
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at ?? undefined,
    revokedAt: row.revoked_at ?? undefined,
  };
}

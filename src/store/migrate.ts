import { readdir, readFile } from 'node:fs/promises';
import type { Db, Sql } from './db.ts';

const FOLDER = new URL('./migrations/', import.meta.url);
// Any constant will do as long as it never changes: it is the name of the lock.
const MIGRATION_LOCK = 723_401_001;

export interface MigrationState {
  readonly applied: readonly string[];
  readonly pending: readonly string[];
}

/**
 * Runs the migrations that have not run yet, in order of name; two processes starting at once take turns.
 * A store that held nothing before gets its time zone: days are cut by it from the first mention on.
 */
export async function migrate(db: Db, first = { timeZone: 'UTC' }): Promise<MigrationState> {
  return db.transaction(async (sql) => {
    await sql`select pg_advisory_xact_lock(${MIGRATION_LOCK})`;
    await sql`
      create table if not exists migrations (
        name       text primary key,
        applied_at timestamptz not null default now()
      )`;
    const { applied, pending } = await migrationState(sql);
    for (const name of pending) await apply(sql, name);
    if (applied.length === 0) {
      await sql`update workspace set time_zone = ${first.timeZone}`;
      await sql`update topics set time_zone = ${first.timeZone}`;
    }
    return { applied: [...applied, ...pending], pending: [] };
  });
}

/** What has run and what has not; a database that was never migrated has everything pending. */
export async function migrationState(sql: Sql): Promise<MigrationState> {
  const files = (await readdir(FOLDER)).filter((name) => name.endsWith('.sql')).sort();
  const [found] = await sql<{ exists: boolean }>`select to_regclass('migrations') is not null as exists`;
  const rows = found?.exists ? await sql<{ name: string }>`select name from migrations order by name` : [];
  const done = new Set(rows.map((row) => row.name));
  return { applied: [...done], pending: files.filter((name) => !done.has(name)) };
}

async function apply(sql: Sql, name: string): Promise<void> {
  const script = await readFile(new URL(name, FOLDER), 'utf8');
  for (const statement of statementsOf(script)) await sql.raw(statement);
  await sql`insert into migrations (name) values (${name})`;
}

/** A statement ends with a semicolon at the end of a line that is not in the body of a function. */
const STATEMENT = /(?:\$\$[\s\S]*?\$\$|[^$])*?;[ \t]*(?:--[^\n]*)?(?:\n|$)/g;

function statementsOf(script: string): string[] {
  return Array.from(script.matchAll(STATEMENT), ([statement]) => statement.trim());
}

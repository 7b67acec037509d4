import { Conflict, NotFound } from '../domain/errors.ts';
import { isSqlState, json, type Row, type Sql } from './db.ts';
import type { Budget } from './source-budgets.ts';

const UNIQUE_VIOLATION = '23505';

/** A configured place we read. `settings` and `state` belong to its kind. */
export interface SourceRow {
  readonly id: number;
  readonly name: string;
  readonly kind: string;
  readonly settings: unknown;
  readonly state: unknown;
  readonly enabled: boolean;
  readonly intervalSeconds: number;
  readonly nextFetchAt: Date;
  readonly failures: number;
  readonly lastSuccessAt: Date | undefined;
  readonly lastError: string | undefined;
  readonly createdAt: Date;
  /** It is sent to, not asked: no schedule, no coverage. */
  readonly isPushed: boolean;
  /** False: it brings customers and orders only, and days are heard without it. */
  readonly hasMentions: boolean;
  /** Days its texts are kept; undefined: as long as its terms allow. */
  readonly keepDays: number | undefined;
  /** How many days before it was added it reads. */
  readonly backfillDays: number;
  readonly budget: Budget;
  /** When its sign-in ends whatever happens. */
  readonly signInUntil: Date | undefined;
}

/** What a person says about a source beside its settings. */
export interface SourceOptions {
  readonly keepDays?: number | null | undefined;
  readonly backfillDays?: number | undefined;
  readonly budgetPerDay?: number | null | undefined;
  readonly budgetPerMonth?: number | null | undefined;
}

interface Stored extends Row {
  id: number;
  name: string;
  kind: string;
  settings: unknown;
  state: unknown;
  enabled: boolean;
  interval_seconds: number;
  next_fetch_at: Date;
  failures: number;
  last_success_at: Date | null;
  last_error: string | null;
  created_at: Date;
  is_pushed: boolean;
  has_mentions: boolean;
  keep_days: number | null;
  backfill_days: number;
  budget_per_day: number | null;
  budget_per_month: number | null;
  sign_in_until: Date | null;
}

function sourceOf(row: Stored): SourceRow {
  return {
    id: row.id,
    name: row.name,
    kind: row.kind,
    settings: row.settings,
    state: row.state,
    enabled: row.enabled,
    intervalSeconds: row.interval_seconds,
    nextFetchAt: row.next_fetch_at,
    failures: row.failures,
    lastSuccessAt: row.last_success_at ?? undefined,
    lastError: row.last_error ?? undefined,
    createdAt: row.created_at,
    isPushed: row.is_pushed,
    hasMentions: row.has_mentions,
    keepDays: row.keep_days ?? undefined,
    backfillDays: row.backfill_days,
    budget: { perDay: row.budget_per_day ?? undefined, perMonth: row.budget_per_month ?? undefined },
    signInUntil: row.sign_in_until ?? undefined,
  };
}

export async function listSources(sql: Sql): Promise<SourceRow[]> {
  return (await sql<Stored>`select * from sources order by name`).map(sourceOf);
}

export async function findSource(sql: Sql, id: number): Promise<SourceRow | undefined> {
  const [row] = await sql<Stored>`select * from sources where id = ${id}`;
  return row && sourceOf(row);
}

/** @throws NotFound */
export async function getSource(sql: Sql, id: number): Promise<SourceRow> {
  const source = await findSource(sql, id);
  if (!source)
    throw new NotFound(`There is no source with the id ${id}. List them with "earshot source list".`);
  return source;
}

/** @throws Conflict when the name is taken. */
export async function insertSource(
  sql: Sql,
  source: {
    name: string;
    kind: string;
    settings: unknown;
    intervalSeconds: number;
    now: Date;
    isPushed?: boolean;
    hasMentions?: boolean;
    options?: SourceOptions;
  },
): Promise<SourceRow> {
  const { isPushed = false, hasMentions = true, options = {} } = source;
  try {
    const [row] = await sql<Stored>`
      insert into sources (name, kind, settings, interval_seconds, next_fetch_at, created_at, is_pushed, has_mentions,
                           keep_days, backfill_days, budget_per_day, budget_per_month)
      values (${source.name}, ${source.kind}, ${json(source.settings)}::jsonb, ${source.intervalSeconds},
              ${source.now}, ${source.now}, ${isPushed}, ${hasMentions}, ${options.keepDays ?? null}, ${options.backfillDays ?? 0},
              ${options.budgetPerDay ?? null}, ${options.budgetPerMonth ?? null})
      returning *`;
    return sourceOf(row as Stored);
  } catch (error) {
    throw nameTaken(error, source.name);
  }
}

/** The source that files of one name are imported into; made on first use, never fetched. */
export async function getImportSource(sql: Sql, name: string, now: Date): Promise<SourceRow> {
  await sql`
    insert into sources (name, kind, settings, enabled, interval_seconds, next_fetch_at, created_at)
    values (${name}, 'import', '{}', false, 86400, ${now}, ${now})
        on conflict (name) do nothing`;
  const [row] = await sql<Stored>`select * from sources where name = ${name}`;
  return sourceOf(row as Stored);
}

/** Changes what a person may change; other settings forget where the old ones stood. */
export async function updateSource(
  sql: Sql,
  id: number,
  change: { name?: string; enabled?: boolean; settings?: unknown; options?: SourceOptions; now: Date },
): Promise<SourceRow> {
  const settings = change.settings === undefined ? null : json(change.settings);
  const { keepDays, budgetPerDay, budgetPerMonth } = change.options ?? {};
  try {
    const [row] = await sql<Stored>`
      update sources
         set name = coalesce(${change.name ?? null}, name),
             enabled = coalesce(${change.enabled ?? null}, enabled),
             settings = coalesce(${settings}::jsonb, settings),
             state = case when ${settings}::jsonb is null or settings = ${settings}::jsonb then state else '{}' end,
             keep_days = case when ${keepDays !== undefined} then ${keepDays ?? null}::int else keep_days end,
             budget_per_day = case when ${budgetPerDay !== undefined} then ${budgetPerDay ?? null}::numeric
                                   else budget_per_day end,
             budget_per_month = case when ${budgetPerMonth !== undefined} then ${budgetPerMonth ?? null}::numeric
                                     else budget_per_month end,
             failures = 0,
             next_fetch_at = ${change.now}
       where id = ${id}
      returning *`;
    if (!row) throw new NotFound(`There is no source with the id ${id}.`);
    return sourceOf(row);
  } catch (error) {
    throw nameTaken(error, change.name ?? '');
  }
}

/** Moves a source to another address of the same content: what it remembers of the last answer stays true. */
export async function readdressSource(sql: Sql, id: number, url: string): Promise<void> {
  await sql`update sources set settings = settings || ${json({ url })}::jsonb where id = ${id}`;
}

/** Keeps when a sign-in ends; undefined: nobody knows. */
export async function saveSignInEnd(sql: Sql, id: number, until: Date | undefined): Promise<void> {
  await sql`update sources set sign_in_until = ${until ?? null} where id = ${id}`;
}

/** Removes a source with its mentions and runs. The caller has taken its mentions out of the cells. */
export async function deleteSource(sql: Sql, id: number): Promise<void> {
  await sql`delete from sources where id = ${id}`;
}

/** Asks for a fetch now. */
export async function makeDue(sql: Sql, id: number, now: Date): Promise<void> {
  await sql`update sources set next_fetch_at = ${now} where id = ${id}`;
}

function nameTaken(error: unknown, name: string): unknown {
  if (!isSqlState(error, UNIQUE_VIOLATION)) return error;
  return new Conflict(`There is already a source called "${name}". Choose another name.`);
}

/** One host, one knock at a time: returns how many milliseconds to wait; 0 means the turn is ours. */
export async function takeTurn(
  sql: Sql,
  host: string,
  options: { now: Date; gapMs: number },
): Promise<number> {
  const free = new Date(options.now.getTime() + options.gapMs);
  const taken = await sql`
    insert into hosts as h (host, free_at) values (${host}, ${free})
        on conflict (host) do update set free_at = ${free} where h.free_at <= ${options.now}
    returning host`;
  if (taken.length > 0) return 0;
  const [row] = await sql<{ free_at: Date }>`select free_at from hosts where host = ${host}`;
  return Math.max(1, (row?.free_at.getTime() ?? 0) - options.now.getTime());
}

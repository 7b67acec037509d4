import { json, type Row, type Sql } from './db.ts';

/** One fetch: what it brought, or why it failed. */
export interface SourceRun {
  readonly sourceId: number;
  readonly startedAt: Date;
  readonly finishedAt: Date;
  readonly status: 'ok' | 'not-modified' | 'failed';
  /** Everything published since this instant has been seen; undefined for a failed run. */
  readonly coversFrom: Date | undefined;
  readonly seen: number;
  readonly added: number;
  readonly edited: number;
  readonly removed: number;
  readonly skipped: number;
  readonly bytes: number;
  readonly errorCode: string | undefined;
  readonly error: string | undefined;
  readonly warnings: readonly string[];
}

/** What a run has brought that brought nothing. */
export const NOTHING_READ = {
  coversFrom: undefined,
  seen: 0,
  added: 0,
  edited: 0,
  removed: 0,
  skipped: 0,
  bytes: 0,
  errorCode: undefined,
  error: undefined,
  warnings: [],
} as const;

interface Stored extends Row {
  source_id: number;
  started_at: Date;
  finished_at: Date;
  status: SourceRun['status'];
  covers_from: Date | null;
  seen: number;
  added: number;
  edited: number;
  removed: number;
  skipped: number;
  bytes: number;
  error_code: string | null;
  error: string | null;
  warnings: string[];
}

/**
 * Writes the run and moves its source on, in the caller's transaction: with the mentions it brought, or not at all.
 * Validators (etag, cursor) change only with a success. Of a live source, quiet runs share a row.
 */
export async function saveRun(
  sql: Sql,
  run: SourceRun,
  next: { state?: unknown; fetchAt: Date; intervalSeconds: number; enabled?: boolean; isLive?: boolean },
): Promise<void> {
  const failed = run.status === 'failed';
  if (!(next.isLive && (await joinQuiet(sql, run)))) await insertRun(sql, run);
  await sql`
    update sources
       set state = case when ${failed} then state else ${json(next.state ?? {})}::jsonb end,
           failures = case when ${failed} then failures + 1 else 0 end,
           last_success_at = case when ${failed} then last_success_at else ${run.startedAt}::timestamptz end,
           last_error = ${run.error ?? null},
           interval_seconds = ${next.intervalSeconds},
           next_fetch_at = ${next.fetchAt},
           enabled = coalesce(${next.enabled ?? null}, enabled)
     where id = ${run.sourceId}`;
}

/**
 * A source that is listened to is read twice a minute. A run of it that brought nothing goes into the row of the one
 * before, if that was as quiet, said the same, and begun within the same five minutes: the row vouches for both.
 */
async function joinQuiet(sql: Sql, run: SourceRun): Promise<boolean> {
  if (run.status !== 'ok' || run.coversFrom === undefined) return false;
  if (run.added + run.edited + run.removed > 0) return false;
  const joined = await sql`
    update source_runs
       set started_at = ${run.startedAt}, finished_at = ${run.finishedAt},
           covers_from = least(covers_from, ${run.coversFrom}::timestamptz),
           seen = seen + ${run.seen}, skipped = skipped + ${run.skipped}, bytes = bytes + ${run.bytes}
     where id = (select id from source_runs
                  where source_id = ${run.sourceId}
                  order by started_at desc, id desc
                  limit 1)
       and status = 'ok'
       and added + edited + removed = 0
       and started_at between ${run.coversFrom}::timestamptz and ${run.startedAt}::timestamptz
       and date_bin('5 minutes', started_at, 'epoch') = date_bin('5 minutes', ${run.startedAt}::timestamptz, 'epoch')
       and warnings = ${[...run.warnings]}::text[]
    returning id`;
  return joined.length > 0;
}

async function insertRun(sql: Sql, run: SourceRun): Promise<void> {
  await sql`
    insert into source_runs (source_id, started_at, finished_at, status, covers_from, seen, added, edited,
                             removed, skipped, bytes, error_code, error, warnings)
    values (${run.sourceId}, ${run.startedAt}, ${run.finishedAt}, ${run.status}, ${run.coversFrom ?? null},
            ${run.seen}, ${run.added}, ${run.edited}, ${run.removed}, ${run.skipped}, ${run.bytes}, ${run.errorCode ?? null},
            ${run.error ?? null}, ${[...run.warnings]}::text[])`;
}

/** The latest runs of a source, newest first. */
export async function listRuns(sql: Sql, sourceId: number, limit: number): Promise<SourceRun[]> {
  const rows = await sql<Stored>`
    select * from source_runs where source_id = ${sourceId} order by started_at desc, id desc limit ${limit}`;
  return rows.map(runOf);
}

/** A stretch of time that a source was read for without a gap, made of one run or of thousands. */
export interface CoveredStretch {
  readonly sourceId: number;
  readonly coversFrom: Date;
  readonly startedAt: Date;
}

/** What has been read since `from`, source by source, runs that touch taken together. */
export async function listCoveredStretches(sql: Sql, from: Date): Promise<CoveredStretch[]> {
  const rows = await sql<{ source_id: number; covers_from: Date; started_at: Date }>`
    select source_id, min(covers_from) as covers_from, max(started_at) as started_at
      from (select source_id, covers_from, started_at,
                   count(*) filter (where is_apart) over (partition by source_id order by covers_from, started_at) as stretch
              from (select source_id, covers_from, started_at,
                           covers_from > max(started_at) over (
                             partition by source_id order by covers_from, started_at
                             rows between unbounded preceding and 1 preceding) as is_apart
                      from source_runs
                     where finished_at >= ${from}
                       and covers_from is not null) runs) numbered
     group by source_id, stretch
     order by source_id, covers_from`;
  return rows.map((row) => ({
    sourceId: row.source_id,
    coversFrom: row.covers_from,
    startedAt: row.started_at,
  }));
}

function runOf(row: Stored): SourceRun {
  return {
    sourceId: row.source_id,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    status: row.status,
    coversFrom: row.covers_from ?? undefined,
    seen: row.seen,
    added: row.added,
    edited: row.edited,
    removed: row.removed,
    skipped: row.skipped,
    bytes: row.bytes,
    errorCode: row.error_code ?? undefined,
    error: row.error ?? undefined,
    warnings: row.warnings,
  };
}

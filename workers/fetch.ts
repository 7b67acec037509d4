import { coversFrom } from '../src/domain/coverage.ts';
import { FetchFailed, RetryLater } from '../src/domain/errors.ts';
import { afterQuietTimes, backoff, INTERVAL, nextInterval, withJitter } from '../src/domain/schedule.ts';
import { handOnToClassify, scheduleFetch, unscheduleFetch } from '../src/queue/hand-on.ts';
import type { Worker } from '../src/queue/jobs.ts';
import { sources } from '../src/sources/index.ts';
import type { Fetched, Source, SourceState } from '../src/sources/source.ts';
import type { Sql } from '../src/store/db.ts';
import { isAnnounced, noteHub } from '../src/store/hubs.ts';
import { insertNew } from '../src/store/mentions.ts';
import { saveRun } from '../src/store/source-runs.ts';
import { findSource, readdressSource, type SourceRow, takeTurn } from '../src/store/sources.ts';
import type { Deps } from './deps.ts';

// A schedule may tick a little before the second that the store has written down.
const EARLY_MS = 1_000;

export default {
  job: 'fetch',
  async work({ sourceId }, deps) {
    const source = await findSource(deps.db, sourceId);
    if (!source?.enabled) return unscheduleFetch(deps.queue, sourceId);
    const startedAt = deps.now();
    const isEarly = source.nextFetchAt.getTime() > startedAt.getTime() + EARLY_MS;
    if (isEarly) return scheduleFetch(deps.queue, source, source.nextFetchAt);
    const kind = sources.get(source.kind);
    if (!kind)
      throw new Error(
        `Source "${source.name}" is of the kind "${source.kind}", which this version does not have.`,
      );
    const settings = kind.settings.parse(source.settings);
    await waitForTurn(kind, settings, deps);
    await readSource(
      source,
      startedAt,
      () => kind.fetch(settings, source.state as SourceState, deps.http),
      deps,
    );
  },
} satisfies Worker<'fetch', Deps>;

async function waitForTurn(kind: Source, settings: unknown, deps: Deps): Promise<void> {
  const host = kind.host(settings);
  if (!host) return;
  const waitMs = await takeTurn(deps.db, host, { now: deps.now(), gapMs: deps.politeness.hostGapMs });
  if (waitMs > 0) {
    throw new RetryLater(`${host} was asked a moment ago`, { delayMs: withJitter(waitMs, deps.random()) });
  }
}

async function readSource(source: SourceRow, startedAt: Date, fetch: () => Promise<Fetched>, deps: Deps) {
  let fetched: Fetched;
  try {
    fetched = await fetch();
  } catch (error) {
    if (!(error instanceof FetchFailed)) throw error;
    return recordFailure(source, startedAt, error, deps);
  }
  const { pending, fetchAt, intervalSeconds } = await store(source, startedAt, fetched, deps);
  await handOnToClassify(deps.queue, pending);
  await scheduleFetch(deps.queue, { id: source.id, intervalSeconds }, fetchAt);
}

/** Mentions, run and validators in one transaction: an answer is stored whole or asked for again. */
async function store(source: SourceRow, startedAt: Date, fetched: Fetched, deps: Deps) {
  return deps.db.transaction(async (sql) => {
    const isFirst = source.lastSuccessAt === undefined;
    const stored = await insertNew(
      sql,
      { sourceId: source.id, now: startedAt, isBackfill: isFirst },
      fetched.mentions,
    );
    const intervalMs = nextInterval(
      source.intervalSeconds * 1000,
      { news: isFirst ? 0 : stored.added, hintMs: fetched.intervalHintMs },
      { shortestMs: await shortestMs(sql, source, deps), longestMs: INTERVAL.longestMs },
    );
    const finishedAt = deps.now();
    const dueAt = new Date(finishedAt.getTime() + withJitter(intervalMs, deps.random()));
    const fetchAt = afterQuietTimes(dueAt, fetched.quietTimes);
    const run = {
      sourceId: source.id,
      startedAt,
      finishedAt,
      status: fetched.status,
      coversFrom: coversFrom({
        startedAt,
        previousSuccessAt: source.lastSuccessAt,
        oldestPublishedAt: oldestOf(fetched),
        seen: fetched.mentions.length,
        known: stored.known,
      }),
      seen: fetched.mentions.length,
      added: stored.added,
      edited: stored.edited,
      skipped: fetched.skipped,
      bytes: fetched.bytes,
      errorCode: undefined,
      error: undefined,
      warnings: fetched.warnings,
    };
    const intervalSeconds = Math.round(intervalMs / 1000);
    const state = await follow(sql, source, fetched);
    await saveRun(sql, run, { state, fetchAt, intervalSeconds });
    if (fetched.hub) await noteHub(sql, source.id, fetched.hub, finishedAt);
    return { pending: stored.pending, fetchAt, intervalSeconds };
  });
}

/** A feed whose news is announced is asked less often, in case an announcement gets lost. */
const ANNOUNCED_MS = 3_600_000;

async function shortestMs(sql: Sql, source: SourceRow, { politeness, now }: Deps): Promise<number> {
  const isPushed = await isAnnounced(sql, source.id, now());
  return isPushed ? Math.max(politeness.minIntervalMs, ANNOUNCED_MS) : politeness.minIntervalMs;
}

/**
 * The address a source is read at from now on: that of the feed a page named, or that of a move which two runs in
 * a row reported; a single report may be somebody's mistake. Returns what the source is to remember.
 */
async function follow(sql: Sql, source: SourceRow, fetched: Fetched): Promise<SourceState> {
  const { movedTo: _, ...state } = fetched.state;
  const before = (source.state as SourceState).movedTo;
  const { movedTo } = fetched;
  const isStable = movedTo !== undefined && movedTo === before;
  const address = isStable ? movedTo : fetched.foundUrl;
  if (address !== undefined) await readdressSource(sql, source.id, address);
  return isStable || movedTo === undefined ? state : { ...state, movedTo };
}

function oldestOf(fetched: Fetched): Date | undefined {
  const dates = fetched.mentions.flatMap((mention) =>
    mention.publishedAt ? [mention.publishedAt.getTime()] : [],
  );
  return dates.length > 0 ? new Date(dates.reduce((a, b) => Math.min(a, b))) : undefined;
}

/** A source that cannot be read is no failure of ours: it is written down, shown, and asked again later. */
async function recordFailure(source: SourceRow, startedAt: Date, error: FetchFailed, deps: Deps) {
  const intervalMs = source.intervalSeconds * 1000;
  const waitMs = backoff(source.failures + 1, { intervalMs, retryAfterMs: error.retryAfterMs });
  const finishedAt = deps.now();
  const fetchAt = new Date(finishedAt.getTime() + withJitter(waitMs, deps.random()));
  const isGone = error.code === 'gone';
  await saveRun(
    deps.db,
    {
      sourceId: source.id,
      startedAt,
      finishedAt,
      status: 'failed',
      coversFrom: undefined,
      seen: 0,
      added: 0,
      edited: 0,
      skipped: 0,
      bytes: 0,
      errorCode: error.code,
      error: error.message,
      warnings: [],
    },
    { fetchAt, intervalSeconds: source.intervalSeconds, ...(isGone ? { enabled: false } : {}) },
  );
  deps.log.warn({ source: source.name, code: error.code, error: error.message }, 'source could not be read');
  if (isGone) return unscheduleFetch(deps.queue, source.id);
  await scheduleFetch(deps.queue, source, fetchAt);
}

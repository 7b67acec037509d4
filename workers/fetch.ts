import { coversFrom } from '../src/domain/coverage.ts';
import { FetchFailed, RetryLater } from '../src/domain/errors.ts';
import { backoff, INTERVAL, nextInterval, withJitter } from '../src/domain/schedule.ts';
import { handOnToClassify, scheduleFetch, unscheduleFetch } from '../src/queue/hand-on.ts';
import type { Worker } from '../src/queue/jobs.ts';
import { sources } from '../src/sources/index.ts';
import type { Fetched, Source, SourceState } from '../src/sources/source.ts';
import { insertNew } from '../src/store/mentions.ts';
import { saveRun } from '../src/store/source-runs.ts';
import { findSource, type SourceRow, takeTurn } from '../src/store/sources.ts';
import type { Deps } from './deps.ts';

// A schedule may tick a little before the second that the store has written down.
const EARLY_MS = 1_000;

export default {
  job: 'fetch',
  async work({ sourceId }, deps) {
    const source = await findSource(deps.db, sourceId);
    if (!source?.enabled) return unscheduleFetch(deps.queue, sourceId);
    const startedAt = deps.now();
    if (source.nextFetchAt.getTime() > startedAt.getTime() + EARLY_MS) return;
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
      { shortestMs: deps.politeness.minIntervalMs, longestMs: INTERVAL.longestMs },
    );
    const finishedAt = deps.now();
    const fetchAt = new Date(finishedAt.getTime() + withJitter(intervalMs, deps.random()));
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
    await saveRun(sql, run, { state: fetched.state, fetchAt, intervalSeconds });
    return { pending: stored.pending, fetchAt, intervalSeconds };
  });
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

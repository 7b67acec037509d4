import { coversFrom } from '../src/domain/coverage.ts';
import { FetchFailed, Refused, RetryLater } from '../src/domain/errors.ts';
import { joinedFacts } from '../src/domain/facts.ts';
import { afterQuietTimes, backoff, INTERVAL, nextInterval, withJitter } from '../src/domain/schedule.ts';
import { handOnToClassify, scheduleFetch, unscheduleFetch } from '../src/queue/hand-on.ts';
import type { Worker } from '../src/queue/jobs.ts';
import { contextOf, PAGES_A_RUN } from '../src/sources/context.ts';
import { sources } from '../src/sources/index.ts';
import { secretNames } from '../src/sources/settings-fields.ts';
import type { FetchContext, Fetched, Source, SourceState } from '../src/sources/source.ts';
import { keptTerms } from '../src/sources/terms.ts';
import { noteAnswersSeen } from '../src/store/answers-seen.ts';
import type { Sql } from '../src/store/db.ts';
import { addedFacts, commentsGone, saveFacts, seenFacts, updatedFacts } from '../src/store/facts.ts';
import { isAnnounced, noteHub } from '../src/store/hubs.ts';
import { insertNew } from '../src/store/mentions.ts';
import { holdForRemovals, noteSeen, removeGone } from '../src/store/sightings.ts';
import { accessTo } from '../src/store/source-access.ts';
import { NOTHING_READ, saveRun } from '../src/store/source-runs.ts';
import { findSource, readdressSource, type SourceRow, takeTurn } from '../src/store/sources.ts';
import type { Deps } from './deps.ts';
import { type LookedAgain, lookAgain, type Reading } from './fetch/look-again.ts';

// A schedule may tick a little before the second that the store has written down.
const EARLY_MS = 1_000;
const DAY_MS = 86_400_000;
/** Until a run goes on with what the last one had to leave. */
const SOON_MS = 10_000;

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
    if (!kind.fetch) return unscheduleFetch(deps.queue, sourceId);
    const read = async () => {
      await waitForTurn(kind, source, deps);
      await readSource({ source, kind, startedAt }, deps);
    };
    await (kind.isStream ? listening(deps, read) : read());
  },
} satisfies Worker<'fetch', Deps>;

async function waitForTurn(kind: Source, source: SourceRow, deps: Deps): Promise<void> {
  const host = kind.host(source.settings);
  if (!host) return;
  const waitMs = await takeTurn(deps.db, host, { now: deps.now(), gapMs: deps.politeness.hostGapMs });
  if (waitMs > 0) {
    throw new RetryLater(`${host} was asked a moment ago`, { delayMs: withJitter(waitMs, deps.random()) });
  }
}

let listeners = 0;
const FREE_SOON_MS = 5_000;

/** Streams take as long as they are listened to; others do not wait behind them. */
async function listening(deps: Deps, read: () => Promise<void>): Promise<void> {
  if (listeners >= (deps.politeness.mostListeners ?? 1)) {
    throw new RetryLater('other streams are listened to', {
      delayMs: withJitter(FREE_SOON_MS, deps.random()),
    });
  }
  listeners += 1;
  try {
    await read();
  } finally {
    listeners -= 1;
  }
}

async function readSource(reading: Reading, deps: Deps): Promise<void> {
  const { source, kind, startedAt } = reading;
  let fetched: Fetched;
  let again: LookedAgain;
  try {
    const context = await contextFor(reading, deps);
    fetched = await (kind.fetch as NonNullable<Source['fetch']>)(context);
    again = await lookAgain(reading, fetched, context, deps);
  } catch (error) {
    if (!(error instanceof FetchFailed)) throw error;
    return recordFailure(source, startedAt, error, deps);
  }
  const { pending, fetchAt, intervalSeconds } = await store(reading, fetched, again, deps);
  await handOnToClassify(deps.queue, pending);
  await scheduleFetch(deps.queue, { id: source.id, intervalSeconds }, fetchAt);
}

/** @throws FetchFailed 'sign-in' when its settings are no longer complete: a person has to look. */
async function contextFor({ source, kind }: Reading, deps: Deps): Promise<FetchContext> {
  const access = accessTo(deps, source, kind.cost.unit);
  const secrets = await access.secrets(secretNames(kind)).catch((error: unknown) => {
    throw error instanceof Refused ? new FetchFailed('sign-in', error.message) : error;
  });
  const parsed = kind.settings.safeParse({ ...(source.settings as object), ...secrets });
  if (!parsed.success) {
    const what = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
    throw new FetchFailed('sign-in', `The settings cannot be used (${what}). Edit the source.`);
  }
  return contextOf({
    ...access,
    settings: parsed.data,
    http: deps.http,
    now: deps.now,
    state: source.state as SourceState,
    since: new Date(source.createdAt.getTime() - source.backfillDays * DAY_MS),
    mostPages: PAGES_A_RUN,
  });
}

/** Mentions, run and validators in one transaction: an answer is stored whole or asked for again. */
async function store({ source, kind, startedAt }: Reading, fetched: Fetched, again: LookedAgain, deps: Deps) {
  return deps.db.transaction(async (sql) => {
    const isFirst = source.lastSuccessAt === undefined;
    const mentions = [...fetched.mentions, ...again.mentions];
    const terms = keptTerms(kind, source, fetched, startedAt);
    const at = { sourceId: source.id, now: startedAt };
    const arrival = { ...at, isBackfill: isFirst, backfillBefore: source.createdAt, terms };
    const gone = { removed: [...(fetched.removed ?? []), ...again.removed], wholeSince: fetched.wholeSince };
    const told = joinedFacts(fetched.facts, again.facts);
    await holdForRemovals(sql, gone, commentsGone(told));
    const stored = await insertNew(sql, arrival, mentions);
    const facts = await saveFacts(sql, { ...arrival, vault: deps.vault }, told);
    if (terms.isWatched) {
      await noteSeen(sql, at, mentions);
      const answers = (told.answers ?? []).map(({ externalId }) => externalId);
      await noteAnswersSeen(sql, at, [...answers, ...(again.asked ?? [])]);
    }
    const removed = await removeGone(sql, at, {
      ...gone,
      present: fetched.mentions.map((mention) => mention.externalId),
    });
    const added = stored.added + addedFacts(facts);
    const intervalMs = nextInterval(
      source.intervalSeconds * 1000,
      { news: isFirst ? 0 : added, hintMs: fetched.intervalHintMs },
      { shortestMs: await shortestMs(sql, source, deps), longestMs: INTERVAL.longestMs },
    );
    const finishedAt = deps.now();
    const waitMs = Math.max(fetched.hasMore ? SOON_MS : intervalMs, fetched.restMs ?? 0);
    const dueAt = new Date(finishedAt.getTime() + withJitter(waitMs, deps.random()));
    const fetchAt = afterQuietTimes(dueAt, fetched.quietTimes);
    const run = {
      sourceId: source.id,
      startedAt,
      finishedAt,
      status: fetched.status,
      coversFrom:
        fetched.coversFrom ??
        coversFrom({
          startedAt,
          previousSuccessAt: source.lastSuccessAt,
          oldestPublishedAt: oldestOf(fetched),
          seen: fetched.mentions.length,
          known: stored.known,
        }),
      seen: fetched.mentions.length + seenFacts(facts),
      added,
      edited: stored.edited + updatedFacts(facts),
      removed: removed + facts.removed,
      skipped: fetched.skipped,
      bytes: fetched.bytes,
      errorCode: undefined,
      error: undefined,
      warnings: [...fetched.warnings, ...again.warnings],
    };
    const intervalSeconds = Math.round(intervalMs / 1000);
    const state = await follow(sql, source, fetched);
    await saveRun(sql, run, { state, fetchAt, intervalSeconds, isLive: kind.isStream === true });
    if (fetched.hub) await noteHub(sql, deps.vault, source.id, fetched.hub, finishedAt);
    return { pending: [...stored.pending, ...facts.pending], fetchAt, intervalSeconds };
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
  // Asking again would change nothing until a person does something.
  const isStopped = error.code === 'gone' || error.code === 'sign-in';
  await saveRun(
    deps.db,
    {
      ...NOTHING_READ,
      sourceId: source.id,
      startedAt,
      finishedAt,
      status: 'failed',
      errorCode: error.code,
      error: error.message,
    },
    { fetchAt, intervalSeconds: source.intervalSeconds, ...(isStopped ? { enabled: false } : {}) },
  );
  deps.log.warn({ source: source.name, code: error.code, error: error.message }, 'source could not be read');
  if (isStopped) return unscheduleFetch(deps.queue, source.id);
  await scheduleFetch(deps.queue, source, fetchAt);
}

import { createHash } from 'node:crypto';
import { NotFound, Unreadable } from '../../domain/errors.ts';
import { fetchAtOnce, handOnToClassify, scheduleFetch } from '../../queue/hand-on.ts';
import { sources } from '../../sources/index.ts';
import { secretNames } from '../../sources/settings-fields.ts';
import type { Delivery, Received, Source } from '../../sources/source.ts';
import { keptTerms } from '../../sources/terms.ts';
import { addedFacts, commentsGone, saveFacts, seenFacts, updatedFacts } from '../../store/facts.ts';
import { forgetKeptDeliveries, keepDelivery } from '../../store/kept-deliveries.ts';
import { insertNew } from '../../store/mentions.ts';
import { holdForRemovals, noteSeen, removeGone } from '../../store/sightings.ts';
import { saveRun } from '../../store/source-runs.ts';
import { readSecrets } from '../../store/source-secrets.ts';
import { findSource, makeDue, type SourceRow } from '../../store/sources.ts';
import { takeDelivery } from '../../store/webhook-deliveries.ts';
import type { WebDeps } from '../deps.ts';

export interface Taken {
  /** The same delivery has been taken before; nothing was done. */
  readonly isRepeated: boolean;
  readonly added: number;
  readonly edited: number;
  readonly removed: number;
  readonly skipped: number;
}

/**
 * Takes what is sent to a source: signed as agreed, each delivery once, stored before it is confirmed.
 * @throws NotFound for a source that takes nothing; Refused.
 */
export async function receive(deps: WebDeps, sourceId: number, delivery: Delivery): Promise<Taken> {
  const source = await findSource(deps.db, sourceId);
  const kind = source?.enabled ? sources.get(source.kind) : undefined;
  if (!source || !kind?.receive) throw new NotFound(`Nothing is taken at /webhooks/${sourceId}.`);
  const secrets = await readSecrets(deps.db, deps.vault, source.id, secretNames(kind));
  const settings = kind.settings.parse({ ...(source.settings as object), ...secrets });
  const received = await receivedBy(deps, { source, kind, settings }, delivery);
  if (received.readNow === true) {
    await readSoon(deps, source);
    return { isRepeated: false, added: 0, edited: 0, removed: 0, skipped: 0 };
  }
  // Without an id of the sender's the bytes are the id: the same ones again are the same delivery.
  const id = received.deliveryId ?? createHash('sha256').update(delivery.body).digest('base64url');
  return takeIn(deps, source, { id, bytes: delivery.body.length, received });
}

/** Deliveries that settings can make different things of are kept for a while, above all those nothing was made of. */
async function receivedBy(
  { db, vault, now }: WebDeps,
  { source, kind, settings }: { source: SourceRow; kind: Source; settings: unknown },
  delivery: Delivery,
): Promise<Received> {
  const take = kind.receive as NonNullable<Source['receive']>;
  if (!kind.readBody) return take(delivery, settings, now());
  const kept = { sourceId: source.id, body: new TextDecoder().decode(delivery.body), now: now() };
  try {
    const received = take(delivery, settings, now());
    if (received.removed.length > 0) await forgetKeptDeliveries(db, source.id);
    else await keepDelivery(db, vault, kept);
    return received;
  } catch (error) {
    if (error instanceof Unreadable) await keepDelivery(db, vault, kept);
    throw error;
  }
}

/** What has come to a source that is sent to. */
export interface Arrived {
  /** One that has come before is not taken again; undefined: what comes again holds again. */
  readonly id: string | undefined;
  readonly bytes: number;
  readonly received: Received;
}

/** Stores what has come and hands on what there is to classify. */
export async function takeIn(deps: WebDeps, source: SourceRow, arrived: Arrived): Promise<Taken> {
  const { pending, ...taken } = await store(deps, source, arrived);
  await handOnToClassify(deps.queue, pending);
  return taken;
}

/** Word of news comes as often as the other side likes; a source is not read more often than this. */
const GAP_MS = 30_000;

/** A source that is told to wait, waits. */
async function readSoon(deps: WebDeps, source: SourceRow): Promise<void> {
  if (source.failures > 0 || source.isPushed) return;
  const now = deps.now();
  const freeAt = new Date((source.lastSuccessAt?.getTime() ?? 0) + GAP_MS);
  const at = freeAt > now ? freeAt : now;
  if (source.nextFetchAt <= at) return;
  await makeDue(deps.db, source.id, at);
  if (at > now) await scheduleFetch(deps.queue, source, at);
  else await fetchAtOnce(deps.queue, source, now);
}

/** Whether anything is taken for a source: some services knock before they deliver. @throws NotFound */
export async function expectDeliveries(deps: WebDeps, sourceId: number): Promise<void> {
  const source = await findSource(deps.db, sourceId);
  const kind = source?.enabled ? sources.get(source.kind) : undefined;
  if (!kind?.receive) throw new NotFound(`Nothing is taken at /webhooks/${sourceId}.`);
}

function store(deps: WebDeps, source: SourceRow, { id, bytes, received }: Arrived) {
  const now = deps.now();
  const at = { sourceId: source.id, now };
  return deps.db.transaction(async (sql) => {
    if (id !== undefined && !(await takeDelivery(sql, { ...at, id }))) {
      return { pending: [], isRepeated: true, added: 0, edited: 0, removed: 0, skipped: 0 };
    }
    const terms = termsFor(source, received, now);
    const arrival = {
      ...at,
      isBackfill: false,
      backfillBefore: source.createdAt,
      ...(terms ? { terms } : {}),
    };
    const gone = { removed: received.removed, wholeSince: undefined };
    await holdForRemovals(sql, gone, commentsGone(received.facts ?? {}));
    const stored = await insertNew(sql, arrival, received.mentions);
    const facts = await saveFacts(sql, { ...arrival, vault: deps.vault }, received.facts ?? {});
    if (terms?.isWatched) await noteSeen(sql, at, received.mentions);
    const removed = await removeGone(sql, at, { ...gone, present: [] });
    const pending = [...stored.pending, ...facts.pending];
    const counts = {
      added: stored.added + addedFacts(facts),
      edited: stored.edited + updatedFacts(facts),
      removed: removed + facts.removed,
      skipped: received.skipped,
    };
    const seen = received.mentions.length + seenFacts(facts);
    await saveRun(sql, runOf({ source, now, bytes, seen, counts }), {
      state: source.state,
      fetchAt: source.nextFetchAt,
      intervalSeconds: source.intervalSeconds,
    });
    return { pending, isRepeated: false, ...counts };
  });
}

function termsFor(source: SourceRow, { mentions }: Received, now: Date) {
  const kind = sources.get(source.kind);
  const fetched = { status: 'ok' as const, mentions, state: {}, bytes: 0, skipped: 0, warnings: [] };
  return kind && keptTerms(kind, source, fetched, now);
}

function runOf({
  source,
  now,
  bytes,
  seen,
  counts,
}: {
  source: SourceRow;
  now: Date;
  bytes: number;
  seen: number;
  counts: { added: number; edited: number; removed: number; skipped: number };
}) {
  return {
    sourceId: source.id,
    startedAt: now,
    finishedAt: now,
    status: 'ok' as const,
    coversFrom: undefined,
    seen,
    ...counts,
    bytes,
    errorCode: undefined,
    error: undefined,
    warnings: [],
  };
}

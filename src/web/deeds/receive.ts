import { createHash } from 'node:crypto';
import { NotFound } from '../../domain/errors.ts';
import { handOnToClassify } from '../../queue/hand-on.ts';
import { sources } from '../../sources/index.ts';
import { secretNames } from '../../sources/settings-fields.ts';
import type { Delivery, Received } from '../../sources/source.ts';
import { keptTerms } from '../../sources/terms.ts';
import { addedFacts, saveFacts, seenFacts, updatedFacts } from '../../store/facts.ts';
import { insertNew } from '../../store/mentions.ts';
import { noteSeen, removeGone } from '../../store/sightings.ts';
import { saveRun } from '../../store/source-runs.ts';
import { readSecrets } from '../../store/source-secrets.ts';
import { findSource, type SourceRow } from '../../store/sources.ts';
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
  const received = kind.receive(delivery, settings, deps.now());
  const { pending, ...taken } = await store(deps, source, delivery, received);
  await handOnToClassify(deps.queue, pending);
  return taken;
}

function store(deps: WebDeps, source: SourceRow, delivery: Delivery, received: Received) {
  const now = deps.now();
  // Without an id of the sender's the bytes are the id: the same ones again are the same delivery.
  const id = received.deliveryId ?? createHash('sha256').update(delivery.body).digest('base64url');
  const at = { sourceId: source.id, now };
  return deps.db.transaction(async (sql) => {
    if (!(await takeDelivery(sql, { ...at, id }))) {
      return { pending: [], isRepeated: true, added: 0, edited: 0, removed: 0, skipped: 0 };
    }
    const terms = termsFor(source, received, now);
    const arrival = {
      ...at,
      isBackfill: false,
      backfillBefore: source.createdAt,
      ...(terms ? { terms } : {}),
    };
    const stored = await insertNew(sql, arrival, received.mentions);
    const facts = await saveFacts(sql, { ...arrival, vault: deps.vault }, received.facts ?? {});
    if (terms?.isWatched) await noteSeen(sql, at, received.mentions);
    const removed = await removeGone(sql, at, {
      removed: received.removed,
      wholeSince: undefined,
      present: [],
    });
    const pending = [...stored.pending, ...facts.pending];
    const counts = {
      added: stored.added + addedFacts(facts),
      edited: stored.edited + updatedFacts(facts),
      removed: removed + facts.removed,
      skipped: received.skipped,
    };
    const seen = received.mentions.length + seenFacts(facts);
    await saveRun(sql, runOf({ source, now, delivery, seen, counts }), {
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
  delivery,
  seen,
  counts,
}: {
  source: SourceRow;
  now: Date;
  delivery: Delivery;
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
    bytes: delivery.body.length,
    errorCode: undefined,
    error: undefined,
    warnings: [],
  };
}

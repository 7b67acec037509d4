import { FetchFailed } from '../../src/domain/errors.ts';
import type { NewFacts } from '../../src/domain/facts.ts';
import type { NewMention } from '../../src/domain/mention.ts';
import type { FetchContext, Fetched, KnownMention, Recheck, Source } from '../../src/sources/source.ts';
import { listUnseenAnswers } from '../../src/store/answers-seen.ts';
import { listUnseen } from '../../src/store/sightings.ts';
import type { SourceRow } from '../../src/store/sources.ts';
import type { Deps } from '../deps.ts';

const DAY_MS = 86_400_000;

/** A run of one source. */
export interface Reading {
  readonly source: SourceRow;
  readonly kind: Source;
  readonly startedAt: Date;
}

export interface LookedAgain {
  readonly mentions: readonly NewMention[];
  readonly facts?: NewFacts;
  readonly removed: readonly string[];
  readonly warnings: readonly string[];
  /** Ids that the source was asked about. */
  readonly asked?: readonly string[];
}

/** Asks about what nobody has seen for a while: the list of new mentions shows neither edits nor removals. */
export async function lookAgain(
  { source, kind, startedAt }: Reading,
  fetched: Fetched,
  context: FetchContext,
  deps: Deps,
): Promise<LookedAgain> {
  const { recheck } = kind;
  if (!recheck || fetched.hasMore) return { mentions: [], removed: [], warnings: [] };
  const answers = fetched.facts?.answers ?? [];
  const seen = new Set([...fetched.mentions, ...answers].map(({ externalId }) => externalId));
  const due = await listDue({ source, kind, startedAt }, recheck, deps);
  const known = due.filter(({ externalId }) => !seen.has(externalId));
  if (known.length === 0) return { mentions: [], removed: [], warnings: [] };
  try {
    const asked = known.map(({ externalId }) => externalId);
    return { ...(await recheck.ask(context, known)), warnings: [], asked };
  } catch (error) {
    // What was read stays read; the look is repeated with the next run.
    if (!(error instanceof FetchFailed) || error.code === 'sign-in') throw error;
    return {
      mentions: [],
      removed: [],
      warnings: [`Known mentions could not be looked at again: ${error.message}`],
    };
  }
}

/** Mentions, and answers without one: neither may keep the other waiting for ever. */
async function listDue(
  { source, startedAt }: Reading,
  { everyDays, forDays, batch }: Recheck,
  { db }: Deps,
): Promise<readonly KnownMention[]> {
  const seenBefore = new Date(startedAt.getTime() - everyDays * DAY_MS);
  const since = new Date(startedAt.getTime() - forDays * DAY_MS);
  const due = { sourceId: source.id, seenBefore, limit: batch };
  const mentions = await listUnseen(db, { ...due, publishedSince: since });
  const answers = await listUnseenAnswers(db, { ...due, answeredSince: since });
  const most = batch - Math.min(answers.length, Math.floor(batch / 2));
  const silent = answers.map((externalId) => ({ externalId, parentId: undefined, url: undefined }));
  return [...mentions.slice(0, most), ...silent].slice(0, batch);
}

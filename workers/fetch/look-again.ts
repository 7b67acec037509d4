import { FetchFailed } from '../../src/domain/errors.ts';
import type { NewFacts } from '../../src/domain/facts.ts';
import type { NewMention } from '../../src/domain/mention.ts';
import type { FetchContext, Fetched, Source } from '../../src/sources/source.ts';
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
  const seen = new Set(fetched.mentions.map((mention) => mention.externalId));
  const due = await listUnseen(deps.db, {
    sourceId: source.id,
    seenBefore: new Date(startedAt.getTime() - recheck.everyDays * DAY_MS),
    publishedSince: new Date(startedAt.getTime() - recheck.forDays * DAY_MS),
    limit: recheck.batch,
  });
  const known = due.filter(({ externalId }) => !seen.has(externalId));
  if (known.length === 0) return { mentions: [], removed: [], warnings: [] };
  try {
    return { ...(await recheck.ask(context, known)), warnings: [] };
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

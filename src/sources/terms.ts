import type { Fetched, Source, Terms } from './source.ts';

/** For places whose operators set no limits beyond good manners. */
export const OPEN_TERMS: Terms = { mayStore: true, mayAnalyse: true, note: '' };

export function termsOf<S>(kind: Source<S>, settings: S): Terms {
  return typeof kind.terms === 'function' ? kind.terms(settings) : kind.terms;
}

const DAY_MS = 86_400_000;

/** What the terms of a kind, and the wish of a source's owner, mean for what a run has brought. */
export function keptTerms(
  kind: Source,
  source: { settings: unknown; keepDays: number | undefined },
  fetched: Fetched,
  now: Date,
) {
  const terms = termsOf(kind, source.settings);
  const keepDays = Math.min(terms.keepDays ?? Infinity, source.keepDays ?? Infinity);
  return {
    mayStore: terms.mayStore,
    mayAnalyse: terms.mayAnalyse,
    keptSince: Number.isFinite(keepDays) ? new Date(now.getTime() - keepDays * DAY_MS) : undefined,
    isWatched:
      kind.recheck !== undefined ||
      terms.refreshDays !== undefined ||
      fetched.wholeSince !== undefined ||
      fetched.mentions.some((mention) => mention.ownerReply !== undefined),
  };
}

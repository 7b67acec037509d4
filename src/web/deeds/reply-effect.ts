import { type Effect, effectOf, type Sums } from '../../domain/reply-effect.ts';
import { type AnsweredStratum, type EffectMeasure, readStrata } from '../../store/reply-effect.ts';
import { listSavedReplies } from '../../store/saved-replies.ts';
import type { WebDeps } from '../deps.ts';

export const EFFECT_DAYS = [30, 90] as const;
export type EffectDays = (typeof EFFECT_DAYS)[number];

export interface EffectLine {
  /** Undefined: all replies by people. */
  readonly saved: { readonly id: number; readonly name: string } | undefined;
  /** Undefined where there is not enough data. */
  readonly effects: Readonly<Record<EffectMeasure, Effect | undefined>>;
}

/** What answering changed, over all and by saved reply, against what is like it and was not answered. */
export async function readEffects(
  deps: Pick<WebDeps, 'db' | 'now'>,
  days: EffectDays,
): Promise<EffectLine[]> {
  const [strata, saved] = await Promise.all([
    readStrata(deps.db, { days, now: deps.now() }),
    listSavedReplies(deps.db),
  ]);
  const used = saved.filter(({ used: times }) => times > 0).toSorted((a, b) => b.used - a.used);
  return [
    { saved: undefined, effects: effectsOf(strata) },
    ...used.map(({ id, name }) => ({
      saved: { id, name },
      effects: effectsOf(strata.filter(({ savedReplyId }) => savedReplyId === id)),
    })),
  ];
}

function effectsOf(strata: readonly AnsweredStratum[]): EffectLine['effects'] {
  return {
    stars: effectOf(byStratum(strata, 'stars')),
    compound: effectOf(byStratum(strata, 'compound')),
  };
}

/** One entry a stratum, whichever saved reply was used. */
function byStratum(strata: readonly AnsweredStratum[], measure: EffectMeasure) {
  const merged = new Map<string, { answered: Sums; unanswered: Sums }>();
  for (const { stratum, answered, unanswered } of strata) {
    const before = merged.get(stratum)?.answered ?? { n: 0, sum: 0, squares: 0 };
    const more = answered[measure];
    merged.set(stratum, {
      answered: {
        n: before.n + more.n,
        sum: before.sum + more.sum,
        squares: before.squares + more.squares,
      },
      unanswered: unanswered[measure],
    });
  }
  return [...merged.values()];
}

import type { LeadAnswer, LeadSearch } from './lead.ts';

/** One claim in twenty may be chance, whatever the number of lags and of numbers tried. */
export const MOST_CHANCE = 0.05;

/** A lead that may be spoken of, or why there is none. */
export type LeadVerdict =
  | { readonly kind: 'lead'; readonly search: LeadSearch; readonly p: number }
  | {
      readonly kind: 'none';
      readonly search: LeadSearch;
      readonly p: number;
      /** It would do on its own, but so many numbers were tried that one such find is to be expected. */
      readonly onlyAlone: boolean;
    }
  | { readonly kind: 'not-searched'; readonly answer: Exclude<LeadAnswer, LeadSearch> };

/**
 * Corrects the chances of several numbers tried against the same leading one, after Holm (1979): the smallest counts as
 * many times as there are numbers, the next one time less, and none less than the one before it.
 */
export function judgeLeads(answers: readonly LeadAnswer[]): readonly LeadVerdict[] {
  const searches = answers.filter((answer) => answer.kind === 'searched').toSorted((a, b) => a.p - b.p);
  const corrected = new Map<LeadSearch, number>();
  let least = 0;
  searches.forEach((search, at) => {
    least = Math.max(least, Math.min(1, (searches.length - at) * search.p));
    corrected.set(search, least);
  });
  return answers.map((answer): LeadVerdict => {
    if (answer.kind !== 'searched') return { kind: 'not-searched', answer };
    const p = corrected.get(answer) ?? 1;
    if (p <= MOST_CHANCE) return { kind: 'lead', search: answer, p };
    return { kind: 'none', search: answer, p, onlyAlone: answer.p <= MOST_CHANCE };
  });
}

import type { Counts } from './sentiment.ts';

/** Why a day's number is not the one that was published. */
export interface Correction {
  /** Mentions that reached us after the day was published. */
  readonly late: number;
  /** Known by then, and counted afterwards. */
  readonly countedLater: number;
  /** Gone from where they stood, or no longer in the topic. */
  readonly gone: number;
  /** Labelled anew by people. */
  readonly byPeople: number;
  /** Edited where they stand. */
  readonly edited: number;
  /** Labels have moved that none of this explains: rules, or another lexicon. */
  readonly isRelabelled: boolean;
}

type Labelled = Omit<Counts, 'unknown'>;

/** What is known of single mentions, and what follows from the counts. */
export function correctionOf(
  known: Pick<Correction, 'late' | 'byPeople' | 'edited'>,
  { published, now }: { published: Labelled; now: Labelled },
): Correction {
  const all = ({ positive, neutral, negative }: Labelled) => positive + neutral + negative;
  const grown = all(now) - all(published) - known.late;
  const countedLater = Math.max(0, grown);
  const gone = Math.max(0, -grown);
  const moved =
    Math.abs(now.positive - published.positive) +
    Math.abs(now.neutral - published.neutral) +
    Math.abs(now.negative - published.negative);
  // A new label takes one away and adds one.
  const explained = known.late + countedLater + gone + 2 * (known.byPeople + known.edited);
  return { ...known, countedLater, gone, isRelabelled: moved > explained };
}

/** "3 came late, 1 was corrected by people". */
export function correctionInWords(correction: Correction): string {
  const { late, countedLater, gone, byPeople, edited, isRelabelled } = correction;
  const was = (n: number, words: string) => `${n} ${n === 1 ? 'was' : 'were'} ${words}`;
  const parts = [
    ...(late > 0 ? [`${late} came late`] : []),
    ...(countedLater > 0 ? [was(countedLater, 'counted later')] : []),
    ...(gone > 0 ? [`${gone} ${gone === 1 ? 'is' : 'are'} gone or no longer in the topic`] : []),
    ...(byPeople > 0 ? [was(byPeople, 'labelled by people')] : []),
    ...(edited > 0 ? [was(edited, 'edited')] : []),
    ...(isRelabelled ? ['labels were moved by rules or a new lexicon'] : []),
  ];
  return parts.join(', ');
}

import type { MentionKind } from '../mention.ts';
import { repostedFrom } from '../quoted.ts';
import { isCutOff, type Word, wordsOf } from './twin-words.ts';

/** What tells whether two mentions are the same story or post. */
export interface TwinText {
  readonly kind: MentionKind;
  readonly title?: string | undefined;
  readonly text: string;
  /** The author's handle, or the name where there is none. */
  readonly author?: string | undefined;
  readonly url?: string | undefined;
  /** The rating as it was given; whoever rates speaks for himself. */
  readonly rating?: string | undefined;
  readonly product?: string | undefined;
  readonly location?: string | undefined;
}

/** A text made ready to be compared. */
export interface TwinPrint {
  /** False: a text that has no twins, whatever it says. */
  readonly mayHaveTwins: boolean;
  /** Where nothing but the same words by the same person will do: both of them. */
  readonly exact: string | undefined;
  readonly words: readonly Word[];
  /** However short a text was cut, it opens in the same way; where the text is the title only, with the title. */
  readonly opening: readonly Word[];
  readonly isCutOff: boolean;
}

/** Fewer words than this are written by several people at once: "Great, thanks!" */
const FEWEST_WORDS = 16;
const OPENING_WORDS = 8;

/**
 * A short text, a review and whatever carries a rating has twins only in the same words by the same author; a survey
 * answer never has. A longer text is recognised by what it says.
 */
export function printOf(mention: TwinText): TwinPrint {
  const cutOff = isCutOff(mention.text);
  const text = wordsOf(mention.text);
  // The last word of a text that was cut off may be half a word.
  const words = withTitle(mention.title, text).slice(0, cutOff ? -1 : undefined);
  const opening = (text.length >= OPENING_WORDS ? text : words).slice(0, OPENING_WORDS);
  const isReview = mention.kind === 'review' || mention.rating !== undefined;
  const print = { words, opening, isCutOff: cutOff };
  if (mention.kind === 'survey' || words.length === 0)
    return { ...print, mayHaveTwins: false, exact: undefined };
  if (!isReview && words.length >= FEWEST_WORDS) return { ...print, mayHaveTwins: true, exact: undefined };
  const who = authorOf(mention) ?? (isReview || !mention.url ? undefined : ` ${mention.url}`);
  if (who === undefined) return { ...print, mayHaveTwins: false, exact: undefined };
  const about = isReview ? [mention.rating ?? '', mention.product ?? '', mention.location ?? ''] : [];
  const exact = [isReview ? 'review' : 'short', who, ...about, words.map(({ word }) => word).join(' ')].join(
    '\u0000',
  );
  return { ...print, mayHaveTwins: true, exact };
}

/** Some feeds repeat the title as the beginning of the text. */
function withTitle(title: string | undefined, words: readonly Word[]): readonly Word[] {
  const titled = title === undefined ? [] : wordsOf(title);
  const isRepeated = titled.every(({ word }, index) => words[index]?.word === word);
  return isRepeated ? words : [...titled, ...words];
}

/** A repost speaks for the author of what it carries. */
function authorOf({ author, text }: TwinText): string | undefined {
  const name = repostedFrom(text) ?? author;
  return name?.toLowerCase().replace(/^@/, '').trim() || undefined;
}

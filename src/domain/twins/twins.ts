import { createHash } from 'node:crypto';
import type { MentionKind } from '../mention.ts';
import { repostedFrom } from '../quoted.ts';
import { isCutOff, isNegation, type Word, wordsOf } from './twin-words.ts';

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
  /** Two mentions that are twins share at least one key, nearly always; a text that has no twins has none. Signed 64 bit. */
  readonly keys: readonly string[];
  /** Where nothing but the same words by the same person will do: both of them. */
  readonly exact: string | undefined;
  readonly words: readonly Word[];
  readonly isCutOff: boolean;
}

/** Fewer words than this are written by several people at once: "Great, thanks!" */
const FEWEST_WORDS = 16;
/** From so many words on a few may differ, and the text may be cut off anywhere. */
const MANY_WORDS = 40;
/** News is told in its first words; what follows may be left out by a feed. */
const LEAD_WORDS = 40;
const OPENING_WORDS = 8;
const OPENING_LENGTH = 400;
const BANDS = 6;
const ROWS = 3;

/**
 * A short text, a review and whatever carries a rating has twins only in the same words by the same author; a survey
 * answer never has. A longer text is recognised by the pairs of words in its lead (MinHash in bands) and by
 * its opening, so that twins are found by a few equal keys.
 */
export function printOf(mention: TwinText): TwinPrint {
  const cutOff = isCutOff(mention.text);
  // The last word of a text that was cut off may be half a word.
  const words = wordsOfMention(mention).slice(0, cutOff ? -1 : undefined);
  const isReview = mention.kind === 'review' || mention.rating !== undefined;
  const print = { words, isCutOff: cutOff };
  if (mention.kind === 'survey' || words.length === 0) return { ...print, keys: [], exact: undefined };
  if (!isReview && words.length >= FEWEST_WORDS) {
    return {
      ...print,
      keys: [...bandKeys(words.slice(0, LEAD_WORDS)), openingKey(mention.text, words)],
      exact: undefined,
    };
  }
  const who = authorOf(mention) ?? (isReview || !mention.url ? undefined : ` ${mention.url}`);
  if (who === undefined) return { ...print, keys: [], exact: undefined };
  const about = isReview ? [mention.rating ?? '', mention.product ?? '', mention.location ?? ''] : [];
  const exact = [isReview ? 'review' : 'short', who, ...about, words.map(({ word }) => word).join(' ')].join(
    '\u0000',
  );
  return { ...print, keys: [keyOf(exact)], exact };
}

/** Whether two texts are one story or post. The same either way round. */
export function areTwins(a: TwinPrint, b: TwinPrint): boolean {
  if (a.keys.length === 0 || b.keys.length === 0) return false;
  if (a.exact !== undefined || b.exact !== undefined) return a.exact === b.exact;
  if (isSame(a.words, b.words)) return true;
  const difference = a.words.length - b.words.length;
  return (difference > 0 || isNear(a, b)) && (difference < 0 || isNear(b, a));
}

/** Some feeds repeat the title as the beginning of the text. */
function wordsOfMention({ title, text }: TwinText): readonly Word[] {
  const words = wordsOf(text);
  const titled = title === undefined ? [] : wordsOf(title);
  const isRepeated = titled.every(({ word }, index) => words[index]?.word === word);
  return isRepeated ? words : [...titled, ...words];
}

/** A repost speaks for the author of what it carries. */
function authorOf({ author, text }: TwinText): string | undefined {
  const name = repostedFrom(text) ?? author;
  return name?.toLowerCase().replace(/^@/, '').trim() || undefined;
}

function isSame(a: readonly Word[], b: readonly Word[]): boolean {
  return a.length === b.length && a.every(({ word }, index) => word === b[index]?.word);
}

const MOST_LOST = 0.15;
const LEAST_SHARED_PAIRS = 0.7;

/**
 * The longer one says what the shorter one says, and either no more, or the shorter one was cut off. What differs is
 * no other name, number or negation: "ACME recalls 300 cars" and "BETA recalls 500 cars" are two stories.
 */
function isNear(shorter: TwinPrint, longer: TwinPrint): boolean {
  const { length } = shorter.words;
  const isLong = length >= MANY_WORDS;
  const mayGoOn = isLong || shorter.isCutOff;
  if (!mayGoOn && longer.words.length > length * 1.2 + 3) return false;
  // Most that share a key are told apart by this alone, so it comes first and makes no list.
  if (countLost(shorter.words, longer.words) > length * MOST_LOST) return false;
  const lost = without(shorter.words, longer.words);
  const gained = without(longer.words.slice(0, length), shorter.words);
  if (sharedPairs(shorter.words, longer.words) < LEAST_SHARED_PAIRS) return false;
  if ([...lost, ...gained].some(isNegation)) return false;
  if (!isLong && [...lost, ...gained].some(({ isNumber }) => isNumber)) return false;
  return (
    !TELLING.some((isTelling) => lost.some(isTelling) && gained.some(isTelling)) &&
    !(!isLong && isReworded(lost, gained))
  );
}

/** One of these in the place of another makes another story. */
const TELLING: readonly ((word: Word) => boolean)[] = [({ isNumber }) => isNumber, ({ isName }) => isName];

const isContent = ({ word }: Word) => word.length >= 4 || /\p{Script=Han}/u.test(word);
const isReworded = (lost: readonly Word[], gained: readonly Word[]) =>
  lost.some(isContent) && gained.some(isContent);

const counted = new WeakMap<readonly Word[], ReadonlyMap<string, number>>();

/** How often each word is there; a text is compared with many others. */
function countsOf(words: readonly Word[]): ReadonlyMap<string, number> {
  let counts = counted.get(words);
  if (!counts) {
    const fresh = new Map<string, number>();
    for (const { word } of words) fresh.set(word, (fresh.get(word) ?? 0) + 1);
    counts = fresh;
    counted.set(words, counts);
  }
  return counts;
}

/** The length of `without`. */
function countLost(words: readonly Word[], taken: readonly Word[]): number {
  const others = countsOf(taken);
  let lost = 0;
  for (const [word, count] of countsOf(words)) lost += Math.max(0, count - (others.get(word) ?? 0));
  return lost;
}

/** The words of one text that are left when each word of the other has taken one away. */
function without(words: readonly Word[], taken: readonly Word[]): readonly Word[] {
  const counts = new Map(countsOf(taken));
  return words.filter(({ word }) => {
    const left = counts.get(word) ?? 0;
    counts.set(word, left - 1);
    return left <= 0;
  });
}

function sharedPairs(a: readonly Word[], b: readonly Word[]): number {
  const mine = pairsOf(a);
  const theirs = pairsOf(b);
  let shared = 0;
  for (const pair of mine) if (theirs.has(pair)) shared += 1;
  return shared / mine.size;
}

function pairsOf(words: readonly Word[]): ReadonlySet<string> {
  return new Set(words.slice(1).map(({ word }, index) => `${words[index]?.word} ${word}`));
}

/** Two texts whose sets of pairs overlap by J share a key with probability 1 − (1 − J³)⁶. */
function bandKeys(words: readonly Word[]): readonly string[] {
  const smallest = new Uint32Array(BANDS * ROWS).fill(0xffffffff);
  for (const pair of pairsOf(words)) {
    const hash = hashOf(pair);
    for (let row = 0; row < smallest.length; row += 1) {
      const mixed = mix(hash ^ Math.imul(row + 1, 0x9e3779b1));
      if (mixed < (smallest[row] ?? 0)) smallest[row] = mixed;
    }
  }
  return Array.from({ length: BANDS }, (_, band) =>
    keyOf(`${band} ${smallest.subarray(band * ROWS, (band + 1) * ROWS).join(' ')}`),
  );
}

/** However short a text was cut, it opens in the same way; where the text is the title only, with the title. */
function openingKey(text: string, all: readonly Word[]): string {
  const opening = wordsOf(text.slice(0, OPENING_LENGTH)).slice(0, OPENING_WORDS);
  const words = opening.length === OPENING_WORDS ? opening : all.slice(0, OPENING_WORDS);
  return keyOf(`opening ${words.map(({ word }) => word).join(' ')}`);
}

/** FNV-1a, 32 bit. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash;
}

/** Spreads every bit over all others (the finishing step of MurmurHash3). */
function mix(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

function keyOf(text: string): string {
  return createHash('sha256').update(text).digest().readBigInt64BE(0).toString();
}

import type { TwinPrint } from './twin-print.ts';
import { isName, isNegation, isNumber, pairsOf, type Word } from './twin-words.ts';

/** From so many words on a few may differ, and the text may be cut off anywhere. */
const MANY_WORDS = 40;

/** Whether two texts are one story or post. The same either way round. */
export function areTwins(a: TwinPrint, b: TwinPrint): boolean {
  if (!a.mayHaveTwins || !b.mayHaveTwins) return false;
  if (a.exact !== undefined || b.exact !== undefined) return a.exact === b.exact;
  if (isSame(a.words, b.words)) return true;
  const difference = a.words.length - b.words.length;
  return (difference > 0 || isNear(a, b)) && (difference < 0 || isNear(b, a));
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
  if ([...lost, ...gained].some(isNegation)) return false;
  if (!isLong && [...lost, ...gained].some(isNumber)) return false;
  if (TELLING.some((isTelling) => lost.some(isTelling) && gained.some(isTelling))) return false;
  if (!isLong && isReworded(lost, gained)) return false;
  return sharedPairs(shorter.words, longer.words) >= LEAST_SHARED_PAIRS;
}

/** One of these in the place of another makes another story. */
const TELLING: readonly ((word: Word) => boolean)[] = [isNumber, isName];

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

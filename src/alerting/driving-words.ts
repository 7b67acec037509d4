import type { Driver } from '../domain/alert.ts';
import { smallWords } from './small-words.ts';

const SHOWN = 8;
/** A word that two people use may be chance. */
const LEAST = 2;
/** Mentions with which the usual rate of a word is held at the rate of all words. */
const HELD = 0.5;

interface Said {
  readonly text: string;
}

/**
 * Words and pairs of words that more of the mentions now hold than of those before, by the log-odds of the two shares
 * against its error. `share`: how long now is, compared with before; a word's expected count follows from it.
 */
export function drivingWords(now: readonly Said[], before: readonly Said[], share: number): Driver[] {
  const observed = documentCounts(now);
  const usual = documentCounts(before);
  const scored = [...observed]
    .filter(([, n]) => n >= Math.max(LEAST, now.length * 0.05))
    .map(([name, n]) => {
      const was = usual.get(name) ?? 0;
      const odds = logOdds(n, now.length) - logOdds(was, before.length);
      const error = Math.sqrt(1 / (n + HELD) + 1 / (was + HELD));
      return { name, observed: n, expected: was * share, score: odds / error };
    })
    .filter(({ score }) => score > 1.5)
    .sort((a, b) => b.score - a.score || b.observed - a.observed || (a.name < b.name ? -1 : 1));
  const chosen: typeof scored = [];
  for (const word of scored) {
    if (chosen.length === SHOWN) break;
    if (!chosen.some((other) => saysTheSame(other, word))) chosen.push(word);
  }
  return chosen.map(({ name, observed: n, expected }) => ({ name, observed: n, expected }));
}

/** A pair and its word tell the same story when about as many mentions hold both. */
export function saysTheSame(one: Driver, other: Driver): boolean {
  const [longer, shorter] = one.name.length > other.name.length ? [one, other] : [other, one];
  return longer.name.split(' ').includes(shorter.name) && longer.observed >= shorter.observed * 0.6;
}

function logOdds(n: number, of: number): number {
  return Math.log((n + HELD) / (of - n + HELD));
}

function documentCounts(mentions: readonly Said[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { text } of mentions) {
    for (const word of wordsOf(text)) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return counts;
}

const ADDRESS = /https?:\/\/\S+|@[\w.-]+/gu;
const WORD = /[\p{L}\p{N}][\p{L}\p{M}\p{N}'’-]*/gu;

/** Words of three letters and more (one where a script has no small words) that are no small words, and pairs of neighbours. */
export function wordsOf(text: string): Set<string> {
  const found = new Set<string>();
  const small = smallWords();
  let previous = '';
  for (const [word] of text.toLowerCase().replace(ADDRESS, ' ').matchAll(WORD)) {
    const isLong = word.length >= 3 || /\p{Script=Han}/u.test(word);
    const isTelling = isLong && !small.has(word);
    if (isTelling) found.add(word);
    if (previous && isTelling) found.add(`${previous} ${word}`);
    previous = isTelling ? word : '';
  }
  return found;
}

import type { Entry } from './entry.ts';

interface TagWord {
  readonly word: string;
  /** Offset in the tag without its "#". */
  readonly at: number;
}

type Entries = ReadonlyMap<string, Entry>;

const CAPITAL_WORD = /\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|\p{N}+|[\p{Lo}\p{M}]+/gu;
const HAS_INNER_CAPITAL = /\p{Ll}\p{Lu}/u;
const LONGEST_TAG = 32;
const LONGEST_WORD = 16;
// Short strings are in every word.
const SHORTEST_WORD = 3;
const MOST_WORDS = 5;

/** The words of a hashtag: itself where the lexicon knows it, else by capitals, else by the lexicon's words. */
export function wordsOfTag(tag: string, entries: Entries): TagWord[] {
  const lower = tag.toLowerCase();
  if (entries.has(lower)) return [{ word: tag, at: 0 }];
  const known = HAS_INNER_CAPITAL.test(tag) ? undefined : fewestWords(lower, entries);
  if (!known) return [...tag.matchAll(CAPITAL_WORD)].map((match) => ({ word: match[0], at: match.index }));
  let at = 0;
  return known.map((word) => {
    at += word.length;
    return { word, at: at - word.length };
  });
}

/** "worstserviceever" → worst, service, ever; undefined where no few known words fill it. */
function fewestWords(tag: string, entries: Entries): readonly string[] | undefined {
  if (tag.length > LONGEST_TAG) return undefined;
  const best: (readonly string[] | undefined)[] = [[]];
  for (let to = 1; to <= tag.length; to += 1) {
    for (let from = Math.max(0, to - LONGEST_WORD); from <= to - SHORTEST_WORD; from += 1) {
      const before = best[from];
      const word = tag.slice(from, to);
      if (!before || !entries.has(word)) continue;
      if (before.length + 1 < (best[to]?.length ?? Infinity)) best[to] = [...before, word];
    }
  }
  const words = best[tag.length];
  return words && words.length > 1 && words.length <= MOST_WORDS ? words : undefined;
}

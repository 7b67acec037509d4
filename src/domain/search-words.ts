/*
 * Words for a search in Postgres. What is written with spaces is left to Postgres and its stemmers; a run of characters
 * written without spaces is cut into pairs here, because Postgres would take it for one long word.
 */

/** Languages Postgres can stem, by their code; everything else is taken as it is written. */
const STEMMERS: Readonly<Record<string, string>> = {
  en: 'english',
  de: 'german',
  fr: 'french',
  it: 'italian',
  es: 'spanish',
  pt: 'portuguese',
  nl: 'dutch',
};

export const stemmerOf = (language: string): string => STEMMERS[language] ?? 'simple';

/** Every way words may have been stemmed. */
export const ALL_STEMMERS: readonly string[] = [...Object.values(STEMMERS), 'simple'];

const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}]+/gu;

/** A text as it is indexed: what Postgres cuts into words, and the pairs of runs without spaces. */
export function indexedWords(text: string): { spaced: string; pairs: string[] } {
  const runs = text.normalize('NFKC').match(UNSPACED) ?? [];
  const pairs = new Set(runs.flatMap((run) => pairsOf(run, true)));
  return { spaced: text.normalize('NFKC').replace(UNSPACED, ' '), pairs: [...pairs] };
}

/** What somebody looks for: the same cut; a single character is the beginning of a pair. */
export function wantedWords(query: string): { spaced: string; pairs: string[]; beginnings: string[] } {
  const { spaced } = indexedWords(query);
  const runs = query.normalize('NFKC').match(UNSPACED) ?? [];
  const pairs = new Set(runs.flatMap((run) => pairsOf(run, false)));
  const beginnings = new Set(runs.filter((run) => [...run].length === 1));
  return { spaced: spaced.trim(), pairs: [...pairs], beginnings: [...beginnings] };
}

/** With `withLast`, the last character stands alone too, so that it is found as a beginning. */
function pairsOf(run: string, withLast: boolean): string[] {
  const characters = [...run];
  const pairs = characters.slice(1).map((character, at) => `${characters[at]}${character}`);
  const last = characters.at(-1);
  return withLast && last !== undefined ? [...pairs, last] : pairs;
}

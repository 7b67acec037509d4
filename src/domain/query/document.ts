import { pairKey } from './anchors.ts';
import { fieldKeysOf } from './field-keys.ts';
import type { QueryDocument } from './query.ts';
import { readWords, type Word } from './words.ts';

/** Farther apart than any NEAR reaches. */
const GAP = 1_000;
/** Stands between title and text, so that no phrase reaches across. */
const BREAK: Word = { raw: '', fold: '', bare: '', mark: '', place: 0, spaceless: false };

/** A mention cut into words once, for any number of queries. */
export interface ReadDocument {
  readonly words: readonly Word[];
  /** Form of a word, with and without its diacritics → where it stands in `words`, ascending. */
  readonly positions: ReadonlyMap<string, readonly number[]>;
  /** The keys of `positions` that begin so, in order; the first look-up sorts them. */
  readonly keysFrom: (prefix: string) => Iterable<string>;
  readonly fieldKeys: ReadonlySet<string>;
  readonly stars: number | undefined;
}

export function readDocument(document: QueryDocument): ReadDocument {
  const words = wordsOf(document);
  const positions = new Map<string, number[]>();
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at];
    if (!word || word === BREAK) continue;
    note(positions, word.bare, at);
    if (word.fold !== word.bare) note(positions, word.fold, at);
  }
  const keysFrom = lookUpIn(positions);
  return { words, positions, keysFrom, fieldKeys: fieldKeysOf(document), stars: document.stars };
}

/** Calls back with every key a query could be anchored in; a key may come more than once. */
export function forEachKey(
  { words, positions, fieldKeys }: ReadDocument,
  visit: (key: string) => void,
): void {
  for (const key of positions.keys()) visit(key);
  for (const key of fieldKeys) visit(key);
  for (let at = 1; at < words.length; at += 1) {
    const first = words[at - 1];
    const second = words[at];
    if (first?.spaceless && second?.spaceless) visitPairs(first, second, visit);
  }
}

function visitPairs(first: Word, second: Word, visit: (key: string) => void): void {
  for (const one of formsOf(first)) {
    for (const other of formsOf(second)) visit(pairKey({ key: one }, { key: other }));
  }
}

function formsOf(word: Word): readonly string[] {
  return word.fold === word.bare ? [word.bare] : [word.bare, word.fold];
}

function wordsOf({ title, text }: QueryDocument): readonly Word[] {
  const body = readWords(text);
  if (!title) return body;
  const head = readWords(title);
  const shift = (head.at(-1)?.place ?? 0) + GAP;
  return [...head, BREAK, ...body.map((word) => ({ ...word, place: word.place + shift }))];
}

function lookUpIn(positions: ReadonlyMap<string, unknown>): ReadDocument['keysFrom'] {
  let sorted: readonly string[] | undefined;
  return function* (prefix) {
    sorted ??= [...positions.keys()].sort();
    for (let at = firstNotBefore(prefix, sorted); sorted[at]?.startsWith(prefix); at += 1)
      yield sorted[at] ?? '';
  };
}

function firstNotBefore(key: string, sorted: readonly string[]): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? '') < key) low = middle + 1;
    else high = middle;
  }
  return low;
}

function note(positions: Map<string, number[]>, key: string, at: number): void {
  const known = positions.get(key);
  if (known) known.push(at);
  else positions.set(key, [at]);
}

import { clean } from '../../src/nlp/clean.ts';
import type { Lexicon } from '../../src/nlp/entry.ts';
import { phraseNode } from '../../src/nlp/phrases.ts';
import type { Piece, Reader } from '../../src/nlp/pieces.ts';
import type { Source } from './examples.ts';
import type { StopLists } from './stop-lists.ts';

/** A word or phrase that might be learned, with how many texts of each source hold it. */
export interface Candidate {
  readonly phrase: string;
  readonly counts: readonly number[];
}

export interface CandidateLimits {
  readonly fewestWords: number;
  readonly fewestPhrases: number;
}

const LONGEST = 3;
// A word that is mostly written with a capital inside sentences is a name.
const NAME_SHARE = 0.5;
const FEWEST_CAPITALS = 3;
const LEARNABLE = /^[\p{L}\p{M}']+$/u;

/** Words and phrases of two or three words that are frequent enough, are no names and are on no stop list. */
export function findCandidates(
  sources: readonly Source[],
  language: { reader: Reader; lexicon: Lexicon; stops: StopLists; limits: CandidateLimits },
): Candidate[] {
  const { reader, stops, limits } = language;
  const texts = sources.map(({ examples }) =>
    examples.map(({ text }) => {
      const cleaned = clean(text).text;
      return { cleaned, ...reader.read(cleaned) };
    }),
  );
  const names = namesIn(texts.flat());
  let known = new Set<string>();
  const found: Candidate[] = [];
  for (let size = 1; size <= LONGEST; size += 1) {
    const fewest = size === 1 ? limits.fewestWords : limits.fewestPhrases;
    const counts = countPhrases(texts, size, known);
    known = new Set();
    for (const [phrase, bySource] of counts) {
      if (sum(bySource) < fewest) continue;
      known.add(phrase);
      const words = phrase.split(' ');
      if (!words.every((word) => LEARNABLE.test(word) && !names.has(word))) continue;
      if (!stops.allow(words) || isCharged(words, language.lexicon)) continue;
      found.push({ phrase, counts: bySource });
    }
  }
  return found;
}

/** A single word that the rules charge is no candidate: its own valence is learned. */
function isCharged(words: readonly string[], { entries }: Lexicon): boolean {
  const [first = '', second] = words;
  const entry = entries.get(first);
  if (second === undefined) return entry !== undefined && (entry.valence !== 0 || entry.idiom);
  return phraseNode(entry?.phrases, words.slice(1))?.rule !== undefined;
}

interface ReadText {
  readonly cleaned: string;
  readonly pieces: readonly Piece[];
  readonly starts: readonly number[];
}

/** Texts per source that hold a phrase of `size` words whose first words are known from the round before. */
function countPhrases(
  texts: readonly (readonly ReadText[])[],
  size: number,
  known: ReadonlySet<string>,
): Map<string, number[]> {
  const counts = new Map<string, number[]>();
  for (const [source, list] of texts.entries()) {
    for (const { pieces } of list) {
      for (const phrase of new Set(phrasesOf(pieces, size, known))) {
        const bySource = counts.get(phrase) ?? new Array<number>(texts.length).fill(0);
        bySource[source] = (bySource[source] ?? 0) + 1;
        counts.set(phrase, bySource);
      }
    }
  }
  return counts;
}

function* phrasesOf(pieces: readonly Piece[], size: number, known: ReadonlySet<string>): Generator<string> {
  for (let at = 0; at + size <= pieces.length; at += 1) {
    const words = pieces.slice(at, at + size);
    if (!words.every((piece) => piece.kind === 'word')) continue;
    const head = words.slice(0, -1).map((piece) => piece.word);
    if (size > 1 && !known.has(head.join(' '))) continue;
    yield [...head, words.at(-1)?.word].join(' ');
  }
}

function namesIn(texts: readonly ReadText[]): Set<string> {
  const seen = new Map<string, { capitals: number; all: number }>();
  for (const { cleaned, pieces, starts } of texts) {
    for (const [at, piece] of pieces.entries()) {
      if (piece.kind !== 'word' || pieces[at - 1]?.kind !== 'word' || piece.isShouted) continue;
      const first = cleaned.slice(starts[at], (starts[at] ?? 0) + 2);
      const counts = seen.get(piece.word) ?? { capitals: 0, all: 0 };
      seen.set(piece.word, counts);
      counts.all += 1;
      if (/^\p{Lu}/u.test(first)) counts.capitals += 1;
    }
  }
  const isName = ({ capitals, all }: { capitals: number; all: number }) =>
    capitals >= FEWEST_CAPITALS && capitals > NAME_SHARE * all;
  return new Set([...seen].filter(([, counts]) => isName(counts)).map(([word]) => word));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

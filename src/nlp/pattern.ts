import type { PatternPart } from '../domain/lexicon-rule.ts';
import type { Piece, Reader } from './pieces.ts';

/** A pattern in the language's own cut, once for each order that NEAR allows. */
export function stepsOf(parts: readonly PatternPart[], reader: Reader): PatternPart[][] {
  const steps = parts.map((part) => stepOf(part, reader));
  const near = steps.findIndex(({ kind }) => kind === 'near');
  if (near < 0) return [steps];
  const between = steps[near] as PatternPart;
  const [first, second] = [steps.slice(0, near), steps.slice(near + 1)];
  return [
    [...first, between, ...second],
    [...second, between, ...first],
  ];
}

function stepOf(part: PatternPart, reader: Reader): PatternPart {
  if (part.kind !== 'word') return part;
  const text = reader
    .read(part.text)
    .pieces.map(({ word }) => word)
    .join('');
  return { kind: 'word', text: text === '' ? part.text : text };
}

/** @returns the piece after a match that begins at `at`, or −1. */
export function matchEnd(steps: readonly PatternPart[], pieces: readonly Piece[], at: number): number {
  let next = at;
  for (const [k, step] of steps.entries()) {
    if (step.kind === 'near') return nearEnd(step.words, steps.slice(k + 1), pieces, next);
    next = stepEnd(step, pieces, next);
    if (next < 0) return -1;
  }
  return next;
}

/** The rest of the pattern after at most so many words, in the same sentence. */
function nearEnd(
  words: number,
  rest: readonly PatternPart[],
  pieces: readonly Piece[],
  from: number,
): number {
  let passed = 0;
  for (let at = from; passed <= words; at += 1) {
    const piece = pieces[at];
    if (!piece || piece.kind === 'stop') return -1;
    const end = matchEnd(rest, pieces, at);
    if (end >= 0) return end;
    if (piece.kind === 'word') passed += 1;
  }
  return -1;
}

function stepEnd(step: PatternPart, pieces: readonly Piece[], at: number): number {
  const piece = pieces[at];
  if (!piece || piece.word === '') return -1;
  if (step.kind === 'any') return piece.kind === 'word' ? at + 1 : -1;
  if (step.kind === 'prefix') return piece.word.startsWith(step.text) ? at + 1 : -1;
  if (step.kind !== 'word') return -1;
  return piece.isDrawnOut && squeezed(piece.word) === squeezed(step.text)
    ? at + 1
    : wordEnd(step.text, pieces, at);
}

/** "gronnk" is how a drawn-out "gronk" is read where the lexicon does not know it. */
const squeezed = (word: string): string => word.replace(/(\p{L})\1+/gu, '$1');

/** One piece, or several in a row that spell the word. */
function wordEnd(text: string, pieces: readonly Piece[], from: number): number {
  let spelled = 0;
  for (let at = from; spelled < text.length; at += 1) {
    const word = pieces[at]?.word ?? '';
    if (word === '' || !text.startsWith(word, spelled)) return -1;
    spelled += word.length;
    if (spelled === text.length) return at + 1;
  }
  return -1;
}

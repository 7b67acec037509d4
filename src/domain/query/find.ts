import type { ReadDocument } from './document.ts';
import { type Piece, pieceFits } from './pieces.ts';

/** Where a term was found: first and last word of each place, both ascending, indices into the document's words. */
export interface Places {
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

const NOWHERE: Places = { starts: [], ends: [] };

export function occurs(pieces: readonly Piece[], document: ReadDocument): boolean {
  const [piece] = pieces;
  if (pieces.length === 1 && piece && piece.raw === undefined && piece.mark === '') {
    if (!piece.prefix) return document.positions.has(piece.key);
    for (const _ of document.keysFrom(piece.key)) return true;
    return false;
  }
  const lead = leadOf(pieces, document);
  return lead?.positions.some((position) => fitsAt(pieces, position - lead.at, document)) ?? false;
}

export function placesOf(pieces: readonly Piece[], document: ReadDocument): Places {
  const lead = leadOf(pieces, document);
  if (!lead) return NOWHERE;
  const starts = lead.positions
    .map((position) => position - lead.at)
    .filter((start) => fitsAt(pieces, start, document));
  return { starts, ends: starts.map((start) => start + pieces.length - 1) };
}

/** Places of any of several terms. */
export function placesOfAny(terms: readonly (readonly Piece[])[], document: ReadDocument): Places {
  const [only, ...more] = terms
    .map((pieces) => placesOf(pieces, document))
    .filter(({ starts }) => starts.length > 0);
  if (!only) return NOWHERE;
  if (more.length === 0) return only;
  const starts = [only, ...more].flatMap((places) => places.starts);
  const ends = [only, ...more].flatMap((places) => places.ends);
  return { starts: starts.sort(ascending), ends: ends.sort(ascending) };
}

/** Is there a place of `first` that ends before one of `second` starts, with at most so many words between? */
export function follows(first: Places, second: Places, words: number, document: ReadDocument): boolean {
  let at = 0;
  for (const end of first.ends) {
    while (at < second.starts.length && (second.starts[at] ?? 0) <= end) at += 1;
    const start = second.starts[at];
    if (start === undefined) return false;
    // Of all places after this end the first is the nearest.
    if (placeAt(document, start) - placeAt(document, end) - 1 <= words) return true;
  }
  return false;
}

/** The word of the term that has the fewest places to look at; undefined when one has none at all. */
function leadOf(
  pieces: readonly Piece[],
  document: ReadDocument,
): { at: number; positions: readonly number[] } | undefined {
  let lead: { at: number; positions: readonly number[] } | undefined;
  for (let at = 0; at < pieces.length; at += 1) {
    const piece = pieces[at];
    if (!piece || piece.prefix) continue;
    const positions = document.positions.get(piece.key);
    if (!positions) return undefined;
    if (!lead || positions.length < lead.positions.length) lead = { at, positions };
  }
  const [first] = pieces;
  if (lead || !first) return lead;
  return { at: 0, positions: positionsOfPrefix(first.key, document) };
}

function positionsOfPrefix(prefix: string, { positions, keysFrom }: ReadDocument): readonly number[] {
  const found = new Set<number>();
  for (const key of keysFrom(prefix)) for (const place of positions.get(key) ?? []) found.add(place);
  return [...found].sort(ascending);
}

function fitsAt(pieces: readonly Piece[], start: number, { words }: ReadDocument): boolean {
  for (let at = 0; at < pieces.length; at += 1) {
    const piece = pieces[at];
    const word = words[start + at];
    if (!piece || !word || !pieceFits(piece, word)) return false;
  }
  return true;
}

function placeAt({ words }: ReadDocument, at: number): number {
  return words[at]?.place ?? 0;
}

function ascending(one: number, other: number): number {
  return one - other;
}

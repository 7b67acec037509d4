import type { TermQuery } from './query.ts';
import { readWords, type Word } from './words.ts';

/** One word a term asks for. */
export interface Piece {
  /** Form to look up: without diacritics when the term has none, with them when it has some. */
  readonly key: string;
  readonly hasDiacritics: boolean;
  readonly prefix: boolean;
  readonly mark: Word['mark'];
  /** Exact spelling demanded by braces. */
  readonly raw: string | undefined;
  readonly spaceless: boolean;
}

/** A term as the words it asks for, one after the other; empty when the text has no word. */
export function readPieces(term: Pick<TermQuery, 'text' | 'exact'>): Piece[] {
  const parts = term.text.split('*');
  return parts.flatMap((part, index) => {
    const words = readWords(part);
    const beforeStar = index < parts.length - 1;
    return words.map((word, at) => pieceOf(word, term.exact, beforeStar && at === words.length - 1));
  });
}

export function pieceFits(piece: Piece, word: Word): boolean {
  if (piece.mark !== '' && piece.mark !== word.mark) return false;
  if (piece.raw !== undefined) {
    return piece.prefix ? word.raw.startsWith(piece.raw) : word.raw === piece.raw;
  }
  const form = piece.hasDiacritics ? word.fold : word.bare;
  return piece.prefix ? form.startsWith(piece.key) : form === piece.key;
}

function pieceOf(word: Word, exact: boolean, wildcard: boolean): Piece {
  const hasDiacritics = word.fold !== word.bare;
  return {
    key: hasDiacritics ? word.fold : word.bare,
    hasDiacritics,
    // Without spaces every term already matches inside longer words: the star asks for nothing more.
    prefix: wildcard && !word.spaceless,
    mark: word.mark,
    raw: exact ? word.raw : undefined,
    spaceless: word.spaceless,
  };
}

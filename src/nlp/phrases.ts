import type { Phrase, Phrases } from './entry.ts';
import type { Piece } from './pieces.ts';

/** The phrases that may begin here, by the word that comes next. */
export function phrasesAt(phrases: Phrases, next: Piece | undefined): readonly Phrase[] | undefined {
  return next?.isFollower ? phrases.get(next.word) : undefined;
}

/** The first of the phrases that goes on as the text does; at a phrase's second word all of them agree already. */
export function matching(
  phrases: readonly Phrase[],
  pieces: readonly Piece[],
  at: number,
): Phrase | undefined {
  for (const phrase of phrases) if (matches(phrase, pieces, at)) return phrase;
  return undefined;
}

export function matches({ rest }: Phrase, pieces: readonly Piece[], at: number): boolean {
  for (let k = 1; k < rest.length; k += 1) if (pieces[at + 1 + k]?.word !== rest[k]) return false;
  return true;
}

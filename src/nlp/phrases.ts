import type { Phrase, PhraseNode, Phrases } from './entry.ts';
import type { Piece } from './pieces.ts';

/** Where the phrases that have come this far go on with the next piece. */
export function nodeAt(nodes: Phrases, piece: Piece | undefined): PhraseNode | undefined {
  return piece?.isFollower ? nodes.get(piece.word) : undefined;
}

/** The longest of the phrases that open with the piece at `at`. */
export function longestPhrase(
  phrases: Phrases | undefined,
  pieces: readonly Piece[],
  at: number,
): Phrase | undefined {
  let longest: Phrase | undefined;
  let nodes = phrases;
  for (let to = at + 1; nodes; to += 1) {
    const node = nodeAt(nodes, pieces[to]);
    longest = node?.phrase ?? longest;
    nodes = node?.next;
  }
  return longest;
}

import type { Entry, PhraseNode, Phrases } from './entry.ts';
import type { Piece } from './pieces.ts';

/** Where the phrases that have come this far go on with the next piece. */
export function nodeAt(nodes: Phrases, piece: Piece | undefined): PhraseNode | undefined {
  return piece?.isFollower ? nodes.get(piece.word) : undefined;
}

/** Where a phrase ends, given the words after its first. */
export function phraseNode(phrases: Phrases | undefined, rest: readonly string[]): PhraseNode | undefined {
  let node: PhraseNode | undefined;
  let nodes = phrases;
  for (const word of rest) {
    node = nodes?.get(word);
    nodes = node?.next;
  }
  return node;
}

export function newNode(length: number): PhraseNode {
  return { length, rule: undefined, aspect: undefined, risk: undefined, leaning: undefined, next: undefined };
}

/** An idiom that only says that its words say nothing here. */
export function isSilencer({ idiom, valence, modifier, negates, contrast }: Entry): boolean {
  return idiom && valence === 0 && !modifier && !negates && !contrast;
}

/** A phrase that only speaks of an emotion; its words are the rules' business. */
export function isOnlyFelt({ emotions, idiom, valence, modifier, negates, contrast }: Entry): boolean {
  return emotions.length > 0 && !idiom && valence === 0 && !modifier && !negates && !contrast;
}

// What a phrase must say at least, one way or the other, to be heard against a silencer: "is like the other" says nothing.
const CLEAR = 1.8;

/** "Is like" says nothing, but "like cardboard" does: a phrase that opens inside, goes on further and is clear is heard. */
export function silencedTo(pieces: readonly Piece[], from: number, to: number): number {
  for (let at = from + 1; at < to; at += 1) {
    const phrases = pieces[at]?.entry?.phrases;
    const ruling = phrases && rulingNode(phrases, pieces, at);
    if (ruling?.rule && Math.abs(ruling.rule.valence) >= CLEAR && at + ruling.length > to) return at;
  }
  return to;
}

/** The longest phrase from here that any rule knows. */
function rulingNode(phrases: Phrases, pieces: readonly Piece[], at: number): PhraseNode | undefined {
  let ruling: PhraseNode | undefined;
  let node = nodeAt(phrases, pieces[at + 1]);
  for (let to = at + 2; node; to += 1) {
    if (node.rule && !isOnlyFelt(node.rule)) ruling = node;
    node = node.next && nodeAt(node.next, pieces[to]);
  }
  return ruling;
}

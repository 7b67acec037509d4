import { fieldKey } from './field-keys.ts';
import { type Piece, readPieces } from './pieces.ts';
import type { FieldQuery, NearOperand, Query, TermQuery } from './query.ts';

/** Something a document must have to match: a key of ReadDocument (word, pair of characters, field value), or its beginning. */
export interface Anchor {
  readonly key: string;
  readonly prefix: boolean;
}

/** How rare a key is thought to be: the share of documents that have it, as far as its shape tells. */
export type Commonness = (anchor: Anchor) => number;

/**
 * Anchors of which a matching document has at least one, chosen so that few documents have any. Undefined when a
 * document can match without anything in particular.
 */
export function anchorsOf(query: Query, commonness: Commonness): readonly Anchor[] | undefined {
  return choose(query, false, commonness);
}

/** The first part that matches whatever lacks something, so that the query is not limited by it; undefined for a good query. */
export function unlimitedPart(query: Query): Query | undefined {
  return unlimited(query, false);
}

/** Every key a query asks for, each once: the material for a measure of commonness. */
export function keysOf(query: Query): ReadonlySet<string> {
  const keys = new Set<string>();
  anchorsOf(query, ({ key }) => {
    keys.add(key);
    return 1;
  });
  return keys;
}

function choose(query: Query, negated: boolean, commonness: Commonness): readonly Anchor[] | undefined {
  switch (query.kind) {
    case 'not':
      return choose(query.operand, !negated, commonness);
    case 'and':
    case 'or': {
      const choices = query.operands.map((operand) => choose(operand, negated, commonness));
      // Without its NOT, NOT (a AND b) is NOT a OR NOT b.
      const everyOneNeeded = (query.kind === 'and') !== negated;
      return everyOneNeeded ? rarest(choices, commonness) : all(choices);
    }
    case 'near':
      return negated ? undefined : rarest([near(query.left), near(query.right)], commonness);
    case 'term':
      return negated ? undefined : rarest(termAnchors(query), commonness);
    case 'field':
      return negated ? undefined : [fieldAnchor(query)];
    case 'rating':
      return negated ? undefined : [{ key: 'rating:', prefix: false }];
  }

  function near(operand: NearOperand): readonly Anchor[] | undefined {
    return choose(operand, false, commonness);
  }
}

function unlimited(query: Query, negated: boolean): Query | undefined {
  if (query.kind === 'not') {
    const part = unlimited(query.operand, !negated);
    return part && !negated ? query : part;
  }
  if (query.kind === 'and' || query.kind === 'or') {
    const parts = query.operands.map((operand) => unlimited(operand, negated));
    const everyOneNeeded = (query.kind === 'and') !== negated;
    if (!everyOneNeeded) return parts.find((part) => part !== undefined);
    return parts.every((part) => part !== undefined) ? query : undefined;
  }
  return negated ? query : undefined;
}

/** Any word of a term will do as its anchor; for characters without spaces a pair of them is far rarer than one. */
function termAnchors(term: TermQuery): (readonly Anchor[])[] {
  const pieces = readPieces(term);
  return pieces.map((piece, at) => {
    const following = pieces[at + 1];
    const pair = piece.spaceless && following?.spaceless;
    return [{ key: pair ? pairKey(piece, following) : piece.key, prefix: piece.prefix }];
  });
}

/** Key of two neighbouring characters of a script without spaces. No single word of such a script is that long. */
export function pairKey(first: Pick<Piece, 'key'>, second: Pick<Piece, 'key'>): string {
  return `${first.key}\u0000${second.key}`;
}

function fieldAnchor(query: FieldQuery): Anchor {
  return { key: fieldKey(query), prefix: query.prefix };
}

function rarest(
  choices: readonly (readonly Anchor[] | undefined)[],
  commonness: Commonness,
): readonly Anchor[] | undefined {
  let best: readonly Anchor[] | undefined;
  let bestShare = Number.POSITIVE_INFINITY;
  for (const anchors of choices) {
    if (!anchors) continue;
    const share = anchors.reduce((sum, anchor) => sum + commonness(anchor), 0);
    if (share < bestShare) [best, bestShare] = [anchors, share];
  }
  return best;
}

function all(choices: readonly (readonly Anchor[] | undefined)[]): readonly Anchor[] | undefined {
  const anchors: Anchor[] = [];
  for (const choice of choices) {
    if (!choice) return undefined;
    anchors.push(...choice);
  }
  return anchors;
}

import { type Anchor, anchorsOf, keysOf } from './anchors.ts';
import { forEachKey, type ReadDocument, readDocument } from './document.ts';
import { fieldKey, starsFit } from './field-keys.ts';
import { follows, occurs, placesOfAny } from './find.ts';
import { readPieces } from './pieces.ts';
import type { FieldQuery, NearOperand, NearQuery, Query, QueryDocument, TermQuery } from './query.ts';

/** A query made ready to be asked of many documents. Time is at most (words of the query) × (words of the document). */
export interface CompiledQuery {
  readonly query: Query;
  readonly test: (document: ReadDocument) => boolean;
}

export function compileQuery(query: Query): CompiledQuery {
  return { query, test: testOf(query) };
}

export function matches(compiled: CompiledQuery, document: QueryDocument): boolean {
  return compiled.test(readDocument(document));
}

export type { QueryDocument } from './query.ts';

export interface IndexedTopic<Id> {
  readonly id: Id;
  readonly query: Query;
}

interface Entry<Id> {
  readonly id: Id;
  readonly test: CompiledQuery['test'];
  /** Number of the document it was last a candidate for. */
  seenIn: number;
}

/**
 * Many topics, asked at once. Each topic is filed under keys of which a matching document has at least one; a
 * document is asked only of the topics filed under its own words and fields, whatever the number of the others.
 */
export class TopicIndex<Id extends string | number | bigint> {
  readonly #entries: Entry<Id>[] = [];
  readonly #byKey = new Map<string, number[]>();
  readonly #byPrefix = new Map<string, number[]>();
  /** First UTF-16 unit of a prefix → lengths of the prefixes that begin with it. */
  readonly #prefixLengths = new Map<number, number[]>();
  readonly #always: number[] = [];
  #documents = 0;

  constructor(topics: Iterable<IndexedTopic<Id>>) {
    const all = [...topics];
    const commonness = measureCommonness(all);
    for (const { id, query } of all) {
      const at = this.#entries.push({ id, test: compileQuery(query).test, seenIn: 0 }) - 1;
      const anchors = anchorsOf(query, commonness);
      if (!anchors) this.#always.push(at);
      for (const anchor of anchors ?? []) this.#file(anchor, at);
    }
  }

  get size(): number {
    return this.#entries.length;
  }

  /** Ids of the topics the document matches, in the order the topics were given. */
  match(document: QueryDocument): Id[] {
    const read = readDocument(document);
    const found = this.#candidates(read).filter((at) => this.#entries[at]?.test(read));
    return found.sort((one, other) => one - other).flatMap((at) => this.#entries[at]?.id ?? []);
  }

  #candidates(document: ReadDocument): number[] {
    this.#documents += 1;
    const candidates: number[] = [...this.#always];
    forEachKey(document, (key) => {
      this.#add(this.#byKey.get(key), candidates);
      for (const length of this.#prefixLengths.get(key.charCodeAt(0)) ?? []) {
        if (length <= key.length) this.#add(this.#byPrefix.get(key.slice(0, length)), candidates);
      }
    });
    return candidates;
  }

  #add(filed: readonly number[] | undefined, candidates: number[]): void {
    if (!filed) return;
    for (const at of filed) {
      const entry = this.#entries[at];
      if (!entry || entry.seenIn === this.#documents) continue;
      entry.seenIn = this.#documents;
      candidates.push(at);
    }
  }

  #file({ key, prefix }: Anchor, at: number): void {
    const files = prefix ? this.#byPrefix : this.#byKey;
    const filed = files.get(key);
    if (filed) filed.push(at);
    else files.set(key, [at]);
    if (!prefix) return;
    const lengths = this.#prefixLengths.get(key.charCodeAt(0)) ?? [];
    if (!lengths.includes(key.length)) this.#prefixLengths.set(key.charCodeAt(0), [...lengths, key.length]);
  }
}

/** Rough shares of documents that carry a field with one given value; only their order matters. */
const FIELD_SHARE: Readonly<Record<string, number>> = {
  rating: 2,
  lang: 1,
  sentiment: 1,
  risk: 0.02,
  country: 0.5,
  source: 0.5,
  product: 0.1,
  location: 0.05,
  tag: 0.05,
  site: 0.05,
  author: 0.001,
};

/**
 * Long words are rarer than short ones, and a word that many topics use ("delivery") is likelier to be everybody's
 * than one that a single topic uses (a brand).
 */
function measureCommonness(topics: readonly IndexedTopic<unknown>[]): (anchor: Anchor) => number {
  const users = new Map<string, number>();
  for (const { query } of topics) {
    for (const key of keysOf(query)) users.set(key, (users.get(key) ?? 0) + 1);
  }
  return ({ key, prefix }) => {
    const field = key.slice(0, Math.max(0, key.indexOf(':')));
    const share = FIELD_SHARE[field] ?? 1 / Math.min(12, key.length) ** 2;
    return share * (prefix ? 4 : 1) * (users.get(key) ?? 1);
  };
}

function testOf(query: Query): CompiledQuery['test'] {
  switch (query.kind) {
    case 'and': {
      const tests = cheapestFirst(query.operands).map(testOf);
      return (document) => tests.every((test) => test(document));
    }
    case 'or': {
      const tests = cheapestFirst(query.operands).map(testOf);
      return (document) => tests.some((test) => test(document));
    }
    case 'not': {
      const test = testOf(query.operand);
      return (document) => !test(document);
    }
    case 'near':
      return nearTest(query);
    case 'term': {
      const pieces = readPieces(query);
      return (document) => occurs(pieces, document);
    }
    case 'field':
      return fieldTest(query);
    case 'rating':
      return (document) => starsFit(query, document.stars);
  }
}

function nearTest({ left, right, words, ordered }: NearQuery): CompiledQuery['test'] {
  const leftTerms = termsOf(left).map(readPieces);
  const rightTerms = termsOf(right).map(readPieces);
  return (document) => {
    const lefts = placesOfAny(leftTerms, document);
    if (lefts.starts.length === 0) return false;
    const rights = placesOfAny(rightTerms, document);
    if (follows(lefts, rights, words, document)) return true;
    return !ordered && follows(rights, lefts, words, document);
  };
}

function fieldTest(query: FieldQuery): CompiledQuery['test'] {
  const key = fieldKey(query);
  if (!query.prefix) return (document) => document.fieldKeys.has(key);
  return (document) => {
    for (const known of document.fieldKeys) if (known.startsWith(key)) return true;
    return false;
  };
}

function termsOf(operand: NearOperand): readonly TermQuery[] {
  return operand.kind === 'term' ? [operand] : operand.operands;
}

const COST: Readonly<Record<Query['kind'], number>> = {
  field: 0,
  rating: 0,
  term: 1,
  not: 2,
  or: 2,
  and: 2,
  near: 3,
};

function cheapestFirst(queries: readonly Query[]): readonly Query[] {
  return queries.toSorted((one, other) => COST[one.kind] - COST[other.kind]);
}

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { explainQuery } from '../../../src/domain/query/explain.ts';
import { formatQuery } from '../../../src/domain/query/format.ts';
import { queryHints } from '../../../src/domain/query/hints.ts';
import { compileQuery, matches, type QueryDocument, TopicIndex } from '../../../src/domain/query/matcher.ts';
import { parseQuery, type Query, QueryError } from '../../../src/domain/query/parse.ts';

/** Few words, so that random queries and random texts meet often. */
const WORDS = [
  'acme',
  'Acme',
  'slow',
  'café',
  'cafe',
  'delivery',
  'delivered',
  "can't",
  '#acme',
  '@acme',
  '楽天',
  '天楽',
  'が',
  'か',
  '👍',
  'C#',
  'wi-fi',
  'Straße',
];
const FIELDS = [
  'lang:en',
  'lang:de',
  'author:bob',
  'author:bo*',
  'site:example.com',
  'rating:1..2',
  'rating:>3',
  'sentiment:negative',
  'tag:vip',
  'country:DE',
  'source:rss',
  'location:"new york*"',
  'product:"a\\"b"',
];

const word = fc.constantFrom(...WORDS, 'deliver*', 'ac*', 'caf*', 'café*', '楽*');
const term = fc.oneof(
  { weight: 3, arbitrary: word },
  fc.array(word, { minLength: 2, maxLength: 3 }).map((words) => `"${words.join(' ')}"`),
  fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 2 }).map((words) => `{${words.join(' ')}}`),
);
const anyOf = fc.array(term, { minLength: 2, maxLength: 3 }).map((terms) => `(${terms.join(' OR ')})`);
const near = fc
  .tuple(
    fc.oneof(term, anyOf),
    fc.integer({ min: 0, max: 3 }),
    fc.constantFrom('', 'f'),
    fc.oneof(term, anyOf),
  )
  .map(([left, words, order, right]) => `${left} NEAR/${words}${order} ${right}`);

const { tree } = fc.letrec<{ tree: string }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    { weight: 4, arbitrary: fc.oneof(term, near, fc.constantFrom(...FIELDS)) },
    fc
      .tuple(
        tie('tree'),
        fc.constantFrom(' ', ' AND ', ' OR ', ' NOT ', ' AND NOT ', ' OR NOT '),
        tie('tree'),
      )
      .map((parts) => parts.join('')),
    tie('tree').map((inner) => `(${inner})`),
    tie('tree').map((inner) => `-(${inner})`),
  ),
}));

const query: fc.Arbitrary<Query> = tree.map(parsedOrNothing).filter((parsed) => parsed !== undefined);

const text = fc
  .array(fc.tuple(fc.constantFrom(...WORDS, 'the', 'late'), fc.constantFrom(' ', ' ', ', ', '', "'s ")), {
    maxLength: 12,
  })
  .map((parts) => parts.flat().join(''));
const document: fc.Arbitrary<QueryDocument> = fc.record(
  {
    text,
    title: text,
    sourceKind: fc.constantFrom('rss', 'app-store'),
    url: fc.constantFrom('https://example.com/a', 'http://www.example.com', 'nonsense'),
    author: fc.constantFrom('bob', '@Bo', 'Bobby', 'eve'),
    lang: fc.constantFrom('en', 'de-AT'),
    country: fc.constantFrom('DE', 'us'),
    stars: fc.constantFrom(1, 2.5, 5),
    label: fc.constantFrom('negative', 'unknown'),
    tags: fc.constantFrom(['VIP'], []),
    location: fc.constantFrom('New York City', 'Rome'),
    product: fc.constantFrom('a"b', 'c'),
  },
  { requiredKeys: ['text'] },
);

test('Writing a query and reading it again gives the same query', () => {
  fc.assert(
    fc.property(query, (parsed) => {
      const written = formatQuery(parsed);
      expect(parseQuery(written)).toEqual(parsed);
      expect(formatQuery(parseQuery(written))).toBe(written);
    }),
    { numRuns: 1_000 },
  );
});

test('Whatever is typed is read, or refused with a place inside it', () => {
  const pieces = fc.constantFrom(
    '(',
    ')',
    '"',
    '“',
    '{',
    '}',
    '-',
    '*',
    ':',
    '\\',
    ' ',
    '\n',
    'NEAR/2',
    'NEAR',
    'AND',
    'OR',
    'NOT',
    'rating:',
    'author:',
    'site:',
    '<=',
    '..',
    '3',
    'a',
    'bc',
    '#',
    '@',
    '楽',
    '👍',
    '\ud800',
  );
  const soup = fc.array(pieces, { maxLength: 20 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(fc.oneof(soup, fc.string({ unit: 'binary', maxLength: 30 })), (typed) => {
      const result = readOrRefuse(typed);
      queryHints(typed);
      if (result instanceof QueryError) {
        expect(result.position).toBeGreaterThanOrEqual(0);
        expect(result.position + result.length).toBeLessThanOrEqual(typed.length);
        expect(result.pointer().split('\n')).toHaveLength(2);
      } else {
        expect(parseQuery(formatQuery(result))).toEqual(result);
        expect(explainQuery(result)).toMatch(/^Mentions .*\.$/su);
        matches(compileQuery(result), { text: typed, author: typed, url: typed });
      }
    }),
    { numRuns: 5_000 },
  );
});

test('The index finds the same topics as asking each of them', () => {
  const queries = fc.array(query, { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(queries, fc.array(document, { minLength: 1, maxLength: 6 }), (asked, documents) => {
      const topics = asked.map((one, id) => ({ id, query: one }));
      const index = new TopicIndex(topics);
      for (const each of documents) {
        const expected = topics
          .filter((topic) => matches(compileQuery(topic.query), each))
          .map(({ id }) => id);
        expect(index.match(each)).toEqual(expected);
      }
    }),
    { numRuns: 1_000 },
  );
});

test('A mention matches NOT of a query exactly when it does not match the query', () => {
  fc.assert(
    fc.property(query, document, (parsed, each) => {
      const opposite: Query = { kind: 'not', operand: parsed };
      expect(matches(compileQuery(opposite), each)).toBe(!matches(compileQuery(parsed), each));
    }),
  );
});

test('NEAR finds what comparing every pair of words finds', () => {
  const letters = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 12 });
  const side = fc.constantFrom<string[]>(['a'], ['b'], ['a', 'b'], ['c', 'd']);
  fc.assert(
    fc.property(letters, side, side, fc.nat(4), fc.boolean(), (words, left, right, reach, ordered) => {
      const pairs = words.flatMap((one, i) => words.map((other, j) => ({ one, other, between: j - i - 1 })));
      const isNear = ({ one, other, between }: (typeof pairs)[number]) =>
        between >= 0 && between <= reach && left.includes(one) && right.includes(other);
      const isNearBack = ({ one, other, between }: (typeof pairs)[number]) =>
        between >= 0 && between <= reach && right.includes(one) && left.includes(other);
      const expected = pairs.some(isNear) || (!ordered && pairs.some(isNearBack));
      const typed = `(${left.join(' OR ')}) NEAR/${reach}${ordered ? 'f' : ''} (${right.join(' OR ')})`;
      expect(matches(compileQuery(parseQuery(typed)), { text: words.join(' ') })).toBe(expected);
    }),
    { numRuns: 1_000 },
  );
});

function parsedOrNothing(typed: string): Query | undefined {
  const result = readOrRefuse(typed);
  return result instanceof QueryError ? undefined : result;
}

function readOrRefuse(typed: string): Query | QueryError {
  try {
    return parseQuery(typed);
  } catch (error) {
    if (error instanceof QueryError) return error;
    throw error;
  }
}

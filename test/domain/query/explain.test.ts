import { describe, expect, test } from 'vitest';
import { explainQuery } from '../../../src/domain/query/explain.ts';
import { queryHints } from '../../../src/domain/query/hints.ts';
import { parseQuery } from '../../../src/domain/query/parse.ts';

describe('A query is explained in plain words', () => {
  const cases = [
    ['acme', 'Mentions with “acme”.'],
    ['acme phone', 'Mentions with “acme” and “phone”.'],
    ['acme OR phone OR "new tablet"', 'Mentions with “acme”, “phone” or “new tablet”.'],
    [
      'slow NEAR/3 delivery -author:bob',
      'Mentions with “slow” within 3 words of “delivery”, but not from author “bob”.',
    ],
    [
      'slow NEAR/1f (delivery OR parcel)',
      'Mentions with “slow” followed within 1 word by “delivery” or “parcel”.',
    ],
    ['slow NEAR/0 delivery', 'Mentions with “slow” right beside “delivery”.'],
    ['slow NEAR/0f delivery', 'Mentions with “slow” directly followed by “delivery”.'],
    ['acme -rival -(old OR used)', 'Mentions with “acme”, but without “rival” and without “old” or “used”.'],
    ['a OR b c', 'Mentions either with “a” or (with “b” and “c”).'],
    [
      'deliver* {Apple} #fail @acme',
      'Mentions with “deliver…”, “Apple” spelt exactly so, the hashtag “#fail” and the handle “@acme”.',
    ],
    ['lang:de country:AT rating:<=2', 'Mentions in German, from Austria and rated at most 2 stars.'],
    ['rating:1 OR rating:4..5', 'Mentions either rated 1 star or rated 4 to 5 stars.'],
    [
      'site:example.com source:rss* tag:vip',
      'Mentions from the site example.com, from source “rss…” and tagged “vip”.',
    ],
    [
      'sentiment:negative location:x product:y',
      'Mentions with negative sentiment, at location “x” and about product “y”.',
    ],
    ['NOT (a OR NOT b)', 'Mentions not (either with “a” or without “b”).'],
  ] as const;
  for (const [query, expected] of cases) {
    test(query, () => expect(explainQuery(parseQuery(query))).toBe(expected));
  }
});

describe('The editor gets a hint', () => {
  const cases: [query: string, positions: number[], message?: RegExp][] = [
    ['slow and late', [5], /“and” is searched for as a word; write AND/],
    ['slow near/3F late', [5], /write NEAR\/3f/],
    ['Or a Not b', [0, 5]],
    ['"slow and late" {and}', []],
    ['a b OR c', [4], /AND binds tighter than OR/],
    ['a OR b AND c', [2], /AND binds tighter than OR/],
    ['(a OR b) c', []],
    ['x (a OR b c)', [5]],
    ['a OR b OR c', []],
    ['a "unclosed and', []],
  ];
  for (const [query, positions, message] of cases) {
    test(`${query}: ${positions.length === 0 ? 'none' : positions.join(', ')}`, () => {
      const hints = queryHints(query);
      expect(hints.map(({ position }) => position)).toEqual(positions);
      if (message) expect(hints[0]?.message).toMatch(message);
    });
  }
});

import { describe, expect, test } from 'vitest';
import { formatQuery } from '../../../src/domain/query/format.ts';
import { MAX_NESTING, MAX_QUERY_LENGTH, parseQuery, QueryError } from '../../../src/domain/query/parse.ts';

describe('A query is read as the same query, written with every operator and bracket', () => {
  const cases = [
    ['acme', 'acme'],
    ['acme phone', 'acme AND phone'],
    ['acme AND phone OR tablet', '(acme AND phone) OR tablet'],
    ['acme (phone OR tablet)', 'acme AND (phone OR tablet)'],
    ['((a b)) c', 'a AND b AND c'],
    ['a OR (b OR c)', 'a OR b OR c'],
    ['acme -rival', 'acme AND NOT rival'],
    ['acme NOT rival', 'acme AND NOT rival'],
    ['acme AND NOT (rival OR "old brand")', 'acme AND NOT (rival OR "old brand")'],
    [
      'acme -"old brand" -(x OR y) -author:bob',
      'acme AND NOT "old brand" AND NOT (x OR y) AND NOT author:bob',
    ],
    ['NOT NOT acme', 'acme'],
    ['NOT (NOT acme)', 'acme'],
    ['"  slow   delivery "', '"slow delivery"'],
    ['"acme"', 'acme'],
    ['“slow delivery” „Lieferung zu spät“', '"slow delivery" AND "Lieferung zu spät"'],
    ['"say \\"hi\\""', '"say \\"hi\\""'],
    ['"AND" OR "near/3" OR "NEAR/3"', '"AND" OR near/3 OR "NEAR/3"'],
    ['"lang:en"', '"lang:en"'],
    ['10:30', '10:30'],
    ['wi-fi', 'wi-fi'],
    ['{Apple} {Apple Store}', '{Apple} AND {Apple Store}'],
    ['slow NEAR/3 delivery', 'slow NEAR/3 delivery'],
    ['slow near/3 delivery', 'slow AND near/3 AND delivery'],
    ['a slow NEAR/0F delivery b', 'a AND slow NEAR/0f delivery AND b'],
    ['NOT a NEAR/1 b c', 'NOT (a NEAR/1 b) AND c'],
    ['(slow OR "too late") NEAR/5f {Acme}', '(slow OR "too late") NEAR/5f {Acme}'],
    ['SOURCE:trustpilot Author:@bob', 'source:trustpilot AND author:bob'],
    ['author:"Bob Smith" product:"a\\"b" tag:#vip', 'author:"Bob Smith" AND product:"a\\"b" AND tag:vip'],
    [
      'location:berlin* author:"a b*" product:"5\\*"',
      'location:berlin* AND author:"a b*" AND product:"5\\*"',
    ],
    [
      'lang:EN country:de sentiment:NEGATIVE site:Example.COM',
      'lang:en AND country:DE AND sentiment:negative AND site:example.com',
    ],
    ['country:uk', 'country:GB'],
    ['risk:Legal OR risk:safety', 'risk:legal OR risk:safety'],
    [
      'rating:1 OR rating:<=2 OR rating:>3.5 OR rating:1..2',
      'rating:1 OR rating:<=2 OR rating:>3.5 OR rating:1..2',
    ],
    ['（手机 OR 平板） 苹果', '(手机 OR 平板) AND 苹果'],
  ] as const;
  for (const [text, expected] of cases) {
    test(`${text} is ${expected}`, () => {
      expect(formatQuery(parseQuery(text))).toBe(expected);
      expect(parseQuery(expected)).toEqual(parseQuery(text));
    });
  }
});

describe('A mistake is shown where it is', () => {
  const cases: [text: string, position: number, length: number, message: RegExp][] = [
    ['', 0, 0, /query is empty/],
    ['   ', 0, 0, /query is empty/],
    ['a "slow delivery', 2, 1, /quote is never closed/],
    ['author:"bob', 7, 1, /quote is never closed/],
    ['a (b OR c', 2, 1, /bracket is never closed/],
    ['a (', 2, 1, /bracket is never closed/],
    ['a b)', 3, 1, /no opening bracket/],
    [')', 0, 1, /no opening bracket/],
    ['a ()', 3, 1, /nothing between these brackets/],
    ['a {Apple', 2, 1, /brace is never closed/],
    ['{a {b}}', 0, 1, /brace is never closed/],
    ['a }', 2, 1, /no opening brace/],
    ['a AND', 5, 0, /After AND .* missing/],
    ['a NOT', 5, 0, /After NOT .* missing/],
    ['(a OR ) b', 6, 1, /After OR .* missing/],
    ['OR a', 0, 2, /Before OR .* missing/],
    ['a AND OR b', 6, 2, /Before OR .* missing/],
    ['NEAR/3 a', 0, 6, /Before NEAR\/3 .* missing/],
    ['a NEAR/3', 8, 0, /After NEAR\/3 .* missing/],
    ['a NEAR b', 2, 4, /number of words/],
    ['a NEAR/x b', 2, 6, /number of words/],
    ['a NEAR/101 b', 2, 8, /at most 100 words/],
    ['a NEAR/2 b NEAR/2 c', 11, 6, /two terms, not three/],
    ['a NEAR/2 (b c)', 9, 5, /not AND/],
    ['author:bob NEAR/2 a', 0, 10, /not a field/],
    ['a NEAR/2 (b OR lang:en)', 15, 7, /not a field/],
    ['a NEAR/2 (b OR c d)', 15, 3, /not AND/],
    ['a NEAR/2 (b OR NOT c)', 15, 5, /not NOT/],
    ['a NEAR/2 NOT b', 9, 3, /put the NOT before/],
    ['(a NEAR/2 b) NEAR/2 c', 0, 12, /not another NEAR/],
    ['x colour:red', 2, 7, /no field colour: – the fields are source, site/],
    ['authr:bob', 0, 6, /did you mean author:/],
    ['language:en', 0, 9, /did you mean lang:/],
    ['https://example.com', 0, 6, /put it in quotes/],
    ['author: bob', 7, 1, /right after the colon/],
    ['author:', 7, 0, /right after the colon/],
    ['author:""', 7, 2, /needs a value/],
    ['lang:(en OR de)', 5, 1, /\(lang:a OR lang:b\)/],
    ['lang:english', 5, 7, /two or three letters/],
    ['lang:en-GB', 5, 5, /two or three letters/],
    ['country:Germany', 8, 7, /two letters/],
    ['sentiment:bad', 10, 3, /positive, neutral, negative or unknown/],
    ['site:https://example.com/x', 5, 21, /a host such as example.com/],
    ['site:exam*', 5, 5, /takes no wildcard/],
    ['rating:6', 7, 1, /stars from 1 to 5/],
    ['rating:0', 7, 1, /stars from 1 to 5/],
    ['rating:good', 7, 4, /stars from 1 to 5/],
    ['rating:=>3', 7, 3, /stars from 1 to 5/],
    ['rating:4..2', 7, 4, /runs backwards/],
    ['author:b*', 7, 2, /two characters before/],
    ['author:b*b', 8, 1, /end of a word/],
    ['d*', 1, 1, /two characters before/],
    ['"slow d*"', 7, 1, /two characters before/],
    ['*', 0, 1, /two characters before/],
    ['*bank', 0, 1, /end of a word/],
    ['de*ver', 2, 1, /end of a word/],
    ['deliver**', 7, 1, /end of a word/],
    ['""', 0, 2, /nothing to search for/],
    ['a "?!"', 2, 4, /no word to search for in “\?!”/],
    ['a - b', 2, 1, /no word to search for/],
    ['a & b', 2, 1, /Write AND instead/],
    ['a || b', 2, 2, /Write OR instead/],
    ['NOT a', 0, 5, /This query would match nearly everything/],
    ['-a -b', 0, 5, /nearly everything/],
    ['a OR NOT b', 5, 5, /“NOT b” would match nearly everything/],
    ['NOT (a b)', 0, 9, /nearly everything/],
    ['x OR (NOT a NOT b)', 5, 13, /nearly everything/],
    ['x'.repeat(MAX_QUERY_LENGTH + 2), MAX_QUERY_LENGTH, 2, /at most 10000 characters/],
    [`${'('.repeat(MAX_NESTING + 1)}a${')'.repeat(MAX_NESTING + 1)}`, MAX_NESTING, 1, /at most 100 deep/],
  ];
  for (const [text, position, length, message] of cases) {
    test(`${text.slice(0, 40)} at ${position}`, () => {
      const error = errorOf(text);
      expect(error.message).toMatch(message);
      expect(error).toMatchObject({ position, length, query: text });
      expect(error.expected).not.toBe('');
    });
  }
});

test('Brackets may go as deep as the limit, and many NOTs in a row are no burden', () => {
  const deep = `${'('.repeat(MAX_NESTING)}a${')'.repeat(MAX_NESTING)}`;
  expect(parseQuery(deep)).toEqual(parseQuery('a'));
  expect(parseQuery(`${'NOT '.repeat(2_000)}a`)).toEqual(parseQuery('a'));
});

test('A NOT beside something that must be there is welcome, however deep', () => {
  expect(formatQuery(parseQuery('a NOT (b NOT c)'))).toBe('a AND NOT (b AND NOT c)');
  expect(formatQuery(parseQuery('NOT (a OR NOT b)'))).toBe('NOT (a OR NOT b)');
});

test('The pointer puts carets below the mistake', () => {
  expect(errorOf('slow AND OR late').pointer()).toBe('slow AND OR late\n         ^^');
  expect(errorOf('slow AND').pointer()).toBe('slow AND\n        ^');
});

test('The pointer shows the line with the mistake only, keeps tabs and makes room for wide characters', () => {
  expect(errorOf('slow\n\tAND OR late\nagain').pointer()).toBe('\tAND OR late\n\t    ^^');
  expect(errorOf('手机 )').pointer()).toBe('手机 )\n\u3000\u3000 ^');
});

test('The pointer shortens a long line around the mistake', () => {
  const [line = '', carets = ''] = errorOf(`${'word '.repeat(100)}AND OR ${'word '.repeat(100)}`)
    .pointer()
    .split('\n');
  expect(line.length).toBeLessThan(100);
  expect(line.slice(carets.indexOf('^'), carets.lastIndexOf('^') + 1)).toBe('OR');
});

function errorOf(text: string): QueryError {
  try {
    parseQuery(text);
  } catch (error) {
    if (error instanceof QueryError) return error;
    throw error;
  }
  throw new Error(`"${text}" was read without a mistake.`);
}

import { expect, test } from 'vitest';
import { compileQuery, matches } from '../../../src/domain/query/matcher.ts';
import { parseQuery, type Query, QueryError } from '../../../src/domain/query/parse.ts';

/** Texts and queries made to cost much. Eight times the text takes about 8 times as long; in step with its square, 64 times. */
test('Time grows in step with the length of the text', () => {
  const hard = [
    'aa NEAR/1 bb',
    '(aa OR "aa aa") NEAR/0f ("aa cc" OR bb)',
    `"${'aa '.repeat(40)}bb"`,
    '"aa* aa* bb*"',
    '{Aa} OR zz*',
  ].map((typed) => compileQuery(parseQuery(typed)));
  const cost = (words: number) => {
    const texts = [
      'aa '.repeat(words),
      'aa bb cc '.repeat(words / 3),
      `${'aa_'.repeat(words)}'`,
      '#@\'*"{('.repeat(words),
    ];
    return timed(() => {
      for (const each of texts) for (const compiled of hard) matches(compiled, { text: each });
    });
  };
  cost(3_000);
  const [short, long] = [cost(3_000), cost(24_000)];
  expect(long).toBeLessThan(Math.max(short, 5) * 30);
});

test('Reading stays quick for queries made to be slow', () => {
  const slow = ['(', '-', '"a" ', 'ab* ', 'a:', '{a}', 'NOT ', 'a NEAR/1 b ', 'a OR ', '\\"', 'ab*']
    .map((part) => part.repeat(Math.floor(10_000 / part.length)))
    .flatMap((typed) => [typed, `"${typed.slice(0, 9_998)}"`]);
  expect(timed(() => slow.forEach(readOrRefuse))).toBeLessThan(4_000);
});

function readOrRefuse(typed: string): Query | QueryError {
  try {
    return parseQuery(typed);
  } catch (error) {
    if (error instanceof QueryError) return error;
    throw error;
  }
}

/** Milliseconds. */
function timed(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

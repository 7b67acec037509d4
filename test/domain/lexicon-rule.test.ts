import { expect, test } from 'vitest';
import { parsePattern, patternText } from '../../src/domain/lexicon-rule.ts';

test('a pattern is words, beginnings, any word and NEAR', () => {
  expect(parsePattern('late deliver*')).toEqual([
    { kind: 'word', text: 'late' },
    { kind: 'prefix', text: 'deliver' },
  ]);
  expect(parsePattern('late NEAR/3 refund')).toEqual([
    { kind: 'word', text: 'late' },
    { kind: 'near', words: 3 },
    { kind: 'word', text: 'refund' },
  ]);
  expect(parsePattern('on _ road')[1]).toEqual({ kind: 'any' });
});

test('one spelling stands for all', () => {
  expect(patternText('  Late   NEAR/3 ReFund ')).toBe('late NEAR/3 refund');
});

const refused: readonly [string, string][] = [
  ['', 'Expected a word or phrase of 1 to 120 characters.'],
  ['_ road', 'to begin and to end with a word'],
  ['late NEAR/3', 'to begin and to end with a word'],
  ['late NEAR/3 _ x', 'on both sides of NEAR'],
  ['a NEAR/1 b NEAR/1 c', 'Expected NEAR once'],
  ['late NEAR/20 b', 'Expected NEAR/1 to NEAR/9, got "NEAR/20".'],
  ['d*', 'after at least 2 letters, got "d*"'],
  ['de*l', 'Expected "*" at the end of a word'],
  ['a b c d e f g h i j k', 'at most 10 words'],
];
for (const [pattern, message] of refused) {
  test(`"${pattern}" is refused`, () => expect(() => parsePattern(pattern)).toThrow(message));
}

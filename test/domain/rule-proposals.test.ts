import { expect, test } from 'vitest';
import type { Evidence } from '../../src/domain/classification.ts';
import { proposalsFrom, unexplainedPhrases } from '../../src/domain/rule-proposals.ts';

const TEXT = 'That ride was sick, no joke, wicked fast.';

function reason(word: string, contribution: number): Evidence {
  const start = TEXT.indexOf(word);
  return { field: 'text', start, end: start + word.length, contribution, rule: 'word', origin: 'vader' };
}

const mention = (evidence: readonly Evidence[]) => ({
  title: undefined,
  text: TEXT,
  computedLabel: 'negative' as const,
  evidence,
});

test('spans that pushed the wrong way are proposed, the strongest first, silenced and turned', () => {
  const found = proposalsFrom(
    mention([reason('wicked', -0.2), reason('sick', -0.4), reason('fast', 0.1)]),
    'positive',
  );
  expect(found.map(({ pattern, valence }) => [pattern, valence])).toEqual([
    ['sick', 0],
    ['sick', 2],
    ['wicked', 0],
    ['wicked', 2],
  ]);
});

test('for a neutral mention every charge is wrong, and there is no side to turn to', () => {
  const found = proposalsFrom(mention([reason('sick', -0.4), reason('fast', 0.1)]), 'neutral');
  expect(found.map(({ pattern, valence }) => [pattern, valence])).toEqual([
    ['sick', 0],
    ['fast', 0],
  ]);
});

test('a span inside a stronger one is not proposed again', () => {
  const found = proposalsFrom(mention([reason('was sick', -0.4), reason('sick', -0.1)]), 'neutral');
  expect(found.map(({ pattern }) => pattern)).toEqual(['was sick']);
});

test('what no reason speaks of is told in words and pairs of neighbours', () => {
  expect(unexplainedPhrases(mention([reason('sick', -0.4), reason('fast', 0.1)]))).toEqual([
    'that',
    'that ride',
    'ride',
    'ride was',
    'no joke',
    'joke',
    'wicked',
  ]);
});

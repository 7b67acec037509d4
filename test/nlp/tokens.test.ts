import { expect, test } from 'vitest';
import { NO_CUTS, tokenizerFor } from '../../src/nlp/tokens.ts';

const cuts = { ...NO_CUTS, tails: new Set(['的']) };

test('a known phrase is cut as it would be alone, whatever stands around it', () => {
  const { split } = tokenizerFor('zh', { ...cuts, known: new Set(['用了两天']) });
  expect(split('用了两天下次')).toEqual([...split('用了两天'), '下', '次']);
});

test('without that knowledge the platform joins the end of the phrase to what follows', () => {
  const { split } = tokenizerFor('zh', cuts);
  expect(split('用了两天下次')).not.toContain('天');
});

test('a known phrase does not break into another known word', () => {
  const { split } = tokenizerFor('zh', { ...cuts, known: new Set(['太干', '干净']) });
  expect(split('太干净了').join('|')).toContain('干净');
});

test('the pieces of a run are the run', () => {
  const { split } = tokenizerFor('zh', { ...cuts, known: new Set(['用了两天', '太干', '干净', '好吃的']) });
  for (const run of ['用了两天下次', '太干净了', '😀好吃的abc，12个', '的', ''])
    expect(split(run).join('')).toBe(run);
});

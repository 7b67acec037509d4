import { expect, test } from 'vitest';
import type { Label } from '../../src/domain/classification.ts';
import { evaluate, formatEvaluation } from '../../src/nlp/evaluate.ts';

const pairs = (lines: readonly string[]) =>
  lines.map((line) => {
    const [expected, predicted] = line.split(' ') as [Label, Label];
    return { expected, predicted };
  });

const result = evaluate(
  pairs([
    'positive positive',
    'positive positive',
    'positive neutral',
    'negative negative',
    'neutral positive',
    'negative unknown',
  ]),
);

test('accuracy counts what is right', () => expect(result.accuracy).toBeCloseTo(3 / 6));

test('macro-recall is the mean over the classes that are expected', () => {
  expect(result.macroRecall).toBeCloseTo((2 / 3 + 1 / 2 + 0) / 3);
});

test('macro-F1 is the mean of F1 over the classes that are expected', () => {
  expect(result.macroF1).toBeCloseTo((2 / 3 + 2 / 3 + 0) / 3);
});

test('the confusion matrix counts expected by predicted, unknown included', () => {
  expect(result.confusion['negative']).toEqual({ negative: 1, neutral: 0, positive: 0, unknown: 1 });
});

test('a class tells precision, recall and support', () => {
  expect(result.classes.find(({ label }) => label === 'positive')).toMatchObject({
    precision: 2 / 3,
    recall: 2 / 3,
    support: 3,
  });
});

test('no pairs give zeros', () => {
  expect(evaluate([])).toMatchObject({ count: 0, accuracy: 0, macroF1: 0, macroRecall: 0 });
});

test('the plain-text table names every class and number', () => {
  const table = formatEvaluation(result);
  expect(table).toContain('accuracy      0.5000');
  expect(table).toMatch(/negative +1\.0000 +0\.5000 +0\.6667 +2/);
});

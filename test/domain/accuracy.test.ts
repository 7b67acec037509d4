import fc from 'fast-check';
import { expect, test } from 'vitest';
import { accuracyOf, allocate, type JudgedLabel, shareOf, wilson } from '../../src/domain/accuracy.ts';
import type { Label } from '../../src/domain/classification.ts';
import { evaluate } from '../../src/nlp/evaluate.ts';

const one = (truth: Label, predicted: Label, rest: Partial<JudgedLabel> = {}): JudgedLabel => ({
  truth,
  predicted,
  confidence: 0.75,
  weight: 1,
  ...rest,
});
const times = (n: number, made: JudgedLabel): JudgedLabel[] => Array.from({ length: n }, () => made);

// By hand: centre (p + z²/2n) / (1 + z²/n), z = 1.959964.
const intervals: readonly [number, number, number, number][] = [
  [0.8, 10, 0.4902, 0.9433],
  [0, 10, 0, 0.2775],
  [1, 10, 0.7225, 1],
  [0.5, 100, 0.4038, 0.5962],
];
for (const [share, n, low, high] of intervals) {
  test(`Wilson's interval of ${share} in ${n} is ${low} to ${high}`, () => {
    const found = wilson(share, n);
    expect([found.low, found.high]).toEqual([expect.closeTo(low, 4), expect.closeTo(high, 4)]);
  });
}

test('below ten labels there is no number', () => {
  const found = accuracyOf(times(9, one('positive', 'positive')));
  expect(found).toMatchObject({ n: 9, accuracy: undefined, macroF1: undefined, calibrationError: undefined });
  expect(accuracyOf(times(10, one('positive', 'positive'))).accuracy).toMatchObject({ value: 1, n: 10 });
});

test('equal weights change nothing; unequal ones widen the interval and move the share', () => {
  const labels = [...times(20, one('positive', 'positive')), ...times(20, one('positive', 'negative'))];
  const plain = shareOf(labels, ({ truth, predicted }) => truth === predicted);
  const heavy = shareOf(
    labels.map((label) => ({ ...label, weight: 7 })),
    ({ truth, predicted }) => truth === predicted,
  );
  expect(heavy).toEqual(plain);
  const uneven = shareOf(
    labels.map((label) => ({ ...label, weight: label.predicted === 'positive' ? 9 : 1 })),
    ({ truth, predicted }) => truth === predicted,
  );
  expect(uneven?.value).toBeCloseTo(0.9, 10);
  const width = (share: { low: number; high: number } | undefined) => (share?.high ?? 0) - (share?.low ?? 0);
  // 40 labels of these weights are worth (180 + 20)² / (20 · 81 + 20) = 24.4.
  expect(width(uneven)).toBeCloseTo(width({ ...wilson(0.9, 40_000 / 1_640) }), 10);
});

test('precision, recall and F1 are those of the command line', () => {
  const label = fc.constantFrom<Label>('positive', 'neutral', 'negative');
  fc.assert(
    fc.property(fc.array(fc.tuple(label, label), { minLength: 60, maxLength: 120 }), (pairs) => {
      const found = accuracyOf(pairs.map(([truth, predicted]) => one(truth, predicted)));
      const expected = evaluate(pairs.map(([truth, predicted]) => ({ expected: truth, predicted })));
      expect(found.accuracy?.value).toBeCloseTo(expected.accuracy, 10);
      for (const { label: name, precision, recall, f1 } of found.classes) {
        const same = expected.classes.find((candidate) => candidate.label === name);
        if (precision) expect(precision.value).toBeCloseTo(same?.precision ?? 0, 10);
        if (recall) expect(recall.value).toBeCloseTo(same?.recall ?? 0, 10);
        if (f1) expect(f1.value).toBeCloseTo(same?.f1 ?? 0, 10);
        for (const share of [precision, recall, f1]) {
          if (!share) continue;
          expect(share.low).toBeLessThanOrEqual(share.value + 1e-9);
          expect(share.high).toBeGreaterThanOrEqual(share.value - 1e-9);
        }
      }
    }),
  );
});

test('a mention that is labelled unknown is not found, and states no confidence', () => {
  const found = accuracyOf([
    ...times(10, one('negative', 'unknown')),
    ...times(10, one('negative', 'negative')),
  ]);
  const negative = found.classes.find(({ label }) => label === 'negative');
  expect([negative?.recall?.value, negative?.precision?.value]).toEqual([0.5, 1]);
  expect(found.reliability.map(({ n }) => n)).toEqual([10]);
});

test('reliability is told by tenths of confidence, and the error is their weighted distance', () => {
  const found = accuracyOf([
    ...times(15, one('positive', 'positive', { confidence: 0.9 })),
    ...times(5, one('positive', 'negative', { confidence: 0.9 })),
    ...times(10, one('neutral', 'neutral', { confidence: 0.7 })),
    ...times(10, one('positive', 'neutral', { confidence: 0.7 })),
  ]);
  expect(found.reliability.map(({ from, stated, right }) => [from, stated, right?.value])).toEqual([
    [0.7, expect.closeTo(0.7, 10), 0.5],
    [0.9, expect.closeTo(0.9, 10), 0.75],
  ]);
  expect(found.calibrationError).toBeCloseTo(0.5 * 0.2 + 0.5 * 0.15, 10);
});

test('strata are drawn by the root of their size, never more than there are', () => {
  expect(allocate([900, 100], 40)).toEqual([30, 10]);
  expect(allocate([10_000, 1], 50)).toEqual([50, 1]);
  expect(allocate([1_000_000, 9], 20)).toEqual([20, 2]);
});

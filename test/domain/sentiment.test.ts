import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { netSentiment, netSentimentOpinionated } from '../../src/domain/sentiment.ts';

const counts = (positive: number, neutral: number, negative: number, unknown = 0) => ({
  positive,
  neutral,
  negative,
  unknown,
});

describe('net sentiment', () => {
  const cases = [
    [counts(6, 2, 2), 40, 50],
    [counts(0, 10, 0), 0, undefined],
    [counts(0, 0, 1), -100, -100],
    [counts(5, 0, 5), 0, 0],
  ] as const;
  for (const [given, all, opinionated] of cases) {
    test(`of ${given.positive}/${given.neutral}/${given.negative} is ${all}`, () => {
      expect(netSentiment(given)?.value).toBe(all);
      expect(netSentimentOpinionated(given)?.value).toBe(opinionated);
    });
  }

  test('without a labelled mention there is no number', () => {
    expect(netSentiment(counts(0, 0, 0, 7))).toBeUndefined();
  });

  test('unknown mentions are not neutral ones', () => {
    expect(netSentiment(counts(3, 0, 1, 96))).toEqual(netSentiment(counts(3, 0, 1)));
  });

  test('the interval is the one of the Dirichlet posterior with a Jeffreys prior', () => {
    // Shares (6.5, 2.5, 2.5) / 11.5; mean 0.347826, variance (0.782609 − 0.120983) / 12.5 = 0.0529300.
    const { low = 0, high = 0 } = netSentiment(counts(6, 2, 2)) ?? {};
    expect(low).toBeCloseTo(-10.309, 2);
    expect(high).toBeCloseTo(79.875, 2);
  });

  test('the interval stays in range and narrows with more of the same', () => {
    const n = fc.integer({ min: 0, max: 500 });
    fc.assert(
      fc.property(n, n, n, (p, o, m) => {
        fc.pre(p + o + m > 0);
        const one = netSentiment(counts(p, o, m));
        const many = netSentiment(counts(p * 20, o * 20, m * 20));
        if (!one || !many) throw new Error('expected a number');
        expect(one.low).toBeGreaterThanOrEqual(-100);
        expect(one.high).toBeLessThanOrEqual(100);
        expect(one.low).toBeLessThanOrEqual(one.high);
        expect(many.high - many.low).toBeLessThanOrEqual(one.high - one.low + 1e-9);
      }),
    );
  });
});

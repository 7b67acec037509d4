import fc from 'fast-check';
import { expect, test } from 'vitest';
import { scoreOf, scoreOfSum, weigh } from '../../src/nlp/score.ts';
import type { Charge } from '../../src/nlp/state.ts';

const edges = { positive: 0.9, negative: 0.7 };
const charge = (valence: number): Charge => ({ valence }) as Charge;
const number = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const labelOf = (compound: number) =>
  compound >= scoreOfSum(edges.positive) ? 1 : compound <= scoreOfSum(-edges.negative) ? -1 : 0;

test('small words say which way a text leans that has no charge, and never make a label', () => {
  fc.assert(
    fc.property(number(-9, 9), (undertone) => {
      // What is smaller than this is lost in rounding.
      fc.pre(undertone === 0 || Math.abs(undertone) > 1e-6);
      const { compound } = scoreOf([], { plain: 0, undertone }, edges);
      expect([Math.sign(compound) + 0, labelOf(compound)]).toEqual([Math.sign(undertone) + 0, 0]);
    }),
  );
});

test('small words never take a label', () => {
  fc.assert(
    fc.property(number(-9, 9), number(-3, 3), number(-9, 9), (valence, plain, undertone) => {
      const label = (hint: number) =>
        labelOf(scoreOf([charge(valence)], { plain, undertone: hint }, edges).compound);
      const size = Math.abs(weigh(valence, plain, edges));
      // At the very edge a rounding decides.
      fc.pre(Math.abs(size - (valence >= 0 ? edges.positive : edges.negative)) > 1e-9);
      expect(label(undertone)).toBe(label(0));
    }),
  );
});

test('plain speech asks for more charge, an opinion for less, and neither turns praise into blame', () => {
  expect(labelOf(scoreOf([charge(1.2)], { plain: 0, undertone: 0 }, edges).compound)).toBe(1);
  expect(labelOf(scoreOf([charge(1.2)], { plain: 0.5, undertone: 0 }, edges).compound)).toBe(0);
  expect(labelOf(scoreOf([charge(0.6)], { plain: -0.5, undertone: 0 }, edges).compound)).toBe(1);
  fc.assert(
    fc.property(number(0.01, 9), number(-9, 9), (valence, plain) => {
      expect(weigh(valence, plain, edges)).toBeGreaterThan(0);
      expect(weigh(-valence, plain, edges)).toBeLessThan(0);
    }),
  );
});

test('more charge is never less', () => {
  fc.assert(
    fc.property(number(-9, 9), number(0, 3), number(-3, 3), (valence, more, plain) => {
      expect(weigh(valence + more, plain, edges)).toBeGreaterThanOrEqual(weigh(valence, plain, edges) - 1e-9);
    }),
  );
});

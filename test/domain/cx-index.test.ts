import { expect, test } from 'vitest';
import {
  cxIndex,
  FIRST_WEIGHTS,
  INDEX_PART_IDS,
  type IndexWeights,
  indexChange,
  type Measurements,
} from '../../src/domain/cx-index.ts';

const NONE = Object.fromEntries(INDEX_PART_IDS.map((id) => [id, 0])) as unknown as IndexWeights;
const only = (weights: Partial<IndexWeights>): IndexWeights => ({ ...NONE, ...weights });

const ends = [
  ['net-sentiment-all', -100, 0],
  ['net-sentiment-all', 0, 50],
  ['net-sentiment-all', 100, 100],
  ['nps', 30, 65],
  ['csat', 80, 80],
  ['average-rating', 1, 0],
  ['average-rating', 4, 75],
  ['ces', 7, 100],
  ['ces', 4, 50],
  ['response-rate', 25, 25],
  ['retention', 97, 97],
] as const;
for (const [id, value, scaled] of ends) {
  test(`${id} of ${value} is ${scaled} on 0–100`, () => {
    const index = cxIndex({ [id]: { value, low: value, high: value, n: 50 } }, only({ [id]: 1 }));
    expect(index.estimate?.value).toBeCloseTo(scaled, 10);
  });
}

test('the index is the weighted mean of its parts, with the weights in proportion', () => {
  const measured: Measurements = {
    nps: { value: 0, low: -20, high: 20, n: 100 },
    csat: { value: 80, low: 70, high: 90, n: 60 },
  };
  const index = cxIndex(measured, only({ nps: 3, csat: 1 }));
  // 0.75 · 50 + 0.25 · 80
  expect(index.estimate?.value).toBeCloseTo(57.5, 10);
  expect(index.coverage).toBe(1);
  expect(index.estimate?.n).toBe(160);
  // Half widths on 0–100 are 10 and 10: √(0.75² · 10² + 0.25² · 10²) = 7.9057
  expect(index.estimate?.high).toBeCloseTo(57.5 + 7.9057, 3);
});

test('a missing part leaves its weight to the rest, and the coverage says how much is there', () => {
  const index = cxIndex({ csat: { value: 90, low: 85, high: 95, n: 30 } }, only({ nps: 3, csat: 1 }));
  expect(index.estimate?.value).toBeCloseTo(90, 10);
  expect(index.coverage).toBeCloseTo(0.25, 10);
  expect(index.parts.map(({ id, share }) => [id, share])).toEqual([
    ['nps', 0],
    ['csat', 1],
  ]);
});

test('a part with too few answers does not count', () => {
  const few = { csat: { value: 100, low: 60, high: 100, n: 9 } };
  expect(cxIndex(few, FIRST_WEIGHTS).estimate).toBeUndefined();
  expect(cxIndex({ csat: { ...few.csat, minimumN: 5 } }, FIRST_WEIGHTS).estimate?.n).toBe(9);
});

test('without any part there is no index', () => {
  expect(cxIndex({}, FIRST_WEIGHTS)).toMatchObject({ estimate: undefined, coverage: 0 });
});

test('ten happy people of ten are not certain, though the interval ends where the scale does', () => {
  const index = cxIndex(
    { 'net-sentiment-all': { value: 100, low: 62, high: 100, n: 10 } },
    only({ 'net-sentiment-all': 1 }),
  );
  expect(index.estimate?.low).toBeCloseTo(81, 10);
});

test('a part without an interval gets the widest its n allows', () => {
  const index = cxIndex({ 'response-rate': { value: 50, n: 100 } }, only({ 'response-rate': 1 }));
  // 50 / √100 = 5; 1.96 · 5 = 9.8
  expect(index.estimate?.low).toBeCloseTo(40.2, 1);
});

test('a change is measured over the parts that both periods have', () => {
  const weights = only({ nps: 1, csat: 1 });
  const now = cxIndex({ nps: { value: 20, low: 0, high: 40, n: 90 }, csat: { value: 10, n: 50 } }, weights);
  const before = cxIndex({ nps: { value: 10, low: -10, high: 30, n: 90 } }, weights);
  const change = indexChange(now, before);
  expect(change?.value).toBeCloseTo(5, 10);
  expect(change?.coverage).toBe(0.5);
  // Each half width is 10 points of 0–100.
  expect(change?.high).toBeCloseTo(5 + Math.hypot(10, 10), 3);
  expect(change?.isClear).toBe(false);
  expect(indexChange(now, cxIndex({}, weights))).toBeUndefined();
});

test('a change many answers agree on is clear', () => {
  const weights = only({ nps: 1 });
  const at = (value: number) => cxIndex({ nps: { value, low: value - 4, high: value + 4, n: 900 } }, weights);
  expect(indexChange(at(30), at(10))?.isClear).toBe(true);
});

import { expect, test } from 'vitest';
import { bandPath, countScale, linePath, roundStep, sentimentScale } from '../../../src/web/charts/scale.ts';

const PIXELS = { from: 100, to: 0 };

test('a count scale begins at 0 and ends at a round number at or above the highest', () => {
  expect(countScale(37, PIXELS)).toMatchObject({ min: 0, max: 40, ticks: [0, 20, 40] });
  expect(countScale(100, PIXELS).max).toBeGreaterThanOrEqual(100);
});

test('a count scale without mentions still has whole ticks', () => {
  expect(countScale(0, PIXELS).ticks).toEqual([0, 1]);
});

for (const highest of [1, 2, 3, 9, 17, 250, 4_321, 1_000_000]) {
  test(`the ticks up to ${highest} are whole, few, and reach it`, () => {
    const { ticks, max } = countScale(highest, PIXELS);
    expect(max).toBeGreaterThanOrEqual(highest);
    expect(ticks.length).toBeLessThanOrEqual(5);
    expect(ticks.every(Number.isInteger)).toBe(true);
  });
}

test('0 stands at the bottom of a count scale and the top value at its top', () => {
  const scale = countScale(40, PIXELS);
  expect([scale.at(0), scale.at(scale.max)]).toEqual([100, 0]);
});

test('a sentiment scale holds 0 and every value, and never goes past 100', () => {
  expect(sentimentScale([35, 55], PIXELS)).toMatchObject({ min: 0, max: 60 });
  expect(sentimentScale([-99.8, 99.9], PIXELS)).toMatchObject({ min: -100, max: 100 });
  expect(sentimentScale([], PIXELS)).toMatchObject({ min: 0 });
});

for (const values of [[-3], [4], [-12, 7], [-45, 30], [-100], [100], [60, 61]]) {
  test(`the sentiment scale of ${values} has at most seven ticks and shows them all`, () => {
    const { ticks, min, max } = sentimentScale(values, PIXELS);
    expect(ticks.length).toBeLessThanOrEqual(7);
    expect(ticks).toContain(0);
    for (const value of values) expect(value >= min && value <= max).toBe(true);
  });
}

test('steps are 1, 2 or 5 times a power of ten', () => {
  expect([0.3, 1, 1.2, 3, 6, 11, 26].map(roundStep)).toEqual([1, 1, 2, 5, 10, 20, 50]);
});

test('a line is broken where a day is missing', () => {
  expect(linePath([{ x: 0, y: 1 }, { x: 1, y: 2 }, undefined, { x: 3, y: 4 }, { x: 4, y: 5 }])).toBe(
    'M0 1L1 2M3 4L4 5',
  );
});

test('a lone day is a short dash', () => {
  expect(linePath([undefined, { x: 5, y: 7 }, undefined])).toBe('M4 7h2');
});

test('a band runs along its upper edge and back along the lower one', () => {
  const day = (x: number) => ({ x, high: 1, low: 9 });
  expect(bandPath([day(0), day(1), undefined, day(3)])).toBe('M0 1L1 1L1 9L0 9Z');
});

import { expect, test } from 'vitest';
import { type Rankable, rank } from '../../src/domain/ranking.ts';
import { seededChance } from '../../src/domain/seeded-chance.ts';

const place = (id: number, value: number, error: number, within: readonly string[] = []): Rankable => ({
  id,
  value,
  error,
  within,
});

test('a small place with an extreme value is not ranked first or last by its noise', () => {
  const steady = Array.from({ length: 10 }, (_, at) => place(at + 10, 50 + at, 1));
  const ranked = rank([place(1, 75, 20), ...steady, place(2, 30, 20)]);
  expect(ranked[0]?.id).toBe(19);
  expect(ranked.at(-1)?.id).toBe(10);
  const lucky = ranked.find(({ id }) => id === 1);
  expect(lucky?.weight).toBeLessThan(0.1);
  expect((lucky?.worst ?? 0) - (lucky?.best ?? 0)).toBeGreaterThan(8);
});

test('where noise explains all differences, every place is near the mean and no rank is known', () => {
  const ranked = rank([place(1, 56, 10), place(2, 44, 10), place(3, 50, 10), place(4, 52, 10)]);
  for (const { value, best, worst } of ranked) {
    expect(Math.abs(value - 50.5)).toBeLessThan(3);
    expect([best, worst]).toEqual([1, 4]);
  }
});

test('places are drawn towards the mean of their region, or of the country where the region has too few', () => {
  const ranked = rank([
    place(1, 80, 3, ['DE/North', 'DE']),
    place(2, 82, 3, ['DE/North', 'DE']),
    place(3, 84, 3, ['DE/North', 'DE']),
    place(4, 40, 3, ['DE/South', 'DE']),
    place(5, 42, 3, ['FR/West', 'FR']),
    place(6, 44, 3, ['FR/West', 'FR']),
  ]);
  const towards = Object.fromEntries(ranked.map(({ id, towards }) => [id, towards.name]));
  expect(towards).toEqual({ 1: 'DE/North', 2: 'DE/North', 3: 'DE/North', 4: 'DE', 5: 'all', 6: 'all' });
  expect(ranked.find(({ id }) => id === 1)?.towards.value).toBeCloseTo(82, 6);
  expect(ranked.find(({ id }) => id === 4)?.value).toBeGreaterThan(40);
});

test('the same numbers give the same ranks, and one place is first of one', () => {
  const places = Array.from({ length: 30 }, (_, id) => place(id, 40 + id, 6));
  expect(rank(places)).toEqual(rank(places));
  expect(rank([place(7, 50, 5)])).toMatchObject([{ id: 7, rank: 1, best: 1, worst: 1 }]);
  expect(rank([])).toEqual([]);
});

test('the true level lies in the 95 % interval about as often as it says, and shrinking errs less than not', () => {
  const { normal, uniform } = seededChance(7);
  let covered = 0;
  let total = 0;
  let shrunkError = 0;
  let rawError = 0;
  for (let round = 0; round < 200; round++) {
    const truths = Array.from({ length: 25 }, () => 60 + 6 * normal());
    const places = truths.map((truth, id) => {
      const error = 2 + 14 * uniform();
      return place(id, truth + error * normal(), error);
    });
    for (const { id, value, error } of rank(places)) {
      const truth = truths[id] ?? 0;
      if (Math.abs(value - truth) < 1.96 * error) covered += 1;
      shrunkError += (value - truth) ** 2;
      rawError += ((places[id]?.value ?? 0) - truth) ** 2;
      total += 1;
    }
  }
  expect(covered / total).toBeGreaterThan(0.92);
  expect(covered / total).toBeLessThan(0.98);
  expect(shrunkError).toBeLessThan(rawError / 2);
});

test('the true rank lies in its interval at least nine times in ten', () => {
  const { normal, uniform } = seededChance(11);
  let covered = 0;
  let total = 0;
  for (let round = 0; round < 100; round++) {
    const truths = Array.from({ length: 20 }, () => 60 + 8 * normal());
    const order = truths.toSorted((a, b) => b - a);
    const places = truths.map((truth, id) => {
      const error = 1 + 6 * uniform();
      return place(id, truth + error * normal(), error);
    });
    for (const { id, best, worst } of rank(places)) {
      const trueRank = order.indexOf(truths[id] ?? 0) + 1;
      if (trueRank >= best && trueRank <= worst) covered += 1;
      total += 1;
    }
  }
  expect(covered / total).toBeGreaterThan(0.9);
});

import { expect, test } from 'vitest';
import { type Assessment, mirrorOf, sharePositive } from '../../src/domain/promise.ts';

const by = (author: string, score: number): Assessment => ({ author, score, note: '', at: new Date(0) });

test('the share of praise has the interval of Wilson', () => {
  // Newcombe 1998, table I: 81 of 263 gives 0.2553 to 0.3662.
  const share = sharePositive({ positive: 81, negative: 182 });
  expect(share?.value).toBeCloseTo(30.798, 3);
  expect(share?.low).toBeCloseTo(25.53, 2);
  expect(share?.high).toBeCloseTo(36.62, 2);
  // The same table: 0 of 20 gives 0 to 0.1611.
  expect(sharePositive({ positive: 0, negative: 20 })?.low).toBeCloseTo(0, 10);
  expect(sharePositive({ positive: 0, negative: 20 })?.high).toBeCloseTo(16.11, 2);
});

test('nobody said anything: no share', () => {
  expect(sharePositive({ positive: 0, negative: 0 })).toBeUndefined();
});

test('the latest word of each person counts, and once', () => {
  const { team } = mirrorOf([by('Ada', 90), by('Ben', 50), by('Ada', 10)], { positive: 0, negative: 0 });
  expect(team).toEqual({ value: 70, people: 2, low: 50, high: 90 });
});

test('a gap is clear when the team stands outside the interval of the customers', () => {
  const said = { positive: 40, negative: 60 };
  expect(mirrorOf([by('Ada', 85)], said).gap).toMatchObject({ value: 45, isClear: true });
  expect(mirrorOf([by('Ada', 45)], said).gap).toMatchObject({ value: 5, isClear: false });
});

test('with too few customers or without a word of the team there is no gap', () => {
  expect(mirrorOf([by('Ada', 85)], { positive: 4, negative: 5 })).toMatchObject({ gap: undefined });
  expect(mirrorOf([], { positive: 40, negative: 60 })).toMatchObject({ gap: undefined, team: undefined });
});

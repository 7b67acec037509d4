import { describe, expect, test } from 'vitest';
import { coverageOf, coversFrom } from '../../src/domain/coverage.ts';

const at = (hour: number) => new Date(Date.UTC(2026, 5, 1, 0, hour * 60));
const run = (from: number, to: number) => ({ coversFrom: at(from), startedAt: at(to) });
const day = { from: at(0).getTime(), to: at(24).getTime() };

describe('the share of a day that a source was read for', () => {
  const cases = [
    ['a day of runs that touch', [run(0, 8), run(8, 16), run(16, 24)], 30, undefined, 1],
    ['runs that overlap count once', [run(0, 20), run(10, 24)], 30, undefined, 1],
    ['a gap in the middle', [run(0, 6), run(18, 24)], 30, undefined, 0.5],
    ['nothing read', [], 30, undefined, 0],
    ['half a day has passed and was read', [run(0, 12)], 12, undefined, 1],
    ['read until six, the next fetch not due before eight, now seven', [run(0, 6)], 7, 8, 1],
    ['read until six, silent since, now twelve', [run(0, 6)], 12, 8, 8 / 12],
    ['a run that reaches back before the day', [run(-48, 12)], 24, undefined, 0.5],
  ] as const;
  for (const [name, runs, now, due, share] of cases) {
    test(name, () => {
      const dueAt = due === undefined ? undefined : at(due);
      expect(coverageOf(day, runs, { now: at(now), dueAt })).toBeCloseTo(share, 10);
    });
  }

  test('a day that has not begun has no share', () => {
    expect(coverageOf(day, [], { now: at(-1), dueAt: undefined })).toBeUndefined();
  });

  test('a failed run vouches for nothing', () => {
    const failed = { coversFrom: undefined, startedAt: at(12) };
    expect(coverageOf(day, [failed], { now: at(24), dueAt: undefined })).toBe(0);
  });
});

describe('what a successful run vouches for', () => {
  const seen = { startedAt: at(10), oldestPublishedAt: at(7), seen: 20 };

  test('the first run reaches back to its oldest item', () => {
    expect(coversFrom({ ...seen, previousSuccessAt: undefined, known: 0 })).toEqual(at(7));
  });
  test('something already known joins it to the run before', () => {
    expect(coversFrom({ ...seen, previousSuccessAt: at(5), known: 1 })).toEqual(at(5));
  });
  test('an answer that reaches back past the run before joins it as well', () => {
    expect(coversFrom({ ...seen, previousSuccessAt: at(8), known: 0 })).toEqual(at(8));
  });
  test('when all is new and younger, something may have scrolled out unseen', () => {
    expect(coversFrom({ ...seen, previousSuccessAt: at(5), known: 0 })).toEqual(at(7));
  });
  test('an empty answer brings no gap', () => {
    const nothing = { startedAt: at(10), oldestPublishedAt: undefined, seen: 0, known: 0 };
    expect(coversFrom({ ...nothing, previousSuccessAt: at(5) })).toEqual(at(5));
  });
  test('a date in the future does not reach beyond the run', () => {
    const future = { startedAt: at(10), oldestPublishedAt: at(30), seen: 1, known: 0 };
    expect(coversFrom({ ...future, previousSuccessAt: undefined })).toEqual(at(10));
  });
});

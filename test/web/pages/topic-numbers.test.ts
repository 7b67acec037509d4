import { expect, test } from 'vitest';
import type { DayCounts } from '../../../src/web/charts/day-points.ts';
import { moodInWords, topicNumbers } from '../../../src/web/pages/topic-numbers.ts';

const TODAY = '2026-03-20';
const day = (date: string, positive: number, negative: number, unknown = 0): DayCounts => ({
  day: date,
  positive,
  neutral: 0,
  negative,
  unknown,
});

test('today speaks for itself once it has ten labelled mentions, against the seven days before it', () => {
  const numbers = topicNumbers(
    [day('2026-03-13', 5, 15), day('2026-03-19', 10, 10), day(TODAY, 8, 2)],
    TODAY,
  );
  expect(numbers.span).toBe('today');
  expect(numbers.net?.value).toBe(60);
  expect(numbers.before).toMatchObject({ value: -25, n: 40 });
  expect(numbers.change).toBe(85);
});

test('with too few mentions today the last seven days speak, against the seven before them', () => {
  const numbers = topicNumbers([day('2026-03-10', 10, 10), day('2026-03-16', 9, 3), day(TODAY, 1, 1)], TODAY);
  expect(numbers.span).toBe('week');
  expect(numbers.net?.n).toBe(14);
  expect(numbers.before?.n).toBe(20);
});

test('mentions without a label count as volume but not towards the ten', () => {
  const numbers = topicNumbers([day(TODAY, 2, 1, 20)], TODAY);
  expect(numbers.span).toBe('week');
  expect(numbers.todayVolume).toBe(23);
  expect(numbers.net?.n).toBe(3);
});

test('there is no change where one side has too few mentions', () => {
  expect(topicNumbers([day('2026-03-15', 2, 1), day(TODAY, 20, 1)], TODAY).change).toBeUndefined();
});

test('a change is clear only where it is more than samples of this size differ by chance', () => {
  const few = topicNumbers([day('2026-03-15', 8, 4), day(TODAY, 6, 6)], TODAY);
  expect(few).toMatchObject({ change: -33, isClearChange: false });
  const many = topicNumbers([day('2026-03-15', 800, 400), day(TODAY, 600, 600)], TODAY);
  expect(many).toMatchObject({ change: -33, isClearChange: true });
});

const moods = [
  [undefined, 'Too few mentions to say'],
  [{ value: 90, low: 60, high: 99, n: 9 }, 'Too few mentions to say'],
  [{ value: 55, low: 40, high: 70, n: 100 }, 'Much more praise than complaint'],
  [{ value: 12, low: 3, high: 21, n: 400 }, 'More praise than complaint'],
  [{ value: 45, low: 20, high: 60, n: 30 }, 'More praise than complaint'],
  [{ value: 15, low: 0.4, high: 30, n: 90 }, 'No clear lean to praise or complaint'],
  [{ value: 1, low: -4, high: 6, n: 1500 }, 'About as much praise as complaint'],
  [{ value: 12, low: -3, high: 27, n: 100 }, 'No clear lean to praise or complaint'],
  [{ value: -12, low: -20, high: -4, n: 400 }, 'More complaint than praise'],
  [{ value: -60, low: -70, high: -50, n: 400 }, 'Much more complaint than praise'],
] as const;
for (const [net, words] of moods) {
  test(`a net sentiment of ${net?.value} (n ${net?.n}, from ${net?.low}) reads "${words}"`, () => {
    expect(moodInWords(net)).toBe(words);
  });
}

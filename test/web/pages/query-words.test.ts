import { expect, test } from 'vitest';
import { parseQuery } from '../../../src/domain/query/parse.ts';
import { markQueryWords } from '../../../src/web/pages/query-words.ts';

const marked = (query: string, text: string) =>
  markQueryWords(parseQuery(query), text)
    .filter((part) => part.isMarked)
    .map((part) => part.text);

const cases = [
  ['coffee', 'Coffee, coffeehouse and COFFEE', ['Coffee', 'COFFEE']],
  ['deliver*', 'Delivery was delivered', ['Delivery', 'delivered']],
  ['"cold  coffee"', 'a cold, coffee here', ['cold, coffee']],
  ['tea NOT coffee', 'tea without coffee', ['tea']],
  ['slow NEAR/3 (staff OR service)', 'slow staff, fast service', ['slow', 'staff', 'service']],
  ['lang:de AND über', 'Über uns', ['Über']],
  ['rating:>3', 'nothing to mark', []],
] as const;
for (const [query, text, words] of cases) {
  test(`${query} marks ${words.join(', ') || 'nothing'} in "${text}"`, () => {
    expect(marked(query, text)).toEqual(words);
  });
}

test('the parts put together are the text', () => {
  const text = 'The <b>coffee</b> was cold (coffee?)';
  expect(
    markQueryWords(parseQuery('coffee'), text)
      .map((part) => part.text)
      .join(''),
  ).toBe(text);
});

test('signs that mean something in a pattern are read as signs', () => {
  expect(() => markQueryWords(parseQuery('"c++ (beta)"'), 'c++ (beta)')).not.toThrow();
});

import { expect, test } from 'vitest';
import { questionsOf } from '../../src/themes/questions.ts';
import { type Voiced, voicesOf } from '../../src/themes/voices.ts';
import { said } from './said.ts';

const ask = (author: string, text: string): Voiced[] => voicesOf([said({ author, text })]);

test('questions about the same thing stand together, one voice counting once', () => {
  const now = [
    ...ask('a', 'Do you deliver to Norway?'),
    ...ask('b', 'When will you deliver to Norway please?'),
    ...ask('b', 'Norway, is that possible?'),
    ...ask('c', 'How much is a gift card?'),
    ...ask('d', 'Is Norway far away for you?'),
  ];
  const { voices, themes, others } = questionsOf(now, undefined);
  expect(voices).toBe(4);
  expect(themes).toMatchObject([{ name: 'norway', voices: 3, before: undefined, isNew: false }]);
  expect(themes[0]?.examples[0]?.sentence).toBe('Do you deliver to Norway?');
  expect(others.map(({ sentence }) => sentence)).toEqual(['How much is a gift card?']);
});

test('a question that nobody asked before is new once enough ask it', () => {
  const many = (count: number, text: string) =>
    Array.from({ length: count }, (_, at) => ask(`${text} ${at}`, text)).flat();
  const before = [...many(10, 'Do you have parking?'), ...many(60, 'Nice place')];
  const now = [
    ...many(9, 'Do you have parking?'),
    ...many(10, 'Is the oven broken?'),
    ...many(50, 'Nice place'),
  ];
  const { themes } = questionsOf(now, before);
  expect(themes.map(({ name, isNew, before: was }) => [name, isNew, was])).toEqual([
    ['oven broken', true, 0],
    ['parking', false, 10],
  ]);
});

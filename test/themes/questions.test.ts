import { expect, test } from 'vitest';
import { questionsIn, questionsOf } from '../../src/themes/questions.ts';
import { type Voiced, voicesOf } from '../../src/themes/voices.ts';
import { said } from './said.ts';

const asked = [
  ['en', 'Nice shop. Do you open on Sundays? I hope so.', ['Do you open on Sundays?']],
  ['en', 'how long does delivery to Norway take', ['how long does delivery to Norway take']],
  ['en', 'Delivery to Norway: is that possible?', ['Delivery to Norway: is that possible?']],
  ['en', 'Who cares?', []],
  ['en', 'Are you kidding me?', []],
  ['en', 'You close at five?!', []],
  ['en', 'Why is it always late???', []],
  ['en', 'It is good, right?', []],
  ['en', 'The staff? Rude.', []],
  ['en', 'Really?', []],
  ['en', 'What a lovely shop', []],
  ['en', 'How nice the staff was.', []],
  ['en', 'When we arrived the shop was closed', []],
  ['de', 'Tolle App. Wann kommt die Version für das iPad? Danke!', ['Wann kommt die Version für das iPad?']],
  ['de', 'Gibt es das auch in Blau?', ['Gibt es das auch in Blau?']],
  ['de', 'Ist das euer Ernst?', []],
  ['de', 'Ganz gut, oder?', []],
  ['es', 'Muy bonito. ¿Cuándo abren en Madrid?', ['¿Cuándo abren en Madrid?']],
  ['es', '¿Es una broma?', []],
  ['fr', 'Est-ce que vous livrez en Belgique ?', ['Est-ce que vous livrez en Belgique ?']],
  ['fr', 'Que demander de plus ?', []],
  ['it', 'Quando riaprite il negozio di Torino?', ['Quando riaprite il negozio di Torino?']],
  ['it', 'Ma è uno scherzo?', []],
  ['nl', 'Hebben jullie ook glutenvrij brood?', ['Hebben jullie ook glutenvrij brood?']],
  ['nl', 'Lekker, toch?', []],
  ['pt', 'Vocês entregam em Lisboa?', ['Vocês entregam em Lisboa?']],
  ['pt', 'Até quando vamos esperar?', []],
  ['zh', '很好吃。周末开门吗？', ['周末开门吗？']],
  ['zh', '难道不应该道歉吗？', []],
  ['und', 'Do you open on Sundays?', []],
] as const;
for (const [language, text, expected] of asked) {
  test(`"${text}" (${language}) asks ${expected.length === 0 ? 'nothing' : `“${expected[0]}”`}`, () => {
    expect(questionsIn(text, language)).toEqual(expected);
  });
}

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

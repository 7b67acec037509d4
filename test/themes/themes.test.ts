import { expect, test } from 'vitest';
import type { Said } from '../../src/store/said.ts';
import { logOddsScore } from '../../src/themes/log-odds.ts';
import { phrasesOf } from '../../src/themes/phrases.ts';
import { themesOf } from '../../src/themes/themes.ts';
import { voicesOf } from '../../src/themes/voices.ts';
import { said } from './said.ts';

const many = (count: number, given: Partial<Said> & Pick<Said, 'text'>) =>
  Array.from({ length: count }, (_, at) => said({ author: `${given.text} ${at}`, ...given }));
const praise = (count: number, text: string, more: Partial<Said> = {}) =>
  many(count, { text, label: 'positive', charged: new Set(['splendid', 'great', 'lovely']), ...more });
const blame = (count: number, text: string, more: Partial<Said> = {}) =>
  many(count, { text, label: 'negative', charged: new Set(['awful', 'cold', 'broken']), ...more });
const names = (themes: readonly { name: string }[]) => themes.map(({ name }) => name);

test('what is praised and what is complained about are told apart, without the words that only say so', () => {
  const { praised, complained } = themesOf(
    voicesOf([
      ...praise(8, 'splendid coffee'),
      ...praise(5, 'lovely terrace'),
      ...blame(7, 'cold soup'),
      ...blame(6, 'broken parcel'),
      ...praise(4, 'great shop'),
      ...blame(4, 'awful shop'),
    ]),
    undefined,
  );
  expect(names(praised.phrases)).toEqual(['splendid coffee', 'lovely terrace']);
  expect(names(complained.phrases)).toEqual(['cold soup', 'broken parcel', 'awful shop']);
  expect(praised.voices).toBe(17);
});

test('an author is one voice however often they write, and a copied text is one voice', () => {
  const flood = Array.from({ length: 40 }, () =>
    said({ text: 'awful parking', label: 'negative', author: 'one', charged: new Set(['awful']) }),
  );
  const copied = blame(40, 'The new ticket machine of the station does not take any coins or notes at all');
  const { complained } = themesOf(voicesOf([...flood, ...copied, ...blame(3, 'cold soup')]), undefined);
  expect(complained.voices).toBe(5);
  expect(names(complained.phrases)).toEqual(['cold soup']);
});

test('short texts in the same words are the voices of many', () => {
  expect(new Set(voicesOf(praise(5, 'splendid coffee')).map(({ voice }) => voice)).size).toBe(5);
});

test('aspects count for the side they are spoken of, also in a mixed text', () => {
  const mixed = many(6, {
    text: 'kind people, cold food',
    aspects: [
      { aspect: 'staff', label: 'positive', compound: 0.5 },
      { aspect: 'food', label: 'negative', compound: -0.5 },
    ],
  });
  const { praised, complained } = themesOf(voicesOf(mixed), undefined);
  expect(praised.aspects).toMatchObject([{ kind: 'aspect', name: 'staff', voices: 6, share: 1 }]);
  expect(complained.aspects).toMatchObject([{ name: 'food', voices: 6 }]);
});

test('new is what more say than before by more than chance, not what a few say', () => {
  const before = voicesOf([...blame(60, 'cold soup'), ...blame(40, 'awful wine')]);
  const now = voicesOf([...blame(60, 'cold soup'), ...blame(30, 'broken window'), ...blame(4, 'awful tea')]);
  const { complained } = themesOf(now, before);
  const news = Object.fromEntries(complained.phrases.map(({ name, isNew }) => [name, isNew]));
  expect(news).toEqual({ 'cold soup': false, 'broken window': true, 'awful tea': false });
  expect(complained.phrases[0]?.before).toEqual({ voices: 60, share: 0.6 });
});

test('promoters and detractors are counted apart', () => {
  const { praised } = themesOf(
    voicesOf([
      ...praise(4, 'splendid coffee', { band: 'promoter' }),
      ...praise(3, 'splendid coffee here', { band: 'detractor' }),
    ]),
    undefined,
  );
  expect(praised.phrases[0]).toMatchObject({
    name: 'splendid coffee',
    voices: 7,
    promoters: 4,
    detractors: 3,
  });
});

const phrases = [
  ['de', 'Die Lieferung kam zu spät', ['lieferung', 'spät']],
  ['fr', 'Le service de la livraison', ['service', 'livraison']],
  ['zh', '我们觉得这家餐厅的服务很好', ['餐厅', '服务']],
] as const;
for (const [language, text, expected] of phrases) {
  test(`small words are left out of "${text}"`, () => {
    const found = phrasesOf(said({ text, language })).filter((phrase) => !phrase.includes(' '));
    expect(found).toEqual(expect.arrayContaining([...expected]));
    expect(found.some((word) => ['die', 'zu', 'le', 'la', 'de', '的', '很', '我们'].includes(word))).toBe(
      false,
    );
  });
}

test('the score grows with the difference and with the numbers behind it', () => {
  expect(logOddsScore({ n: 10, of: 100 }, { n: 10, of: 100 })).toBe(0);
  // ln(21/81) − ln(11/91) over √(1/21 + 1/11)
  expect(logOddsScore({ n: 20, of: 100 }, { n: 10, of: 100 })).toBeCloseTo(2.0501, 3);
  expect(logOddsScore({ n: 200, of: 1_000 }, { n: 100, of: 1_000 })).toBeGreaterThan(6);
  expect(logOddsScore({ n: 3, of: 100 }, { n: 0, of: 100 })).toBeLessThan(1.96);
});

test('words that fill a sentence name no theme, and may only stand in one where that says something', () => {
  const phrases = (text: string, language = 'en') =>
    phrasesOf(said({ text, language, charged: new Set(['broken', 'slow']) }));
  expect(phrases('honestly delivery actually always broken today')).toEqual(['delivery']);
  expect(phrases('delivery time')).toEqual(['delivery', 'delivery time']);
  expect(phrases('slow time')).toEqual([]);
  expect(phrases('fast delivery')).toContain('fast delivery');
  expect(phrases('die Lieferung eigentlich', 'de')).toEqual(['lieferung']);
  expect(phrases('la livraison franchement lente', 'fr')).toEqual(['livraison', 'lente']);
});

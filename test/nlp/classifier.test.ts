import { describe, expect, test } from 'vitest';
import { SMALL_WORDS } from '../../src/domain/classification.ts';
import { loadClassifier } from '../../src/nlp/classifier.ts';

const classifier = await loadClassifier();
const classify = (text: string, more: { title?: string; lang?: string; stars?: number } = {}) =>
  classifier.classify({ text, ...more }, { evidence: true });

function labelTable(name: string, cases: readonly (readonly [string, string])[]): void {
  describe(name, () => {
    for (const [text, expected] of cases) {
      test(`"${text}" is ${expected}`, () => expect(classify(text, { lang: 'en' }).label).toBe(expected));
    }
  });
}

labelTable('plain words', [
  ['The app is great', 'positive'],
  ['The crew was rude', 'negative'],
  ['The box is blue', 'neutral'],
]);

labelTable('negation', [
  ['The app is not great', 'negative'],
  ["I don't think, given my history, that this is an excellent seat.", 'negative'],
  ['I would never say I hate this pilot', 'positive'],
  ['The seat is not private', 'neutral'],
  ['It was not a terrible flight', 'positive'],
  ['No one answers', 'negative'],
]);

labelTable('denial after a contrast', [
  ['I thought the plane would be awesome, but it was not.', 'negative'],
  ['I thought I would hate the food, but I did not.', 'positive'],
  ['I thought the airline would be Italian, but it was not.', 'neutral'],
]);

labelTable('contrast', [
  ['Great app, but support is awful', 'negative'],
  ['The queue was annoying but the concert was wonderful', 'positive'],
  ['Although the room was small, the staff was excellent', 'positive'],
]);

labelTable('idioms', [
  ["I can't wait", 'positive'],
  ['It exceeded my expectations', 'positive'],
  ['It leaves much to be desired', 'negative'],
  ['I am sick of this', 'negative'],
]);

labelTable('emoji and emoticons', [
  ['👍👍', 'positive'],
  ['delivered today 😡', 'negative'],
  ['arrived :)', 'positive'],
  ['arrived :(', 'negative'],
]);

labelTable('words that are not feelings here', [
  ['United and Amazon are hiring', 'neutral'],
  ['It looks like rain', 'neutral'],
  ['How do I reset it?', 'neutral'],
]);

describe('strength', () => {
  const weakerToStronger = [
    ['The food is slightly good', 'The food is good'],
    ['The food is good', 'The food is very good'],
    ['The food is good', 'The food is good!'],
    ['The food is good', 'The food is GOOD'],
    ['The food is good', 'The food is goooood'],
    ['Is the food good?', 'The food is good'],
    ['I wish the food was good', 'The food is good'],
  ] as const;
  for (const [weaker, stronger] of weakerToStronger) {
    test(`"${stronger}" is stronger than "${weaker}"`, () => {
      expect(classify(stronger).compound).toBeGreaterThan(classify(weaker).compound);
    });
  }

  test('capitals say nothing where everything is in capitals', () => {
    expect(classify('THE FOOD IS GOOD').compound).toBe(classify('the food is good').compound);
  });
});

describe('what is not read', () => {
  const sameAs = [
    ['<p>good <b>food</b></p><script>terrible()</script>', 'good food'],
    ['good food https://awful.example/terrible', 'good food'],
    ['@awful_shop good food', 'good food'],
    ['good food\n> this was terrible and awful', 'good food'],
    ['good food\n\nOn Tue, 3 Mar 2026 Bob wrote:\nterrible, awful', 'good food'],
    ['don&#39;t like it', "don't like it"],
    ['don’t like it', "don't like it"],
  ] as const;
  for (const [noisy, plain] of sameAs) {
    test(`${JSON.stringify(noisy)} reads like "${plain}"`, () => {
      expect(classify(noisy, { lang: 'en' }).compound).toBe(classify(plain, { lang: 'en' }).compound);
    });
  }
});

describe('stars', () => {
  test('text decides when there is text, and the conflict is flagged', () => {
    const result = classify('Terrible, it broke after a day', { stars: 5 });
    expect(result).toMatchObject({ label: 'negative', conflict: true });
  });

  for (const [stars, label] of [
    [5, 'positive'],
    [4, 'positive'],
    [3, 'neutral'],
    [2, 'negative'],
    [1, 'negative'],
  ] as const) {
    test(`without text ${stars} stars are ${label}`, () => {
      const result = classify('', { stars });
      expect(result).toMatchObject({ label, conflict: false });
      expect(result.evidence).toMatchObject([{ rule: 'stars', contribution: result.compound }]);
    });
  }

  test('stars decide where the language has no lexicon', () => {
    expect(classify('очень плохо', { stars: 4 }).label).toBe('positive');
  });
});

describe('unknown', () => {
  for (const text of ['', '   ', '...', 'https://example.org', 'очень плохо', '<br/>']) {
    test(`${JSON.stringify(text)} is unknown with nothing to say for it`, () => {
      expect(classify(text)).toMatchObject({ label: 'unknown', compound: 0, confidence: 0, evidence: [] });
    });
  }
});

for (const [lang, text] of [
  ['en', 'Why is the app going to be the way it was, so it seems, tell me'],
  ['de', 'Und was macht man, wenn man auf dem Dach ist, bin ich da'],
  ['it', 'E poi ha detto che è una cosa che la gente dice e il resto'],
  ['nl', 'Wat moet ik nu nog meer doen, het is al weer zo'],
  ['zh', '为什么你们又说就是这个'],
] as const) {
  test(`what small words lean together is one reason that points at none of them: ${lang}`, () => {
    const result = classify(text, { lang });
    const small = result.evidence.filter(({ rule }) => rule === SMALL_WORDS);
    expect(small).toMatchObject([{ field: 'text', start: 0, end: 0 }]);
    const sum = result.evidence.reduce((total, { contribution }) => total + contribution, 0);
    expect(sum).toBeCloseTo(result.compound, 6);
  });
}

test('a title is a sentence before the text, with evidence of its own', () => {
  const result = classify('It just sits there.', { title: 'Awful &amp; slow' });
  expect(result.label).toBe('negative');
  const title = 'Awful &amp; slow';
  const words = result.evidence
    .filter(({ field }) => field === 'title')
    .map(({ start, end }) => title.slice(start, end));
  expect(words).toEqual(['Awful', 'slow']);
});

test('every clause speaks for its own aspects', () => {
  const { aspects } = classify('The food was delicious, the room was filthy.');
  expect(aspects).toMatchObject([
    { aspect: 'food', label: 'positive' },
    { aspect: 'room', label: 'negative' },
    { aspect: 'cleanliness', label: 'negative' },
  ]);
});

test('emotions name their axis and turn with a negation', () => {
  expect(classify('I love it').emotions['liking']).toBe(1);
  expect(classify('I am not satisfied').emotions['satisfaction']).toBeLessThan(0);
  expect(classify('It is Tuesday').emotions).toEqual({});
});

test('the same text gives the same answer, whatever was read in between', () => {
  const first = JSON.stringify(classify('Not good, but the staff was lovely!'));
  for (let k = 0; k < 30_000; k += 1) classifier.classify({ text: `word${k}` }, { evidence: false });
  expect(JSON.stringify(classify('Not good, but the staff was lovely!'))).toBe(first);
});

test('a megabyte without a space is read in a second or so', () => {
  const from = performance.now();
  classify('a'.repeat(1_000_000), { lang: 'en' });
  classify('!?'.repeat(500_000), { lang: 'en' });
  expect(performance.now() - from).toBeLessThan(5_000);
});

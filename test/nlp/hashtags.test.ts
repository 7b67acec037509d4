import { expect, test } from 'vitest';
import { emptyEntry } from '../../src/nlp/entry.ts';
import { wordsOfTag } from '../../src/nlp/hashtags.ts';

const entries = new Map(['worst', 'service', 'ever', 'vice', 'fail'].map((word) => [word, emptyEntry()]));

const cases = [
  ['fail', ['fail']],
  ['LoveThisShop', ['Love', 'This', 'Shop']],
  ['worstserviceever', ['worst', 'service', 'ever']],
  ['worstxserviceever', ['worstxserviceever']],
  ['WorstService', ['Worst', 'Service']],
] as const;
for (const [tag, words] of cases) {
  test(`#${tag} is read as ${words.join(' ')}`, () => {
    const found = wordsOfTag(tag, entries);
    expect(found.map(({ word }) => word)).toEqual(words);
    expect(
      found.every(({ word, at }) => tag.slice(at, at + word.length).toLowerCase() === word.toLowerCase()),
    ).toBe(true);
  });
}

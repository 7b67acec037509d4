import { afterAll, beforeAll, expect, test } from 'vitest';
import type { NewMention } from '../../src/domain/mention.ts';
import type { Db } from '../../src/store/db.ts';
import { insertNew } from '../../src/store/mentions.ts';
import { insertSource } from '../../src/store/sources.ts';
import { openTestStore } from '../support/test-store.ts';

const NOW = new Date('2026-11-23T12:00:00Z');
const MOMENT = new Date('2026-11-20T08:15:30Z');
const LONG = 'The shoes fell apart after two weeks, and nobody answers.';

let store: Db;
let sources = 0;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

const mention = (externalId: string, rest: Partial<NewMention> = {}): NewMention => ({
  externalId,
  kind: 'mention',
  text: 'Good',
  ...rest,
});

/** Stores each answer in turn; the ids that are in the store at the end, and what the last answer was found to be. */
async function afterAnswers(...answers: readonly (readonly NewMention[])[]) {
  sources += 1;
  const settings = { kind: 'feed', settings: {}, intervalSeconds: 900, now: NOW };
  const { id } = await insertSource(store, { name: `Source ${sources}`, ...settings });
  let last = { added: 0, edited: 0, known: 0 };
  for (const [index, answer] of answers.entries()) {
    const at = { sourceId: id, now: NOW, isBackfill: index === 0 };
    const { added, edited, known } = await store.transaction((sql) => insertNew(sql, at, answer));
    last = { added, edited, known };
  }
  const rows = await store<{ external_id: string }>`
    select external_id from mentions where source_id = ${id} order by external_id`;
  return { ids: rows.map((row) => row.external_id), ...last };
}

const url = 'https://shop.example/reviews/1';
const same = [
  ['address, moment and text', { url, publishedAt: MOMENT }, {}],
  ['address and moment, with another text', { url, publishedAt: MOMENT }, { text: 'Bad' }],
  ['address and text, without a moment', { url }, {}],
  [
    'a telling text and moment, at another address',
    { text: LONG, url, publishedAt: MOMENT },
    { url: `${url}?utm=2` },
  ],
  ['a telling text and moment, without an address', { text: LONG, publishedAt: MOMENT }, {}],
] as const;

for (const [marks, first, change] of same) {
  test(`a new id for the same ${marks} is the same mention`, async () => {
    const after = await afterAnswers([mention('old', first)], [mention('new', { ...first, ...change })]);
    expect(after).toMatchObject({ ids: ['old'], added: 0 });
    expect(after.edited).toBe('text' in change ? 1 : 0);
  });
}

const midnight = new Date('2026-11-20T00:00:00Z');
const different = [
  ['the same address only', { url, publishedAt: MOMENT }, { text: 'Bad', publishedAt: NOW }],
  ['the same address and day, with another text', { url, publishedAt: midnight }, { text: 'Bad' }],
  ['the same short text and moment', { publishedAt: MOMENT }, {}],
  ['the same short text, without a moment or an address', {}, {}],
  ['the same telling text at another moment', { text: LONG, publishedAt: MOMENT }, { publishedAt: NOW }],
  [
    'the same telling text by another author',
    { text: LONG, publishedAt: MOMENT },
    { author: { name: 'Ann' } },
  ],
] as const;

for (const [marks, first, change] of different) {
  test(`a new id with ${marks} is another mention`, async () => {
    const after = await afterAnswers([mention('old', first)], [mention('new', { ...first, ...change })]);
    expect(after).toMatchObject({ ids: ['new', 'old'], added: 1 });
  });
}

test('two items of one answer are two mentions, however much alike', async () => {
  const alike = { url, text: LONG, publishedAt: MOMENT };
  const both = [mention('a', alike), mention('b', alike)];
  expect(await afterAnswers([mention('a', alike)], both)).toMatchObject({ ids: ['a', 'b'], added: 1 });
});

test('where two stored mentions could be meant, the new one is a mention of its own', async () => {
  const alike = { url, text: LONG, publishedAt: MOMENT };
  const after = await afterAnswers([mention('a', alike), mention('b', alike)], [mention('c', alike)]);
  expect(after.ids).toEqual(['a', 'b', 'c']);
});

test('ids that change with every answer add nothing after the first', async () => {
  const answer = (round: number) =>
    [1, 2, 3].map((n) => mention(`${round}-${n}`, { url: `https://shop.example/${n}`, publishedAt: MOMENT }));
  const after = await afterAnswers(answer(1), answer(2), answer(3));
  expect(after).toMatchObject({ ids: ['1-1', '1-2', '1-3'], added: 0, edited: 0, known: 3 });
});

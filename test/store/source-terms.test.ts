import { afterAll, beforeAll, expect, test } from 'vitest';
import type { NewMention } from '../../src/domain/mention.ts';
import { findDifferences } from '../../src/store/cells.ts';
import { listToClassify } from '../../src/store/classifications.ts';
import type { Db } from '../../src/store/db.ts';
import { blankMentions, type KeptTerms } from '../../src/store/mention-terms.ts';
import { insertNew } from '../../src/store/mentions.ts';
import { removeGone } from '../../src/store/sightings.ts';
import { listSpending, stateOfBudget, takeFromBudget } from '../../src/store/source-budgets.ts';
import { getSource, insertSource } from '../../src/store/sources.ts';
import { TopicCatalog } from '../../src/store/topic-catalog.ts';
import classify from '../../workers/classify.ts';
import { openTestStore } from '../support/test-store.ts';
import { onlyThis, wordClassifier } from '../support/word-classifier.ts';

const NOW = new Date('2026-11-23T10:00:00Z');
const DAY = 86_400_000;
const later = (days: number) => new Date(NOW.getTime() + days * DAY);
const OPEN: KeptTerms = { mayStore: true, mayAnalyse: true, isWatched: true };

let store: Db;
let sources = 0;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

async function newSource(options = {}): Promise<number> {
  sources += 1;
  const source = { name: `Source ${sources}`, kind: 'feed', settings: {}, intervalSeconds: 900, now: NOW };
  return (await insertSource(store, { ...source, options })).id;
}

const review: NewMention = {
  externalId: 'r1',
  kind: 'review',
  title: 'Well',
  text: 'good',
  author: { name: 'Ann' },
  rating: { value: 4, min: 1, max: 5 },
  publishedAt: new Date(NOW.getTime() - DAY),
};

async function bring(sourceId: number, terms: KeptTerms, at = NOW, mention: NewMention = review) {
  const { pending } = await insertNew(store, { sourceId, now: at, isBackfill: false, terms }, [mention]);
  const deps = {
    db: store,
    lexicons: onlyThis(wordClassifier('fine is neutral')),
    topics: new TopicCatalog(),
    now: () => at,
  };
  await classify.work({ mentionIds: [...pending] }, deps as unknown as Parameters<typeof classify.work>[1]);
  return pending;
}

const rowOf = async (sourceId: number) =>
  (
    await store`
      select title, text, author_name, rating_value, rating_original, label, withheld, evidence, removed_at, is_backfill,
             (select count(*) from mention_topics t where t.mention_id = m.id)::int as topics
        from mentions m where source_id = ${sourceId}`
  )[0];

test('where only ids may be stored, only ids are', async () => {
  const id = await newSource();
  await bring(id, { ...OPEN, mayStore: false });
  expect(await rowOf(id)).toMatchObject({
    title: null,
    text: '',
    author_name: null,
    rating_value: null,
    topics: 0,
  });
});

test('where analysis is forbidden, a text is shown, but neither judged nor averaged', async () => {
  const id = await newSource();
  await bring(id, { ...OPEN, mayAnalyse: false });
  const row = await rowOf(id);
  expect(row).toMatchObject({
    text: 'good',
    label: 'unknown',
    rating_value: null,
    rating_original: '4 of 5',
  });
  expect(row).toMatchObject({ withheld: 'analysis', topics: 1 });
});

test('a text that was kept for as long as it may be goes, and what was counted stays', async () => {
  const id = await newSource();
  const pending = await bring(id, OPEN);
  expect(await blankMentions(store, { sourceId: id, collectedBefore: NOW, seenBefore: undefined })).toBe(0);
  const overdue = { sourceId: id, collectedBefore: later(1), seenBefore: undefined };
  expect(await blankMentions(store, overdue)).toBe(1);
  expect(await blankMentions(store, overdue)).toBe(0);
  expect(await rowOf(id)).toMatchObject({
    text: '',
    author_name: null,
    evidence: null,
    label: 'positive',
    topics: 1,
  });
  expect(await listToClassify(store, pending, { lexiconVersion: 'another', topicsRevision: -1 })).toEqual([]);
  expect(await findDifferences(store)).toEqual([]);
});

test('a text that is over age does not come back with the next answer', async () => {
  const id = await newSource();
  await bring(id, OPEN);
  await blankMentions(store, { sourceId: id, collectedBefore: later(1), seenBefore: undefined });
  await bring(id, { ...OPEN, keptSince: later(1) }, later(2));
  expect(await rowOf(id)).toMatchObject({ text: '', withheld: 'text' });
});

test('a text that was not seen again in time goes, and comes back when it is seen', async () => {
  const id = await newSource();
  await bring(id, OPEN);
  await blankMentions(store, { sourceId: id, collectedBefore: undefined, seenBefore: later(30) });
  expect(await rowOf(id)).toMatchObject({ text: '' });
  await bring(id, OPEN, later(31));
  expect(await rowOf(id)).toMatchObject({ text: 'good', withheld: null, label: 'positive' });
});

test('what is missing from one answer stays; from two, it is removed', async () => {
  const id = await newSource();
  await bring(id, OPEN);
  const gone = { removed: [], wholeSince: later(-2), present: [] };
  const look = (at: Date) => store.transaction((sql) => removeGone(sql, { sourceId: id, now: at }, gone));
  expect(await look(later(1))).toBe(0);
  expect(await rowOf(id)).toMatchObject({ removed_at: null, text: 'good' });
  expect(await look(later(2))).toBe(1);
  expect(await rowOf(id)).toMatchObject({ removed_at: later(2), text: '', topics: 0 });
});

test('what is older than its source is backfill, whenever it comes', async () => {
  const id = await newSource();
  const at = { sourceId: id, now: later(3), isBackfill: false, backfillBefore: NOW };
  await insertNew(store, at, [review, { ...review, externalId: 'r2', publishedAt: later(2), text: 'bad' }]);
  const rows =
    await store`select external_id, is_backfill from mentions where source_id = ${id} order by external_id`;
  expect(rows).toEqual([
    { external_id: 'r1', is_backfill: true },
    { external_id: 'r2', is_backfill: false },
  ]);
});

test('two workers together never spend more than there is', async () => {
  const id = await newSource({ budgetPerDay: 10, budgetPerMonth: 25 });
  const source = { ...(await getSource(store, id)), unit: 'post' };
  const spend = (at = NOW) =>
    takeFromBudget(store, source, { amount: 3, now: at }).then(
      () => 3,
      () => 0,
    );
  const spent = await Promise.all(Array.from({ length: 20 }, () => spend()));
  expect(spent.reduce((a, b) => a + b)).toBe(9);
  const [day, month] = (await listSpending(store, NOW)).get(id) ?? [];
  expect([day, month]).toMatchObject([
    { period: 'day', spent: 9, most: 10 },
    { period: 'month', spent: 9, most: 25 },
  ]);
  expect(day && stateOfBudget(day)).toBe('nearly');
});

test('a budget that is spent says when it goes on, and a day later it does', async () => {
  const id = await newSource({ budgetPerDay: 2 });
  const source = { ...(await getSource(store, id)), unit: 'call' };
  await takeFromBudget(store, source, { amount: 2, now: NOW });
  const fourteenHours = 14 * 3_600_000;
  await expect(takeFromBudget(store, source, { amount: 1, now: NOW })).rejects.toMatchObject({
    code: 'budget',
    retryAfterMs: fourteenHours,
  });
  await takeFromBudget(store, source, { amount: -1, now: NOW });
  await takeFromBudget(store, source, { amount: 1, now: NOW });
  await takeFromBudget(store, source, { amount: 2, now: later(1) });
});

test('a month that is spent takes nothing from the day', async () => {
  const id = await newSource({ budgetPerDay: 10, budgetPerMonth: 3 });
  const source = { ...(await getSource(store, id)), unit: 'call' };
  await expect(takeFromBudget(store, source, { amount: 4, now: NOW })).rejects.toMatchObject({
    code: 'budget',
  });
  expect((await listSpending(store, NOW)).get(id)).toMatchObject([{ spent: 0 }, { spent: 0 }]);
});

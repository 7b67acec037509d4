import { afterAll, beforeAll, expect, test } from 'vitest';
import type { NewMention } from '../../src/domain/mention.ts';
import { listToClassify, saveClassifications } from '../../src/store/classifications.ts';
import type { Db } from '../../src/store/db.ts';
import { countNewer, type FeedFilter, getMention, isCursor, listFeed } from '../../src/store/feed.ts';
import { insertNew } from '../../src/store/mentions.ts';
import { overrideLabel } from '../../src/store/overrides.ts';
import { removeMentions } from '../../src/store/removals.ts';
import { insertSource } from '../../src/store/sources.ts';
import { TopicCatalog } from '../../src/store/topic-catalog.ts';
import { insertTopic, listTopics } from '../../src/store/topics.ts';
import { openTestStore } from '../support/test-store.ts';
import { wordClassifier } from '../support/word-classifier.ts';

const NOW = new Date('2026-03-20T12:00:00Z');
const classifier = wordClassifier('fine is neutral');
const catalog = new TopicCatalog();
let db: Db;
let everything: FeedFilter;
let sourceId: number;

beforeAll(async () => {
  db = await openTestStore();
  const [topic] = await listTopics(db);
  everything = { topicId: topic?.id ?? 0, timeZone: 'Europe/Berlin' };
  const source = { name: 'A forum', kind: 'feed', settings: {}, intervalSeconds: 900, now: NOW };
  sourceId = (await insertSource(db, source)).id;
  // Five mentions share one instant, so that only the id can order them.
  await store(
    Array.from({ length: 25 }, (_, at) => ({
      externalId: `m${at}`,
      text: `${at % 2 === 0 ? 'good' : 'bad'} number ${at} ${at === 3 ? '100% sure_thing' : ''}`,
      publishedAt: new Date(NOW.getTime() - Math.max(5, at) * 3_600_000),
    })),
  );
});

afterAll(() => db.close());

async function store(mentions: readonly Omit<NewMention, 'kind'>[]): Promise<number[]> {
  const whole = mentions.map((mention) => ({ kind: 'mention' as const, ...mention }));
  const { pending } = await insertNew(db, { sourceId, now: NOW, isBackfill: false }, whole);
  const topics = await catalog.current(db);
  const found = await listToClassify(db, pending, {
    lexiconVersion: classifier.version,
    topicsRevision: topics.revision,
  });
  const batch = found.map((mention) => {
    const classification = classifier.classify({ text: mention.text }, { evidence: true });
    return { mention, classification, effects: [], topicIds: topics.match(mention, classification) };
  });
  await saveClassifications(db, batch, { topicsRevision: topics.revision, rulesRevision: 1 });
  return [...pending];
}

async function walk(limit: number): Promise<number[][]> {
  const pages: number[][] = [];
  for (let before: string | undefined; ; ) {
    const page = await listFeed(db, everything, { limit, before });
    pages.push(page.mentions.map((mention) => mention.id));
    if (!page.older) return pages;
    before = page.older;
  }
}

test('walking to the end shows every mention once, newest first, whatever the size of a page', async () => {
  const whole = (await walk(100)).flat();
  expect(whole).toHaveLength(25);
  for (const limit of [1, 4, 5, 24, 25, 26]) expect((await walk(limit)).flat()).toEqual(whole);
});

test('the last page says that there is nothing older', async () => {
  expect(await walk(25)).toHaveLength(1);
  expect(await walk(24)).toHaveLength(2);
});

test('going back from the second page gives the first one again', async () => {
  const first = await listFeed(db, everything, { limit: 7 });
  const second = await listFeed(db, everything, { limit: 7, before: first.older });
  const back = await listFeed(db, everything, { limit: 7, after: second.newer });
  expect(back.mentions.map(({ id }) => id)).toEqual(first.mentions.map(({ id }) => id));
  expect(back.newer).toBeUndefined();
  expect(back.older).toBe(first.older);
});

test('a mention that comes in while somebody reads does not move the pages behind', async () => {
  const first = await listFeed(db, everything, { limit: 10 });
  const before = await listFeed(db, everything, { limit: 10, before: first.older });
  const [id] = await store([{ externalId: 'late', text: 'good news', publishedAt: NOW }]);
  const after = await listFeed(db, everything, { limit: 10, before: first.older });
  expect(after.mentions.map((mention) => mention.id)).toEqual(before.mentions.map((mention) => mention.id));
  expect(await countNewer(db, everything, first.first ?? '', 100)).toBe(1);
  await removeMentions(db, [id ?? 0], NOW);
  expect(await countNewer(db, everything, first.first ?? '', 100)).toBe(0);
});

test('filters narrow by label, words, days and source', async () => {
  const ids = async (filter: Partial<FeedFilter>) =>
    (await listFeed(db, { ...everything, ...filter }, { limit: 100 })).mentions.length;
  expect(await ids({ label: 'negative' })).toBe(12);
  expect(await ids({ text: 'NUMBER 2' })).toBe(6);
  expect(await ids({ sourceId: sourceId + 1 })).toBe(0);
  expect(await ids({ language: 'en' })).toBe(25);
  // 13:00 in Berlin, so the mentions of up to 13 hours ago are of this day.
  expect(await ids({ from: '2026-03-20' })).toBe(14);
  expect(await ids({ to: '2026-03-19' })).toBe(11);
});

test('the signs that mean anything in SQL mean themselves in the words looked for', async () => {
  const found = async (text: string) =>
    (await listFeed(db, { ...everything, text }, { limit: 9 })).mentions.length;
  expect(await found('100%')).toBe(1);
  expect(await found('0_s')).toBe(0);
  expect(await found('sure_thing')).toBe(1);
  expect(await found('\\')).toBe(0);
});

test('a corrected mention shows both labels and who corrected it, and is found under the new one', async () => {
  const [mention] = (await listFeed(db, { ...everything, label: 'negative' }, { limit: 1 })).mentions;
  const id = mention?.id ?? 0;
  await overrideLabel(db, catalog, { mentionId: id, label: 'positive', userId: undefined, now: NOW });
  const corrected = await getMention(db, id);
  expect(corrected).toMatchObject({
    label: 'positive',
    computedLabel: 'negative',
    override: { label: 'positive' },
  });
  expect(corrected.history).toMatchObject([{ label: 'positive', was: 'negative' }]);
  expect(corrected.topics.map((topic) => topic.name)).toEqual(['Everything']);
  await overrideLabel(db, catalog, { mentionId: id, label: undefined, userId: undefined, now: NOW });
  const undone = await getMention(db, id);
  expect(undone).toMatchObject({ label: 'negative', override: undefined });
  expect(undone.history).toHaveLength(2);
});

test('a mention without a date stands at its collection and says that it has none', async () => {
  const [id] = await store([{ externalId: 'undated', text: 'plain' }]);
  const [latest] = (await listFeed(db, everything, { limit: 1 })).mentions;
  expect(latest).toMatchObject({ id, publishedAt: undefined, collectedAt: NOW });
});

test('only what was handed out as a cursor is one', () => {
  expect(['1774008000000000-12', '0-0'].map(isCursor)).toEqual([true, true]);
  expect(['', '12', "1-1'; drop", '1-', '99999999999999999999-1'].map(isCursor)).toEqual([
    false,
    false,
    false,
    false,
    false,
  ]);
});

test('the feed narrows to mentions that speak of a risk, and a query finds them, a corrected one as well', async () => {
  const { id: topicId } = await insertTopic(db, { name: 'Threats', kind: 'theme', query: 'risk:legal' });
  const [id = 0] = await store([{ externalId: 'risky', text: 'bad, says my lawyer', publishedAt: NOW }]);
  await store([{ externalId: 'harmless', text: 'bad, says my neighbour', publishedAt: NOW }]);
  const idsOf = async (filter: FeedFilter) =>
    (await listFeed(db, filter, { limit: 10 })).mentions.map((mention) => mention.id);
  expect(await idsOf({ ...everything, risk: 'legal' })).toEqual([id]);
  expect(await idsOf({ ...everything, risk: 'safety' })).toEqual([]);
  expect(await idsOf({ ...everything, topicId })).toEqual([id]);
  await overrideLabel(db, catalog, { mentionId: id, label: 'positive', userId: undefined, now: NOW });
  expect(await idsOf({ ...everything, topicId })).toEqual([id]);
  expect((await getMention(db, id)).risks).toEqual(['legal']);
});

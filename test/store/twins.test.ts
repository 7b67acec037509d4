import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { NewMention } from '../../src/domain/mention.ts';
import { setApart } from '../../src/store/apart.ts';
import { findDifferences } from '../../src/store/cells.ts';
import { listToClassify, saveClassifications } from '../../src/store/classifications.ts';
import type { Db } from '../../src/store/db.ts';
import { getMention, listFeed } from '../../src/store/feed.ts';
import { countStored } from '../../src/store/measures.ts';
import { blankMentions } from '../../src/store/mention-terms.ts';
import { insertNew } from '../../src/store/mentions.ts';
import { migrate } from '../../src/store/migrate.ts';
import { openPostgres } from '../../src/store/open.ts';
import { removeMentions } from '../../src/store/removals.ts';
import { insertSource } from '../../src/store/sources.ts';
import { TopicCatalog } from '../../src/store/topic-catalog.ts';
import { createDatabase } from '../support/servers.ts';
import { openTestStore } from '../support/test-store.ts';
import { wordClassifier } from '../support/word-classifier.ts';

const NOW = new Date('2026-03-20T12:00:00Z');
const STORY =
  'good tea and bread at the old mill this week says the owner who has run the place with her two brothers for years';
const catalog = new TopicCatalog();
const classifier = wordClassifier('fine is neutral');

async function addSource(db: Db, name: string): Promise<number> {
  return (await insertSource(db, { name, kind: 'feed', settings: {}, intervalSeconds: 900, now: NOW })).id;
}

async function store(
  db: Db,
  sourceId: number,
  text: string,
  rest: Partial<NewMention> = {},
): Promise<number> {
  const mention = { externalId: 'a', kind: 'mention' as const, text, publishedAt: NOW, ...rest };
  const { pending } = await db.transaction((sql) =>
    insertNew(sql, { sourceId, now: NOW, isBackfill: true }, [mention]),
  );
  const [id] = pending;
  if (id === undefined) throw new Error('expected the mention to be new or edited');
  return id;
}

/** As the classify job does it. */
async function classify(db: Db, ids: readonly number[]): Promise<void> {
  const topics = await catalog.current(db);
  const rows = await listToClassify(db, ids, {
    lexiconVersion: classifier.version,
    topicsRevision: topics.revision,
  });
  const batch = rows.map((mention) => {
    const classification = classifier.classify({ text: mention.text }, { evidence: false });
    return { mention, classification, effects: [], topicIds: topics.match(mention, classification) };
  });
  expect(await saveClassifications(db, batch, { topicsRevision: topics.revision, rulesRevision: 1 })).toBe(
    true,
  );
}

const firsts = async (db: Db) => {
  const rows = await db<{
    id: number;
    duplicate_of: number | null;
  }>`select id, duplicate_of from mentions order by id`;
  return rows.map((row) => row.duplicate_of);
};

describe('the same story from three sources', () => {
  let db: Db;
  let ids: number[];
  beforeAll(async () => {
    db = await openTestStore();
    ids = [];
    for (const [index, name] of ['blog', 'shop', 'news'].entries()) {
      const rest = { url: `https://${name}.example/1`, reach: 10 ** (index + 1), author: { name } };
      ids.push(
        await store(db, await addSource(db, name), index === 2 ? `${STORY} https://x.example` : STORY, rest),
      );
    }
    // The last one is classified first: the order of the jobs is nobody's to choose.
    for (const id of ids.toReversed()) await classify(db, [id]);
  });
  afterAll(() => db.close());

  test('counts once, with the first one stored', async () => {
    const [first] = ids;
    expect(await firsts(db)).toEqual([null, first, first]);
    expect((await countStored(db)).classified).toBe(1);
    expect(await findDifferences(db)).toEqual([]);
  });

  test('is one mention in the feed, with the places and what they reach together', async () => {
    const [topic] = await db<{ id: number }>`select id from topics where kind = 'everything'`;
    const page = await listFeed(db, { topicId: topic?.id ?? 0, timeZone: 'UTC' }, { limit: 10 });
    expect(page.mentions.map(({ id }) => id)).toEqual(ids.slice(0, 1));
    const { twins } = await getMention(db, ids[0] ?? 0);
    expect(twins).toMatchObject({ count: 2, reach: 1100 });
    expect(twins.places.map(({ sourceName, url }) => [sourceName, url])).toEqual([
      ['shop', 'https://shop.example/1'],
      ['news', 'https://news.example/1'],
    ]);
  });

  test('a copy that is set apart counts for itself for good, and is compared again when that is taken back', async () => {
    const [first, second] = ids;
    await setApart(db, second ?? 0, true);
    expect(await firsts(db)).toEqual([null, null, first]);
    expect((await countStored(db)).classified).toBe(2);
    await classify(db, [await store(db, 2, `${STORY} now`, { externalId: 'a' })]);
    expect(await firsts(db)).toEqual([null, null, first]);
    await setApart(db, second ?? 0, false);
    expect(await firsts(db)).toEqual([null, first, first]);
    expect((await countStored(db)).classified).toBe(1);
    expect(await findDifferences(db)).toEqual([]);
  });

  test('where the first one is edited the next one counts, and where it goes as well', async () => {
    const [first, second] = ids;
    await classify(db, [await store(db, 1, 'bad bread', { externalId: 'a', author: { name: 'blog' } })]);
    expect(await firsts(db)).toEqual([null, null, second]);
    expect((await countStored(db)).classified).toBe(2);
    await removeMentions(db, [second ?? 0], NOW);
    expect(await firsts(db)).toEqual([null, null, null]);
    expect((await countStored(db)).classified).toBe(2);
    // It comes back as it was: an older twin again, and the younger one steps back.
    await classify(db, [await store(db, 1, STORY, { externalId: 'a' })]);
    expect(await firsts(db)).toEqual([null, null, first]);
    expect((await countStored(db)).classified).toBe(1);
    expect(await findDifferences(db)).toEqual([]);
  });
});

describe('a story whose terms take its text away', () => {
  let db: Db;
  let ids: number[];
  beforeAll(async () => {
    db = await openTestStore();
    ids = [];
    for (const name of ['blog', 'shop']) {
      const rest = { url: `https://${name}.example/1`, author: { name } };
      ids.push(await store(db, await addSource(db, name), STORY, rest));
    }
    await classify(db, ids);
  });
  afterAll(() => db.close());

  test('goes on counting once: what was found while the text was there stands', async () => {
    const later = new Date(NOW.getTime() + 86_400_000);
    const overdue = { collectedBefore: later, seenBefore: undefined };
    expect(await blankMentions(db, { sourceId: 1, ...overdue })).toBe(1);
    // The twin's own text is stored anew, and its twins are looked for again.
    await classify(db, [await store(db, 2, STORY, { externalId: 'a', publishedAt: later })]);
    expect(await firsts(db)).toEqual([null, ids[0]]);
    expect((await countStored(db)).classified).toBe(1);
  });

  test('leads nobody any more once it is removed', async () => {
    await removeMentions(db, ids.slice(0, 1), NOW);
    expect(await firsts(db)).toEqual([null, null]);
    expect((await countStored(db)).classified).toBe(1);
    expect(await findDifferences(db)).toEqual([]);
  });
});

test('a twin far back is found among texts of one template', async () => {
  const db = await openTestStore();
  const sourceId = await addSource(db, 'blog');
  const put = (key: string, word: string) => store(db, sourceId, `${word} ${STORY}`, { externalId: key });
  const first = await put('first', 'bakery');
  const between = 'windmill harbour station market castle bridge'.split(' ');
  const behind = 'library museum garden theatre stadium chapel'.split(' ');
  for (const word of between) await put(word, word);
  const copy = await put('copy', 'bakery');
  for (const word of behind) await put(word, word);
  await classify(db, [copy]);
  const [row] = await db<{ duplicate_of: number }>`select duplicate_of from mentions where id = ${copy}`;
  expect(row?.duplicate_of).toBe(first);
  await db.close();
});

const postgresUrl = inject('postgresUrl');

describe.skipIf(!postgresUrl)('on Postgres', () => {
  test('many workers with the same story at once agree on one', { timeout: 60_000 }, async () => {
    const db = await openPostgres(await createDatabase(postgresUrl ?? ''), { max: 16 });
    try {
      await migrate(db);
      const ids: number[] = [];
      const words = ['bakery', 'windmill', 'harbour', 'station'];
      for (let n = 0; n < 24; n += 1) {
        const sourceId = await addSource(db, `source ${n}`);
        const word = words[n % words.length];
        for (const [key, text] of [
          [`a${n}`, `${word} ${STORY}`],
          [`b${n}`, `bad ${word}`],
        ] as const) {
          ids.push(await store(db, sourceId, text, { externalId: key, author: { name: 'ann' } }));
        }
      }
      // Each mention is in two batches, so that jobs meet on rows as well as on twins.
      const batches = [...Array(12).keys()].flatMap((n) => {
        const some = ids.filter((_, index) => index % 12 === n);
        const others = ids.filter((_, index) => (index * 7) % 12 === n).toReversed();
        return [some, others];
      });
      await Promise.all(batches.map((batch) => classify(db, batch)));
      expect((await countStored(db)).classified).toBe(2 * words.length);
      expect(await findDifferences(db)).toEqual([]);
      // The firsts go at once, while the rest is counted again.
      const leading = (
        await db<{ id: number }>`select id from mentions where duplicate_of is null order by id`
      ).map(({ id }) => id);
      await Promise.all([
        ...leading.map((id) => removeMentions(db, [id], NOW)),
        ...batches.map((batch) => classify(db, batch)),
      ]);
      expect((await countStored(db)).classified).toBe(2 * words.length);
      expect(await findDifferences(db)).toEqual([]);
    } finally {
      await db.close();
    }
  });
});

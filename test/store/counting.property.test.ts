import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Classifier } from '../../src/domain/classification.ts';
import { dayOf } from '../../src/domain/day.ts';
import type { TwinPrint } from '../../src/domain/twins/twin-print.ts';
import { areTwins } from '../../src/domain/twins/twins.ts';
import { setApart } from '../../src/store/apart.ts';
import { findDifferences, rewriteCells, rewriteContributions } from '../../src/store/cells.ts';
import {
  type ClassifiedMention,
  listToClassify,
  saveClassifications,
} from '../../src/store/classifications.ts';
import type { Db, Row } from '../../src/store/db.ts';
import { insertNew } from '../../src/store/mentions.ts';
import { overrideLabel } from '../../src/store/overrides.ts';
import { removeMentions } from '../../src/store/removals.ts';
import { insertSource } from '../../src/store/sources.ts';
import { TopicCatalog } from '../../src/store/topic-catalog.ts';
import { deleteTopic, insertTopic, listTopics, updateTopic } from '../../src/store/topics.ts';
import { printOfRow } from '../../src/store/twin-keys.ts';
import { seekTwins, setTwinDays } from '../../src/store/twin-rule.ts';
import { nameWorkspace, saveLocation } from '../../src/store/workspace.ts';
import { openTestStore } from '../support/test-store.ts';
import { wordClassifier } from '../support/word-classifier.ts';

/*
 * Cells hold what their mentions add up to, whatever happened in whatever order. Random histories of inserts, edits,
 * removals, overrides, rule changes, lexicon changes, deliveries, re-deliveries and crashes are played on a real store;
 * after every step the cells must agree with what is counted, and at the end with a recomputation in plain code.
 */

const WORDS = ['good', 'bad', 'plain', 'fine', 'odd', 'silent', 'tea', 'bread'];
const QUERIES = [
  'tea',
  'bread OR tea',
  'tea NOT bread',
  'sentiment:negative',
  'rating:<=2',
  'location:mill AND fine',
  'lang:en bread',
];
const HOURS = 80;

/** Long enough to be known by its words, whoever wrote it; the last one is another story. */
const STORY =
  'good tea and bread at the old mill this week says the owner who has run the place with her two brothers for years';
const STORIES = [
  STORY,
  `${STORY} now`,
  `${STORY} http://a.example/1`,
  STORY.replace('good', 'bad'),
  `RT @ann: ${STORY}`,
];
const DAYS_APART = 2;

const words = fc
  .array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 4 })
  .map((words) => words.join(' '));
const text = fc.oneof({ weight: 3, arbitrary: words }, { weight: 1, arbitrary: fc.constantFrom(...STORIES) });
const mention = fc.record({
  author: fc.constantFrom(undefined, 'ann', 'bo'),
  id: fc.integer({ min: 1, max: 4 }),
  source: fc.integer({ min: 0, max: 1 }),
  text,
  hour: fc.option(fc.integer({ min: 0, max: HOURS + 5 })),
  rating: fc.option(fc.integer({ min: 1, max: 5 })),
  location: fc.constantFrom(undefined, 'mill', 'dock'),
});
/** Mostly the same story or post, again and again. */
const twin: typeof mention = fc.record({
  author: fc.constantFrom('ann', 'bo'),
  // Six at a time: of more that share a key only the nearest are looked at.
  id: fc.integer({ min: 1, max: 3 }),
  source: fc.integer({ min: 0, max: 1 }),
  text: fc.constantFrom(...STORIES, 'good tea', 'bad bread'),
  hour: fc.option(fc.integer({ min: 0, max: HOURS })),
  rating: fc.constant(null),
  location: fc.constantFrom(undefined, 'mill'),
});
const stepWith = (mentions: typeof mention) =>
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        do: fc.constant('store' as const),
        mentions: fc.array(mentions, { minLength: 1, maxLength: 5 }),
      }),
    },
    {
      weight: 6,
      arbitrary: fc.record({ do: fc.constant('deliver' as const), crash: fc.boolean(), pick: fc.nat() }),
    },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('redeliver' as const), pick: fc.nat() }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('remove' as const), pick: fc.nat() }) },
    {
      weight: 3,
      arbitrary: fc.record({
        do: fc.constant('override' as const),
        pick: fc.nat(),
        label: fc.constantFrom('positive' as const, 'neutral' as const, 'negative' as const, undefined),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        do: fc.constant('topic' as const),
        change: fc.constantFrom('add' as const, 'edit' as const, 'drop' as const),
        query: fc.constantFrom(...QUERIES),
        pick: fc.nat(),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ do: fc.constant('apart' as const), pick: fc.nat(), isApart: fc.boolean() }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ do: fc.constant('days' as const), days: fc.constantFrom(0, DAYS_APART, 7) }),
    },
    // A slow worker: reads now, writes when much may have happened.
    { weight: 3, arbitrary: fc.record({ do: fc.constant('read' as const), pick: fc.nat() }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('write' as const), pick: fc.nat() }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('lexicon' as const) }) },
  );
type Step = ReturnType<typeof stepWith> extends fc.Arbitrary<infer T> ? T : never;
type Mention = typeof mention extends fc.Arbitrary<infer T> ? T : never;

/** What a worker has read and classified but not yet written. */
interface Held {
  readonly batch: ClassifiedMention[];
  readonly topicsRevision: number;
  readonly rulesRevision: number;
}

let db: Db;
beforeAll(async () => {
  db = await openTestStore();
});
afterAll(() => db.close());

test('cells equal recomputation after any history', () => holdsFor(stepWith(mention), 100), 300_000);

test('so they do when most of it is said again', () => holdsFor(stepWith(twin), 150), 300_000);

async function holdsFor(step: fc.Arbitrary<Step>, numRuns: number): Promise<void> {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 60 }), async (steps) => {
      const history = await History.begin(db);
      for (const each of steps) {
        await history.play(each);
        expect(await findDifferences(db)).toEqual([]);
      }
      await history.settle();
      expect(await findDifferences(db)).toEqual([]);
      expect(await cellsOf(db)).toEqual(await history.recompute());
      expect(await aspectCellsOf(db)).toEqual(await history.recomputeAspects());
    }),
    // Shrinking plays histories for many minutes; the seed that is printed does it where somebody looks for the reason.
    { numRuns, endOnFailure: true },
  );
}

test('a rebuild mends what was changed by hand, and the check finds it first', async () => {
  const history = await History.begin(db);
  const item: Mention = {
    id: 1,
    author: undefined,
    source: 0,
    text: 'good tea',
    hour: 3,
    rating: 4,
    location: 'mill',
  };
  await history.play({ do: 'store', mentions: [item] });
  await history.settle();
  const before = await cellsOf(db);
  await db`update day_cells set positive = positive + 5`;
  await db`update mention_topics set label = 'negative'`;
  const aspects = await aspectCellsOf(db);
  await db`update aspect_day_cells set negative = negative + 1`;
  await db`update mention_aspects set label = 'negative'`;
  const where = (await findDifferences(db)).map((difference) => difference.where).join('\n');
  expect(where).toMatch(/day_cells topic/);
  expect(where).toMatch(/aspect_day_cells topic/);
  expect(where).toMatch(/mention \d+ topic \d+ aspect tea/);
  await db.transaction(async (sql) => {
    await rewriteContributions(sql);
    await rewriteCells(sql);
  });
  expect(await findDifferences(db)).toEqual([]);
  expect(await cellsOf(db)).toEqual(before);
  expect(await aspectCellsOf(db)).toEqual(aspects);
});

class Crash extends Error {}

/** A process that dies in the last moment before the commit: everything was done, nothing was kept. */
function dyingBeforeCommit(store: Db): Db {
  return Object.assign((...args: Parameters<Db>) => store(...args), store, {
    transaction: (work: Parameters<Db['transaction']>[0]) =>
      store.transaction(async (sql) => {
        await work(sql);
        throw new Crash();
      }),
  }) as Db;
}

class History {
  readonly #db: Db;
  readonly #sourceIds: readonly number[];
  readonly #catalog = new TopicCatalog();
  #classifier: Classifier = wordClassifier('fine is neutral');
  #clock = Date.UTC(2026, 2, 27);
  #waiting: number[][] = [];
  #delivered: number[][] = [];
  #held: Held[] = [];

  private constructor(store: Db, sourceIds: readonly number[]) {
    this.#db = store;
    this.#sourceIds = sourceIds;
  }

  static async begin(store: Db): Promise<History> {
    await store`delete from sources`;
    await store`delete from hour_cells`;
    await store`delete from day_cells`;
    await store`delete from aspect_day_cells`;
    for (const topic of await listTopics(store))
      if (topic.kind !== 'everything') await deleteTopic(store, topic.id);
    await setTwinDays(store, DAYS_APART);
    await nameWorkspace(store, { name: 'Test', timeZone: 'Europe/Berlin', isSample: false });
    for (const code of ['mill', 'dock']) await saveLocation(store, { code, name: code });
    const now = new Date(Date.UTC(2026, 2, 27));
    const made = [];
    for (const name of ['blog', 'shop']) {
      made.push(await insertSource(store, { name, kind: 'feed', settings: {}, intervalSeconds: 900, now }));
    }
    return new History(
      store,
      made.map((source) => source.id),
    );
  }

  async play(each: Step): Promise<void> {
    this.#clock += 3_600_000;
    if (each.do === 'store') return this.#store(each.mentions);
    if (each.do === 'deliver') return this.#deliver(each);
    if (each.do === 'redeliver') return this.#redeliver(each.pick);
    if (each.do === 'read') return this.#read(each.pick);
    if (each.do === 'write') return this.#write(each.pick);
    if (each.do === 'remove') return this.#remove(each.pick);
    if (each.do === 'override') return this.#override(each);
    if (each.do === 'topic') return this.#changeTopic(each);
    if (each.do === 'apart') return this.#setApart(each);
    if (each.do === 'days') return this.#changeDays(each.days);
    this.#classifier = wordClassifier(
      this.#classifier.version === 'fine is neutral' ? 'fine is positive' : 'fine is neutral',
    );
  }

  /** Delivers everything that waits, and everything counted with older topics or another lexicon. */
  async settle(): Promise<void> {
    while (this.#waiting.length > 0) await this.#classify(this.#waiting.shift() ?? []);
    await this.#seekTwins();
    await this.#classify((await this.#db<{ id: number }>`select id from mentions`).map((row) => row.id));
  }

  /** What each mention in a topic says of tea and bread, by day and place, in plain code; who is a duplicate was recomputed before. */
  async recomputeAspects(): Promise<string[]> {
    const topics = await this.#catalog.current(this.#db);
    const rows = await this.#db<{
      id: number;
      collected_at: Date;
      published_at: Date | null;
      location_id: number | null;
    }>`
      select * from mentions where removed_at is null and duplicate_of is null`;
    const cells = new Map<string, number[]>();
    for (const row of rows) {
      const [item] = await listToClassify(this.#db, [row.id], { lexiconVersion: '', topicsRevision: -1 });
      if (!item) throw new Error('a mention disappeared');
      const { label, aspects } = this.#classifier.classify({ text: item.text }, { evidence: false });
      const at = new Date(Math.min(row.published_at?.getTime() ?? Infinity, row.collected_at.getTime()));
      for (const topicId of topics.match(item, {
        label: item.overrideLabel ?? label,
        lang: 'en',
        risks: [],
      })) {
        for (const said of aspects) {
          const column = ['positive', 'neutral', 'negative'].indexOf(said.label);
          if (column < 0) continue;
          const key = `${topicId} ${dayOf(at, 'Europe/Berlin')} ${row.location_id ?? 0} ${said.aspect}`;
          const cell = cells.get(key) ?? [0, 0, 0];
          cells.set(
            key,
            cell.map((sum, index) => (index === column ? sum + 1 : sum)),
          );
        }
      }
    }
    return [...cells].map(([key, sums]) => `${key}: ${sums.join(' ')}`).sort();
  }

  async recompute(): Promise<string[]> {
    const topics = await this.#catalog.current(this.#db);
    const rows = await this.#db<
      StoredTwin & {
        id: number;
        collected_at: Date;
        published_at: Date | null;
        source_id: number;
        location_id: number | null;
        text: string;
      }
    >`
      select m.*, l.code as location_code
        from mentions m
        left join locations l on l.id = m.location_id
       where m.removed_at is null
       order by m.id`;
    const cells = new Map<string, number[]>();
    const [rule] = await this.#db<{ twin_days: number }>`select twin_days from workspace`;
    const firsts = firstsOf(rows, rule?.twin_days ?? 0);
    expect(new Set(rows.filter((row) => row.duplicate_of === null).map(({ id }) => id))).toEqual(firsts);
    for (const row of rows.filter(({ id }) => firsts.has(id))) {
      const [item] = await listToClassify(this.#db, [row.id], { lexiconVersion: '', topicsRevision: -1 });
      if (!item) throw new Error('a mention disappeared');
      const {
        label: computed,
        compound,
        conflict,
      } = this.#classifier.classify({ text: row.text }, { evidence: false });
      const label = item.overrideLabel ?? computed;
      const agrees =
        label === computed ||
        (label === 'positive' && compound > 0) ||
        (label === 'negative' && compound < 0);
      const e4 = agrees ? Math.round(compound * 10_000) : 0;
      const at = new Date(Math.min(row.published_at?.getTime() ?? Infinity, row.collected_at.getTime()));
      const rated = item.stars === undefined ? undefined : Math.round(item.stars * 100);
      const sums = [
        ...['positive', 'neutral', 'negative', 'unknown'].map((name) => (label === name ? 1 : 0)),
        conflict ? 1 : 0,
        row.published_at ? 0 : 1,
        e4,
        e4 * e4,
        rated ?? 0,
        rated === undefined ? 0 : 1,
      ];
      for (const topicId of topics.match(item, { label, lang: 'en', risks: [] })) {
        const place = `${row.source_id} ${row.location_id ?? 0}`;
        const keys = [
          `${topicId} ${dayOf(at, 'Europe/Berlin')} ${place}`,
          `${topicId} ${at.toISOString().slice(0, 13)} ${place}`,
        ];
        for (const key of keys) {
          const cell = cells.get(key) ?? sums.map(() => 0);
          cells.set(
            key,
            cell.map((sum, index) => sum + (sums[index] ?? 0)),
          );
        }
      }
    }
    return [...cells].map(([key, sums]) => `${key}: ${sums.join(' ')}`).sort();
  }

  async #store(mentions: readonly Mention[]): Promise<void> {
    for (const [index, sourceId] of this.#sourceIds.entries()) {
      const mine = mentions.filter((item) => item.source === index);
      const stored = await this.#db.transaction((sql) =>
        insertNew(
          sql,
          { sourceId, now: new Date(this.#clock), isBackfill: false },
          mine.map((item) => ({
            externalId: `m${item.id}`,
            kind: item.rating === null ? 'mention' : 'review',
            text: item.text,
            ...(item.author === undefined ? {} : { author: { name: item.author } }),
            ...(item.hour === null
              ? {}
              : { publishedAt: new Date(Date.UTC(2026, 2, 27) + item.hour * 3_600_000) }),
            ...(item.rating === null ? {} : { rating: { value: item.rating, min: 1, max: 5 } }),
            ...(item.location === undefined ? {} : { location: item.location }),
          })),
        ),
      );
      if (stored.pending.length > 0) this.#waiting.push([...stored.pending]);
    }
  }

  async #deliver({ crash, pick }: { crash: boolean; pick: number }): Promise<void> {
    const batch = this.#waiting[pick % Math.max(1, this.#waiting.length)];
    if (!batch) return;
    if (crash) {
      await expect(this.#classify(batch, dyingBeforeCommit(this.#db))).rejects.toThrow(Crash);
      return; // the job is still waiting
    }
    await this.#classify(batch);
    this.#waiting = this.#waiting.filter((other) => other !== batch);
    this.#delivered.push(batch);
  }

  async #redeliver(pick: number): Promise<void> {
    const batch = this.#delivered[pick % Math.max(1, this.#delivered.length)];
    if (batch) await this.#classify(batch);
  }

  async #read(pick: number): Promise<void> {
    const batch = this.#waiting[pick % Math.max(1, this.#waiting.length)];
    if (batch) this.#held.push(await this.#prepare(batch, { always: true }));
  }

  async #write(pick: number): Promise<void> {
    const held = this.#held[pick % Math.max(1, this.#held.length)];
    if (held) await saveClassifications(this.#db, held.batch, held); // false when the topics changed: the job comes again
  }

  async #classify(ids: readonly number[], store: Db = this.#db): Promise<void> {
    const held = await this.#prepare(ids, { always: store !== this.#db });
    expect(await saveClassifications(store, held.batch, held)).toBe(true);
  }

  async #prepare(ids: readonly number[], { always }: { always: boolean }): Promise<Held> {
    const topics = await this.#catalog.current(this.#db);
    const current = { lexiconVersion: this.#classifier.version, topicsRevision: topics.revision };
    const read = always ? { lexiconVersion: '', topicsRevision: -1 } : current;
    const batch = (await listToClassify(this.#db, ids, read)).map((item) => {
      const classification = this.#classifier.classify({ text: item.text }, { evidence: true });
      const { lang, risks } = classification;
      const counted = { label: item.overrideLabel ?? classification.label, lang, risks };
      const topicIds = item.isRemoved ? [] : topics.match(item, counted);
      return { mention: item, classification, effects: [], topicIds };
    });
    return { batch, topicsRevision: topics.revision, rulesRevision: 1 };
  }

  async #remove(pick: number): Promise<void> {
    const id = await this.#some(pick);
    if (id !== undefined) await removeMentions(this.#db, [id], new Date(this.#clock));
  }

  async #setApart({ pick, isApart }: { pick: number; isApart: boolean }): Promise<void> {
    const id = await this.#some(pick);
    if (id === undefined) return;
    await setApart(this.#db, id, isApart).catch((error) => expect(error.name).toBe('NotFound'));
  }

  /** A new rule, and the job that goes over everything with it, a few mentions at a time. */
  async #changeDays(days: number): Promise<void> {
    await setTwinDays(this.#db, days);
    await this.#seekTwins();
  }

  async #seekTwins(): Promise<void> {
    for (let after = 0; ; ) {
      const last = await seekTwins(this.#db, { afterId: after, limit: 3 });
      expect(await findDifferences(this.#db)).toEqual([]);
      if (last === undefined) return;
      after = last;
    }
  }

  async #override({ pick, label }: { pick: number; label: 'positive' | 'neutral' | 'negative' | undefined }) {
    const id = await this.#some(pick);
    if (id === undefined) return;
    const change = { mentionId: id, label, userId: undefined, now: new Date(this.#clock) };
    // Refused while it waits or is gone: the page says so, and nothing changes.
    await overrideLabel(this.#db, this.#catalog, change).catch((error) =>
      expect(['Refused', 'NotFound']).toContain(error.name),
    );
  }

  async #changeTopic({
    change,
    query,
    pick,
  }: {
    change: 'add' | 'edit' | 'drop';
    query: string;
    pick: number;
  }) {
    const topics = (await listTopics(this.#db)).filter((topic) => topic.kind !== 'everything');
    const topic = topics[pick % Math.max(1, topics.length)];
    if (change === 'add' && topics.length < 4) {
      await insertTopic(this.#db, { name: `topic ${this.#clock}`, kind: 'theme', query });
    } else if (change === 'edit' && topic) {
      await updateTopic(this.#db, topic.id, { query });
    } else if (change === 'drop' && topic) {
      await deleteTopic(this.#db, topic.id);
    }
  }

  async #some(pick: number): Promise<number | undefined> {
    const rows = await this.#db<{ id: number }>`select id from mentions order by id`;
    return rows[pick % Math.max(1, rows.length)]?.id;
  }
}

type StoredTwin = Row &
  Parameters<typeof printOfRow>[0] & {
    id: number;
    collected_at: Date;
    published_at: Date | null;
    duplicate_of: number | null;
    is_apart: boolean;
  };

/** The rule in plain code, pair by pair: whoever has no older twin that counts. In the order of their ids. */
function firstsOf(rows: readonly StoredTwin[], days: number): Set<number> {
  const firsts: { at: number; print: TwinPrint }[] = [];
  const ids = new Set<number>();
  for (const row of rows) {
    const at = Math.min(row.published_at?.getTime() ?? Infinity, row.collected_at.getTime());
    const print = printOfRow(row);
    const isIn = (first: (typeof firsts)[number]) =>
      Math.abs(first.at - at) <= days * 86_400_000 && areTwins(first.print, print);
    if (days > 0 && !row.is_apart && firsts.some(isIn)) continue;
    ids.add(row.id);
    if (!row.is_apart) firsts.push({ at, print });
  }
  return ids;
}

async function cellsOf(store: Db): Promise<string[]> {
  const columns = `source_id || ' ' || location_id || ': ' || concat_ws(' ', positive, neutral, negative, unknown, conflicts,
                   undated, compound_e4_sum, compound_e8_square_sum, stars_e2_sum, stars_n) as cell`;
  const rows = await store.raw<{ cell: string }>(`
    select topic_id || ' ' || day || ' ' || ${columns} from day_cells where positive + neutral + negative + unknown > 0
     union all
    select topic_id || ' ' || to_char(hour at time zone 'UTC', 'YYYY-MM-DD"T"HH24') || ' ' || ${columns}
      from hour_cells where positive + neutral + negative + unknown > 0`);
  return rows.map((row) => row.cell).sort();
}

async function aspectCellsOf(store: Db): Promise<string[]> {
  const rows = await store<Record<string, string | number>>`
    select *, day::text as day from aspect_day_cells where positive + neutral + negative > 0`;
  return rows
    .map(
      (c) =>
        `${c['topic_id']} ${c['day']} ${c['location_id']} ${c['aspect']}: ${c['positive']} ${c['neutral']} ${c['negative']}`,
    )
    .sort();
}

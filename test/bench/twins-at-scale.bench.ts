/*
 * What finding twins costs a mention when ten thousand others are stored, and when a million are: storing and counting
 * batches of long posts of which one in five is said again, on a Postgres of its own.
 *
 *   node test/bench/twins-at-scale.bench.ts [MENTIONS]
 */
import { listToClassify, saveClassifications } from '../../src/store/classifications.ts';
import { insertNew } from '../../src/store/mentions.ts';
import { migrate } from '../../src/store/migrate.ts';
import { openPostgres } from '../../src/store/open.ts';
import { insertSource } from '../../src/store/sources.ts';
import { TopicCatalog } from '../../src/store/topic-catalog.ts';
import { setTwinDays } from '../../src/store/twin-rule.ts';
import { createDatabase, startPostgres } from '../support/servers.ts';
import { wordClassifier } from '../support/word-classifier.ts';

const SMALL = 10_000;
const BATCH = 250;
const BATCHES = 40;
const KEYS = 7;
const DAY = new Date('2026-06-15T12:00:00Z');

const large = Number(process.argv[2] ?? 1_000_000);
const server = await startPostgres([]);
if (!server) throw new Error('No Postgres is installed.');
const db = openPostgres(await createDatabase(server.url), { max: 4 });
const classifier = wordClassifier('fine is neutral');
const topics = new TopicCatalog();
let made = 0;
try {
  await migrate(db);
  const source = { name: 'Feed', kind: 'feed', settings: {}, intervalSeconds: 900, now: DAY };
  const { id } = await insertSource(db, source);
  await measure(id); // warm
  for (const size of [SMALL, large]) {
    await fill(id, size);
    for (const days of [0, 7]) {
      await setTwinDays(db, days);
      const { store, count } = await measure(id);
      const rule = days === 0 ? 'every copy counted' : 'twins found';
      console.log(
        `at ${size}, ${rule}: ${store.toFixed(0)} µs to store, ${count.toFixed(0)} µs to count a mention`,
      );
    }
  }
  const [row] = await db<{ n: number }>`select count(*) as n from mentions where duplicate_of is not null`;
  console.log(`${row?.n} duplicates found`);
} finally {
  await db.close();
  await server.stop();
}

/** Microseconds a mention, the medians of the batches. */
async function measure(sourceId: number): Promise<{ store: number; count: number }> {
  const store: number[] = [];
  const count: number[] = [];
  const current = await topics.current(db);
  for (let batch = 0; batch < BATCHES; batch += 1) {
    const mentions = Array.from({ length: BATCH }, (_, index) => post(index));
    const started = performance.now();
    const at = { sourceId, now: DAY, isBackfill: true };
    const { pending } = await db.transaction((sql) => insertNew(sql, at, mentions));
    const stored = performance.now();
    const read = { lexiconVersion: classifier.version, topicsRevision: current.revision };
    const batchOf = (await listToClassify(db, pending, read)).map((mention) => {
      const classification = classifier.classify({ text: mention.text }, { evidence: false });
      return { mention, classification, effects: [], topicIds: current.match(mention, classification) };
    });
    await saveClassifications(db, batchOf, { topicsRevision: current.revision, rulesRevision: 1 });
    store.push(((stored - started) * 1000) / BATCH);
    count.push(((performance.now() - stored) * 1000) / BATCH);
  }
  const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1] ?? 0;
  return { store: median(store), count: median(count) };
}

/** Forty words of which no two posts have many in common, except that every fifth says what the one before it said. */
function post(index: number) {
  made += 1;
  const seed = index % 5 === 4 ? made - 1 : made;
  const words = Array.from({ length: 40 }, (_, at) => {
    const mixed = Math.imul((seed * 41 + at) ^ 0x5bd1e995, 0x85ebca6b);
    return `w${(Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35) >>> 8) % 50_000}`;
  });
  return {
    externalId: `m${made}`,
    kind: 'mention' as const,
    text: `good ${words.join(' ').replace(/\d/g, letterOf)}`,
    publishedAt: DAY,
  };
}

function letterOf(digit: string): string {
  return String.fromCharCode(97 + Number(digit));
}

/** Mentions with keys of their own, written by the store itself: it is their number that counts here. */
async function fill(sourceId: number, size: number): Promise<void> {
  const [row] = await db<{ n: number }>`select count(*) as n from mentions`;
  const missing = size - (row?.n ?? 0);
  if (missing <= 0) return;
  await db`
    with stored as (
         insert into mentions (source_id, external_id, kind, text, published_at, collected_at, content_hash,
                               counted_revision, label, compound_e4, twin_keys)
         select ${sourceId}, 'f' || gen_random_uuid(), 'mention', repeat('filler ', 30), ${DAY}::timestamptz,
                ${DAY}::timestamptz, md5(n::text), 1, 'neutral', 0,
                array(select ('x' || substr(md5(gen_random_uuid()::text), 1, 16))::bit(64)::bigint
                        from generate_series(1, ${KEYS} + 0 * n))
           from generate_series(1, ${missing}) as n
         returning id, twin_keys)
    insert into twin_keys (key, mention_id) select unnest(twin_keys), id from stored`;
  await db.exec('analyze');
}

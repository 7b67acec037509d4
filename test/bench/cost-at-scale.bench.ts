/*
 * What one more mention costs when its topic and day already hold ten thousand, and when they hold a million: stored,
 * classified, matched and counted on a Postgres of its own. The ratio of the two is what a growing day costs.
 *
 *   node test/bench/cost-at-scale.bench.ts [MENTIONS]
 */
import { loadClassifier } from '../../src/nlp/classifier.ts';
import { findDifferences, rewriteCells } from '../../src/store/cells.ts';
import { listToClassify, saveClassifications } from '../../src/store/classifications.ts';
import type { Db } from '../../src/store/db.ts';
import { insertNew } from '../../src/store/mentions.ts';
import { migrate } from '../../src/store/migrate.ts';
import { openPostgres } from '../../src/store/open.ts';
import { insertSource } from '../../src/store/sources.ts';
import { TopicCatalog } from '../../src/store/topic-catalog.ts';
import { insertTopic } from '../../src/store/topics.ts';
import { createDatabase, startPostgres } from '../support/servers.ts';

const SMALL = 10_000;
const BATCH = 250;
const BATCHES = 60;
const DAY = new Date('2026-06-15T12:00:00Z');

const large = Number(process.argv[2] ?? 1_000_000);
const server = await startPostgres([]);
if (!server) throw new Error('No Postgres is installed.');
const db = openPostgres(await createDatabase(server.url), { max: 4 });
const classifier = await loadClassifier();
const topics = new TopicCatalog();
let made = 0;
try {
  await migrate(db);
  const source = await insertSource(db, {
    name: 'Feed',
    kind: 'feed',
    settings: {},
    intervalSeconds: 900,
    now: DAY,
  });
  await insertTopic(db, { name: 'Delivery', kind: 'theme', query: 'delivery OR parcel' });
  await measure(source.id); // warm
  await fill(db, source.id, SMALL);
  const atSmall = await measure(source.id);
  await fill(db, source.id, large);
  const atLarge = await measure(source.id);
  console.log(`at ${SMALL} mentions of the day: ${atSmall.toFixed(1)} µs a mention`);
  console.log(`at ${large} mentions of the day: ${atLarge.toFixed(1)} µs a mention`);
  console.log(`ratio ${(atLarge / atSmall).toFixed(2)}`);
  console.log(`${(await findDifferences(db)).length} differences`);
} finally {
  await db.close();
  await server.stop();
}

/** Microseconds a mention, the median of the batches. */
async function measure(sourceId: number): Promise<number> {
  const times: number[] = [];
  for (let batch = 0; batch < BATCHES; batch += 1) {
    const started = performance.now();
    await journey(sourceId);
    times.push(((performance.now() - started) * 1000) / BATCH);
  }
  return times.sort((a, b) => a - b)[BATCHES / 2] ?? Number.NaN;
}

async function journey(sourceId: number): Promise<void> {
  const mentions = Array.from({ length: BATCH }, () => {
    made += 1;
    const text = `The delivery was late and the parcel damaged, but the support was very friendly (${made}).`;
    return {
      externalId: `m${made}`,
      kind: 'mention' as const,
      text,
      publishedAt: new Date(DAY.getTime() + made),
    };
  });
  const { pending } = await db.transaction((sql) =>
    insertNew(sql, { sourceId, now: DAY, isBackfill: false }, mentions),
  );
  const current = await topics.current(db);
  const at = { lexiconVersion: classifier.version, topicsRevision: current.revision, rulesRevision: 1 };
  const batch = (await listToClassify(db, pending, at)).map((mention) => {
    const classification = classifier.classify({ text: mention.text }, { evidence: true });
    return { mention, classification, effects: [], topicIds: current.match(mention, classification) };
  });
  await saveClassifications(db, batch, at);
}

/** Fills the day with mentions as they would lie there after their journey. */
async function fill(store: Db, sourceId: number, upTo: number): Promise<void> {
  await store`
    insert into mentions (source_id, external_id, kind, text, published_at, collected_at, content_hash, revision,
                          counted_revision, topics_revision, lexicon_version, label, compound_e4, confidence, language)
    select ${sourceId}::bigint, 'filled-' || n, 'mention', 'The delivery was late and the parcel damaged (' || n || ').',
           ${DAY}::timestamptz - n * interval '10 milliseconds', ${DAY}, md5(n::text), 1, 1, 1, ${classifier.version},
           (array['positive', 'neutral', 'negative'])[1 + n % 3], (n % 3 - 1) * -5000, 0.7, 'en'
      from generate_series((select count(*) from mentions) + 1, ${upTo}::bigint) as n`;
  await store`
    insert into mention_topics (mention_id, topic_id, source_id, location_id, counted_at, is_dated, label,
                                compound_e4, stars_e2, reach, is_conflict)
    select c.mention_id, t.id, c.source_id, c.location_id, c.counted_at, c.is_dated, c.label,
           c.compound_e4, c.stars_e2, c.reach, c.is_conflict
      from countable_mentions c cross join topics t
        on conflict do nothing`;
  await store.transaction((sql) => rewriteCells(sql));
  await store.exec('analyze');
}

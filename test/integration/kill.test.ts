import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { contentHash } from '../../src/domain/mention.ts';
import { findDifferences } from '../../src/store/cells.ts';
import type { Db } from '../../src/store/db.ts';
import { countMentions, countPending } from '../../src/store/mentions.ts';
import { migrate } from '../../src/store/migrate.ts';
import { openPostgres } from '../../src/store/open.ts';
import { insertSource } from '../../src/store/sources.ts';
import { insertTopic } from '../../src/store/topics.ts';
import { modes } from '../support/modes.ts';
import { type EarshotProcess, startEarshot } from '../support/worker-process.ts';

/*
 * Worker processes are killed without warning, again and again, while mentions flow. In the end everything that was
 * served is stored once, and the cells hold what the mentions add up to.
 */

const ROUNDS = 50;
const FEEDS = 40;
const ITEMS_A_FEED = 500;
const MENTIONS = FEEDS * ITEMS_A_FEED;

const SENTENCES = [
  'I love it, it works perfectly.',
  'Terrible, it broke after a day.',
  'The parcel weighs two kilos.',
  'Not bad at all, really good value.',
  'Worst support ever, never again.',
];

for (const mode of modes().filter(({ name }) => name !== 'embedded')) {
  describe.skipIf(!mode.isThere)(`on ${mode.name}`, () => {
    test(`${ROUNDS} killed workers lose nothing and count nothing twice`, async () => {
      const feeds = await serveGrowingFeeds();
      const { env } = await mode.prepare();
      const db = openPostgres(env['DATABASE_URL'] ?? '', { max: 4 });
      try {
        await migrate(db);
        await addSources(db, feeds.url);
        await insertTopic(db, { name: 'Parcels', kind: 'theme', query: 'parcel OR support' });
        const workerEnv = {
          ...env,
          EARSHOT_ALLOW_HOSTS: feeds.host,
          EARSHOT_HOST_GAP_MS: '0',
          EARSHOT_MIN_INTERVAL: '1',
          EARSHOT_LOG: 'error',
        };
        const start = () => startEarshot(['workers'], workerEnv);
        const workers = [start(), start()];
        const seed = Math.floor(Math.random() * 2 ** 31);
        console.log(`${mode.name}: seed ${seed}`);
        const random = randomOf(seed);
        let inTheMiddle = 0;
        for (let round = 0; round < ROUNDS; round += 1) {
          feeds.release(Math.ceil(((round + 1) * ITEMS_A_FEED) / ROUNDS));
          const victim = round % workers.length;
          await progressBy(db, Math.ceil(random() * (MENTIONS / ROUNDS)), workers[victim] as EarshotProcess);
          if ((await countPending(db)) > 0) inTheMiddle += 1;
          workers[victim]?.kill('SIGKILL');
          await workers[victim]?.exited;
          workers[victim] = start();
        }
        feeds.release(ITEMS_A_FEED);
        await until(async () => (await countMentions(db)) === MENTIONS && (await countPending(db)) === 0);
        await stopAll(workers);
        console.log(`${mode.name}: ${inTheMiddle} of ${ROUNDS} kills came while mentions were waiting.`);
        expect(inTheMiddle).toBeGreaterThan(0);
        await holdsEverythingOnce(db, feeds);
      } finally {
        await db.close();
        await feeds.close();
      }
    });
  });
}

async function holdsEverythingOnce(db: Db, feeds: GrowingFeeds): Promise<void> {
  const rows = await db<{
    external_id: string;
    content_hash: string;
  }>`select external_id, content_hash from mentions`;
  const served = feeds.everything().map((item) => `${item.id} ${contentHash({ text: item.text })}`);
  expect(rows.map((row) => `${row.external_id} ${row.content_hash}`).sort()).toEqual(served.sort());
  expect(await findDifferences(db)).toEqual([]);
  const [cells] = await db<{ n: number }>`
    select sum(positive + neutral + negative + unknown) as n
      from day_cells join topics on topics.id = topic_id where topics.kind = 'everything'`;
  expect(cells?.n).toBe(MENTIONS);
  const [topic] = await db<{ n: number }>`
    select sum(positive + neutral + negative + unknown) as n
      from day_cells join topics on topics.id = topic_id where topics.name = 'Parcels'`;
  expect(topic?.n).toBe(feeds.everything().filter(({ text }) => /parcel|support/.test(text)).length);
}

async function addSources(db: Db, url: string): Promise<void> {
  for (let feed = 0; feed < FEEDS; feed += 1) {
    const settings = { url: `${url}/feed/${feed}` };
    await insertSource(db, {
      name: `Feed ${feed}`,
      kind: 'feed',
      settings,
      intervalSeconds: 1,
      now: new Date(),
    });
  }
}

/** Waits until this many more mentions are stored or the worker has come up: whatever comes first has something to lose. */
async function progressBy(db: Db, wanted: number, worker: EarshotProcess): Promise<void> {
  await worker.ready;
  const before = await countMentions(db);
  const enough = Math.min(wanted, MENTIONS - before);
  const deadline = Date.now() + 1_500;
  await until(async () => (await countMentions(db)) >= before + enough || Date.now() > deadline);
}

async function until(isDone: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 240_000;
  while (!(await isDone())) {
    if (Date.now() > deadline) throw new Error('The workers did not come to an end within four minutes.');
  }
}

async function stopAll(workers: readonly EarshotProcess[]): Promise<void> {
  for (const worker of workers) worker.kill('SIGTERM');
  await Promise.all(workers.map((worker) => worker.exited));
}

interface GrowingFeeds {
  readonly url: string;
  readonly host: string;
  /** Shows the first `items` items of every feed. */
  release(items: number): void;
  everything(): { id: string; text: string }[];
  close(): Promise<void>;
}

async function serveGrowingFeeds(): Promise<GrowingFeeds> {
  let shown = 0;
  const itemOf = (feed: number, index: number) => ({
    id: `f${feed}-${index}`,
    text: `${SENTENCES[(feed + index) % SENTENCES.length]} (${feed}-${index})`,
  });
  const since = Date.now() - 20 * 86_400_000;
  const server = createServer((request, response) => {
    const feed = Number(request.url?.split('/').at(-1));
    const items = Array.from({ length: shown }, (_, index) => {
      const { id, text } = itemOf(feed, index);
      return { id, content_text: text, date_published: new Date(since + index * 3_600_000).toISOString() };
    });
    const body = JSON.stringify({
      version: 'https://jsonfeed.org/version/1.1',
      title: `Feed ${feed}`,
      items,
    });
    response.writeHead(200, { 'content-type': 'application/feed+json' }).end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: `http://${host}`,
    host,
    release: (items) => {
      shown = items;
    },
    everything: () =>
      Array.from({ length: FEEDS }, (_, feed) =>
        Array.from({ length: ITEMS_A_FEED }, (_, index) => itemOf(feed, index)),
      ).flat(),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Mulberry32: the same seed, the same kills. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/*
 * How many mentions a second travel from a feed into the cells: fetched over HTTP, parsed, stored, queued, classified
 * with evidence, matched to topics and counted, by one process. Beside it, in the same run, what the same store takes
 * when the same rows are only inserted: the ratio says what the journey costs.
 *
 *   node test/bench/throughput.bench.ts [embedded|postgres|redis] [MENTIONS]
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { readConfig } from '../../src/config.ts';
import { openLog } from '../../src/log.ts';
import { openEarshot } from '../../src/main.ts';
import { findDifferences } from '../../src/store/cells.ts';
import { countMentions, countPending, insertNew } from '../../src/store/mentions.ts';
import { insertSource } from '../../src/store/sources.ts';
import { insertTopic } from '../../src/store/topics.ts';
import { createDatabase, startPostgres, startRedis, type TestServer } from '../support/servers.ts';

const FEEDS = 20;
const OPENINGS = [
  'Honestly,',
  'After two weeks:',
  'Not sure what happened, but',
  'As a regular customer I can say',
  'Well.',
];
const CORES = [
  'the delivery was late again and nobody answered my calls',
  'I really like the new app, it is fast and easy to use',
  'the staff in the shop were friendly and found the right size at once',
  'the zip broke after a few days, very disappointing for that price',
  'they open a new branch next to the station in spring',
  'it is not bad at all, better than the one I had before',
  'support answered within an hour, great service :)',
];
const ENDINGS = [
  'Would buy again!',
  'Never again.',
  'We will see.',
  '#shopping',
  'Thanks to the team 👍',
  'https://example.com/photo',
];

const [modeName = 'embedded', size = '20000'] = process.argv.slice(2);
const total = Number(size);
const servers: TestServer[] = [];
const folder = mkdtempSync(path.join(os.tmpdir(), 'earshot-bench-'));
try {
  await run(await environmentOf(modeName));
} finally {
  for (const server of servers) await server.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function run(env: Record<string, string>): Promise<void> {
  const feeds = await serveFeeds();
  const settings = {
    ...env,
    EARSHOT_ALLOW_HOSTS: feeds.host,
    EARSHOT_HOST_GAP_MS: '0',
    EARSHOT_TIME_ZONE: 'UTC',
  };
  const earshot = await openEarshot(readConfig(settings), openLog('error'));
  const { db } = earshot.deps;
  const floor = await insertOnly(earshot);
  await insertTopic(db, { name: 'Delivery', kind: 'theme', query: 'deliver* OR parcel' });
  await insertTopic(db, { name: 'Staff', kind: 'theme', query: '(staff OR team OR support) NOT app' });
  for (let feed = 0; feed < FEEDS; feed += 1) {
    const source = { name: `Feed ${feed}`, kind: 'feed', settings: { url: `${feeds.url}/${feed}` } };
    await insertSource(db, { ...source, intervalSeconds: 900, now: new Date() });
  }
  const started = performance.now();
  await earshot.startWorkers();
  await until(async () => (await countMentions(db)) === total && (await countPending(db)) === 0);
  const seconds = (performance.now() - started) / 1000;
  const differences = await findDifferences(db);
  const rate = total / seconds;
  console.log(
    `${modeName}: ${total} mentions from feed to cell in ${seconds.toFixed(1)} s = ${rate.toFixed(0)}/s`,
  );
  console.log(`${modeName}: inserts alone ${floor.toFixed(0)}/s; ratio ${(rate / floor).toFixed(2)}`);
  console.log(
    `${modeName}: ${differences.length} differences; resident memory ${(process.memoryUsage.rss() / 1e6).toFixed(0)} MB`,
  );
  await earshot.close();
  feeds.close();
}

/** The same rows, stored and nothing else; afterwards they are gone. */
async function insertOnly({ deps: { db } }: Awaited<ReturnType<typeof openEarshot>>): Promise<number> {
  const source = await insertSource(db, {
    name: 'Inserts',
    kind: 'import',
    settings: {},
    intervalSeconds: 900,
    now: new Date(),
  });
  const mentions = Array.from({ length: Math.min(total, 10_000) }, (_, n) => ({
    externalId: `m${n}`,
    kind: 'mention' as const,
    text: textOf(n),
    publishedAt: new Date(),
  }));
  const started = performance.now();
  for (let start = 0; start < mentions.length; start += 500) {
    const batch = mentions.slice(start, start + 500);
    await db.transaction((sql) =>
      insertNew(sql, { sourceId: source.id, now: new Date(), isBackfill: false }, batch),
    );
  }
  const seconds = (performance.now() - started) / 1000;
  await db`delete from sources where id = ${source.id}`;
  return mentions.length / seconds;
}

async function environmentOf(name: string): Promise<Record<string, string>> {
  if (name === 'embedded') return { EARSHOT_DATA: folder };
  const postgres = await startPostgres([]);
  if (!postgres) throw new Error('No Postgres is installed.');
  servers.push(postgres);
  const env = { DATABASE_URL: await createDatabase(postgres.url) };
  if (name === 'postgres') return env;
  const redis = await startRedis();
  if (!redis) throw new Error('No Redis is installed.');
  servers.push(redis);
  return { ...env, REDIS_URL: redis.url };
}

function textOf(n: number): string {
  const pick = (list: readonly string[], by: number) => list[Math.floor(n / by) % list.length];
  return `${pick(OPENINGS, 1)} ${pick(CORES, 3)}, ${pick(CORES, 11)} (${n}). ${pick(ENDINGS, 7)}`;
}

async function serveFeeds() {
  const perFeed = Math.ceil(total / FEEDS);
  const now = Date.now();
  const server = createServer((request, response) => {
    const feed = Number(request.url?.slice(1));
    const first = feed * perFeed;
    const count = Math.max(0, Math.min(perFeed, total - first));
    const items = Array.from({ length: count }, (_, index) => ({
      id: `n${first + index}`,
      url: `https://shop.example/${first + index}`,
      content_text: textOf(first + index),
      date_published: new Date(now - (first + index) * 60_000).toISOString(),
      authors: [{ name: `Author ${(first + index) % 500}` }],
    }));
    const body = JSON.stringify({
      version: 'https://jsonfeed.org/version/1.1',
      title: `Feed ${feed}`,
      items,
    });
    response.writeHead(200, { 'content-type': 'application/feed+json' }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url: `http://${host}`, host, close: () => server.close() };
}

async function until(isDone: () => Promise<boolean>): Promise<void> {
  while (!(await isDone())) await new Promise((resolve) => setTimeout(resolve, 250));
}

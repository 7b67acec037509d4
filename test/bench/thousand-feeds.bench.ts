/*
 * Whether one worker process keeps 1,000 feeds on 50 hosts on schedule, one knock a second at each host, with new
 * items coming all the time, and what memory it takes. Lateness is how long a source has been due; a source that is
 * due and waits for its host's turn counts as late.
 *
 *   node test/bench/thousand-feeds.bench.ts [FEEDS] [SECONDS]
 */

import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { migrate } from '../../src/store/migrate.ts';
import { openPostgres } from '../../src/store/open.ts';
import { insertSource } from '../../src/store/sources.ts';
import { createDatabase, startPostgres, startRedis } from '../support/servers.ts';
import { startEarshot } from '../support/worker-process.ts';

const HOSTS = 50;
const INTERVAL_SECONDS = 60;
const [feedCount = 1000, seconds = 240] = process.argv.slice(2).map(Number);

const postgres = await startPostgres([]);
const redis = await startRedis();
if (!postgres || !redis) throw new Error('Postgres and Redis have to be installed.');
const feeds = await serveFeeds();
const url = await createDatabase(postgres.url);
const db = await openPostgres(url, { max: 4 });
await migrate(db);
const now = Date.now();
for (let feed = 0; feed < feedCount; feed += 1) {
  const address = `http://${hostOf(feed)}:${feeds.port}/${feed}`;
  const dueAt = new Date(now + (feed / feedCount) * INTERVAL_SECONDS * 1000);
  const source = { name: `Feed ${feed}`, kind: 'feed', settings: { url: address } };
  await insertSource(db, { ...source, intervalSeconds: INTERVAL_SECONDS, now: dueAt });
}
const worker = startEarshot(['workers'], {
  DATABASE_URL: url,
  REDIS_URL: redis.url,
  EARSHOT_ALLOW_HOSTS: Array.from({ length: HOSTS }, (_, host) => hostOf(host)).join(','),
  EARSHOT_MIN_INTERVAL: String(INTERVAL_SECONDS),
  EARSHOT_SECRET_KEY: 'a key for a bench of thirty-two characters',
});
await worker.ready;
const late: number[] = [];
let peakMb = 0;
for (let second = 0; second < seconds; second += 1) {
  await delay(1000);
  // The first round belongs to the start.
  if (second < INTERVAL_SECONDS) continue;
  const rows = await db<{ late: number }>`
    select greatest(0, extract(epoch from now() - next_fetch_at))::float8 as late from sources where enabled`;
  late.push(...rows.map((row) => row.late));
  peakMb = Math.max(peakMb, residentMb(worker.pid));
}
const [runs] = await db<{ ok: number; failed: number; mentions: number }>`
  select count(*) filter (where status <> 'failed')::int as ok, count(*) filter (where status = 'failed')::int as failed,
         (select count(*)::int from mentions) as mentions
    from source_runs`;
late.sort((a, b) => a - b);
const at = (share: number) => (late[Math.floor((late.length - 1) * share)] ?? 0).toFixed(1);
console.log(
  `${feedCount} feeds, ${runs?.ok} runs in ${seconds} s, ${runs?.failed} failed, ${runs?.mentions} mentions`,
);
console.log(`late by: median ${at(0.5)} s, 99 % ${at(0.99)} s, most ${at(1)} s of ${INTERVAL_SECONDS} s`);
console.log(`resident memory of the worker: at most ${peakMb.toFixed(0)} MB`);
worker.kill('SIGTERM');
await worker.exited;
await db.close();
feeds.close();
await redis.stop();
await postgres.stop();

/** Hosts are addresses of this machine, so that each has a turn of its own. */
function hostOf(feed: number): string {
  return `127.0.1.${1 + (feed % HOSTS)}`;
}

function residentMb(pid: number): number {
  const [, kilobytes = '0'] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) / 1000;
}

/** Every feed shows its latest ten items and has a new one about every ten minutes. */
async function serveFeeds() {
  const server = createServer((request, response) => {
    const feed = Number(request.url?.slice(1));
    const latest = Math.floor((Date.now() / 1000 + feed * 7) / 600);
    const etag = `"${feed}-${latest}"`;
    if (request.headers['if-none-match'] === etag) return response.writeHead(304, { etag }).end();
    const items = Array.from({ length: 10 }, (_, n) => itemOf(feed, latest - n)).join('');
    return response
      .writeHead(200, { 'content-type': 'application/rss+xml', etag })
      .end(`<rss version="2.0"><channel><title>Feed ${feed}</title>${items}</channel></rss>`);
  });
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve));
  return { port: (server.address() as AddressInfo).port, close: () => void server.close() };
}

function itemOf(feed: number, number: number): string {
  const date = new Date(number * 600_000).toUTCString();
  const text = `Order ${number} of shop ${feed} came late and nobody answered, but the app is easy to use.`;
  return `<item><guid>${feed}-${number}</guid><title>News ${number}</title><description>${text}</description><pubDate>${date}</pubDate></item>`;
}

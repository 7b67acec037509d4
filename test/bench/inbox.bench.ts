/*
 * An inbox of many open items: how long a list, a search, the counts of the views and whole pages take, what filing
 * costs a mention, and how well its order puts first what people said needs an answer first. The load of the machine
 * stands beside the times, because they are by the clock on the wall.
 *
 *   node test/bench/inbox.bench.ts [embedded|postgres] [ITEMS]
 */

import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { readConfig } from '../../src/config.ts';
import { openLog } from '../../src/log.ts';
import { openEarshot } from '../../src/main.ts';
import type { Db } from '../../src/store/db.ts';
import { noteRecent } from '../../src/store/inbox-arrivals.ts';
import { fileArrivals } from '../../src/store/inbox-filing.ts';
import { countViews, INBOX_VIEWS, type InboxFilter, listInbox } from '../../src/store/inbox-list.ts';
import { migrate } from '../../src/store/migrate.ts';
import { openPglite, openPostgres } from '../../src/store/open.ts';
import { vacuumWhereDue } from '../../src/store/vacuum.ts';
import { HELD_OUT, JUDGED, judgedItems, ndcg, ORDERS } from '../inbox/ranking.ts';
import { createDatabase, startPostgres } from '../support/servers.ts';

const NOW = new Date('2026-11-23T10:00:00Z');
const RUNS = 15;
/** Whole answers, as a browser and a program get them. */
const PAGES = ['/inbox', '/inbox?lang=de&stars=1', '/inbox?text=marmalade', '/api/v1/inbox?limit=50'];

const [mode = 'embedded', size = '100000'] = process.argv.slice(2);
const total = Number(size);
const folder = mkdtempSync(path.join(os.tmpdir(), 'earshot-inbox-'));
const server = mode === 'postgres' ? await startPostgres() : undefined;
if (mode === 'postgres' && !server) throw new Error('Postgres is not installed.');
const open = async (name: string): Promise<Db> => {
  const db = server
    ? openPostgres(await createDatabase(server.url), { max: 4 })
    : await openPglite(path.join(folder, name));
  await migrate(db);
  return db;
};
try {
  await showRanking();
  await showSpeed();
} finally {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function showRanking(): Promise<void> {
  for (const list of [JUDGED, HELD_OUT]) {
    const db = await open(list.file);
    const items = await judgedItems(db, list);
    await db.close();
    console.log(`${items.length} items of ${list.file}, nDCG of the first 10, 20 and 50:`);
    for (const [name, order] of Object.entries(ORDERS)) {
      const of = [10, 20, 50].map((first) => ndcg(items, order, first).toFixed(3));
      console.log(`  ${name.padEnd(20)} ${of.join('  ')}`);
    }
  }
}

async function showSpeed(): Promise<void> {
  const place = server
    ? {
        DATABASE_URL: await createDatabase(server.url),
        EARSHOT_SECRET_KEY: 'a key of the bench of 32 letters',
      }
    : { EARSHOT_DATA: path.join(folder, 'speed') };
  const config = readConfig({ ...place, EARSHOT_TIME_ZONE: 'UTC', EARSHOT_LOG: 'error', PORT: '0' });
  const earshot = await openEarshot(config, openLog('error'));
  const { db } = earshot.deps;
  await fill(db);
  await noteRecent(db, new Date(0));
  const started = performance.now();
  while ((await fileArrivals(db, NOW)) > 0);
  const each = (performance.now() - started) / total;
  // As the running product sees to its tables: a server by itself, the embedded store by a job.
  if (server) await db`analyze`;
  else await vacuumWhereDue(db);
  const [row] = await db<{
    n: number;
  }>`select count(*) as n from inbox_items where status in ('new', 'claimed')`;
  console.log(
    `\n${mode}: ${row?.n} open items, filed in ${(each * 1000).toFixed(0)} µs each. ${loadInWords()}. Of ${RUNS}: median, slowest, and the median of this process's own work:`,
  );
  const [person] = await db<{ id: number }>`
    insert into users (email, name, role, password_hash) values ('ada@example.com', 'Ada', 'agent', '-') returning id`;
  await db`
    update inbox_items set assigned_to = ${person?.id ?? 0}, tags = '{refund}'
     where mention_id in (select mention_id from inbox_items order by md5(mention_id::text) limit 300)`;
  const base = { view: 'all', userId: person?.id, within: undefined, now: NOW } as const;
  const asks: Record<string, Partial<InboxFilter>> = {
    'first page': {},
    mine: { view: 'mine' },
    unassigned: { view: 'unassigned' },
    late: { view: 'late' },
    'a language': { language: 'de' },
    'a rare language': { language: 'zh' },
    'a source': { sourceId: 3 },
    'a location': { locationId: 7 },
    'a common topic': { topicId: 2 },
    'a rare topic': { topicId: 3 },
    'one star': { stars: 1 },
    'stars in a language at a location': { stars: 1, language: 'de', locationId: 7 },
    'a tag': { tag: 'refund' },
    'a common word': { text: 'delivery' },
    'a rare word': { text: 'marmalade' },
    'two words': { text: 'late refund' },
    'a phrase': { text: '"hung up"' },
    'a word without spaces': { text: '退款' },
    'a word nobody said': { text: 'zeppelin' },
    'a rare word in a rare topic': { text: 'marmalade', topicId: 3 },
    'limited to two locations': { within: [7, 8] },
  };
  for (const [name, ask] of Object.entries(asks)) {
    const filter = { ...base, ...ask };
    const { rows } = await listInbox(db, filter, { limit: 50 });
    await show(`${name} (${rows.length})`, () => listInbox(db, filter, { limit: 50 }));
  }
  const deep = await nthPage(db, base, 100);
  await show('page 100', () => listInbox(db, base, { limit: 50, after: deep }));
  await show('counts of all views', () => countViews(db, base, INBOX_VIEWS));
  for (const address of PAGES) {
    await show(address, async () => {
      const answer = await earshot.fetch(new Request(`http://localhost${address}`));
      if (answer.status !== 200) throw new Error(`${address} answered ${answer.status}.`);
      await answer.text();
    });
  }
  console.log(`  ${loadInWords()}.`);
  await earshot.close();
}

function loadInWords(): string {
  const loads = os.loadavg().map((load) => load.toFixed(1));
  return `Load of the machine ${loads.join(', ')}`;
}

async function show(name: string, work: () => Promise<unknown>): Promise<void> {
  const times: number[] = [];
  const busy: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const started = performance.now();
    const { user, system } = process.cpuUsage();
    await work();
    times.push(performance.now() - started);
    const after = process.cpuUsage();
    busy.push((after.user + after.system - user - system) / 1000);
  }
  times.sort((a, b) => a - b);
  busy.sort((a, b) => a - b);
  const median = times[Math.floor(RUNS / 2)] ?? 0;
  const shown = [median, times.at(-1) ?? 0, busy[Math.floor(RUNS / 2)] ?? 0];
  console.log(`  ${name.padEnd(38)} ${shown.map((ms) => `${ms.toFixed(1).padStart(7)} ms`).join('  ')}`);
}

async function nthPage(db: Db, filter: InboxFilter, pages: number): Promise<string> {
  let after: string | undefined;
  for (let page = 1; page < pages; page += 1)
    after = (await listInbox(db, filter, { limit: 50, after })).next;
  return after ?? '';
}

/** Open reviews as a large company would have them: eight languages, forty locations, a few words in many mixtures. */
async function fill(db: Db): Promise<void> {
  await db`
    insert into sources (name, kind, settings, interval_seconds, next_fetch_at, created_at)
    select 'Source ' || n, 'feed', '{}', 900, ${NOW}, ${NOW} from generate_series(1, 10) as n`;
  await db`insert into locations (code, name) select 'L' || n, 'Location ' || n from generate_series(1, 40) as n`;
  await db`
    insert into topics (name, kind, query, time_zone)
    values ('Delivery', 'theme', 'delivery', 'UTC'), ('Marmalade', 'theme', 'marmalade', 'UTC')`;
  await db`
    insert into mentions (source_id, external_id, kind, title, text, author_name, rating_value, rating_min, rating_max,
                          location_id, published_at, collected_at, content_hash, counted_revision, label, compound_e4,
                          confidence, language, aspects, evidence, lexicon_version)
    select 1 + n % 10, 'm' || n, 'review', 'Review ' || n,
           w.words[1 + n % 7] || ' ' || w.words[1 + n / 7 % 7] || ' ' || w.words[1 + n / 49 % 7]
             || case when n % 997 = 0 then ' marmalade' else '' end
             || case when n % 50 = 0 then ' 我要退款，快递没有收到' else '' end
             || ' order ' || md5(n::text),
           'Author ' || n % 20000, 1 + n % 5, 1, 5, 1 + n % 40, ${NOW}::timestamptz - n % 4000 * interval '7 minutes',
           ${NOW}::timestamptz - n % 4000 * interval '7 minutes', md5(n::text), 1,
           case when n % 3 = 0 then 'negative' when n % 3 = 1 then 'neutral' else 'positive' end,
           case when n % 3 = 0 then -(n % 10000) when n % 3 = 1 then 0 else n % 10000 end, 0.8,
           case when n % 50 = 0 then 'zh' else (array['en', 'de', 'fr', 'it', 'es', 'pt', 'nl'])[1 + n % 7] end,
           '[]', '[]', 'bench'
      from generate_series(1, ${total}::int) as n,
           (select array['the delivery came late again and nobody answered my calls',
                         'I want a refund for the broken zip of this bag',
                         'the staff in the shop were friendly and found the right size',
                         'after forty minutes they hung up on me, what a service',
                         'how do I change the address of my delivery?',
                         'points vanished from my account and nobody can explain it',
                         'very nice shop with a good choice of bread and tea'] as words) as w`;
  await db`
    insert into mention_topics (mention_id, topic_id, source_id, location_id, counted_at, is_dated, label, compound_e4,
                                reach, is_conflict)
    select m.id, t.id, m.source_id, m.location_id, m.published_at, true, m.label, m.compound_e4, 0, false
      from mentions m
      join topics t on t.kind = 'everything' or m.text like '%' || t.query || '%'`;
}

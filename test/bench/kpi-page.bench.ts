/**
 * How long the KPIs page takes with a year of data and 50 locations, of one cut and side by side: at the first look,
 * for the rest that its script then asks for, and at the looks that follow. Run by hand:
 *
 *   node test/bench/kpi-page.bench.ts [LOCATIONS] [DAYS] [embedded|postgres]
 *
 * The cells are written as they would be counted (two sources, three kinds of survey, three touchpoints, three
 * segments), the customers, orders and answers with words as they are stored.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { readConfig } from '../../src/config.ts';
import { openLog } from '../../src/log.ts';
import { openEarshot } from '../../src/main.ts';
import { vacuumWhereDue } from '../../src/store/vacuum.ts';
import { createDatabase, startPostgres } from '../support/servers.ts';

const locations = Number(process.argv[2] ?? 50);
const days = Number(process.argv[3] ?? 730);
const kind = process.argv[4] ?? 'embedded';
const LOOKS = 7;
const NOW = new Date();
const folder = mkdtempSync(path.join(os.tmpdir(), 'earshot-bench-'));
const server = kind === 'postgres' ? await startPostgres([]) : undefined;
const config = readConfig({
  ...(server ? { DATABASE_URL: await createDatabase(server.url) } : {}),
  EARSHOT_DATA: folder,
  EARSHOT_TIME_ZONE: 'UTC',
  EARSHOT_LOG: 'error',
  PORT: '0',
});
const earshot = await openEarshot(config, openLog('error'));
const { db } = earshot.deps;

const topics = await fill();
const [sizes] = await db`
  select (select count(*) from kpi_days)::int as kpi_days, (select count(*) from day_cells)::int as day_cells,
         (select count(*) from orders)::int as orders, (select count(*) from customers)::int as customers`;
console.log(`${locations} locations, ${days} days, Node ${process.version}:`, sizes);
for (const page of [
  '/kpis',
  '/kpis?days=365',
  '/kpis?days=365&compare=year',
  '/kpis?days=365&location=1',
  '/kpis?days=30&touchpoint=buy',
  `/kpis?days=365&${[2, 3, 5, 7, 11, 13].map((id) => `places=${id}`).join('&')}`,
  '/kpis?days=90&places=2&places=3&places=DE&places=GB&places=DE%2FNorth&places=GB%2FWest',
  `/kpis?days=365&${topics.map((id) => `topics=${id}`).join('&')}`,
  '/kpis?days=365&touchpoints=buy&touchpoints=use&touchpoints=get-help',
  '/',
]) {
  const times: number[] = [];
  const work: number[] = [];
  let address = page;
  for (let look = 0; look < LOOKS; look++) {
    const started = performance.now();
    const before = process.cpuUsage();
    const answer = await earshot.fetch(new Request(`http://localhost${address}`));
    const html = await answer.text();
    if (answer.status !== 200) throw new Error(`${address} answered ${answer.status}.`);
    times.push(performance.now() - started);
    const { user, system } = process.cpuUsage(before);
    work.push((user + system) / 1000);
    address = /data-rest="([^"]*)"/.exec(html)?.[1]?.replaceAll('&amp;', '&') ?? page;
  }
  console.log(`  ${page.padEnd(76)} ${inWords('time', times)}; ${inWords('own processor time', work)}`);
}
await earshot.close();
await server?.stop();
rmSync(folder, { recursive: true, force: true });

/** The first look reads what is quick, the second the rest; the others find the numbers remembered. */
function inWords(what: string, [first = 0, second = 0, ...rest]: readonly number[]): string {
  const half = rest.toSorted((a, b) => a - b)[Math.floor(rest.length / 2)] ?? 0;
  return `${what} first ${first.toFixed(0)} ms, rest ${second.toFixed(0)} ms, then ${half.toFixed(0)} ms (first ${(first / half).toFixed(1)} of those)`;
}

/** Gives the ids of six topics that are looked at side by side. */
async function fill(): Promise<readonly number[]> {
  await db`
    insert into sources (name, kind, settings, interval_seconds, next_fetch_at, created_at)
    select 'Source ' || i, 'webhook', '{}', 900, now(), now()
      from generate_series(1, 2) i`;
  await db`
    insert into locations (code, name, country, region)
    select 'L' || i, 'Location ' || i, case i % 2 when 0 then 'DE' else 'GB' end,
           case when i % 4 < 2 then 'North' else 'West' end
      from generate_series(1, ${locations}::int) i`;
  await db`
    insert into topics (name, kind, query, time_zone)
    select 'Topic ' || i, 'theme', 'word' || i, 'UTC'
      from generate_series(1, 6) i`;
  const first = new Date(NOW.getTime() - days * 86_400_000);
  await db`
    insert into day_cells (topic_id, day, source_id, location_id, positive, neutral, negative, unknown, conflicts,
                           undated, compound_e4_sum, compound_e8_square_sum, stars_e2_sum, stars_n, reach_sum,
                           stars_e4_square_sum)
    select t.id, d::date, s.id, l.id, 1 + floor(6 * random()), 2, 1 + floor(4 * random()), 1, 0,
           0, 1000, 1000000, 2000, 5, 0,
           900000
      from topics t
     cross join generate_series(${first}::timestamptz, ${NOW}::timestamptz, interval '1 day') d
     cross join sources s
     cross join locations l`;
  await db`
    insert into kpi_days (kind, dimension, value, day, source_id, location_id, unanswered, low, middle, high,
                          score_e4_sum, score_e8_square_sum)
    select k, split_part(v, ':', 1), split_part(v, ':', 2), d::date, 1, l.id, 1, floor(3 * random()), 2,
           1 + floor(4 * random()), 200000, 8000000000
      from unnest(array['nps', 'csat', 'ces']) k
     cross join unnest(array['all:', 'touchpoint:buy', 'touchpoint:use', 'touchpoint:get-help', 'segment:new',
                             'segment:regular', 'segment:business']) v
     cross join generate_series(${first}::timestamptz, ${NOW}::timestamptz, interval '1 day') d
     cross join locations l`;
  await db`
    insert into customers (source_id, external_id, location_id)
    select 1, 'c' || i, 1 + i % ${locations}::int
      from generate_series(1, 10000) i`;
  await db`
    insert into customer_spells (customer_id, started_at, ended_at)
    select id, ${NOW}::timestamptz - random() * interval '900 days' - interval '100 days',
           case when random() < 0.3 then ${NOW}::timestamptz - random() * interval '100 days' end
      from customers`;
  await db`
    insert into orders (source_id, external_id, customer_external_id, amount_e2, currency, ordered_at, location_id)
    select 1, 'o' || i, 'c' || (1 + floor(10000 * random())), 5000, 'EUR',
           ${NOW}::timestamptz - random() * interval '700 days', 1 + i % ${locations}::int
      from generate_series(1, 50000) i`;
  await fillWords();
  await vacuumWhereDue(db);
  return (await db<{ id: number }>`select id from topics where kind <> 'everything'`).map(({ id }) => id);
}

/** Answers as they are stored, every other one with words that are in one of the topics: what topics are read from. */
async function fillWords(): Promise<void> {
  await db`
    insert into survey_responses (source_id, external_id, kind, score, scale_min, scale_max, location_id, answered_at,
                                  collected_at)
    select 1, 'a' || i, (array['nps', 'csat', 'ces'])[1 + i % 3], 1 + i % 5, 0, (array[10, 5, 7])[1 + i % 3],
           1 + i % ${locations}::int, ${NOW}::timestamptz - random() * interval '700 days', now()
      from generate_series(1, 20000) i`;
  await db`
    insert into mentions (source_id, external_id, kind, text, location_id, published_at, collected_at, content_hash,
                          label)
    select source_id, external_id, 'survey', 'words', location_id, answered_at, collected_at, external_id, 'neutral'
      from survey_responses
     where id % 2 = 0`;
  await db`
    insert into mention_topics (mention_id, topic_id, source_id, location_id, counted_at, is_dated, label,
                                compound_e4, reach, is_conflict)
    select m.id, t.id, m.source_id, m.location_id, m.published_at, true, m.label, 0, 0, false
      from mentions m
      join topics t on t.kind = 'everything' or t.id % 6 = m.id % 6`;
}

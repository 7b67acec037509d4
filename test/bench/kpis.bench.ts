/*
 * How long a page of KPIs takes to read: a year by month, and every location at once, with a million answers, a
 * hundred thousand of them with a comment, 100,000 customers and 300,000 orders at 50 locations, on a Postgres of its
 * own. Prints the fastest and the median of several runs for each number and for all of them together.
 *
 *   node test/bench/kpis.bench.ts [ANSWERS]
 */
import type { KpiCut } from '../../src/domain/kpi.ts';
import { kpis } from '../../src/kpis/index.ts';
import { kpiByLocation, kpiSeries } from '../../src/kpis/reading/read-kpis.ts';
import { rewriteCells } from '../../src/store/cells.ts';
import type { Db } from '../../src/store/db.ts';
import { findFactDifferences, rewriteFactCells } from '../../src/store/fact-cells.ts';
import { migrate } from '../../src/store/migrate.ts';
import { openPostgres } from '../../src/store/open.ts';
import { insertSource } from '../../src/store/sources.ts';
import { saveLocation } from '../../src/store/workspace.ts';
import { createDatabase, startPostgres } from '../support/servers.ts';

const LOCATIONS = 50;
const RUNS = 9;
const YEAR: KpiCut = { from: '2025-11-01', to: '2026-10-31', by: 'month', timeZone: 'Europe/Berlin' };

const answers = Number(process.argv[2] ?? 1_000_000);
const server = await startPostgres([]);
if (!server) throw new Error('No Postgres is installed.');
const db = openPostgres(await createDatabase(server.url), { max: 4 });
try {
  await migrate(db, { timeZone: YEAR.timeZone });
  await fill(db);
  console.log(`${(await findFactDifferences(db)).length} differences`);
  const ids = [...kpis.keys()];
  for (const id of ids) {
    const series = await time(() => kpiSeries(db, [id], YEAR));
    const places = await time(() => kpiByLocation(db, id, YEAR));
    console.log(`${id.padEnd(28)} by month ${series}   by location ${places}`);
  }
  console.log(`${'all of them'.padEnd(28)} by month ${await time(() => kpiSeries(db, ids, YEAR))}`);
  const weekly = { ...YEAR, by: 'week' } as const;
  console.log(`${'all of them'.padEnd(28)} by week  ${await time(() => kpiSeries(db, ids, weekly))}`);
  const cut = { ...YEAR, touchpoint: 'buy' };
  console.log(
    `${'nps of a touchpoint'.padEnd(28)} by month ${await time(() => kpiSeries(db, ['nps'], cut))}`,
  );
} finally {
  await db.close();
  await server.stop();
}

async function time(read: () => Promise<unknown>): Promise<string> {
  const times: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const started = performance.now();
    await read();
    times.push(performance.now() - started);
  }
  times.sort((a, b) => a - b);
  return `${times[0]?.toFixed(1).padStart(7)} ms (median ${times[(RUNS - 1) / 2]?.toFixed(1).padStart(7)})`;
}

async function fill(store: Db): Promise<void> {
  for (let n = 1; n <= LOCATIONS; n += 1) await saveLocation(store, { code: `p${n}`, name: `Place ${n}` });
  const now = new Date('2026-11-01T00:00:00Z');
  const made = { name: 'Facts', kind: 'webhook', settings: {}, intervalSeconds: 900, now };
  const { id } = await insertSource(store, made);
  await store`
    insert into survey_responses (source_id, external_id, kind, score, scale_min, scale_max, touchpoint, segment,
                                  location_id, answered_at, collected_at)
    select ${id}::bigint, 'a' || n, (array['nps', 'csat', 'ces'])[1 + n % 3],
           case n % 3 when 0 then n * 7 % 11 when 1 then 1 + n * 7 % 5 else 1 + n * 5 % 7 end,
           case n % 3 when 0 then 0 else 1 end, (array[10, 5, 7])[1 + n % 3],
           (array['discover', 'buy', 'receive', 'use', 'help', 'renew'])[1 + n / 3 % 6],
           (array['new', 'regular', 'business'])[1 + n / 7 % 3], 1 + n / 11 % ${LOCATIONS}::bigint,
           timestamptz '2025-11-01 00:00Z' + n * (interval '365 days' / ${answers}::bigint), ${now}
      from generate_series(1, ${answers}::bigint) as n`;
  await store`
    insert into mentions (source_id, external_id, kind, text, published_at, collected_at, content_hash, revision,
                          counted_revision, topics_revision, lexicon_version, label, compound_e4, confidence, language,
                          location_id, emotions, rating_value, rating_min, rating_max, owner_reply, owner_reply_at)
    select ${id}::bigint, (case when n % 2 = 0 then 'a' else 'r' end) || n * 10,
           case when n % 2 = 0 then 'survey' else 'review' end, 'The parcel was late (' || n || ').',
           at, ${now}, md5(n::text), 1, 1, 1, 'x', (array['positive', 'neutral', 'negative'])[1 + n % 3],
           (n % 3 - 1) * -5000, 0.7, 'en', 1 + n % ${LOCATIONS}::bigint,
           case when n % 3 = 0 then '{"satisfaction": 0.5, "liking": -0.3}'::jsonb else '{}' end,
           case when n % 2 = 1 then 1 + n % 5 end, case when n % 2 = 1 then 1 end, case when n % 2 = 1 then 5 end,
           case when n % 4 = 1 then 'Thank you.' end,
           case when n % 4 = 1 then at + n % 50 * interval '1 hour' end
      from generate_series(1, ${answers / 10}::bigint) as n
     cross join lateral (
           select timestamptz '2025-11-01 00:00Z' + n * (interval '365 days' / ${answers / 10}::bigint)) as t (at)`;
  await store`
    insert into mention_topics (mention_id, topic_id, source_id, location_id, counted_at, is_dated, label,
                                compound_e4, stars_e2, reach, is_conflict)
    select c.mention_id, t.id, c.source_id, c.location_id, c.counted_at, c.is_dated, c.label, c.compound_e4, c.stars_e2,
           c.reach, c.is_conflict
      from countable_mentions c
     cross join topics t`;
  await store`
    insert into topics (name, kind, query, time_zone)
    values ('Ours', 'brand', 'ours', ${YEAR.timeZone}), ('Theirs', 'competitor', 'theirs', ${YEAR.timeZone})`;
  await store`
    insert into customers (source_id, external_id, segment, location_id, referred_by)
    select ${id}::bigint, 'c' || n, (array['new', 'regular', 'business'])[1 + n % 3],
           1 + n % ${LOCATIONS}::bigint, case when n % 9 = 0 then 'c1' end
      from generate_series(1::bigint, 100000) as n`;
  await store`
    insert into customer_stays (customer_id, started_at, ended_at)
    select id, timestamptz '2024-06-01 00:00Z' + id * interval '7 minutes',
           case when id % 4 = 0 then timestamptz '2025-12-01 00:00Z' + id * interval '4 minutes' end
      from customers`;
  await store`
    insert into orders (source_id, external_id, customer_external_id, amount_e2, refunded_e2, currency, ordered_at, location_id)
    select ${id}::bigint, 'o' || n, 'c' || 1 + n * 7919 % 100000, 1000 + n % 9000, case when n % 20 = 0 then 500 else 0 end,
           'EUR', timestamptz '2025-11-01 00:00Z' + n * interval '105 seconds', 1 + n % ${LOCATIONS}::bigint
      from generate_series(1::bigint, 300000) as n`;
  await store.transaction((sql) => rewriteFactCells(sql));
  await store.transaction((sql) => rewriteCells(sql));
  await store.exec('vacuum analyze');
}

/*
 * How long the index of every place takes with a year behind it: read, put together, ranked. On a Postgres of its own
 * and on the embedded store.
 *
 *   node test/bench/places.bench.ts [PLACES] [REVIEWS]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { readPlaces } from '../../src/places/read-places.ts';
import type { Db } from '../../src/store/db.ts';
import { migrate } from '../../src/store/migrate.ts';
import { openPglite, openPostgres } from '../../src/store/open.ts';
import { createDatabase, startPostgres } from '../support/servers.ts';

const places = Number(process.argv[2] ?? 50);
const reviews = Number(process.argv[3] ?? 20_000);
const NOW = new Date('2026-06-15T12:00:00Z');
const REPEATS = 15;

const folder = mkdtempSync(path.join(os.tmpdir(), 'earshot-places-'));
const server = await startPostgres([]);
try {
  await measure('embedded', await openPglite(path.join(folder, 'store')));
  if (server) await measure('Postgres', openPostgres(await createDatabase(server.url), { max: 4 }));
} finally {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function measure(name: string, db: Db): Promise<void> {
  await migrate(db);
  await fill(db);
  const [topic] = await db<{ id: number }>`select id from topics where kind = 'everything'`;
  for (const weeks of [13, 52]) {
    const took: number[] = [];
    const cpu = process.cpuUsage();
    for (let turn = 0; turn < REPEATS; turn++) {
      const begin = performance.now();
      await readPlaces(db, { topicId: topic?.id ?? 0, timeZone: 'UTC', now: NOW, weeks });
      took.push(performance.now() - begin);
    }
    took.sort((a, b) => a - b);
    const { user, system } = process.cpuUsage(cpu);
    const median = took[Math.floor(REPEATS / 2)] ?? 0;
    console.log(
      `${name}, ${places} places, ${weeks} weeks: median ${median.toFixed(0)} ms, slowest ${took.at(-1)?.toFixed(0)} ms, own processor time ${((user + system) / 1000 / REPEATS).toFixed(0)} ms each`,
    );
  }
  await db.close();
}

/** A year of three sources at every place, with answers, customers and reviews. */
async function fill(db: Db): Promise<void> {
  await db.exec(`
    insert into sources (name, kind, settings, interval_seconds, next_fetch_at)
    select 'Source ' || s, 'feed', '{}', 900, now() from generate_series(1, 3) s;
    insert into locations (code, name, region, country)
    select 'p' || l, 'Place ' || l, 'Region ' || l % 8, case when l % 8 < 5 then 'DE' else 'FR' end
      from generate_series(1, ${places}) l;
    insert into day_cells (topic_id, day, source_id, location_id, positive, neutral, negative, unknown, conflicts, undated,
                           compound_e4_sum, compound_e8_square_sum, stars_e2_sum, stars_e4_square_sum, stars_n, reach_sum)
    select t.id, d::date, s.id, l.id, (random() * 4)::int, (random() * 2)::int, (random() * 2)::int, 0, 0, 0,
           0, 0, 800, 330000, 2, 0
      from topics t, sources s, locations l, generate_series('2025-06-16'::date, '2026-06-15'::date, '1 day') d
     where t.kind = 'everything';
    insert into kpi_days (kind, dimension, value, day, source_id, location_id, unanswered, low, middle, high,
                          score_e4_sum, score_e8_square_sum)
    select k, 'all', '', d::date, s.id, l.id, 0, 1, 1, 2, 280000, 20000000000
      from unnest(array['nps', 'csat', 'ces']) k, (select id from sources limit 1) s, locations l,
           generate_series('2025-06-16'::date, '2026-06-15'::date, '1 day') d;
    insert into mentions (source_id, external_id, kind, text, location_id, published_at, collected_at, content_hash, label,
                          owner_reply)
    select 1, 'm' || n, 'review', 'Good coffee and friendly people', 1 + n % ${places},
           '2026-06-15'::timestamptz - n * interval '30 minutes', '2026-06-15', 'h' || n, 'positive',
           case when n % 3 = 0 then 'Thank you' end
      from generate_series(1, ${reviews}) n;
    insert into customers (source_id, external_id, location_id)
    select 1, 'c' || n, 1 + n % ${places} from generate_series(1, 5000) n;
    insert into customer_spells (customer_id, started_at, ended_at)
    select id, '2024-01-01'::timestamptz + id * interval '3 hours',
           case when id % 4 = 0 then '2026-04-01'::timestamptz + id * interval '10 minutes' end
      from customers;
    analyze;`);
}

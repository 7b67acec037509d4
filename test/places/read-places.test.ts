import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { FIRST_WEIGHTS } from '../../src/domain/cx-index.ts';
import { type PlaceIndex, readPlace, readPlaces } from '../../src/places/read-places.ts';
import type { Db } from '../../src/store/db.ts';
import { saveFacts } from '../../src/store/facts.ts';
import { saveIndexWeights } from '../../src/store/index-weights.ts';
import { migrate } from '../../src/store/migrate.ts';
import { openPostgres } from '../../src/store/open.ts';
import { openVault } from '../../src/store/vault.ts';
import { listLocations, nameWorkspace, saveLocation } from '../../src/store/workspace.ts';
import { addReadSource, count, hear } from '../support/listening.ts';
import { createDatabase } from '../support/servers.ts';
import { openTestStore } from '../support/test-store.ts';

// A Friday; its week began on Monday, 16 March.
const NOW = new Date('2026-03-20T12:00:00Z');
const DAY_MS = 86_400_000;
const postgresUrl = inject('postgresUrl');
const stores: [string, () => Promise<Db>][] = [
  ['the embedded store', openTestStore],
  ...(postgresUrl
    ? [
        [
          'Postgres',
          async () => {
            const db = openPostgres(await createDatabase(postgresUrl), { max: 4 });
            await migrate(db);
            return db;
          },
        ] as [string, () => Promise<Db>],
      ]
    : []),
];

for (const [name, open] of stores) {
  describe(`places on ${name}`, () => {
    let db: Db;
    let topicId: number;

    beforeAll(async () => {
      db = await open();
      await nameWorkspace(db, { name: 'Test', timeZone: 'Europe/Berlin', isSample: false });
      for (const [code, region, country] of [
        ['mill', 'North', 'DE'],
        ['dock', 'North', 'DE'],
        ['park', 'South', 'DE'],
        ['tiny', 'South', 'DE'],
        ['quai', undefined, 'FR'],
        ['mute', undefined, 'FR'],
      ] as const) {
        await saveLocation(db, { code, name: code, country, ...(region ? { region } : {}) });
      }
      const sourceId = await addReadSource(db, 'Letters', NOW);
      let made = 0;
      const said = (location: string | undefined, good: number, bad: number, daysAgo: number) =>
        [
          ...Array.from({ length: good }, () => 'good tea'),
          ...Array.from({ length: bad }, () => 'bad tea'),
        ].map((text) => {
          made += 1;
          return {
            externalId: `m${made}`,
            text,
            ...(location ? { location } : {}),
            publishedAt: new Date(NOW.getTime() - daysAgo * DAY_MS - made * 1000),
          };
        });
      await hear(db, { sourceId, now: NOW }, [
        ...said('mill', 80, 20, 3),
        ...said('mill', 50, 50, 35), // the four weeks before
        ...said('dock', 55, 45, 10),
        ...said('park', 30, 70, 12),
        ...said('tiny', 10, 0, 5),
        ...said('quai', 60, 40, 20),
        ...said('mute', 5, 4, 20),
        ...said(undefined, 20, 0, 2),
      ]);
      const vault = openVault(['a key for tests of thirty-two characters']);
      const answers = Array.from({ length: 40 }, (_, at) => ({
        externalId: `nps ${at}`,
        kind: 'nps' as const,
        score: at < 30 ? 10 : 3,
        scale: { min: 0, max: 10 },
        location: 'mill',
        answeredAt: new Date(NOW.getTime() - 2 * DAY_MS),
      }));
      const { pending } = await db.transaction((sql) =>
        saveFacts(sql, { sourceId, now: NOW, isBackfill: false, vault }, { answers }),
      );
      await count(db, pending);
      [{ id: topicId }] = (await db<{ id: number }>`select id from topics where kind = 'everything'`) as [
        { id: number },
      ];
    });

    afterAll(() => db.close());

    const read = () => readPlaces(db, { topicId, timeZone: 'Europe/Berlin', now: NOW, weeks: 4 });
    const of = (nodes: readonly PlaceIndex[], key: string) => {
      const found = nodes.find(({ node }) => node.key === key || node.location?.code === key);
      if (!found) throw new Error(`no node ${key}`);
      return found;
    };

    test('a place is the weighted mean of its parts, and says how much of the weight is there', async () => {
      const { nodes, from, to } = await read();
      expect([from, to]).toEqual(['2026-02-23', '2026-03-20']);
      const { index } = of(nodes, 'mill');
      // Net sentiment 60 is 80 of 100, weight 30; NPS 50 is 75 of 100, weight 20.
      expect(index.estimate?.value).toBeCloseTo(0.6 * 80 + 0.4 * 75, 6);
      expect(index.coverage).toBeCloseTo(0.5, 6);
      expect(index.estimate?.n).toBe(140);
      expect(of(nodes, 'dock').index.coverage).toBeCloseTo(0.3, 6);
    });

    test('regions, countries and the brand are the sums of what is below them', async () => {
      const { nodes } = await read();
      const netOf = (key: string) =>
        of(nodes, key).index.parts.find(({ id }) => id === 'net-sentiment-all')?.measured;
      expect(netOf('DE/North')).toMatchObject({ value: 35, n: 200 });
      expect(netOf('DE')?.n).toBe(310);
      expect(netOf('FR')?.n).toBe(109);
      // With what names no place.
      expect(netOf('all')?.n).toBe(439);
      expect(nodes.map(({ node }) => node.level)).toEqual([
        ...['all', 'country', 'place', 'place'],
        ...['country', 'region', 'place', 'place', 'region', 'place', 'place'],
      ]);
    });

    test('a change is against the four weeks before, over the parts both have', async () => {
      const { change, trend, weeksHeard } = of((await read()).nodes, 'mill');
      // Net sentiment from 0 to 60: from 50 to 80 of 100; NPS was not asked before.
      expect(change?.value).toBeCloseTo(30, 6);
      expect(change?.isClear).toBe(true);
      expect(change?.coverage).toBeCloseTo(0.3, 6);
      expect(weeksHeard).toBe(1);
      // The week before this one still sees the letters of five weeks ago.
      expect(trend[0]).toBeCloseTo(50, 6);
      expect(trend[3]).toBeCloseTo(78, 6);
    });

    test('a small place is not first by ten happy letters, and one that says too little is not ranked', async () => {
      const { ranking, nodes } = await read();
      const codeOf = (id: number) => nodes.find(({ node }) => node.location?.id === id)?.node.name;
      expect(ranking.map(({ id }) => codeOf(id))).not.toContain('mute');
      const tiny = ranking.find(({ id }) => codeOf(id) === 'tiny');
      expect(of(nodes, 'tiny').index.estimate?.value).toBeCloseTo(100, 6);
      expect(tiny?.value).toBeLessThan(100);
      expect(tiny?.worst).toBeGreaterThan(tiny?.best ?? 0);
      expect(of(nodes, 'mute').index.estimate).toBeUndefined();
      expect(codeOf(ranking.at(-1)?.id ?? 0)).toBe('park');
    });

    test('the weights of the team count, and a weight of 0 takes a part out', async () => {
      await saveIndexWeights(db, { ...FIRST_WEIGHTS, nps: 0 }, { author: 'Ada', at: NOW });
      const { nodes, weights } = await read();
      expect(of(nodes, 'mill').index.estimate?.value).toBeCloseTo(80, 6);
      expect(weights.by?.author).toBe('Ada');
      await saveIndexWeights(db, FIRST_WEIGHTS, { author: 'Ada', at: NOW });
    });

    test('one place alone is the same as in the tree', async () => {
      const mill = (await listLocations(db)).find(({ code }) => code === 'mill');
      if (!mill) throw new Error('no mill');
      const alone = await readPlace(db, mill, { topicId, timeZone: 'Europe/Berlin', now: NOW, weeks: 4 });
      const { index, change, trend } = of((await read()).nodes, 'mill');
      expect([alone.index.estimate, alone.change, alone.trend]).toEqual([index.estimate, change, trend]);
    });
  });
}

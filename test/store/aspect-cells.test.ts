import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { aspectDays, listAspectMentions, listHeardAspects } from '../../src/store/aspect-cells.ts';
import { findDifferences } from '../../src/store/cells.ts';
import type { Db } from '../../src/store/db.ts';
import { readMentions } from '../../src/store/feed.ts';
import { migrate } from '../../src/store/migrate.ts';
import { openPostgres } from '../../src/store/open.ts';
import { findQuotePermission, listQuotable, saveQuotePermission } from '../../src/store/quotes.ts';
import { removeMentions } from '../../src/store/removals.ts';
import { listSaid } from '../../src/store/said.ts';
import { nameWorkspace, saveLocation } from '../../src/store/workspace.ts';
import { addReadSource, hear } from '../support/listening.ts';
import { createDatabase } from '../support/servers.ts';
import { openTestStore } from '../support/test-store.ts';

const NOW = new Date('2026-03-30T12:00:00Z');
const MARCH = { from: '2026-03-01', to: '2026-03-31' };
const postgresUrl = inject('postgresUrl');

async function openServer(url: string): Promise<Db> {
  const db = openPostgres(await createDatabase(url), { max: 4 });
  await migrate(db);
  return db;
}

const stores: [string, () => Promise<Db>][] = [['the embedded store', openTestStore]];
if (postgresUrl) stores.push(['Postgres', () => openServer(postgresUrl)]);

for (const [name, open] of stores) {
  describe(`what is said of aspects, on ${name}`, () => {
    let db: Db;
    let sourceId: number;
    const topicId = 1;

    beforeAll(async () => {
      db = await open();
      await nameWorkspace(db, { name: 'Test', timeZone: 'Europe/Berlin', isSample: false });
      await saveLocation(db, { code: 'mill', name: 'Mill' });
      sourceId = await addReadSource(db, 'Letters', NOW);
      await hear(db, { sourceId, now: NOW }, [
        {
          externalId: 'a',
          text: 'good tea and bread',
          publishedAt: new Date('2026-03-10T10:00:00Z'),
          location: 'mill',
        },
        { externalId: 'b', text: 'bad tea', publishedAt: new Date('2026-03-10T11:00:00Z') },
        // In Berlin this is the 29th, the day on which the clocks go forward.
        { externalId: 'c', text: 'good tea', publishedAt: new Date('2026-03-28T23:30:00Z') },
        { externalId: 'd', text: 'plain weather', publishedAt: new Date('2026-03-11T11:00:00Z') },
      ]);
    });
    afterAll(() => db.close());

    test('it is summed by day of the workspace, and by place', async () => {
      expect(await aspectDays(db, { topicId, ...MARCH })).toEqual([
        { aspect: 'bread', day: '2026-03-10', positive: 1, neutral: 0, negative: 0 },
        { aspect: 'tea', day: '2026-03-10', positive: 1, neutral: 0, negative: 1 },
        { aspect: 'tea', day: '2026-03-29', positive: 1, neutral: 0, negative: 0 },
      ]);
      const mill = await aspectDays(db, { topicId, ...MARCH, locationIds: [1] });
      expect(mill.map(({ aspect, positive, negative }) => [aspect, positive, negative])).toEqual([
        ['bread', 1, 0],
        ['tea', 1, 0],
      ]);
      expect(await listHeardAspects(db)).toEqual(['tea', 'bread']);
    });

    test('the mentions behind it are found, once each, newest first', async () => {
      const cut = { topicId, ...MARCH, aspects: ['tea', 'bread'], label: 'positive', limit: 5 } as const;
      const found = await readMentions(db, await listAspectMentions(db, cut));
      expect(found.map(({ text }) => text)).toEqual(['good tea', 'good tea and bread']);
    });

    test('what was counted before these tables were there is taken up by the migration', async () => {
      const before = await aspectDays(db, { topicId, ...MARCH });
      await db.exec('delete from mention_aspects; delete from aspect_day_cells;');
      expect((await findDifferences(db)).length).toBeGreaterThan(0);
      const script = readFileSync('src/store/migrations/0048-promises.sql', 'utf8');
      for (const statement of script.split(';').filter((part) => /\ninsert into/.test(part)))
        await db.exec(statement);
      expect(await findDifferences(db)).toEqual([]);
      expect(await aspectDays(db, { topicId, ...MARCH })).toEqual(before);
    });

    test('of very many mentions an even draw is read, the same each time', async () => {
      const cut = { topicId, ...MARCH, timeZone: 'Europe/Berlin' };
      const all = await listSaid(db, cut, 100);
      expect([all.total, all.said.length]).toEqual([4, 4]);
      const drawn = await listSaid(db, cut, 2);
      expect(drawn.total).toBe(4);
      expect(drawn.said.length).toBeLessThan(4);
      expect(await listSaid(db, cut, 2)).toEqual(drawn);
      expect((await listSaid(db, { ...cut, locationIds: [1] }, 100)).said.map(({ text }) => text)).toEqual([
        'good tea and bread',
      ]);
    });

    test('a permission is kept for the words as they stand', async () => {
      const [row] = await db<{ id: number }>`select id from mentions where external_id = 'a'`;
      const id = row?.id ?? 0;
      const given = { isAllowed: true, note: 'asked', author: 'Ada', at: NOW };
      expect(await saveQuotePermission(db, id, given)).toBe(true);
      expect(await findQuotePermission(db, id)).toEqual(given);
      const cut = { topicId, ...MARCH, timeZone: 'Europe/Berlin' };
      const quotable = await listQuotable(db, cut, { publicSourceIds: [], limit: 10 });
      expect(quotable).toEqual([{ mentionId: id, basis: 'person', note: 'asked' }]);
    });

    test('a mention that goes takes with it what it said', async () => {
      const [row] = await db<{ id: number }>`select id from mentions where external_id = 'b'`;
      await removeMentions(db, [row?.id ?? 0], NOW);
      const tea = (await aspectDays(db, { topicId, ...MARCH })).find(({ aspect }) => aspect === 'tea');
      expect(await findDifferences(db)).toEqual([]);
      expect(tea).toMatchObject({ negative: 0 });
    });
  });
}

import { describe, expect, inject, test } from 'vitest';
import { type Db, json } from '../../src/store/db.ts';
import { migrate, migrationState } from '../../src/store/migrate.ts';
import { openPglite, openPostgres } from '../../src/store/open.ts';
import { createDatabase } from '../support/servers.ts';
import { copyOfTemplate } from '../support/test-store.ts';

const postgresUrl = inject('postgresUrl');
const stores: [string, () => Promise<Db>, boolean][] = [
  ['PGlite', () => openPglite(copyOfTemplate().folder), true],
  [
    'Postgres',
    async () => openPostgres(await createDatabase(postgresUrl ?? ''), { max: 4 }),
    Boolean(postgresUrl),
  ],
];

for (const [name, open, isThere] of stores) {
  describe.skipIf(!isThere)(`the store on ${name}`, () => {
    test('runs every migration once', async () => {
      const db = await open();
      const { pending } = await migrationState(db);
      expect(pending.length).toBeGreaterThan(0);
      expect((await migrate(db)).applied).toEqual(pending);
      expect((await migrate(db)).applied).toEqual(pending);
      await db.close();
    });

    test('gives a new store its time zone, and an old one none', async () => {
      const db = await open();
      await migrate(db, { timeZone: 'Asia/Tokyo' });
      await migrate(db, { timeZone: 'Europe/Berlin' });
      const zones =
        await db`select w.time_zone as workspace, t.time_zone as topic from workspace w cross join topics t`;
      expect(zones).toEqual([{ workspace: 'Asia/Tokyo', topic: 'Asia/Tokyo' }]);
      await db.close();
    });

    test('hands values through unchanged', async () => {
      const db = await open();
      const instant = new Date('2026-03-29T00:59:59.999Z');
      const [row] = await db`
        select ${7}::bigint as number, ${'Grüße 😀'}::text as text, ${instant}::timestamptz as instant, ${true}::boolean as flag,
               ${null}::text as nothing, ${[1, 2]}::bigint[] as list, ${json({ a: [1] })}::jsonb as document,
               sum(x)::bigint as total
          from generate_series(1, 3) as x`;
      expect(row).toEqual({
        number: 7,
        text: 'Grüße 😀',
        instant,
        flag: true,
        nothing: null,
        list: [1, 2],
        document: { a: [1] },
        total: 6,
      });
      await db.close();
    });

    test('replaces what Postgres cannot keep', async () => {
      const db = await open();
      const [row] = await db`select ${json({ text: 'a\u0000b\ud800c' })}::jsonb as document`;
      expect(row).toEqual({ document: { text: 'a\ufffdb\ufffdc' } });
      await db.close();
    });

    test('undoes a transaction that throws', async () => {
      const db = await open();
      await db`create table notes (n int)`;
      const failing = db.transaction(async (sql) => {
        await sql`insert into notes values (1)`;
        throw new Error('changed my mind');
      });
      await expect(failing).rejects.toThrow('changed my mind');
      expect(await db`select count(*) as n from notes`).toEqual([{ n: 0 }]);
      await db.close();
    });

    test('keeps other statements out of an open transaction', async () => {
      const db = await open();
      await db`create table notes (n int)`;
      const written = Promise.withResolvers<void>();
      const mayEnd = Promise.withResolvers<void>();
      const transaction = db.transaction(async (sql) => {
        await sql`insert into notes values (1)`;
        written.resolve();
        await mayEnd.promise;
      });
      await written.promise;
      const outside = db`select count(*) as n from notes`;
      mayEnd.resolve();
      await transaction;
      // PGlite lets the question wait for the end, Postgres answers it from before.
      expect([0, 1]).toContain((await outside)[0]?.['n']);
      expect(await db`select count(*) as n from notes`).toEqual([{ n: 1 }]);
      await db.close();
    });

    test('carries notifications', async () => {
      const db = await open();
      const heard = Promise.withResolvers<string>();
      const stop = await db.listen('earshot_cells', heard.resolve);
      await db`select pg_notify('earshot_cells', 'hello')`;
      expect(await heard.promise).toBe('hello');
      await stop();
      await db.close();
    });
  });
}

import { expect, test } from 'vitest';
import { vacuumWhereDue } from '../../src/store/vacuum.ts';
import { openTestStore } from '../support/test-store.ts';

test('what has grown or been littered is seen to, once', async () => {
  const db = await openTestStore();
  await db`create table "Odd table" (id int primary key, n int)`;
  await db`insert into "Odd table" select n, 0 from generate_series(1, 5000) as n`;
  const estimate = async () => {
    const [row] = await db<{
      n: number;
    }>`select reltuples::int as n from pg_class where relname = 'Odd table'`;
    return row?.n;
  };
  expect(await estimate()).toBe(-1);
  expect(await vacuumWhereDue(db)).toContain('public."Odd table"');
  expect(await estimate()).toBe(5000);
  expect(await vacuumWhereDue(db)).not.toContain('public."Odd table"');
  await db`update "Odd table" set n = n + 1 where id <= 400`;
  expect(await vacuumWhereDue(db)).not.toContain('public."Odd table"');
  await db`update "Odd table" set n = n + 1 where id <= 1000`;
  expect(await vacuumWhereDue(db)).toContain('public."Odd table"');
  await db.close();
});

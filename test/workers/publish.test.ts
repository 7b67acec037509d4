import { afterAll, beforeAll, expect, test } from 'vitest';
import { createHttp } from '../../src/sources/http.ts';
import type { Db } from '../../src/store/db.ts';
import { insertNew } from '../../src/store/mentions.ts';
import { insertSource } from '../../src/store/sources.ts';
import publish from '../../workers/publish.ts';
import { addReadSource, count } from '../support/listening.ts';
import { openTestStore } from '../support/test-store.ts';
import { workerDeps } from '../support/worker-deps.ts';

const NOW = new Date('2026-11-23T10:20:00Z');
const YESTERDAY = new Date('2026-11-22T10:20:00Z');

let store: Db;
const http = createHttp({ userAgent: 'test' });
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(async () => {
  await http.close();
  await store.close();
});

async function daysPublishedAt(now: Date): Promise<number> {
  await publish.work(
    {},
    workerDeps(store, http, () => now),
  );
  const [row] = await store<{ n: number }>`select count(*)::int as n from published_days`;
  return row?.n ?? 0;
}

test('a day is published when all of a past that is being read has been counted, and not before', async () => {
  const sourceId = await addReadSource(store, 'Reviews', YESTERDAY);
  const mention = { externalId: 'a', kind: 'review', text: 'good tea', publishedAt: YESTERDAY } as const;
  const { pending } = await store.transaction((sql) =>
    insertNew(sql, { sourceId, now: NOW, isBackfill: true }, [mention]),
  );
  expect(await daysPublishedAt(NOW)).toBe(0);
  await count(store, pending);
  expect(await daysPublishedAt(NOW)).toBeGreaterThan(0);
});

test('a source that has not begun to be read holds days back for an hour at most', async () => {
  await store`delete from published_days`;
  const late = new Date(NOW.getTime() + 3_600_001);
  const source = { name: 'Silent', kind: 'feed', settings: {}, intervalSeconds: 900, now: NOW };
  await insertSource(store, source);
  await store`update sources set created_at = ${NOW} where name = 'Silent'`;
  expect(await daysPublishedAt(NOW)).toBe(0);
  expect(await daysPublishedAt(late)).toBeGreaterThan(0);
});

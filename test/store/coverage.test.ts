import { afterAll, beforeAll, expect, test } from 'vitest';
import { listDayCoverage, listSourceCoverage } from '../../src/store/coverage.ts';
import type { Db } from '../../src/store/db.ts';
import { NOTHING_READ, saveRun } from '../../src/store/source-runs.ts';
import { insertSource, updateSource } from '../../src/store/sources.ts';
import { openTestStore } from '../support/test-store.ts';

const NOW = new Date('2026-11-23T12:00:00Z');
const BEGAN = new Date('2026-11-22T00:00:00Z');

let db: Db;
beforeAll(async () => {
  db = await openTestStore();
});
afterAll(() => db.close());

const okRun = (sourceId: number) => ({
  ...NOTHING_READ,
  sourceId,
  startedAt: NOW,
  finishedAt: NOW,
  status: 'ok' as const,
  coversFrom: BEGAN,
});

const add = (name: string, hasMentions: boolean) =>
  insertSource(db, { name, kind: 'feed', settings: {}, intervalSeconds: 900, now: BEGAN, hasMentions });

test('a day is not less heard because a list of customers was not read', async () => {
  const { id } = await add('A forum', true);
  await add('Deals', false);
  const run = okRun(id);
  await saveRun(db, run, { state: {}, fetchAt: new Date(NOW.getTime() + 900_000), intervalSeconds: 900 });
  const options = { days: 2, timeZone: 'UTC', now: NOW };
  expect([...(await listDayCoverage(db, options)).values()]).toEqual([1, 1]);
  await db`update sources set has_mentions = true`;
  expect(Math.max(...(await listDayCoverage(db, options)).values())).toBeLessThan(1);
});

test('a source that has stopped by itself is a gap, one that a person has paused is not', async () => {
  const { id } = await add('Needs a new token', true);
  const fetchAt = new Date(NOW.getTime() + 900_000);
  await saveRun(db, okRun(id), { state: {}, fetchAt, intervalSeconds: 900 });
  const refused = { ...okRun(id), status: 'failed' as const, coversFrom: undefined, errorCode: 'sign-in' };
  await saveRun(db, refused, { fetchAt, intervalSeconds: 900, enabled: false });
  const later = new Date(NOW.getTime() + 6 * 3_600_000);
  const share = async () =>
    (await listSourceCoverage(db, { days: 1, timeZone: 'UTC', now: later })).get(id)?.get('2026-11-23');
  expect(await share()).toBeCloseTo(12 / 18);
  await updateSource(db, id, { enabled: false, now: later });
  expect(await share()).toBeUndefined();
});

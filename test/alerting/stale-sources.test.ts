import { afterEach, beforeEach, expect, test } from 'vitest';
import { judgeSources } from '../../src/alerting/stale-sources.ts';
import { insertAlertRule, listAlertRules } from '../../src/store/alert-rules.ts';
import { listAlerts } from '../../src/store/alerts.ts';
import type { Db } from '../../src/store/db.ts';
import { NOTHING_READ, saveRun } from '../../src/store/source-runs.ts';
import { insertSource, updateSource } from '../../src/store/sources.ts';
import { openTestStore } from '../support/test-store.ts';
import { SPIKE_RULE } from '../support/watching.ts';

const NOW = new Date('2026-11-23T12:00:00Z');
const minutes = (count: number) => new Date(NOW.getTime() + count * 60_000);

const STALE = {
  ...SPIKE_RULE,
  name: 'A source that is not read',
  kind: 'stale',
  topicId: undefined,
} as const;

let db: Db;
let id: number;
beforeEach(async () => {
  db = await openTestStore();
  const kept = (await listAlertRules(db)).some(({ kind, enabled }) => kind === 'stale' && enabled);
  if (!kept) await insertAlertRule(db, STALE, { by: 'Ann', at: NOW });
  const source = { name: 'Our shop', kind: 'feed', settings: {}, intervalSeconds: 900, now: NOW };
  id = (await insertSource(db, source)).id;
});
afterEach(() => db.close());

/** A fetch at so many minutes; with an error it failed, and `stops` says that asking again is of no use. */
async function fetched(at: number, error?: string, { stops = false } = {}): Promise<void> {
  const run = {
    ...NOTHING_READ,
    sourceId: id,
    startedAt: minutes(at),
    finishedAt: minutes(at),
    status: error === undefined ? ('ok' as const) : ('failed' as const),
    errorCode: error === undefined ? undefined : 'sign-in',
    error,
  };
  const next = { fetchAt: minutes(at + 15), intervalSeconds: 900 };
  await saveRun(db, run, stops ? { ...next, enabled: false } : next);
}

const open = async () =>
  (await listAlerts(db, { isOpen: true, limit: 10 })).map(({ kind, why }) => [kind, why.remark]);

test('a sign-in that was taken away is told at once, with what to do', async () => {
  await fetched(0);
  await fetched(15, 'It no longer accepts the sign-in. Sign in again.', { stops: true });
  await judgeSources(db, minutes(16));
  expect(await open()).toEqual([['missing_data', 'It no longer accepts the sign-in. Sign in again.']]);
  await judgeSources(db, minutes(26));
  expect(await open()).toHaveLength(1);
});

test('the alert ends when somebody has signed in again and it is read', async () => {
  await fetched(0);
  await fetched(15, 'Sign in again.', { stops: true });
  await judgeSources(db, minutes(16));
  await updateSource(db, id, { enabled: true, now: minutes(30) });
  await fetched(31);
  await judgeSources(db, minutes(32));
  expect(await open()).toEqual([]);
});

test('a failure that may pass by itself is told after an hour only', async () => {
  await fetched(0);
  await fetched(15, 'It did not answer.');
  await judgeSources(db, minutes(16));
  expect(await open()).toEqual([]);
  await judgeSources(db, minutes(61));
  expect(await open()).toEqual([['missing_data', 'It did not answer.']]);
});

test('a source that a person has paused is no alert', async () => {
  await fetched(0);
  await updateSource(db, id, { enabled: false, now: minutes(1) });
  await judgeSources(db, minutes(600));
  expect(await open()).toEqual([]);
});

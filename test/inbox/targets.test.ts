import { afterAll, beforeAll, expect, test } from 'vitest';
import { warnOfTargets } from '../../src/alerting/inbox-targets.ts';
import { getAlert, listAlerts } from '../../src/store/alerts.ts';
import type { Db } from '../../src/store/db.ts';
import { listDeliveries } from '../../src/store/deliveries.ts';
import { insertDestination } from '../../src/store/destinations.ts';
import { setStatus } from '../../src/store/inbox.ts';
import { saveLocation } from '../../src/store/workspace.ts';
import { openTestStore } from '../support/test-store.ts';
import { DESTINATION } from '../support/watching.ts';
import { type Desk, openDesk } from './desk.ts';

const NOW = new Date('2026-11-23T10:00:00Z'); // a Monday
const after = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);

let db: Db;
let desk: Desk;
beforeAll(async () => {
  db = await openTestStore();
  await saveLocation(db, { code: 'mill', name: 'Mill' });
  desk = await openDesk(db, NOW);
});
afterAll(() => db.close());

const review = (externalId: string, location?: string) => ({
  externalId,
  text: 'bad tea',
  kind: 'review' as const,
  rating: { value: 1, min: 1, max: 5 },
  publishedAt: NOW,
  ...(location ? { location } : {}),
});
const open = () => listAlerts(db, { isOpen: true, limit: 10 });

test('nobody is warned where no destination would hear it', async () => {
  await desk.hear([review('quiet')], NOW);
  await warnOfTargets(db, after(200));
  expect(await open()).toEqual([]);
});

test('people are told before an answer is late, once, by location, and it is over when all is answered', async () => {
  await insertDestination(
    db,
    { ...DESTINATION, name: 'Desk' },
    { sealed: { keyId: 'k', sealed: 's' }, now: NOW },
  );
  const [a = 0, b = 0, c = 0] = await desk.hear([review('a'), review('b'), review('c', 'mill')], NOW);
  // Due after four hours; an hour before, people hear of it.
  await warnOfTargets(db, after(150));
  expect(await open()).toEqual([]);
  await warnOfTargets(db, after(185));
  const alerts = await open();
  expect(alerts.map(({ ruleName, locationName }) => [ruleName, locationName]).toSorted()).toEqual([
    ['1 answer is due soon', 'Mill'],
    ['2 answers are due soon', undefined],
  ]);
  for (const alert of alerts) {
    expect(await listDeliveries(db, { alertId: alert.id, limit: 10 })).toMatchObject([{ purpose: 'alert' }]);
  }
  await warnOfTargets(db, after(190));
  expect(await open()).toHaveLength(2);
  const both = alerts.find(({ locationId }) => locationId === undefined);
  expect(both?.mentionIds.toSorted()).toEqual([a, b].toSorted());
  for (const mentionId of [a, b]) {
    await db.transaction((sql) =>
      setStatus(sql, {
        mentionId,
        status: 'replied',
        actor: 'Ada',
        now: after(195),
        detail: { how: 'marked' },
      }),
    );
  }
  await warnOfTargets(db, after(200));
  expect((await getAlert(db, both?.id ?? 0)).state).toBe('resolved');
  expect((await open()).map(({ mentionIds }) => mentionIds)).toEqual([[c]]);
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Db } from '../../src/store/db.ts';
import { countViews, INBOX_VIEWS } from '../../src/store/inbox-list.ts';
import { openTestStore } from '../support/test-store.ts';
import { openDesk } from './desk.ts';

const NOW = new Date('2026-11-23T10:00:00Z');
const filter = { view: 'all', userId: undefined, within: undefined, now: NOW } as const;

let db: Db;

beforeAll(async () => {
  db = await openTestStore();
  const desk = await openDesk(db, NOW);
  const said = Array.from({ length: 130 }, (_, n) => ({
    externalId: `m${n}`,
    text: `bad parcel number ${n}`,
    kind: 'review' as const,
    rating: { value: n < 20 ? 1 : 2, min: 1, max: 5 },
  }));
  await desk.hear(said, NOW);
  await db`
    update inbox_items
       set status = 'archived', closed_at = ${NOW}
     where mention_id in (select mention_id from inbox_items where stars = 1 limit 10)`;
});

afterAll(() => db.close());

test('views are counted one by one, and say where there is more than was counted', async () => {
  const all = await countViews(db, filter, INBOX_VIEWS);
  expect(all.get('all')).toEqual({ n: 120, hasMore: false });
  expect(all.get('done')).toEqual({ n: 10, hasMore: false });
  expect(all.get('mine')).toEqual({ n: 0, hasMore: false });
  const two = await countViews(db, { ...filter, stars: 2 }, INBOX_VIEWS);
  expect(two.get('all')).toEqual({ n: 100, hasMore: true });
  expect(two.get('done')).toEqual({ n: 0, hasMore: false });
  const one = await countViews(db, { ...filter, stars: 1 }, INBOX_VIEWS);
  expect([one.get('all'), one.get('done')]).toEqual([
    { n: 10, hasMore: false },
    { n: 10, hasMore: false },
  ]);
});

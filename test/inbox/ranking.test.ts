import { expect, test } from 'vitest';
import { openTestStore } from '../support/test-store.ts';
import { judgedItems, ndcg, ORDERS } from './ranking.ts';

test('the inbox puts first what needs an answer first, better than newest or lowest stars first', async () => {
  const db = await openTestStore();
  const items = await judgedItems(db);
  await db.close();
  expect(items).toHaveLength(300);
  const first20 = (order: keyof typeof ORDERS) => ndcg(items, ORDERS[order], 20);
  expect(first20('inbox')).toBeGreaterThanOrEqual(0.9);
  expect(first20('inbox')).toBeGreaterThan(first20('lowest stars first'));
  expect(first20('inbox')).toBeGreaterThan(first20('newest first'));
});

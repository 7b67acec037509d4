import { describe, expect, test } from 'vitest';
import { openTestStore } from '../support/test-store.ts';
import { HELD_OUT, JUDGED, type JudgedItem, type JudgedList, judgedItems, ndcg, ORDERS } from './ranking.ts';

async function itemsOf(list: JudgedList): Promise<JudgedItem[]> {
  const db = await openTestStore();
  const items = await judgedItems(db, list);
  await db.close();
  return items;
}

describe('the inbox puts first what needs an answer first, better than newest or lowest stars first', () => {
  for (const { list, size } of [
    { list: JUDGED, size: 300 },
    { list: HELD_OUT, size: 110 },
  ]) {
    test(`in ${list.file}`, async () => {
      const items = await itemsOf(list);
      expect(items).toHaveLength(size);
      const first20 = (order: keyof typeof ORDERS) => ndcg(items, ORDERS[order], 20);
      expect(first20('inbox')).toBeGreaterThanOrEqual(0.9);
      expect(first20('inbox')).toBeGreaterThan(first20('lowest stars first'));
      expect(first20('inbox')).toBeGreaterThan(first20('newest first'));
    });
  }
});

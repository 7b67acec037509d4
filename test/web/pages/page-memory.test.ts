import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { isRemembered, remembered } from '../../../src/web/pages/page-memory.ts';
import { openTestStore } from '../../support/test-store.ts';

const START = new Date('2026-03-01T12:00:00Z');
const store = await openTestStore();
let name = 0;

const later = (seconds: number) => new Date(START.getTime() + seconds * 1000);
const read = async () => (await store<{ n: number }>`select nextval('read_count')::int as n`)[0]?.n;
const ask = (what: string, at: Date) => remembered(store, [what, name], at, read);

await store`create sequence read_count`;
afterAll(() => store.close());
beforeEach(() => {
  name += 1;
});

describe('what a page has read', () => {
  test('is read once within a minute, however many ask at once', async () => {
    const [first, second] = await Promise.all([ask('a', START), ask('a', START)]);
    expect(second).toBe(first);
    expect(await ask('a', later(59))).toBe(first);
    expect(isRemembered(store, ['a', name], later(59))).toBe(true);
  });

  test('is read anew after a minute, and for another question', async () => {
    const first = await ask('a', START);
    expect(await ask('b', START)).not.toBe(first);
    expect(isRemembered(store, ['a', name], later(60))).toBe(false);
    expect(await ask('a', later(60))).not.toBe(first);
  });

  test('is dropped when it is older than that, and not only not shown', async () => {
    await ask('a', START);
    await ask('b', later(61));
    expect(isRemembered(store, ['a', name], START)).toBe(false);
  });

  test('is not remembered when the reading fails', async () => {
    const failing = remembered(store, ['a', name], START, () => store`select 1 / 0`);
    await expect(failing).rejects.toThrow('division by zero');
    expect(await ask('a', START)).toBeTypeOf('number');
  });
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Db } from '../../src/store/db.ts';
import { findItem, listInboxEvents, setStatus } from '../../src/store/inbox.ts';
import { listInbox } from '../../src/store/inbox-list.ts';
import { getInboxSettings, saveInboxSettings } from '../../src/store/inbox-settings.ts';
import { noteSeen, removeByExternalId } from '../../src/store/sightings.ts';
import { openTestStore } from '../support/test-store.ts';
import { type Desk, fileAll, openDesk } from './desk.ts';

const NOW = new Date('2026-11-23T10:00:00Z'); // a Monday
const HOUR = 3_600_000;
const after = (hours: number) => new Date(NOW.getTime() + hours * HOUR);
const anyone = { userId: undefined, within: undefined, now: NOW } as const;

let db: Db;
let desk: Desk;
beforeAll(async () => {
  db = await openTestStore();
  desk = await openDesk(db, NOW);
});
afterAll(() => db.close());

const review = (externalId: string, text: string, value: number) => ({
  externalId,
  text,
  kind: 'review' as const,
  rating: { value, min: 1, max: 5 },
  publishedAt: NOW,
  author: { name: 'Ann' },
});

test('a review becomes an item whose score is the sum of its parts, due by the target of its stars', async () => {
  const [id = 0] = await desk.hear([review('r1', 'bad tea', 1)], NOW);
  const item = await findItem(db, id);
  expect(item).toMatchObject({ status: 'new', dueAt: after(4) });
  expect(item?.parts.map(({ part }) => part)).toEqual(expect.arrayContaining(['negative', 'stars']));
  const sum = item?.parts.reduce((total, { points }) => total + points, 0) ?? 0;
  expect(item?.score).toBeCloseTo(sum, 2);
});

test('of mentions only those that ask, complain or speak of a risk enter', async () => {
  const mention = (externalId: string, text: string) => ({ externalId, text, publishedAt: NOW });
  const said = [
    mention('m1', 'good tea'),
    mention('m2', 'bad tea'),
    mention('m3', 'plain: when do you open today?'),
  ];
  const ids = await desk.hear(said, NOW);
  const items = await Promise.all(ids.map((id) => findItem(db, id)));
  expect(items.map((item) => item !== undefined)).toEqual([false, true, true]);
});

test('what was said long ago does not enter, and settings say how long that is', async () => {
  const old = { ...review('old', 'bad', 1), publishedAt: after(-24 * 40) };
  const [id = 0] = await desk.hear([old], NOW);
  expect(await findItem(db, id)).toBeUndefined();
  const settings = await getInboxSettings(db);
  await saveInboxSettings(db, { ...settings, oldestDays: 60 });
  const [again = 0] = await desk.hear([{ ...old, externalId: 'old-2' }], NOW);
  expect(await findItem(db, again)).toBeDefined();
  await saveInboxSettings(db, settings);
});

test('an edit brings an answered item back with a new clock; a closed one that nobody edits stays closed', async () => {
  const [id = 0, other = 0] = await desk.hear([review('e1', 'bad', 2), review('e2', 'bad', 2)], NOW);
  for (const mentionId of [id, other]) {
    await setStatus(db, {
      mentionId,
      status: 'replied',
      actor: 'Ada',
      now: after(1),
      detail: { how: 'marked' },
    });
  }
  expect(await findItem(db, id)).toMatchObject({
    status: 'replied',
    answeredAt: after(1),
    answeredHow: 'marked',
  });
  await desk.hear([review('e1', 'bad bad', 1), review('e2', 'bad', 2)], after(2));
  expect(await findItem(db, id)).toMatchObject({ status: 'new', beganAt: after(2), dueAt: after(6) });
  expect(await findItem(db, other)).toMatchObject({ status: 'replied' });
  const deeds = (await listInboxEvents(db, id)).map(({ deed }) => deed);
  expect(deeds).toEqual(['answered', 'opened again']);
});

test('another word of the same customer brings the item back, once; one of somebody else does not', async () => {
  const [id = 0] = await desk.hear([review('p1', 'bad', 1)], NOW);
  await setStatus(db, { mentionId: id, status: 'archived', actor: 'Ada', now: after(1) });
  const below = { kind: 'comment' as const, parentId: 'p1', publishedAt: after(2) };
  await desk.hear([{ ...below, externalId: 'p1-c1', text: 'good', author: { name: 'Bo' } }], after(2));
  expect(await findItem(db, id)).toMatchObject({ status: 'archived' });
  const again = { ...below, externalId: 'p1-c2', text: 'plain', author: { name: 'Ann' } };
  const [child = 0] = await desk.hear([again], after(3));
  await fileAll(db, after(3));
  expect(await findItem(db, id)).toMatchObject({ status: 'new', beganAt: after(2), dueAt: after(6) });
  expect(await findItem(db, child)).toBeUndefined();
  await db`insert into inbox_arrivals values (${child})`;
  await fileAll(db, after(4));
  const deeds = (await listInboxEvents(db, id)).map(({ deed }) => deed);
  expect(deeds).toEqual(['archived', 'the customer wrote again', 'opened again']);
});

test('an answer seen at the source closes an item that nobody has open', async () => {
  const [id = 0] = await desk.hear([review('s1', 'bad', 1)], NOW);
  const answered = { ...review('s1', 'bad', 1), ownerReply: { text: 'Sorry!', at: after(1) } };
  await db.transaction((sql) => noteSeen(sql, { sourceId: desk.sourceId, now: after(2) }, [answered]));
  await fileAll(db, after(2));
  expect(await findItem(db, id)).toMatchObject({
    status: 'replied',
    answeredHow: 'elsewhere',
    answeredAt: after(1),
  });
});

test('what its source has removed is put away and no longer found', async () => {
  const [id = 0] = await desk.hear([review('g1', 'bad marmalade', 1)], NOW);
  const found = () => listInbox(db, { ...anyone, view: 'all', text: 'marmalade' }, { limit: 10 });
  expect((await found()).rows.map((row) => row.mentionId)).toEqual([id]);
  await db.transaction((sql) => removeByExternalId(sql, { sourceId: desk.sourceId, now: after(1) }, ['g1']));
  await desk.hear([], after(1));
  await db`insert into inbox_arrivals values (${id}) on conflict do nothing`;
  await fileAll(db, after(1));
  expect(await findItem(db, id)).toMatchObject({ status: 'archived' });
  expect((await found()).rows).toEqual([]);
});

test('the order follows the time that passes', async () => {
  const [id = 0] = await desk.hear([review('t1', 'bad', 1)], NOW);
  const before = (await findItem(db, id))?.score ?? 0;
  const { noteAged } = await import('../../src/store/inbox-arrivals.ts');
  await noteAged(db, after(3), 100);
  await fileAll(db, after(3));
  expect((await findItem(db, id))?.score).toBeGreaterThan(before);
  expect((await findItem(db, id))?.parts.find(({ part }) => part === 'age')?.why).toContain('75 %');
});

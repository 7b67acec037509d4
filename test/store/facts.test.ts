import { afterAll, beforeAll, expect, test } from 'vitest';
import type { NewAnswer, NewCustomer, NewFacts, NewOrder } from '../../src/domain/facts.ts';
import { findFactDifferences, rewriteFactCells } from '../../src/store/fact-cells.ts';
import { saveFacts } from '../../src/store/facts.ts';
import { deleteSource, insertSource } from '../../src/store/sources.ts';
import { openVault } from '../../src/store/vault.ts';
import { removeLocations, saveLocation } from '../../src/store/workspace.ts';
import { openTestStore } from '../support/test-store.ts';

const NOW = new Date('2026-03-20T12:00:00Z');
const vault = openVault(['a key for tests of thirty-two characters']);
let db: Awaited<ReturnType<typeof openTestStore>>;
let sourceId: number;

beforeAll(async () => {
  db = await openTestStore();
  await saveLocation(db, { code: 'mill', name: 'Mill' });
  sourceId = await addSource('Survey tool');
});
afterAll(() => db.close());

test('the same answers again change nothing, a changed one moves its cells', async () => {
  const answers = [answer('a1', 10, { comment: 'Lovely people.' }), answer('a2', 3, { location: 'mill' })];
  expect(await save({ answers })).toMatchObject({ answers: { added: 2, updated: 0, unchanged: 0 } });
  expect(await save({ answers })).toMatchObject({
    answers: { added: 0, updated: 0, unchanged: 2 },
    pending: [],
  });
  const changed = answer('a2', 8, { location: 'mill', touchpoint: 'buy' });
  expect(await save({ answers: [changed] })).toMatchObject({ answers: { added: 0, updated: 1 } });
  expect(await cells()).toEqual([
    'nps all  2026-03-10 -: 0 0 1',
    'nps all  2026-03-10 mill: 0 1 0',
    'nps touchpoint buy 2026-03-10 mill: 0 1 0',
  ]);
  expect(await findFactDifferences(db)).toEqual([]);
});

test('of two answers with one id the last one holds, and both are accounted for', async () => {
  const stored = await save({ answers: [answer('twice', 1), answer('twice', 9)] });
  expect(stored.answers).toEqual({ added: 1, updated: 0, unchanged: 1 });
  expect(await db`select score from survey_responses where external_id = 'twice'`).toEqual([{ score: 9 }]);
});

test('a comment becomes a mention beside its answer, and goes when it is taken back', async () => {
  const { pending } = await save({ answers: [answer('c1', 2, { comment: 'Late again.', mayQuote: true })] });
  expect(pending).toHaveLength(1);
  const mention = () => db`
    select kind, text, rating_value, removed_at is null as is_shown from mentions where external_id = 'c1'`;
  expect(await mention()).toEqual([
    { kind: 'survey', text: 'Late again.', rating_value: null, is_shown: true },
  ]);
  await save({ answers: [answer('c1', 2)] });
  expect(await mention()).toMatchObject([{ is_shown: false }]);
});

test('an answer that its source removed leaves the numbers, and comes back with it', async () => {
  await save({ answers: [answer('gone', 0, { segment: 'new', comment: 'No.' })] });
  const before = await cells();
  expect(await save({ removedAnswers: ['gone', 'never there'] })).toMatchObject({ removed: 1 });
  expect(await cells()).not.toEqual(before);
  expect(await findFactDifferences(db)).toEqual([]);
  await save({ answers: [answer('gone', 0, { segment: 'new', comment: 'No.' })] });
  expect(await cells()).toEqual(before);
});

test('an answer of the future stands on the day it was collected, however often it comes', async () => {
  const early = answer('clock', 9, { answeredAt: new Date('2031-01-01T00:00:00Z') });
  await save({ answers: [early] });
  const later = { now: new Date('2026-03-21T12:00:00Z') };
  expect(await save({ answers: [early] }, later)).toMatchObject({ answers: { unchanged: 1 } });
  expect(await db`select answered_at from survey_responses where external_id = 'clock'`).toEqual([
    { answered_at: NOW },
  ]);
});

test('an address is kept as a keyed digest only', async () => {
  await save({
    answers: [answer('mail', 9, { email: ' Ada@Example.com' })],
    customers: [customer('ada', '2026-01-01', undefined, { email: 'ada@example.com' })],
  });
  const [row] = await db<{ address_key: string; customers: number }>`
    select r.address_key, count(c.id) as customers
      from survey_responses r
      join customers c on c.address_key = r.address_key
     where r.external_id = 'mail'
     group by 1`;
  expect(row).toEqual({ address_key: vault.digestsOf('ada@example.com')[0], customers: 1 });
  expect(row?.address_key).not.toBe(
    openVault(['another key of at least thirty-two chars']).digestsOf('ada@example.com')[0],
  );
});

test('stays add up to spells, whatever order they come in', async () => {
  const stays = [
    customer('back', '2025-01-01', '2025-06-01'),
    customer('back', '2025-09-01', '2025-12-01'),
    // the source corrected the start, and forgot to say so
    customer('back', '2025-08-20', '2025-09-15'),
    customer('back', '2025-12-01'),
  ];
  const spells = () => db<{ spell: string }>`
    select s.started_at::date || ' ' || coalesce(s.ended_at::date::text, '-') as spell
      from customer_spells s
      join customers c on c.id = s.customer_id
     where c.external_id = 'back'
     order by s.started_at`;
  const expected = [{ spell: '2025-01-01 2025-06-01' }, { spell: '2025-08-20 -' }];
  expect(await save({ customers: stays })).toMatchObject({
    customers: { added: 4, updated: 0, unchanged: 0 },
  });
  expect(await spells()).toEqual(expected);
  await db`delete from customers where external_id = 'back'`;
  for (const one of stays.toReversed()) await save({ customers: [one] });
  expect(await spells()).toEqual(expected);
  expect(await save({ customers: stays })).toMatchObject({
    customers: { added: 0, updated: 0, unchanged: 4 },
  });
  expect(await findFactDifferences(db)).toEqual([]);
});

test('an order may come before its customer, change, go and come back', async () => {
  const first: NewOrder = {
    externalId: 'o1',
    customer: 'not there yet',
    amount: 19.99,
    currency: 'eur',
    orderedAt: NOW,
  };
  expect(await save({ orders: [first] })).toMatchObject({ orders: { added: 1 } });
  const refunded = { ...first, refunded: 5 };
  expect(await save({ orders: [refunded, refunded] })).toMatchObject({
    orders: { updated: 1, unchanged: 1 },
  });
  expect(await save({ removedOrders: ['o1'] })).toMatchObject({ removed: 1 });
  expect(await save({ orders: [refunded] })).toMatchObject({ orders: { added: 0, updated: 1 } });
  expect(await db`select amount_e2, refunded_e2, currency, removed_at from orders`).toEqual([
    { amount_e2: 1999, refunded_e2: 500, currency: 'EUR', removed_at: null },
  ]);
});

test('a location that goes leaves its answers without one, and the cells say the same', async () => {
  await saveLocation(db, { code: 'dock', name: 'Dock' });
  await save({ answers: [answer('d1', 10, { location: 'dock' }), answer('d2', 10)] });
  await removeLocations(db, ['dock']);
  expect(await findFactDifferences(db)).toEqual([]);
});

test('a rebuild finds and mends cells and spells that were changed by hand', async () => {
  await db`update kpi_days set high = high + 1 where kind = 'nps' and dimension = 'all'`;
  await db`delete from customer_spells`;
  expect((await findFactDifferences(db)).length).toBeGreaterThan(1);
  await db.transaction(rewriteFactCells);
  expect(await findFactDifferences(db)).toEqual([]);
});

test('a source that goes takes its facts and their cells along', async () => {
  const other = await addSource('Old tool');
  await saveIn(other, { answers: [answer('x', 4)], customers: [customer('y', '2026-01-01')] });
  await deleteSource(db, other);
  expect(await db`select from kpi_days where source_id = ${other}`).toEqual([]);
  expect(await findFactDifferences(db)).toEqual([]);
});

function save(facts: NewFacts, at: { now?: Date } = {}) {
  return saveIn(sourceId, facts, at);
}

function saveIn(source: number, facts: NewFacts, { now = NOW }: { now?: Date } = {}) {
  return db.transaction((sql) => saveFacts(sql, { sourceId: source, now, isBackfill: false, vault }, facts));
}

async function addSource(name: string): Promise<number> {
  return (await insertSource(db, { name, kind: 'webhook', settings: {}, intervalSeconds: 900, now: NOW })).id;
}

function answer(externalId: string, score: number, more: Partial<NewAnswer> = {}): NewAnswer {
  return {
    externalId,
    kind: 'nps',
    score,
    scale: { min: 0, max: 10 },
    answeredAt: new Date('2026-03-10T10:00:00Z'),
    ...more,
  };
}

function customer(id: string, from: string, to?: string, more: Partial<NewCustomer> = {}): NewCustomer {
  const startedAt = new Date(`${from}T00:00:00Z`);
  return { externalId: id, startedAt, ...(to ? { endedAt: new Date(`${to}T00:00:00Z`) } : {}), ...more };
}

async function cells(): Promise<string[]> {
  const rows = await db<{ cell: string }>`
    select d.kind || ' ' || dimension || ' ' || value || ' ' || day || ' ' || coalesce(l.code, '-') || ': '
             || low || ' ' || middle || ' ' || high as cell
      from kpi_days d
      left join locations l on l.id = d.location_id
     where low + middle + high > 0
     order by 1`;
  return rows.map((row) => row.cell);
}

import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listRuns } from '../../src/store/source-runs.ts';
import { json } from '../web/api/answers.ts';
import { openWebHouse, type WebHouse } from '../web/api/web-house.ts';

const NOW = Date.parse('2026-11-23T10:00:00Z');
const SECRET = 'a shared secret of the test';

let house: WebHouse;
beforeAll(async () => {
  house = await openWebHouse({ now: () => new Date(NOW) });
});
afterAll(() => house.close());

let sources = 0;

async function addWebhook(settings: Record<string, unknown>): Promise<number> {
  sources += 1;
  const body = { name: `Webhook ${sources}`, kind: 'webhook', settings: { secret: SECRET, ...settings } };
  const { id } = await json<{ id: number }>(house.call('POST', '/api/v1/sources', body), 201);
  return id;
}

async function deliver(id: number, body: string, headers: Record<string, string>, query = '') {
  return house.ask(`/webhooks/${id}${query}`, { method: 'POST', body, headers });
}

const texts = async (id: number) =>
  (
    await house.deps.db<{ text: string }>`
      select text from mentions where source_id = ${id} and removed_at is null order by id`
  ).map((row) => row.text);

function standard(body: string, { id = 'msg_1', at = NOW, secret = SECRET } = {}): Record<string, string> {
  const timestamp = String(Math.floor(at / 1000));
  const signature = createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('base64');
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,bm9wZQ== v1,${signature}`,
  };
}

const ITEM = JSON.stringify({ id: 7, text: 'The parcel came broken', rating: 1, author: 'Ann' });

test('a signed delivery is taken, and its repetition does nothing', async () => {
  const id = await addWebhook({});
  const first = await json(deliver(id, ITEM, standard(ITEM)), 202);
  expect(first).toMatchObject({ isRepeated: false, added: 1 });
  expect(await json(deliver(id, ITEM, standard(ITEM)), 202)).toMatchObject({ isRepeated: true, added: 0 });
  expect(await texts(id)).toEqual(['The parcel came broken']);
  expect(await listRuns(house.deps.db, id, 5)).toMatchObject([{ seen: 1, added: 1 }]);
});

const forged = [
  ['with another secret', standard(ITEM, { secret: 'somebody else’s secret' })],
  ['of another body', standard('{}')],
  ['of ten minutes ago', standard(ITEM, { at: NOW - 600_000 })],
  ['from the future', standard(ITEM, { at: NOW + 600_000 })],
  ['without a signature', {}],
] as const;

for (const [what, headers] of forged) {
  test(`a delivery ${what} is refused`, async () => {
    const id = await addWebhook({});
    expect((await deliver(id, ITEM, headers)).status).toBe(422);
    expect(await texts(id)).toEqual([]);
  });
}

test('deliveries signed as GitHub signs are taken', async () => {
  const id = await addWebhook({ signature: 'hmac' });
  const signature = createHmac('sha256', SECRET).update(ITEM).digest('hex');
  const headers = { 'x-hub-signature-256': `sha256=${signature}`, 'x-github-delivery': 'd-1' };
  expect((await deliver(id, ITEM, headers)).status).toBe(202);
  expect((await deliver(id, ITEM, { 'x-hub-signature-256': 'sha256=00' })).status).toBe(422);
  expect(await texts(id)).toEqual(['The parcel came broken']);
});

test('a shared token opens as a bearer token, as a password and in the address', async () => {
  const id = await addWebhook({ signature: 'token' });
  const basic = Buffer.from(`hook:${SECRET}`).toString('base64');
  const other = (n: number) => JSON.stringify({ id: n, text: `Word ${n}` });
  expect((await deliver(id, other(1), { authorization: `Basic ${basic}` })).status).toBe(202);
  expect((await deliver(id, other(3), {}, `?token=${encodeURIComponent(SECRET)}`)).status).toBe(202);
  expect((await deliver(id, other(4), {}, '?token=wrong')).status).toBe(422);
  expect(await texts(id)).toEqual(['Word 1', 'Word 3']);
});

test('places of things are as the settings say, and an edit and a removal are followed', async () => {
  const id = await addWebhook({
    items: 'review',
    id: 'no',
    text: 'words.body',
    removedWhen: 'action=deleted',
  });
  const send = (action: string, body: string, n: number) => {
    const sent = JSON.stringify({ action, review: { no: 'r-1', words: { body } } });
    return deliver(id, sent, standard(sent, { id: `msg-${n}` }));
  };
  expect(await json(send('created', 'Good', 1), 202)).toMatchObject({ added: 1 });
  expect(await json(send('edited', 'Bad', 2), 202)).toMatchObject({ edited: 1 });
  expect(await texts(id)).toEqual(['Bad']);
  expect(await json(send('deleted', 'Bad', 3), 202)).toMatchObject({ removed: 1 });
  expect(await texts(id)).toEqual([]);
});

const unusable = [
  ['no JSON', 'hello'],
  ['an empty item', '{}'],
  ['brackets without end', '['.repeat(100_000)],
] as const;

for (const [what, body] of unusable) {
  test(`${what} is refused with a reason`, async () => {
    const id = await addWebhook({});
    const problem = await json<{ detail: string }>(deliver(id, body, standard(body)), 422);
    expect(problem.detail).not.toBe('');
  });
}

test('nothing is taken for a source that is off, of another kind, or not there', async () => {
  const id = await addWebhook({});
  await house.call('PATCH', `/api/v1/sources/${id}`, { enabled: false });
  for (const one of [id, 999_999]) expect((await deliver(one, ITEM, standard(ITEM))).status).toBe(404);
});

test('a webhook is neither late nor a gap in the coverage', async () => {
  const id = await addWebhook({});
  const source = await json<{ health: object; isPushed: boolean }>(
    house.call('GET', `/api/v1/sources/${id}`),
  );
  expect(source).toMatchObject({ isPushed: true, health: { state: 'ok', coverageToday: null } });
});

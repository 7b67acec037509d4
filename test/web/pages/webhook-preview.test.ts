import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LOCAL_OPERATOR } from '../../../src/web/principal.ts';
import retention from '../../../workers/retention.ts';
import { workerDeps } from '../../support/worker-deps.ts';
import { json } from '../api/answers.ts';
import { openWebHouse, type WebHouse } from '../api/web-house.ts';

const SECRET = 'a shared secret of the test';
const NESTED = JSON.stringify({
  action: 'created',
  review: { no: 'r-1', words: { body: 'The parcel came <b>broken</b>' }, who: 'Ann', grade: 2 },
});
const MAPPED = { items: 'review', id: 'no', text: 'words.body', author: 'who', rating: 'grade' };

let clock = Date.parse('2026-11-23T10:00:00Z');
let house: WebHouse;
beforeAll(async () => {
  house = await openWebHouse({ now: () => new Date(clock) });
});
afterAll(() => house.close());

let sources = 0;

async function addWebhook(settings: object = {}): Promise<number> {
  sources += 1;
  const sent = { signature: 'hmac', secret: SECRET, ...settings };
  const body = { name: `Webhook ${sources}`, kind: 'webhook', settings: sent };
  return (await json<{ id: number }>(house.call('POST', '/api/v1/sources', body), 201)).id;
}

function deliver(id: number, body: string, secret = SECRET): Promise<Response> {
  const signature = createHmac('sha256', secret).update(body).digest('hex');
  const headers = { 'x-hub-signature-256': `sha256=${signature}` };
  return Promise.resolve(house.ask(`/webhooks/${id}`, { method: 'POST', body, headers }));
}

const kept = async (id: number) =>
  (
    await json<{ deliveries: { body: string }[] }>(house.call('GET', `/api/v1/sources/${id}/deliveries`))
  ).deliveries.map(({ body }) => body);

const preview = (settings: object, more: object) =>
  house.call('POST', '/api/v1/sources/preview', { kind: 'webhook', settings, ...more });

async function send(path: string, form: Record<string, string>): Promise<string> {
  const request = { method: 'POST', body: new URLSearchParams(form) };
  const answer = await house.app.request(`http://localhost${path}`, request, { principal: LOCAL_OPERATOR });
  return answer.text();
}

const mentions = async () => (await house.deps.db`select from mentions`).length;

test('a pasted delivery shows which mentions would be made of it, and nothing is stored', async () => {
  const sent = { secret: SECRET, ...MAPPED };
  expect(await json(preview(sent, { sample: NESTED }))).toMatchObject({
    items: 1,
    skipped: 0,
    examples: [
      {
        externalId: 'r-1',
        text: 'The parcel came broken',
        author: 'Ann',
        stars: 2,
        publishedAt: null,
      },
    ],
  });
  expect(await mentions()).toBe(0);
});

test('one that nothing can be made of shows what stands in it', async () => {
  expect(await json(preview({ secret: SECRET }, { sample: NESTED }))).toMatchObject({
    items: 0,
    skipped: 1,
    warnings: [
      expect.stringContaining('Nothing could be made a mention'),
      'What stands in it: action, review.no, review.words.body, review.who, review.grade.',
    ],
  });
});

test('a removal is told as one', async () => {
  const sent = { secret: SECRET, ...MAPPED, removedWhen: 'action=created' };
  expect(await json(preview(sent, { sample: NESTED }))).toMatchObject({
    items: 0,
    warnings: ['It says that this is gone: r-1.', expect.any(String)],
  });
});

test.each(['hello', '['.repeat(10_000), '{}'])(
  'a pasted %.20s is refused or said to be empty',
  async (sample) => {
    const answer = await preview({ secret: SECRET }, { sample });
    expect([200, 422]).toContain(answer.status);
    expect(JSON.stringify(await answer.json())).toMatch(/cannot be read|Nothing could be made/);
  },
);

test('without a delivery there is nothing to preview, and that is said', async () => {
  const problem = await json<{ detail: string }>(preview({ secret: SECRET }, {}), 422);
  expect(problem.detail).toContain('sent to');
});

test('the latest deliveries are kept, those that nothing was made of as well, forged ones are not', async () => {
  const id = await addWebhook();
  expect((await deliver(id, NESTED)).status).toBe(422);
  expect((await deliver(id, NESTED)).status).toBe(422);
  expect((await deliver(id, '{"id":"forged"}', 'somebody else’s secret')).status).toBe(422);
  for (let n = 1; n <= 6; n += 1) {
    clock += 1_000;
    expect((await deliver(id, `{"id":${n},"text":"Word ${n}"}`)).status).toBe(202);
  }
  expect((await kept(id)).map((body) => (JSON.parse(body) as { id: number }).id)).toEqual([6, 5, 4, 3, 2]);
});

test('kept deliveries are sealed, and go with a removal, after three days and with their source', async () => {
  const id = await addWebhook({ removedWhen: 'gone=yes' });
  await deliver(id, '{"id":1,"text":"a very private word"}');
  const [row] = await house.deps.db<{
    all: string;
  }>`select row_to_json(k)::text as all from kept_deliveries k where source_id = ${id}`;
  expect(row?.all).not.toContain('private');
  expect(await kept(id)).toHaveLength(1);
  await deliver(id, '{"id":1,"text":"a very private word","gone":"yes"}');
  expect(await kept(id)).toEqual([]);
  await deliver(id, '{"id":2,"text":"another word"}');
  const deps = workerDeps(house.deps.db, house.deps.http, () => new Date(clock + 4 * 86_400_000));
  await retention.work({}, deps);
  expect(await kept(id)).toEqual([]);
  await deliver(id, '{"id":3,"text":"another word"}');
  await house.call('DELETE', `/api/v1/sources/${id}`);
  expect(await house.deps.db`select from kept_deliveries where source_id = ${id}`).toEqual([]);
});

test('the form of a new webhook tries what is pasted into it, and shows it as text', async () => {
  const form = { 'source-kind': 'webhook', secret: SECRET, ...MAPPED, do: 'preview' };
  const page = await send('/sources', { ...form, 'source-sample': NESTED });
  expect(page).toContain('1 item now');
  expect(page).toContain('The parcel came &lt;b&gt;broken&lt;/b&gt;');
  expect(page).toContain('r-1');
  expect(await send('/sources', form)).toContain('Paste the body of a delivery');
});

test('the form of a webhook offers what has come, and what it would make of it', async () => {
  const id = await addWebhook();
  await deliver(id, NESTED);
  const page = await (await house.call('GET', `/sources/${id}/edit`)).text();
  const [, delivery = ''] = /name="source-delivery" value="(\d+)"/.exec(page) ?? [];
  const form = { 'source-name': 'W', signature: 'hmac', do: 'preview', 'source-delivery': delivery };
  expect(await send(`/sources/${id}`, form)).toContain('Nothing could be made a mention');
  const mapped = await send(`/sources/${id}`, { ...form, ...MAPPED });
  expect(mapped).toContain('1 item now');
  expect(mapped).toContain('&quot;review&quot;');
});

test('a delivery of another source cannot be chosen', async () => {
  const [mine, other] = [await addWebhook(), await addWebhook()];
  await deliver(other, '{"id":1,"text":"not for you"}');
  const [row] = await house.deps.db<{
    id: number;
  }>`select id from kept_deliveries where source_id = ${other}`;
  const form = { 'source-name': 'W', signature: 'hmac', do: 'preview', 'source-delivery': String(row?.id) };
  const page = await send(`/sources/${mine}`, form);
  expect(page).toContain('Paste the body of a delivery');
  expect(page).not.toContain('not for you');
});

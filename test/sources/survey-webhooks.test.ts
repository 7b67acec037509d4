import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { getSource, makeDue } from '../../src/store/sources.ts';
import { json } from '../web/api/answers.ts';
import { openWebHouse, type WebHouse } from '../web/api/web-house.ts';

const NOW = Date.parse('2026-11-23T10:00:00Z');
const TOKEN = 'a shared token of the test';

let house: WebHouse;
beforeAll(async () => {
  house = await openWebHouse({ now: () => new Date(NOW) });
});
afterAll(() => house.close());

let sources = 0;

/** A source that is not due for an hour, so that being told of news shows. */
async function add(kind: string, settings: Record<string, unknown>): Promise<number> {
  sources += 1;
  const body = { name: `Survey ${sources}`, kind, settings };
  const { id } = await json<{ id: number }>(house.call('POST', '/api/v1/sources', body), 201);
  await makeDue(house.deps.db, id, new Date(NOW + 3_600_000));
  return id;
}

const deliver = (id: number, body: string, headers: Record<string, string>, query = '') =>
  house.ask(`/webhooks/${id}${query}`, { method: 'POST', body, headers });

const isDue = async (id: number) => (await getSource(house.deps.db, id)).nextFetchAt.getTime() <= NOW;

const base64 = (body: string, key: string, algorithm = 'sha256') =>
  createHmac(algorithm, key).update(body).digest('base64');

const stripeSigned = (body: string, at = NOW) => {
  const t = Math.floor(at / 1000);
  return `t=${t},v1=00,v1=${createHmac('sha256', 'whsec_of_acme').update(`${t}.${body}`).digest('hex')}`;
};

const tellers = [
  {
    kind: 'surveysparrow',
    settings: { surveyId: '1', token: 'x', webhookToken: TOKEN },
    headers: () => ({ authorization: `Bearer ${TOKEN}` }),
    forged: () => ({ authorization: 'Bearer something else' }),
  },
  {
    kind: 'surveymonkey',
    settings: { surveyId: '1', token: 'x', clientId: 'app', clientSecret: 'secret of the app' },
    headers: (body: string) => ({ 'sm-signature': base64(body, 'app&secret of the app', 'sha1') }),
    forged: (body: string) => ({ 'sm-signature': base64(body, 'app&another', 'sha1') }),
  },
  {
    kind: 'qualtrics',
    settings: { dataCenter: 'fra1', surveyId: 'SV_1', token: 'x', webhookToken: TOKEN },
    headers: () => ({}),
    forged: () => ({}),
    query: `?token=${encodeURIComponent(TOKEN)}`,
  },
  {
    kind: 'pipedrive',
    settings: { token: 'x', webhookToken: TOKEN },
    headers: () => ({ authorization: `Basic ${Buffer.from(`hook:${TOKEN}`).toString('base64')}` }),
    forged: () => ({ authorization: `Basic ${Buffer.from('hook:guess').toString('base64')}` }),
  },
  {
    kind: 'stripe',
    settings: { key: 'rk_live_x', signingSecret: 'whsec_of_acme' },
    headers: (body: string) => ({ 'stripe-signature': stripeSigned(body) }),
    forged: (body: string) => ({ 'stripe-signature': stripeSigned(`${body} `) }),
  },
] as const;

for (const teller of tellers) {
  const { kind, settings, headers, forged } = teller;
  const query = 'query' in teller ? teller.query : '';
  const body = '{"id":"whatever it says"}';

  test(`${kind}: word of news, signed as agreed, has the source read at once, each time`, async () => {
    const id = await add(kind, settings);
    for (const _ of [1, 2]) {
      await makeDue(house.deps.db, id, new Date(NOW + 3_600_000));
      expect((await deliver(id, body, headers(body), query)).status).toBe(202);
      expect(await isDue(id)).toBe(true);
    }
  });

  test(`${kind}: what is not signed as agreed is refused and changes nothing`, async () => {
    const id = await add(kind, settings);
    expect((await deliver(id, body, forged(body))).status).toBe(422);
    expect((await deliver(id, body, {})).status).toBe(422);
    expect(await isDue(id)).toBe(false);
  });
}

test('Stripe: a delivery recorded ten minutes ago is refused', async () => {
  const id = await add('stripe', { key: 'rk_live_x', signingSecret: 'whsec_of_acme' });
  const headers = { 'stripe-signature': stripeSigned('{}', NOW - 600_000) };
  expect((await deliver(id, '{}', headers)).status).toBe(422);
});

test('a source without a webhook secret takes nothing, and says what to do', async () => {
  const id = await add('stripe', { key: 'rk_live_x' });
  const problem = await json<{ detail: string }>(
    deliver(id, '{}', { 'stripe-signature': stripeSigned('{}') }),
    422,
  );
  expect(problem.detail).toMatch(/enter one/);
});

test('a source that was read a moment ago is read again a little later, one that waits goes on waiting', async () => {
  const id = await add('pipedrive', { token: 'x', webhookToken: TOKEN });
  const headers = { authorization: `Bearer ${TOKEN}` };
  await house.deps.db`update sources set last_success_at = ${new Date(NOW - 10_000)} where id = ${id}`;
  await deliver(id, '{}', headers);
  expect((await getSource(house.deps.db, id)).nextFetchAt).toEqual(new Date(NOW + 20_000));
  const waits = new Date(NOW + 3_600_000);
  await house.deps.db`update sources set failures = 1, next_fetch_at = ${waits} where id = ${id}`;
  await deliver(id, '{}', headers);
  expect((await getSource(house.deps.db, id)).nextFetchAt).toEqual(waits);
});

test('a service that knocks before it delivers is let know whether anybody is there', async () => {
  const id = await add('surveymonkey', { surveyId: '1', token: 'x' });
  expect((await house.ask(`/webhooks/${id}`, { method: 'HEAD' })).status).toBe(204);
  expect((await house.ask('/webhooks/999999', { method: 'HEAD' })).status).toBe(404);
});

const FORM = { formId: 'aBcD12', token: 'x', webhookToken: TOKEN };

function sent(form: string, fields: readonly object[]): string {
  return JSON.stringify({
    event_id: `event ${fields.length} ${form}`,
    event_type: 'form_response',
    form_response: {
      form_id: form,
      token: 'r1',
      submitted_at: '2026-11-23T09:59:00Z',
      hidden: {},
      definition: { id: form, fields },
      answers: [
        { field: { id: 'f1', type: 'nps' }, type: 'number', number: 3 },
        { field: { id: 'f2', type: 'long_text' }, type: 'text', text: 'The queue was endless' },
      ],
    },
  });
}

const NPS = { id: 'f1', type: 'nps', title: 'Would you recommend us?', properties: {} };
const WHY = { id: 'f2', type: 'long_text', title: 'Why?', properties: {} };

const typeformSigned = (body: string) => ({ 'typeform-signature': `sha256=${base64(body, TOKEN)}` });

test('Typeform: a response is taken as it is sent, once', async () => {
  const id = await add('typeform', FORM);
  const body = sent('aBcD12', [NPS, WHY]);
  // The score and the comment.
  expect(await json(deliver(id, body, typeformSigned(body)), 202)).toMatchObject({ added: 2 });
  expect(await json(deliver(id, body, typeformSigned(body)), 202)).toMatchObject({ isRepeated: true });
  const answers = await house.deps.db`select kind, score from survey_responses where source_id = ${id}`;
  expect(answers).toEqual([{ kind: 'nps', score: 3 }]);
  const rows = await house.deps.db`select kind, text from mentions where source_id = ${id}`;
  expect(rows).toEqual([{ kind: 'survey', text: 'The queue was endless' }]);
  expect(await isDue(id)).toBe(false);
});

test('Typeform: a scale of which the delivery does not say the end is read from the interface', async () => {
  const id = await add('typeform', FORM);
  const body = sent('aBcD12', [{ id: 'f1', type: 'opinion_scale', title: 'Easy?', properties: {} }, WHY]);
  expect(await json(deliver(id, body, typeformSigned(body)), 202)).toMatchObject({ added: 0 });
  expect(await isDue(id)).toBe(true);
});

test('Typeform: a response to another form, or what is none, is refused', async () => {
  const id = await add('typeform', FORM);
  for (const body of [sent('other', [NPS, WHY]), '{"event_id":"1"}', 'hello']) {
    expect((await deliver(id, body, typeformSigned(body))).status).toBe(422);
  }
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fileArrivals } from '../../../src/store/inbox-filing.ts';
import { saveLocation } from '../../../src/store/workspace.ts';
import { queueReply } from '../../replying/place.ts';
import { addReadSource, hear } from '../../support/listening.ts';
import { openWebHouse, type WebHouse } from './web-house.ts';

/* An agent and an approver who answer for one place, as their session and their token are let in. */

let house: WebHouse;
let here = 0;
let there = 0;
let replyHere = 0;
let replyThere = 0;
let millId = 0;
let annId = 0;

beforeAll(async () => {
  house = await openWebHouse();
  const { db } = house.deps;
  for (const code of ['mill', 'dock']) await saveLocation(db, { code, name: `The ${code}` });
  const places = await db<{ id: number; code: string }>`select id, code from locations`;
  millId = places.find(({ code }) => code === 'mill')?.id ?? 0;
  const now = new Date();
  const sourceId = await addReadSource(db, 'Reviews', now);
  const said = ['mill', 'dock'].map((location) => ({
    externalId: location,
    text: `bad tea at the ${location}`,
    kind: 'review' as const,
    location,
  }));
  await hear(db, { sourceId, now }, said);
  while ((await fileArrivals(db, now)) > 0);
  const ids = await db<{ id: number; external_id: string }>`select id, external_id from mentions`;
  here = ids.find((one) => one.external_id === 'mill')?.id ?? 0;
  there = ids.find((one) => one.external_id === 'dock')?.id ?? 0;
  replyHere = await queueReply(db, here, 'Sorry, says the mill.', now);
  replyThere = await queueReply(db, there, 'Sorry, says the dock.', now);
  await db`update replies set state = 'waiting'`;
  annId = await house.addUser('ann@example.com', 'agent');
  await house.addUser('bo@example.com', 'approver');
  await house.addUser('cy@example.com', 'agent');
});

afterAll(() => house.close());

const limit = async (id: number, locationIds: number[]) => {
  expect((await house.call('PATCH', `/api/v1/users/${id}`, { locationIds })).status).toBe(200);
};

async function asOf(email: string) {
  const cookie = await house.signIn(email);
  return async (path: string) => {
    const answer = await house.ask(path, { headers: { cookie } });
    return { status: answer.status, text: await answer.text() };
  };
}

describe('an agent who answers for one place', () => {
  test('sees its items and replies only, in pages and in the API', async () => {
    await limit(annId, [millId]);
    const get = await asOf('ann@example.com');
    const list = await get('/inbox');
    expect([list.text.includes(`item-${here}`), list.text.includes(`item-${there}`)]).toEqual([true, false]);
    expect((await get(`/inbox/${here}`)).status).toBe(200);
    expect((await get(`/inbox/${there}`)).status).toBe(404);
    expect((await get(`/replies/${replyHere}`)).status).toBe(200);
    expect((await get(`/replies/${replyThere}`)).status).toBe(404);
    const waiting = await get('/replies?show=waiting');
    expect(waiting.text).toContain('says the mill');
    expect(waiting.text).not.toContain('says the dock');
    const { replies } = JSON.parse((await get('/api/v1/replies?state=waiting')).text);
    expect(replies.map(({ id }: { id: number }) => id)).toEqual([replyHere]);
    expect((await get(`/api/v1/replies/${replyThere}`)).status).toBe(404);
  });

  test('is not given what belongs to another place', async () => {
    const assign = (mentionIds: number[]) =>
      house.call('POST', '/api/v1/inbox/changes', { deed: 'assign', userId: annId, mentionIds });
    const refused = await assign([here, there]);
    expect(refused.status).toBe(422);
    expect(((await refused.json()) as { detail: string }).detail).toContain('1 of 2 items belong to others');
    expect((await assign([here])).status).toBe(200);
  });

  test('answers for the whole company again once no place is set', async () => {
    await limit(annId, []);
    const get = await asOf('ann@example.com');
    expect((await get(`/inbox/${there}`)).status).toBe(200);
    await limit(annId, [millId]);
  });
});

test('an approver of one place lets nothing of another go out', async () => {
  const users = await house.deps.db<{ id: number }>`select id from users where email = 'bo@example.com'`;
  await limit(users[0]?.id ?? 0, [millId]);
  const made = await house.call('POST', '/api/v1/tokens', {
    name: 'Bo',
    scopes: ['read', 'inbox', 'approve'],
  });
  expect(made.status).toBe(201);
  const { token, id } = (await made.json()) as { token: string; id: number };
  await house.deps.db`update tokens set user_id = ${users[0]?.id ?? 0} where id = ${id}`;
  const decide = (replyId: number) =>
    house.ask(`/api/v1/replies/${replyId}/decision`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ deed: 'approve' }),
    });
  expect((await decide(replyThere)).status).toBe(403);
  const states = await house.deps.db<{ state: string }>`select state from replies where id = ${replyThere}`;
  expect(states[0]?.state).toBe('waiting');
});

test('who is limited to nothing sees everything, as before', async () => {
  const get = await asOf('cy@example.com');
  expect((await get(`/inbox/${there}`)).status).toBe(200);
});

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { followUp } from '../../src/replying/follow-up.ts';
import { type SendDeps, sendOne } from '../../src/replying/send-one.ts';
import type { Http } from '../../src/sources/http.ts';
import type { Db } from '../../src/store/db.ts';
import { getReply, listReplyEvents, moveReply } from '../../src/store/replies.ts';
import { requeueReply } from '../../src/store/reply-sending.ts';
import type { ApiServer } from '../sources/servers/api-server.ts';
import github from '../sources/servers/github.ts';
import google from '../sources/servers/google-business-profile.ts';
import judgeMe from '../sources/servers/judge-me.ts';
import mastodon from '../sources/servers/mastodon.ts';
import { openTestStore } from '../support/test-store.ts';
import { httpTo, openPlace, type Place, queueReply, vault } from './place.ts';

const NOW = new Date('2026-11-23T10:00:00Z');
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

const SERVERS = { github, mastodon, 'google-business-profile': google, 'judge-me': judgeMe };
type Kind = keyof typeof SERVERS;

let db: Db;
let http: Http;
let deps: SendDeps;
let clock = NOW.getTime();
const places = new Map<Kind, Place>();
const at = (kind: Kind) => places.get(kind) as Place;

beforeAll(async () => {
  db = await openTestStore();
  for (const [kind, server] of Object.entries(SERVERS)) {
    places.set(kind as Kind, await openPlace(db, kind, server, NOW));
  }
  http = httpTo([...places].map(([kind, place]) => [SERVERS[kind] as ApiServer, place.api] as const));
  deps = { db, vault, http, now: () => new Date(clock), random: () => 0.5 };
});
beforeEach(() => {
  for (const { api } of places.values()) api.world.mood = 'ok';
});
afterAll(async () => {
  await http.close();
  for (const { api } of places.values()) await api.close();
  await db.close();
});

async function begin(kind: Kind, text: string) {
  const place = at(kind);
  const mentionId = await place.say(`The parcel came late (${text})`);
  const id = await queueReply(db, mentionId, text, deps.now());
  return { id, mentionId, there: () => place.api.world.replies.filter((reply) => reply.text.includes(text)) };
}

for (const kind of Object.keys(SERVERS) as Kind[]) {
  test(`a reply goes out through ${kind} and is written down`, async () => {
    const { id, there } = await begin(kind, `Thank you (${kind})`);
    expect(await sendOne(deps, id)).toBeUndefined();
    expect(there()).toHaveLength(1);
    const state = kind === 'google-business-profile' ? 'sent' : 'published';
    expect(await getReply(db, id)).toMatchObject({ state, attempts: 1, lastError: undefined });
    expect(await sendOne(deps, id)).toBeUndefined();
    expect(there()).toHaveLength(1);
  });
}

for (const kind of ['github', 'mastodon', 'google-business-profile'] as const) {
  test(`an answer of ${kind} that got lost is asked after, and nothing is sent twice`, async () => {
    const { id, there } = await begin(kind, `Sorry (${kind})`);
    at(kind).api.loseAnswers(1);
    expect(await sendOne(deps, id)).toMatchObject({ isParked: false });
    expect(await getReply(db, id)).toMatchObject({ state: 'queued', mayHaveArrived: true });
    clock += MINUTE;
    await sendOne(deps, id);
    expect(await getReply(db, id)).toMatchObject({ state: 'queued' }); // not before its pause is over
    clock += MINUTE;
    await sendOne(deps, id);
    expect(there()).toHaveLength(1);
    expect((await getReply(db, id)).externalId).toBe(there()[0]?.id);
  });
}

test('where nobody can ask whether it has arrived, a person looks: it is set aside, not sent again', async () => {
  const { id, there } = await begin('judge-me', 'Sorry for the wait');
  at('judge-me').api.loseAnswers(1);
  await sendOne(deps, id);
  clock += 2 * MINUTE;
  expect(await sendOne(deps, id)).toMatchObject({
    isParked: true,
    error: expect.stringContaining('Look there'),
  });
  expect(there()).toHaveLength(1);
  await requeueReply(db, id, { isMissing: true, now: deps.now() });
  await sendOne(deps, id);
  expect(there()).toHaveLength(2);
});

test('a place that refuses for now is asked later, as late as it says, and without doubt', async () => {
  const { id, there } = await begin('judge-me', 'We look into it');
  at('judge-me').api.world.mood = 'rate-limited';
  const startedAt = clock;
  expect(await sendOne(deps, id)).toMatchObject({ isParked: false });
  const reply = await getReply(db, id);
  expect(reply).toMatchObject({ state: 'queued', mayHaveArrived: false });
  expect((reply.dueAt as Date).getTime() - startedAt).toBeGreaterThanOrEqual(judgeMe.waitMs);
  at('judge-me').api.world.mood = 'ok';
  clock += judgeMe.waitMs + MINUTE;
  await sendOne(deps, id);
  expect(there()).toHaveLength(1);
});

test('a sign-in that has ended says so, and the reply goes out once it is renewed', async () => {
  const { id, there } = await begin('mastodon', 'Write to us');
  at('mastodon').api.world.mood = 'revoked';
  expect(await sendOne(deps, id)).toMatchObject({
    isParked: true,
    error: expect.stringMatching(/sign in again/i),
  });
  expect(await getReply(db, id)).toMatchObject({ state: 'parked', dueAt: undefined });
  at('mastodon').api.world.mood = 'ok';
  await requeueReply(db, id, { isMissing: false, now: deps.now() });
  await sendOne(deps, id);
  expect(there()).toHaveLength(1);
});

test('what was removed or changed meanwhile is not answered, and the reason is in plain words', async () => {
  const removed = await begin('github', 'Fixed');
  await db`update mentions set removed_at = ${NOW} where id = ${removed.mentionId}`;
  expect(await sendOne(deps, removed.id)).toMatchObject({
    error: expect.stringContaining('no longer there'),
  });
  const edited = await begin('github', 'Fixed, too');
  await db`update mentions set revision = revision + 1 where id = ${edited.mentionId}`;
  expect(await sendOne(deps, edited.id)).toMatchObject({ error: expect.stringContaining('Read it again') });
  expect([...removed.there(), ...edited.there()]).toEqual([]);
});

test('what the place itself no longer has is set aside', async () => {
  const { id } = await begin('google-business-profile', 'Come again');
  at('google-business-profile').api.world.posts.shift();
  expect(await sendOne(deps, id)).toMatchObject({
    isParked: true,
    error: expect.stringContaining('no longer there'),
  });
});

test('a text too long for the place is set aside with what to do', async () => {
  const { id } = await begin('mastodon', 'x'.repeat(501));
  expect(await sendOne(deps, id)).toMatchObject({
    isParked: true,
    error: expect.stringContaining('Shorten it by'),
  });
});

test('a reply that was stopped in time does not go out', async () => {
  const { id, there } = await begin('github', 'Stop me');
  await moveReply(db, id, { from: ['queued'], to: 'draft', dueAt: undefined, now: NOW });
  await sendOne(deps, id);
  expect(there()).toEqual([]);
});

test('two senders of one reply send it once', async () => {
  const { id, there } = await begin('github', 'Only once');
  await Promise.all([sendOne(deps, id), sendOne(deps, id), sendOne(deps, id)]);
  expect(there()).toHaveLength(1);
});

test('a reply to a mention whose source was removed is nobody’s business any more', async () => {
  const { id, there } = await begin('github', 'Too late');
  await db`delete from mentions where id = (select mention_id from replies where id = ${id})`;
  expect(await sendOne(deps, id)).toBeUndefined();
  expect(there()).toEqual([]);
});

describe('afterwards', () => {
  async function sent(kind: Kind, text: string) {
    const begun = await begin(kind, text);
    await sendOne(deps, begun.id);
    const look = async () => {
      clock = Math.max(clock, (await getReply(db, begun.id)).dueAt?.getTime() ?? 0);
      await followUp(deps, begun.id);
      return getReply(db, begun.id);
    };
    return { ...begun, look };
  }

  test('it is looked for three times, and then left alone', async () => {
    const { look } = await sent('mastodon', 'Here we are');
    expect(await look()).toMatchObject({ state: 'published', looks: 1 });
    await look();
    expect((await look()).dueAt?.getTime()).toBeGreaterThan(clock + 13 * DAY);
    expect(await look()).toMatchObject({ looks: 4, dueAt: undefined });
  });

  test('what was taken away there is seen at the second look', async () => {
    const { look, there } = await sent('mastodon', 'Gone soon');
    const { replies } = at('mastodon').api.world;
    replies.splice(replies.indexOf(there()[0] as (typeof replies)[number]), 1);
    expect(await look()).toMatchObject({ state: 'published' });
    expect(await look()).toMatchObject({ state: 'removed', dueAt: undefined });
  });

  test('what was changed there is told', async () => {
    const { look, there, mentionId, id } = await sent('github', 'As sent');
    (there()[0] as { text: string }).text = 'As changed by a colleague';
    await db`update mentions set owner_reply = 'As changed by a colleague' where id = ${mentionId}`;
    expect(await look()).toMatchObject({
      state: 'published',
      lastError: expect.stringContaining('changed there'),
    });
    expect((await listReplyEvents(db, id)).at(-1)).toMatchObject({
      note: expect.stringContaining('other words'),
    });
  });

  test('a place that cannot tell is not asked again', async () => {
    const { look } = await sent('judge-me', 'Bye');
    expect(await look()).toMatchObject({ state: 'published', dueAt: undefined });
  });
});

test('people’s replies and automated ones are told apart', async () => {
  const { id, mentionId } = await begin('github', 'By a person');
  await sendOne(deps, id);
  await db`update mentions set owner_reply = 'By a person', owner_reply_at = ${NOW} where id = ${mentionId}`;
  const humans = async () =>
    (await db<{ n: number }>`select count(*) as n from human_replies where mention_id = ${mentionId}`)[0]?.n;
  expect(await humans()).toBe(1);
  await db`update replies set is_automated = true where id = ${id}`;
  expect(await humans()).toBe(0);
  await db`update mentions set owner_reply = 'Others wrote this' where id = ${mentionId}`;
  expect(await humans()).toBe(1);
});

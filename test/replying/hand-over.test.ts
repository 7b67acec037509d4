import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Author } from '../../src/domain/mention.ts';
import { keptDraftKey, setDraftEndpoint } from '../../src/replying/generate.ts';
import { type HandOverDeps, handOver, openDesk } from '../../src/replying/hand-over.ts';
import { createHttp, type Http } from '../../src/sources/http.ts';
import type { Db } from '../../src/store/db.ts';
import { listDesks, resealReplyWays } from '../../src/store/desks.ts';
import { findHandOver, insertHandOver, moveParked } from '../../src/store/hand-overs.ts';
import { findItem, listInboxEvents } from '../../src/store/inbox.ts';
import { openVault } from '../../src/store/vault.ts';
import { addDesk, hearOfSolved } from '../../src/web/deeds/hand-overs.ts';
import type { WebDeps } from '../../src/web/deps.ts';
import { LOCAL_OPERATOR } from '../../src/web/principal.ts';
import { addReadSource, hear } from '../support/listening.ts';
import { openTestStore } from '../support/test-store.ts';
import { DESKS, type RunningDesk, startDesk } from './desk-servers.ts';
import { vault } from './place.ts';

const NOW = new Date('2026-11-23T10:00:00Z');
const MINUTE = 60_000;
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

const SETTINGS = {
  zendesk: { email: 'ann@example.com', token: 'zen-secret' },
  freshdesk: { key: 'fresh-secret' },
  chatwoot: { account: '7', inbox: '3', token: 'woot-secret' },
  webhook: { secret: SECRET },
} as const;
const KINDS = Object.keys(SETTINGS) as (keyof typeof SETTINGS)[];

let db: Db;
let http: Http;
let deps: HandOverDeps;
let clock = NOW.getTime();
let sourceId = 0;
let said = 0;
const running = new Map<string, RunningDesk>();
const deskIds = new Map<string, number>();
const desk = (kind: string) => running.get(kind) as RunningDesk;

beforeAll(async () => {
  db = await openTestStore();
  for (const kind of KINDS) running.set(kind, await startDesk(DESKS[kind]));
  http = createHttp({
    userAgent: 'Earshot tests',
    allowPrivate: [...running.values()].map(({ host }) => host),
    totalTimeoutMs: 5_000,
  });
  deps = { db, vault, http, now: () => new Date(clock), random: () => 0.5 };
  sourceId = await addReadSource(db, 'Reviews', NOW);
  for (const kind of KINDS) {
    const settings = { ...SETTINGS[kind], address: desk(kind).url };
    const { id } = await addDesk(webDeps(), LOCAL_OPERATOR, { name: `Our ${kind}`, kind, settings });
    deskIds.set(kind, id);
  }
});
afterAll(async () => {
  await http.close();
  for (const one of running.values()) await one.close();
  await db.close();
});

const webDeps = () => deps as unknown as WebDeps;

async function give(kind: string, author: Author = { name: 'Mia' }) {
  said += 1;
  const text = `bad <b>parcel</b> number ${said}`;
  const mention = { externalId: `m${said}`, text, author, publishedAt: deps.now() };
  const [mentionId = 0] = await hear(db, { sourceId, now: deps.now() }, [mention]);
  await db`insert into inbox_items (mention_id, entered_at, updated_at) values (${mentionId}, ${NOW}, ${NOW})`;
  const deskId = deskIds.get(kind) ?? 0;
  const id = await insertHandOver(db, {
    mentionId,
    deskId,
    note: 'Please look.',
    author: 'Ann',
    now: deps.now(),
  });
  const mine = () => desk(kind).world.tickets.filter(({ words }) => words.includes(`number ${said}`));
  return { id, mentionId, mine, run: () => handOver(deps, id), row: () => findHandOver(db, mentionId) };
}

for (const kind of KINDS) {
  describe(kind, () => {
    test('an item goes there once, and leaves the inbox', async () => {
      const { run, mine, row, mentionId } = await give(kind);
      expect(await run()).toBeUndefined();
      await run();
      expect(mine()).toHaveLength(1);
      expect(mine()[0]?.words).toContain('Ann: Please look.');
      expect(await row()).toMatchObject({ state: 'open', lastError: undefined });
      expect(await findItem(db, mentionId)).toMatchObject({ status: 'archived' });
    });

    test('an answer that got lost is asked after, not sent again', async () => {
      const { run, mine, row } = await give(kind);
      desk(kind).world.lost = 1;
      expect(await run()).toBeDefined();
      expect(await row()).toMatchObject({ state: 'queued', mayHaveArrived: true });
      clock += 2 * MINUTE;
      await run();
      expect(mine()).toHaveLength(1);
      expect(await row()).toMatchObject({ state: 'open' });
    });

    test('a refusal is told and tried again when somebody asks for it', async () => {
      const { run, mine, row, id } = await give(kind);
      desk(kind).world.refusals.push(403);
      expect(await run()).toMatchObject({ error: expect.stringContaining('403') });
      expect(await row()).toMatchObject({ state: 'parked' });
      await moveParked(db, id, 'queued', deps.now());
      await run();
      expect(mine()).toHaveLength(1);
    });

    test('a desk that is busy is asked again by itself', async () => {
      const { run, mine, row } = await give(kind);
      desk(kind).world.refusals.push(429);
      await run();
      expect(await row()).toMatchObject({ state: 'queued' });
      clock += 2 * MINUTE;
      await run();
      expect(mine()).toHaveLength(1);
    });

    test('its secrets are nowhere but in the vault', async () => {
      const [row] = await db<{ all: string }>`
        select row_to_json(d)::text as all from desks d where id = ${deskIds.get(kind) ?? 0}`;
      for (const [name, value] of Object.entries(SETTINGS[kind])) {
        if (/token|key|secret/.test(name)) expect(row?.all).not.toContain(value);
      }
    });
  });
}

for (const kind of KINDS.filter((one) => one !== 'webhook')) {
  test(`what is solved at ${kind} comes back, once`, async () => {
    const { run, mine, row, mentionId } = await give(kind);
    await run();
    clock += 11 * MINUTE;
    await run();
    expect(await row()).toMatchObject({ state: 'open' });
    (mine()[0] as { isSolved: boolean }).isSolved = true;
    clock += 11 * MINUTE;
    await run();
    expect(await row()).toMatchObject({ state: 'solved' });
    expect(await findItem(db, mentionId)).toMatchObject({ status: 'new' });
    clock += 11 * MINUTE;
    await run();
    const deeds = (await listInboxEvents(db, mentionId)).map(({ deed }) => deed);
    expect(deeds.filter((deed) => deed === 'solved it')).toHaveLength(1);
  });

  test(`what ${kind} no longer has comes back as well`, async () => {
    const { run, mine, row } = await give(kind);
    await run();
    const { tickets } = desk(kind).world;
    tickets.splice(tickets.indexOf(mine()[0] as (typeof tickets)[number]), 1);
    clock += 11 * MINUTE;
    await run();
    expect(await row()).toMatchObject({ state: 'solved' });
  });
}

describe('a webhook', () => {
  function told(key: string, secret = SECRET, at = clock) {
    const body = Buffer.from(JSON.stringify({ type: 'item.solved', data: { key } }));
    const timestamp = String(Math.floor(at / 1000));
    const signed = createHmac('sha256', Buffer.from(secret.slice(6), 'base64'))
      .update(`back-1.${timestamp}.`)
      .update(body)
      .digest('base64');
    const headers = new Headers({
      'webhook-id': 'back-1',
      'webhook-timestamp': timestamp,
      'webhook-signature': `v1,${signed}`,
    });
    return { headers, body, query: new URLSearchParams() };
  }
  const hearIt = (delivery: ReturnType<typeof told>) =>
    hearOfSolved(webDeps(), deskIds.get('webhook') ?? 0, delivery);

  test('is signed, so that its receiver can check it', async () => {
    const { run } = await give('webhook');
    await run();
    const { headers, text } = desk('webhook').world.asked.at(-1) as {
      headers: Record<string, string>;
      text: string;
    };
    const key = Buffer.from(SECRET.slice(6), 'base64');
    const signature = createHmac('sha256', key)
      .update(`${headers['webhook-id']}.${headers['webhook-timestamp']}.${text}`)
      .digest('base64');
    expect(headers['webhook-signature']).toBe(`v1,${signature}`);
  });

  test('tells us what is solved, with a signature that we check', async () => {
    const { run, row, mentionId } = await give('webhook');
    await run();
    const key = (await row())?.key ?? '';
    await expect(hearIt(told(key, 'whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'))).rejects.toThrow('not signed');
    await expect(hearIt(told(key, SECRET, clock - 10 * MINUTE))).rejects.toThrow('older than five minutes');
    expect(await row()).toMatchObject({ state: 'open' });
    expect(await hearIt(told(key))).toBe(true);
    expect(await hearIt(told(key))).toBe(false);
    expect(await hearIt(told('earshot-unknown'))).toBe(false);
    expect(await row()).toMatchObject({ state: 'solved' });
    expect(await findItem(db, mentionId)).toMatchObject({ status: 'new' });
  });

  test('of a desk that is asked is not taken', async () => {
    await expect(hearOfSolved(webDeps(), deskIds.get('zendesk') ?? 0, told('earshot-1'))).rejects.toThrow(
      'is asked',
    );
  });
});

test('an item is with one desk at a time', async () => {
  const { mentionId } = await give('zendesk');
  const deskId = deskIds.get('freshdesk') ?? 0;
  await expect(insertHandOver(db, { mentionId, deskId, note: '', author: 'Bo', now: NOW })).rejects.toThrow(
    'handed over already',
  );
});

test('Freshdesk is given text, not markup of strangers', async () => {
  const { run, mine } = await give('freshdesk');
  await run();
  expect(mine()[0]?.words).toContain('&lt;b&gt;parcel&lt;/b&gt;');
});

describe('at Freshdesk', () => {
  const contacts = () => desk('freshdesk').world.contacts;
  const requesterOf = async (author: Author) => {
    const { run, mine } = await give('freshdesk', author);
    await run();
    return contacts().find(({ id }) => id === mine()[0]?.contactId);
  };

  test('an account is one requester, by its name, in whatever it writes', async () => {
    const first = await requesterOf({ name: 'Lena', handle: 'Lena_K' });
    const second = await requesterOf({ name: 'Lena', handle: 'lena_k' });
    expect(first?.name).toBe('Lena');
    expect(second).toBe(first);
    expect(await requesterOf({ name: 'Lena', handle: 'lena_other' })).not.toBe(first);
  });

  test('people of one name, and those of whom nothing is known, are not taken for one', async () => {
    expect(await requesterOf({ name: 'Ben' })).not.toBe(await requesterOf({ name: 'Ben' }));
    expect((await requesterOf({}))?.name).toBe('Somebody on Reviews');
  });

  for (const isTerse of [false, true]) {
    test(`a ticket is told from others of its author${isTerse ? ', also where lists leave tags out' : ''}`, async () => {
      const { world } = desk('freshdesk');
      world.isTerse = isTerse;
      const author = { handle: `kim-${isTerse}` };
      const earlier = await give('freshdesk', author);
      await earlier.run();
      const before = world.tickets.length;
      const lost = await give('freshdesk', author);
      world.lost = 1;
      await lost.run();
      clock += 2 * MINUTE;
      await lost.run();
      expect(world.tickets).toHaveLength(before + 1);
      expect(await lost.row()).toMatchObject({ state: 'open', externalId: String(world.tickets.at(-1)?.id) });
      world.isTerse = false;
    });
  }

  test('an attempt that has reached nobody is made again', async () => {
    const { run, mine, row } = await give('freshdesk', { handle: 'noor' });
    desk('freshdesk').world.refusals.push(502);
    await run();
    expect(await row()).toMatchObject({ state: 'queued', mayHaveArrived: true });
    clock += 2 * MINUTE;
    await run();
    expect(mine()).toHaveLength(1);
  });
});

test('a new key of the house seals desks and the endpoint for drafts anew', async () => {
  const key = 'another key for tests of thirty-two letters';
  const endpoint = {
    baseUrl: 'https://drafts.example/v1',
    model: 'a-model',
    timeoutSeconds: 5,
    key: 'sk-secret',
  };
  await setDraftEndpoint(db, vault, endpoint);
  await resealReplyWays(db, openVault([key, 'a key for tests of thirty-two characters']));
  const onlyNew = openVault([key]);
  for (const row of await listDesks(db)) expect(openDesk(onlyNew, row).settings).toBeDefined();
  expect(await keptDraftKey(db, onlyNew)).toBe('sk-secret');
});

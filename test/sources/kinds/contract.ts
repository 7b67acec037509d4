// More than 250 lines: what every kind promises belongs on one page, in one order.
import { expect, onTestFinished, test } from 'vitest';
import { contextOf } from '../../../src/sources/context.ts';
import { createHttp } from '../../../src/sources/http.ts';
import { sources } from '../../../src/sources/index.ts';
import { lengthOf, sendReply } from '../../../src/sources/reply.ts';
import { splitSecrets } from '../../../src/sources/settings-fields.ts';
import type { Source, SourceContext } from '../../../src/sources/source.ts';
import { termsOf } from '../../../src/sources/terms.ts';
import type { Db } from '../../../src/store/db.ts';
import { accessTo } from '../../../src/store/source-access.ts';
import { listRuns } from '../../../src/store/source-runs.ts';
import { saveSecrets } from '../../../src/store/source-secrets.ts';
import { getSource, insertSource, makeDue } from '../../../src/store/sources.ts';
import fetchSource from '../../../workers/fetch.ts';
import { workerDeps } from '../../support/worker-deps.ts';
import { type ApiServer, type Mood, type Post, startApi } from '../servers/api-server.ts';

/** A Monday morning; posts are made in the hours before. */
const NOW = Date.parse('2026-11-23T10:00:00Z');
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

let houses = 0;

/** Holds a kind to what every kind promises, against its own server, through the worker and the store. */
export function contract(name: string, api: ApiServer, store: () => Db): void {
  const kind = sources.get(name) as Source;
  const house = () => openHouse(name, kind, api, store());
  const { mayStore } = termsOf(kind, kind.settings.parse(api.settings('http://x.example')));
  /** The text as far as the terms of the kind let it be kept. */
  const kept = (text: string) => (mayStore ? text : '');
  const has = (text: string, isBackfill: boolean) =>
    api.hasMentions === false ? { text } : { text: kept(text), is_backfill: isBackfill };

  test('a first run stores what is there, as backfill', async () => {
    const { publish, run, mentions, source } = await house();
    publish(3);
    await run();
    expect((await source()).lastError).toBeUndefined();
    expect(await mentions()).toMatchObject([has('Word 1', true), has('Word 2', true), has('Word 3', true)]);
  });

  test('a second run with nothing new changes nothing', async () => {
    const { publish, run, mentions, lastRun } = await house();
    publish(3);
    await run();
    const before = await mentions();
    await run();
    expect(await mentions()).toEqual(before);
    expect(await lastRun()).toMatchObject({ added: 0, edited: 0, removed: 0, error: undefined });
  });

  test('what is new is added, and is no backfill', async () => {
    const { publish, run, mentions } = await house();
    publish(2);
    await run();
    publish(1);
    await run();
    expect(await mentions()).toMatchObject([{}, {}, has('Word 3', false)]);
  });

  test.skipIf(api.cannot?.pages)('pages are followed to the last one', async () => {
    const { publish, run, mentions } = await house();
    const many = api.pageSize * 2 + 1;
    publish(many);
    await run();
    expect((await mentions()).length).toBe(many);
  });

  test.skipIf(api.cannot?.edit)('an edit is noticed', async () => {
    const { publish, run, mentions, world, pass } = await house();
    publish(2);
    await run();
    const [latest] = world.posts as [Post];
    await pass(api.noticedAfterDays ?? 0);
    latest.text = 'Another word';
    latest.editedAt = world.now;
    await run();
    expect(await mentions()).toMatchObject([{ text: 'Word 1' }, { text: 'Another word' }]);
  });

  test.skipIf(api.cannot?.remove)('a removal is noticed, and its text goes', async () => {
    const { publish, run, mentions, world, pass } = await house();
    publish(3);
    await run();
    await pass(api.noticedAfterDays ?? 0);
    world.posts.splice(1, 1);
    await run();
    await run();
    const all = await mentions({ withRemoved: true });
    const gone = api.hasMentions === false ? { text: 'Word 2' } : { text: '', withheld: 'text' };
    expect(all.filter((row) => row.removed_at !== null)).toMatchObject([gone]);
    expect(await mentions()).toMatchObject([{ text: kept('Word 1') }, { text: kept('Word 3') }]);
  });

  test('asked to come less often, it waits as long as it was told', async () => {
    const { publish, run, source, lastRun, mood, mentions } = await house();
    publish(1);
    mood('rate-limited');
    const startedAt = await run();
    expect(await lastRun()).toMatchObject({ errorCode: 'rate-limited' });
    const waitMs = (await source()).nextFetchAt.getTime() - startedAt;
    expect(waitMs).toBeGreaterThanOrEqual(api.waitMs);
    expect(await source()).toMatchObject({ enabled: true });
    mood('ok');
    await run();
    expect((await mentions()).length).toBe(1);
  });

  test.skipIf(api.tokens !== 'renewed')(
    'a token that ran out is renewed once, and nobody notices',
    async () => {
      const { publish, run, mentions, world, lastRun } = await house();
      publish(1);
      await run();
      world.token = 'token-2';
      publish(1);
      await run();
      expect(await lastRun()).toMatchObject({ error: undefined, added: 1 });
      expect((await mentions()).length).toBe(2);
    },
  );

  test.skipIf(api.tokens === 'none')(
    'a sign-in that was taken away stops the source and says so',
    async () => {
      const { publish, run, source, mood, asked } = await house();
      publish(1);
      mood('revoked');
      await run();
      expect(await source()).toMatchObject({ enabled: false });
      expect((await source()).lastError).toMatch(/sign in again/i);
      const before = asked.length;
      await run();
      expect(asked.length).toBe(before);
    },
  );

  test('an answer that makes no sense is a failed run, and what was stored stays', async () => {
    const { publish, run, mentions, mood, lastRun, source } = await house();
    publish(2);
    await run();
    mood('malformed');
    await run();
    expect(await lastRun()).toMatchObject({
      status: 'failed',
      errorCode: expect.stringMatching(/^(malformed|not-feed)$/),
    });
    expect(await source()).toMatchObject({ enabled: true });
    expect((await mentions()).length).toBe(2);
    mood('ok');
    publish(1);
    await run();
    expect((await mentions()).length).toBe(3);
  });

  test.skipIf(api.cannot?.circle)('pages that lead round in a circle end, and are read again', async () => {
    const { publish, run, mentions, mood, lastRun, asked } = await house();
    const many = api.pageSize + 1;
    publish(many);
    mood('circle');
    await run();
    expect(asked.length).toBeLessThan(12 + (api.asksForEach ? many : 0));
    expect((await lastRun())?.warnings.join()).toMatch(/circle/);
    expect((await mentions()).length).toBeGreaterThanOrEqual(api.pageSize);
    mood('ok');
    await run();
    expect((await mentions()).length).toBe(many);
  });

  test('its secrets are nowhere but in the vault', async () => {
    const { run, publish, db, id } = await house();
    const { secrets } = splitSecrets(kind, api.settings('http://x.example') as Record<string, unknown>);
    publish(1);
    await run();
    const [row] = await db<{
      all: string;
    }>`select row_to_json(s)::text as all from sources s where id = ${id}`;
    for (const secret of Object.values(secrets)) expect(row?.all).not.toContain(secret);
    const sealed = await db<{ sealed: string }>`select sealed from source_secrets where source_id = ${id}`;
    for (const { sealed: one } of sealed)
      for (const secret of Object.values(secrets)) expect(one).not.toContain(secret);
  });

  if (api.brings === 'answers') answerContract(kind, api, house);
  if (api.brings === 'orders') orderContract(api, house);
  if (kind.replies) replyContract(kind, api, house);
  if (kind.choices) choiceContract(kind, api, house);
}

type House = () => ReturnType<typeof openHouse>;

function choiceContract(kind: Source, api: ApiServer, house: House): void {
  const { choices } = kind as { choices: NonNullable<Source['choices']> };
  /** As the settings are before anything is chosen. */
  const open = (context: SourceContext): SourceContext => ({
    ...context,
    settings: kind.settings.parse({ ...(context.settings as object), ...choices.fills }),
  });

  test('what the account holds is listed to its end, by name, and each leads to settings that can be used', async () => {
    const { world, context } = await house();
    const many = (api.heldPageSize ?? 0) * 2 + 1;
    expect(many).toBeGreaterThan(1);
    world.held.push(
      ...Array.from({ length: many }, (_, n) => ({ id: String(1_000 + n), name: `Acme ${n + 1}` })),
      { id: '5000', name: 'Acme Elsewhere', isElsewhere: true },
    );
    const found = await choices.list(open(context()));
    expect(found.length).toBe(many + 1);
    expect(new Set(found.map(({ settings }) => JSON.stringify(settings))).size).toBe(many + 1);
    expect(found[many - 1]?.name.toLowerCase()).toMatch(new RegExp(`acme.${many}$`));
    for (const { settings } of found) {
      const whole = { ...(context().settings as object), ...settings };
      expect(kind.settings.safeParse(whole).error).toBeUndefined();
      expect(Object.keys(settings)).toEqual(expect.arrayContaining(Object.keys(choices.fills)));
    }
  });

  test('an account that holds nothing has an empty list', async () => {
    const { context } = await house();
    expect(await choices.list(open(context()))).toEqual([]);
  });

  test('a list that cannot be had says why', async () => {
    const { context, mood } = await house();
    mood('malformed');
    await expect(choices.list(open(context()))).rejects.toMatchObject({ name: 'FetchFailed' });
    mood('revoked');
    await expect(choices.list(open(context()))).rejects.toMatchObject({ code: 'sign-in' });
  });
}

function answerContract(kind: Source, api: ApiServer, house: House): void {
  test('the test of the connection says what is taken for what', async () => {
    const { publish, context } = await house();
    publish(1);
    expect(await kind.testConnection?.(context())).toMatch(/CSAT/);
  });

  test('answers come with their scores, once, each beside its comment', async () => {
    const { publish, run, answers, mentions } = await house();
    publish(2);
    await run();
    await run();
    const all = await answers();
    expect(all).toMatchObject([
      { kind: 'csat', score: 4, scale_min: 1, scale_max: 5 },
      { kind: 'csat', score: 4, scale_min: 1, scale_max: 5 },
    ]);
    const ids = all.map(({ external_id: id }) => id);
    expect((await mentions()).map(({ external_id: id }) => id)).toEqual(ids);
  });

  test.skipIf(api.cannot?.remove)('an answer that is gone is counted no more', async () => {
    const { publish, run, answers, world, pass } = await house();
    publish(2);
    await run();
    await pass(api.noticedAfterDays ?? 0);
    world.posts.splice(0, 1);
    await run();
    await run();
    expect((await answers()).map(({ removed_at: at }) => at !== null)).toEqual([false, true]);
  });

  test.skipIf(api.cannot?.remove)('so is one without a comment', async () => {
    const { publish, run, answers, mentions, world, pass } = await house();
    publish(2);
    for (const post of world.posts) post.text = '';
    await run();
    expect(await mentions()).toEqual([]);
    await pass(api.noticedAfterDays ?? 0);
    world.posts.splice(0, 1);
    await run();
    await run();
    expect((await answers()).map(({ removed_at: at }) => at !== null)).toEqual([false, true]);
  });
}

function orderContract(api: ApiServer, house: House): void {
  test('orders come once, with whose they are and since when that is a customer', async () => {
    const { publish, run, orders, customers } = await house();
    publish(2);
    await run();
    await run();
    expect(await orders()).toMatchObject([
      { amount_e2: 400, currency: 'EUR' },
      { amount_e2: 400, currency: 'EUR' },
    ]);
    const bought = (await orders()).map(({ customer_external_id: id }) => id);
    expect((await customers()).map(({ external_id: id }) => id).sort()).toEqual(bought.sort());
    expect(await customers()).toMatchObject([
      { stays: 1, has_key: true },
      { stays: 1, has_key: true },
    ]);
  });

  test.skipIf(api.cannot?.edit)('what is the same again changes no order', async () => {
    const { publish, run, orders, world } = await house();
    publish(1);
    await run();
    const before = await orders();
    for (const post of world.posts) post.editedAt = world.now;
    await run();
    expect(await orders()).toEqual(before);
  });
}

function replyContract(kind: Source, api: ApiServer, house: House): void {
  const words = 'Thank you for telling us; we look into it.';

  test('a reply is sent to whom it is meant for', async () => {
    const { publish, run, world, reply } = await house();
    publish(1);
    await run();
    const sent = await reply(words);
    expect(sent.externalId).not.toBe('');
    expect(world.replies).toMatchObject([{ text: expect.stringContaining(words) }]);
  });

  test.skipIf(api.cannot?.resend)(
    'a reply whose answer was lost is found again, not sent twice',
    async () => {
      const { publish, run, world, reply, loseAnswers } = await house();
      publish(1);
      await run();
      loseAnswers(1);
      await expect(reply(words)).rejects.toMatchObject({ name: 'FetchFailed' });
      expect(world.replies.length).toBe(1);
      const sent = await reply(words, { isRetry: true });
      expect(world.replies.length).toBe(1);
      expect(sent.externalId).toBe(world.replies[0]?.id);
    },
  );

  test.skipIf(!api.cannot?.resend)('a reply that may have been sent is not sent twice', async () => {
    const { publish, run, world, reply, loseAnswers } = await house();
    publish(1);
    await run();
    loseAnswers(1);
    await expect(reply(words)).rejects.toMatchObject({ name: 'FetchFailed' });
    await expect(reply(words, { isRetry: true })).rejects.toMatchObject({ name: 'Refused' });
    expect(world.replies.length).toBe(1);
  });

  test.skipIf(api.cannot?.resend)('a reply that never arrived is sent by the second attempt', async () => {
    const { publish, run, world, reply } = await house();
    publish(1);
    await run();
    await reply(words, { isRetry: true });
    expect(world.replies.length).toBe(1);
  });

  test('a reply that is too long is refused before anything is sent', async () => {
    const { publish, run, world, reply, context } = await house();
    publish(1);
    await run();
    const limit = await (kind.replies as NonNullable<Source['replies']>).limit(context());
    const long = 'ä'.repeat(limit.most + 1);
    expect(lengthOf(long, limit.unit)).toBeGreaterThan(limit.most);
    await expect(reply(long)).rejects.toMatchObject({ name: 'Refused' });
    expect(world.replies).toEqual([]);
  });
}

interface MentionRow extends Record<string, unknown> {
  external_id: string;
  parent_external_id: string | null;
  url: string | null;
  author_handle: string | null;
  text: string;
  removed_at: Date | null;
}

/** A source of the kind, its service and its store. */
async function openHouse(name: string, kind: Source, api: ApiServer, db: Db) {
  const server = await startApi(api);
  const gateways = Object.fromEntries((api.hosts ?? []).map((host) => [host, server.url]));
  const http = createHttp({
    userAgent: 'Earshot tests',
    allowPrivate: [server.host],
    gateways,
    totalTimeoutMs: 5_000,
  });
  onTestFinished(async () => {
    await http.close();
    await server.close();
  });
  const { world } = server;
  world.now = NOW;
  const whole = kind.settings.parse(api.settings(server.url)) as Record<string, unknown>;
  const { open, secrets } = splitSecrets(kind, whole);
  houses += 1;
  // Each house has a clock of its own: turns that an earlier one took are in the future for this one.
  await db`delete from hosts`;
  const now = () => new Date(world.now);
  const { id } = await insertSource(db, {
    name: `${name} ${houses}`,
    kind: name,
    settings: open,
    intervalSeconds: 900,
    now: now(),
    options: { backfillDays: 7 },
  });
  const deps = workerDeps(db, http, now);
  await saveSecrets(db, deps.vault, id, secrets, now());
  const row = await getSource(db, id);
  const context = () => contextOf({ ...accessTo(deps, row, kind.cost.unit), settings: whole, http, now });
  const orderRows = async (options = { withRemoved: false }): Promise<MentionRow[]> => db<MentionRow>`
    select external_id, null as parent_external_id, null as url, null as author_handle, product as text, removed_at
      from orders
     where source_id = ${id}
       and (${options.withRemoved} or removed_at is null)
     order by ordered_at, id`;
  const mentionRows = async (options = { withRemoved: false }): Promise<MentionRow[]> => db<MentionRow>`
    select external_id, parent_external_id, url, author_handle, text, title, published_at, is_backfill, removed_at,
           withheld, revision
      from mentions
     where source_id = ${id}
       and (${options.withRemoved} or removed_at is null)
     order by published_at, id`;
  const mentions = api.hasMentions === false ? orderRows : mentionRows;
  return {
    ...factsOf(db, id),
    db,
    id,
    world,
    asked: server.asked,
    loseAnswers: server.loseAnswers,
    mentions,
    context,
    source: () => getSource(db, id),
    lastRun: async () => (await listRuns(db, id, 1))[0],
    mood: (mood: Mood) => {
      world.mood = mood;
    },
    pass: async (days: number) => {
      world.now += days * DAY;
    },
    /** One run, a quarter of an hour after the last; returns when it was. */
    run: async (): Promise<number> => {
      world.now += 15 * MINUTE;
      if ((await getSource(db, id)).enabled) await makeDue(db, id, now());
      await fetchSource.work({ sourceId: id }, deps);
      return world.now;
    },
    /** Publishes so many posts, a minute apart, the last one a minute ago. */
    publish: (count: number) => {
      const before = world.posts.length;
      for (let n = 1; n <= count; n += 1) {
        const at = world.now - (count - n + 1) * MINUTE;
        world.posts.unshift({
          id: idOf(before + n),
          text: `Word ${before + n}`,
          at,
          editedAt: at,
          author: 'mia',
          stars: 4,
        });
      }
    },
    reply: async (text: string, { isRetry = false } = {}) => {
      const [row] = (await mentions()) as [MentionRow];
      const target = {
        externalId: row.external_id,
        parentId: row.parent_external_id ?? undefined,
        url: row.url ?? undefined,
        authorHandle: row.author_handle ?? undefined,
      };
      return sendReply(kind, context(), { target, text, key: `reply-${id}`, isRetry });
    },
  };
}

/** What the store has of a source beside mentions. */
const factsOf = (db: Db, id: number) => ({
  answers: () => db<{ external_id: string; removed_at: Date | null }>`
    select external_id, kind, score, scale_min, scale_max, removed_at
      from survey_responses
     where source_id = ${id}
     order by answered_at, id`,
  orders: () => db<{ customer_external_id: string }>`
    select external_id, customer_external_id, amount_e2, refunded_e2, currency, ordered_at, product, is_referred
      from orders
     where source_id = ${id}
     order by ordered_at, id`,
  customers: () => db<{ external_id: string }>`
    select c.external_id, count(s.*)::int as stays, c.address_key is not null as has_key
      from customers c
      left join customer_stays s on s.customer_id = c.id
     where c.source_id = ${id}
     group by c.id
     order by c.id`,
});

/** Digits that sort like numbers, as most services have them. */
const idOf = (n: number) => String(114_900_000_000 + n);

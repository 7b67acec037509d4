// Longer than 250 lines: the pages stand on one house, which is built once above them.
import { Hono } from 'hono';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { readConfig } from '../../../src/config.ts';
import type { Classification } from '../../../src/domain/classification.ts';
import type { NewMention } from '../../../src/domain/mention.ts';
import { openLog } from '../../../src/log.ts';
import { connectQueuePool } from '../../../src/queue/connection.ts';
import { JOB_NAMES } from '../../../src/queue/jobs.ts';
import { type Handlers, openQueues } from '../../../src/queue/queue.ts';
import { createHttp, type Http } from '../../../src/sources/http.ts';
import { listToClassify, saveClassifications } from '../../../src/store/classifications.ts';
import type { Db } from '../../../src/store/db.ts';
import { insertNew } from '../../../src/store/mentions.ts';
import { insertSource } from '../../../src/store/sources.ts';
import { TopicCatalog } from '../../../src/store/topic-catalog.ts';
import { openVault } from '../../../src/store/vault.ts';
import type { WebEnv } from '../../../src/web/auth/env.ts';
import type { WebDeps } from '../../../src/web/deps.ts';
import { closeLive } from '../../../src/web/live.ts';
import { pageRoutes } from '../../../src/web/pages/index.tsx';
import type { Principal, Role } from '../../../src/web/principal.ts';
import { scopesOf } from '../../../src/web/principal.ts';
import { openTestStore } from '../../support/test-store.ts';
import { onlyThis, wordClassifier } from '../../support/word-classifier.ts';

const NOW = new Date('2026-03-20T12:00:00Z');
const HOSTILE = '<img src=x onerror=alert(1)> good "quotes" & <script>alert(2)</script>';
let db: Db;
let deps: WebDeps;
let http: Http;
let closeQueue: () => Promise<void>;

beforeAll(async () => {
  db = await openTestStore();
  if (!db.session) throw new Error('The test store has no session.');
  const queue = openQueues(await connectQueuePool(db.session.asPool()));
  closeQueue = queue.close;
  http = createHttp({ userAgent: 'test', allowPrivate: [] });
  deps = {
    db,
    vault: openVault(['a key for tests of thirty-two characters']),
    queue,
    http,
    lexicons: onlyThis(wordClassifier('fine is neutral')),
    topics: new TopicCatalog(),
    sample: { load: async () => {}, remove: async () => {} },
    config: readConfig({ EARSHOT_TIME_ZONE: 'Europe/Berlin' }),
    log: openLog('error'),
    now: () => NOW,
  };
});

afterAll(async () => {
  await closeLive(db);
  await closeQueue();
  await http.close();
  await db.close();
});

/** The pages as somebody with this role sees them; without a role, as nobody. */
function pagesFor(
  role: Role | undefined,
): (path: string, form?: Record<string, string>, more?: Record<string, string>) => Promise<Response> {
  const app = new Hono<WebEnv>();
  app.use(async (c, next) => {
    if (role) {
      c.set('principal', {
        kind: 'user',
        userId: undefined,
        name: role,
        scopes: scopesOf(role),
      } as Principal);
      c.set('session', { csrfToken: 'token-of-this-session', userId: 1 });
    }
    await next();
  });
  app.route('/', pageRoutes(deps));
  return async (path, form, more = {}) => {
    const headers = { accept: 'text/html', ...more };
    return app.request(
      path,
      form ? { method: 'POST', body: new URLSearchParams(form), headers } : { headers },
    );
  };
}

async function store(mention: Partial<NewMention>): Promise<number> {
  const name = `Source of ${mention.externalId}`;
  const source = await insertSource(db, { name, kind: 'feed', settings: {}, intervalSeconds: 900, now: NOW });
  const whole: NewMention = { externalId: 'x', kind: 'mention', text: HOSTILE, publishedAt: NOW, ...mention };
  const { pending } = await insertNew(db, { sourceId: source.id, now: NOW, isBackfill: false }, [whole]);
  const topics = await deps.topics.current(db);
  const at = { lexiconVersion: '1', topicsRevision: topics.revision, rulesRevision: 1 };
  const found = await listToClassify(db, pending, at);
  const batch = found.map((one) => ({
    mention: one,
    classification: CLASSIFIED,
    effects: [],
    topicIds: topics.match(one, CLASSIFIED),
  }));
  await saveClassifications(db, batch, at);
  return pending[0] ?? 0;
}

const start = HOSTILE.indexOf('good');
const CLASSIFIED: Classification = {
  label: 'positive',
  compound: 0.44,
  confidence: 0.8,
  lang: 'en',
  aspects: [{ aspect: 'staff', label: 'positive', compound: 0.44 }],
  emotions: {},
  risks: ['legal'],
  conflict: false,
  evidence: [{ field: 'text', start, end: start + 4, contribution: 0.44, rule: 'word', origin: 'earshot' }],
  rules: [],
  lexiconVersion: 'en-7',
};

const EVERY_PAGE = [
  '/',
  '/?days=7',
  '/feed',
  '/topics',
  '/topics/1',
  '/topics/new',
  '/sources',
  '/sources/new',
  '/settings',
  '/settings/rules',
  '/settings/rules/new',
  '/settings/rules/new?pattern=good&valence=-2',
  '/settings/accuracy',
  '/settings/accuracy?on=team',
  '/sample/remove',
];

test('every page of an empty workspace is there for an admin', async () => {
  const get = pagesFor('admin');
  for (const path of EVERY_PAGE) expect([path, (await get(path)).status]).toEqual([path, 200]);
  expect(await (await get('/')).text()).toContain('Load the sample company');
});

test('nobody is sent to the sign-in page and back to where they wanted to go', async () => {
  const answer = await pagesFor(undefined)('/feed?label=negative');
  expect(answer.status).toBe(302);
  expect(answer.headers.get('location')).toBe('/sign-in?next=%2Ffeed%3Flabel%3Dnegative');
  expect((await pagesFor(undefined)('/sign-in')).status).toBe(200);
  expect((await pagesFor(undefined)('/style.css')).status).toBe(200);
});

test('no page carries a style or a script of its own, which the policy would refuse', async () => {
  await store({ externalId: 'for-every-page' });
  for (const path of [...EVERY_PAGE, '/mentions/1', '/sources/1']) {
    const page = await (await pagesFor('admin')(path)).text();
    expect(page).not.toMatch(/<[^>]*\sstyle=|<style|\son\w+=["']|<script(?![^>]*src=)/);
  }
});

test('what customers write is shown as text, with its evidence marked and explained', async () => {
  const id = await store({
    externalId: 'hostile',
    title: '<b onclick=x>',
    url: 'javascript:alert(1)',
    author: { name: '"><script>alert(3)</script>' },
  });
  const page = await (await pagesFor('agent')(`/mentions/${id}`)).text();
  expect(page).not.toMatch(/<img src=x|<script>alert|<b onclick|javascript:/);
  expect(page).toContain('&lt;img src=x onerror=alert(1)&gt;');
  expect(page).toContain('<mark class="pull-positive" title="word, +0.44, from earshot">good</mark>');
  expect(page).toContain('lexicon en-7');
});

test('the risks of a mention stand on its card, and the feed narrows to one', async () => {
  const id = await store({ externalId: 'risky' });
  const get = pagesFor('viewer');
  expect(await (await get(`/mentions/${id}`)).text()).toContain('risk: legal');
  const onFeed = async (risk: string) =>
    (await (await get(`/feed?risk=${risk}`)).text()).includes(`id="mention-${id}"`);
  expect([await onFeed('legal'), await onFeed('safety')]).toEqual([true, false]);
});

test('an override comes back to the mention on the page it was made on, and undo takes it back', async () => {
  const id = await store({ externalId: 'to-correct', text: 'bad' });
  const post = pagesFor('agent');
  const back = '/feed?label=positive';
  const answer = await post(`/mentions/${id}/override`, { label: 'negative', back });
  expect(answer.status).toBe(303);
  expect(answer.headers.get('location')).toBe(`${back}&corrected=${id}#mention-${id}`);
  expect(await (await post(`${back}&corrected=${id}`)).text()).toContain('no longer fits this page');
  expect(await (await post(`/mentions/${id}`)).text()).toContain('Corrected by a person, was positive.');
  await post(`/mentions/${id}/override`, { label: 'undo', back });
  expect(await (await post(`/mentions/${id}`)).text()).not.toContain('Corrected by a person');
});

test('an override never leads to another site', async () => {
  const id = await store({ externalId: 'no-open-redirect' });
  for (const back of ['https://evil.example/', '//evil.example/', '/\\evil.example']) {
    const answer = await pagesFor('agent')(`/mentions/${id}/override`, { label: 'neutral', back });
    expect(answer.headers.get('location')).toMatch(/^\/(#|[^/\\])/);
  }
});

test('a form that can also be looked at in advance keeps its token out of the address', async () => {
  for (const path of ['/settings/rules/new', '/alerts/rules/new', '/digests/new']) {
    const page = await (await pagesFor('admin')(path)).text();
    const form = page.split('<form ').find((one) => one.includes('formmethod="get"'));
    expect(form, path).not.toContain('<input type="hidden" name="csrf"');
    expect(form, path).toContain('<button type="submit" name="csrf" value="token-of-this-session"');
  }
});

test('what somebody may not do is neither offered nor done', async () => {
  const viewer = pagesFor('viewer');
  const feed = await (await viewer('/feed')).text();
  expect(feed).not.toContain('/override');
  expect((await viewer('/mentions/1/override', { label: 'negative' })).status).toBe(403);
  for (const path of ['/topics/new', '/sources/new', '/sources/1/remove', '/sample/remove']) {
    expect([path, (await viewer(path)).status]).toEqual([path, 403]);
  }
  for (const path of [
    '/topics',
    '/sources',
    '/sources/1/pause',
    '/jobs/retry',
    '/settings/users',
    '/sample/load',
  ]) {
    expect([path, (await viewer(path, { name: 'x' })).status]).toEqual([path, 403]);
  }
});

test('an address nobody has is answered inside the usual page', async () => {
  const answer = await pagesFor('viewer')('/nowhere');
  expect(answer.status).toBe(404);
  expect(await answer.text()).toContain('There is nothing at /nowhere.');
});

test('what is not there is said in plain words inside the usual page', async () => {
  const answer = await pagesFor('viewer')('/mentions/999999');
  expect(answer.status).toBe(404);
  const page = await answer.text();
  expect(page).toContain('There is no mention with the id 999999.');
  expect(page).toContain('aria-label="Main"');
});

test('a form that is refused leads back to the page it was sent from, never to another site', async () => {
  const ask = pagesFor('admin');
  const sent = (referer: string) =>
    ask('/mentions/999999/override', { label: 'positive' }, { host: 'earshot.example', referer });
  const refused = await sent('https://earshot.example/feed?label=negative');
  expect(refused.status).toBe(404);
  const page = await refused.text();
  expect(page).toContain('<a href="/feed?label=negative" class="button">Back to where you were</a>');
  expect(await (await sent('https://evil.example/feed')).text()).not.toContain('Back to where you were');
});

test('a query that cannot be read comes back with a pointer and everything that was typed', async () => {
  const answer = await pagesFor('analyst')('/topics', {
    name: 'Slow',
    kind: 'theme',
    query: 'slow AND (late',
    do: 'save',
  });
  expect(answer.status).toBe(422);
  const page = await answer.text();
  expect(page).toContain('slow AND (late</textarea>');
  expect(page).toMatch(/<pre class="pointer">slow AND \(late\n *\^+<\/pre>/);
  expect(page).toContain('value="Slow"');
});

test('a preview shows how many mentions a query finds and explains it, and saves nothing', async () => {
  const page = await (
    await pagesFor('analyst')('/topics', { name: '', kind: 'theme', query: 'good', do: 'preview' })
  ).text();
  expect(page).toContain('Mentions with “good”.');
  expect(page).toMatch(/<mark class="found">good<\/mark>/);
  expect(await (await pagesFor('analyst')('/topics')).text()).not.toContain('good');
});

test('a source with an address that is none comes back with the reason', async () => {
  const sent = { 'source-kind': 'feed', url: 'not an address', do: 'preview' };
  const answer = await pagesFor('analyst')('/sources', sent);
  expect(answer.status).toBe(422);
  expect(await answer.text()).toContain('value="not an address"');
});

test('a filter that cannot be read is left out instead of ending in an error', async () => {
  const answer = await pagesFor('viewer')('/feed?topic=abc&label=happy&from=yesterday&before=x&lang=%00');
  expect(answer.status).toBe(200);
});

test('a character that no text can hold is refused in words, and so is an id that is none', async () => {
  const admin = pagesFor('admin');
  for (const path of ['/feed?text=a%00b', '/inbox?text=a%00b', '/kpis?location=a%00b&kpi=nps']) {
    const answer = await admin(path);
    expect(answer.status, path).toBeLessThan(500);
  }
  const refused = await admin('/promises', { text: 'Warm\u0000tea', aspect: 'tea' });
  expect(refused.status).toBe(400);
  expect(await refused.text()).toContain('the character NUL');
  const nowhere = await admin('/promises', {
    text: 'Warm tea',
    aspect: 'tea',
    topic: '99999999999999999999',
  });
  expect(nowhere.status).toBe(404);
});

test('work that has failed for good is shown to an admin with its reason, and can be tried again', async () => {
  const broken = async () => {
    throw new Error('the disk is full');
  };
  const handlers = Object.fromEntries(JOB_NAMES.map((job) => [job, broken])) as unknown as Handlers;
  await deps.queue.enqueue('sweep', {});
  const stop = await deps.queue.work(handlers, { concurrency: 1, log: openLog('silent') });
  await vi.waitFor(async () => expect((await deps.queue.counts()).upkeep.failed).toBe(1), 10_000);
  await stop();
  const page = await (await pagesFor('admin')('/sources')).text();
  expect(page).toContain('1 job failed for good');
  expect(page).toContain('the disk is full · tried 1 time');
  expect(page).toContain('Work in the queue: 0 waiting, 0 running, 1 failed');
  expect(await (await pagesFor('analyst')('/sources')).text()).not.toContain('disk is full');
  const id = /name="id" value="([^"]+)"/.exec(page)?.[1] ?? '';
  expect((await pagesFor('admin')('/jobs/retry', { id })).headers.get('location')).toBe('/sources');
  expect((await deps.queue.counts()).upkeep).toMatchObject({ failed: 0, waiting: 1 });
});

test('a number that is compared with nothing says what either side has', async () => {
  await store({ externalId: 'compared', publishedAt: NOW });
  const page = await (await pagesFor('viewer')('/')).text();
  expect(page).toMatch(
    /No comparison: these 7 days have \d labelled mentions?, the 7 days before \d; it takes\s+ten of each\./,
  );
});

test('the overview says how many stored mentions no number holds yet', async () => {
  await store({ externalId: 'counted-first' });
  expect(await (await pagesFor('viewer')('/')).text()).not.toContain('to be labelled');
  const source = await insertSource(db, {
    name: 'Late',
    kind: 'feed',
    settings: {},
    intervalSeconds: 900,
    now: NOW,
  });
  const late: NewMention = { externalId: 'late', kind: 'mention', text: 'good', publishedAt: NOW };
  await insertNew(db, { sourceId: source.id, now: NOW, isBackfill: false }, [late]);
  expect(await (await pagesFor('viewer')('/')).text()).toContain('1 mention waits to be labelled');
});

test('the form of the filters leads to an address without its empty fields', async () => {
  const answer = await pagesFor('viewer')('/feed?topic=1&text=&label=negative&from=&before=');
  expect(answer.headers.get('location')).toBe('/feed?topic=1&label=negative');
});

test('whoever follows hears within a second or so that numbers have moved', async () => {
  const answer = await pagesFor('viewer')('/live?topic=1');
  expect(answer.headers.get('content-type')).toContain('text/event-stream');
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  const first = await reader?.read();
  expect(first?.value).toContain('retry:');
  await store({ externalId: 'heard-live' });
  const event = await reader?.read();
  expect(event?.value).toContain('event: mentions');
  expect(event?.value).toContain('"topics":[1]');
  await reader?.cancel();
});

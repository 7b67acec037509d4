import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWebHouse, type WebHouse } from './web-house.ts';

let house: WebHouse;

beforeAll(async () => {
  house = await openWebHouse();
  await house.addUser('admin@example.com', 'admin');
});

afterAll(() => house.close());

async function linesOf(answer: Promise<Response>): Promise<Record<string, unknown>[]> {
  const text = await (await answer).text();
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

async function importFile(path: string, body: string) {
  const lines = await linesOf(house.call('POST', `/api/v1/imports/${path}`, body));
  return { report: lines.at(-1), before: lines.slice(0, -1) };
}

describe('an import', () => {
  const rows = Array.from({ length: 1_201 }, (_, i) => `id-${i},2026-03-01T10:00:00Z,good ${i}`);
  const file = ['id,date,text', ...rows, 'id-bad,someday,good', ''].join('\n');

  test('stores what it can, says what it cannot, and reports progress on the way', async () => {
    const { report, before } = await importFile('mentions?source=Big', file);
    expect(report).toMatchObject({
      read: 1_202,
      added: 1_201,
      updated: 0,
      unchanged: 0,
      rejected: [{ line: 1_203, reason: expect.stringContaining('someday') }],
    });
    expect(before).toMatchObject([{ progress: { read: 500 } }, { progress: { read: 1_000 } }]);
    expect((await house.deps.queue.counts()).classify.waiting).toBe(5);
  });

  test('changes nothing when it is repeated, and only what changed when the file did', async () => {
    const again = await importFile('mentions?source=Big', file);
    expect(again.report).toMatchObject({ added: 0, updated: 0, unchanged: 1_201 });
    const edited = await importFile('mentions?source=Big', file.replace('good 7\n', 'bad 7\n'));
    expect(edited.report).toMatchObject({ added: 0, updated: 1, unchanged: 1_200 });
  });

  test('reads JSONL as well', async () => {
    const { report } = await importFile(
      'reviews?format=jsonl&source=Lines',
      '{"id":1,"text":"good","rating":4}\n{\n',
    );
    expect(report).toMatchObject({ read: 2, added: 1, rejected: [{ line: 2 }] });
  });

  test('of a file without rows says so', async () => {
    const { report, before } = await importFile('mentions?source=Empty', 'id,date,text\n');
    expect(report).toMatchObject({ read: 0, added: 0, rejectedTotal: 0 });
    expect(before).toEqual([{ warning: 'The file has no rows, so nothing was imported.' }]);
    const facts = await importFile('surveys?survey=nps', 'answered_at,score\n');
    expect(facts.before).toContainEqual({ warning: 'The file has no rows, so nothing was imported.' });
  });

  test('keeps away from a source that is fetched', async () => {
    await house.call('POST', '/api/v1/sources', {
      name: 'Fetched',
      settings: { url: 'https://example.com/x' },
    });
    const answer = await house.call('POST', '/api/v1/imports/reviews?source=Fetched', file);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([409, 'application/problem+json']);
  });

  test('of topics changes the known and adds the new, and refuses bad queries by line', async () => {
    await importFile('topics', 'name,kind,query\nDelivery,theme,parcel\n');
    const { report } = await importFile(
      'topics',
      'name,kind,query\nDelivery,theme,parcel OR van\nService,,service\nOdd,theme,(x\nOdd,mood,x\n,brand,y\n',
    );
    expect(report).toMatchObject({ read: 5, added: 1, updated: 1, rejectedTotal: 3 });
    expect(report).toMatchObject({ rejected: [{ line: 4 }, { line: 5 }, { line: 6 }] });
  });

  test('of locations goes by their code', async () => {
    await importFile('locations', 'code,name,country\nb1,Berlin,de\n');
    const { report } = await importFile(
      'locations',
      'code,name,country\nb1,Berlin Mitte,de\nv1,Wien,at\n,X,de\nx,X,Mars\n',
    );
    expect(report).toMatchObject({ read: 4, added: 1, updated: 1, rejectedTotal: 2 });
  });

  test('of something else is 400', async () => {
    expect((await house.call('POST', '/api/v1/imports/chairs', 'x')).status).toBe(400);
  });
});

describe('a rebuild', () => {
  const rebuild = async (check: boolean) => {
    const answer = await house.call('POST', '/api/v1/rebuild', { check });
    return ((await answer.json()) as { differences: { where: string }[] }).differences;
  };

  test('finds a cell changed by hand and sets it right', async () => {
    await house.classifyAll();
    expect(await rebuild(true)).toEqual([]);
    await house.deps.db`update day_cells set positive = positive + 1`;
    const [first] = await rebuild(true);
    expect(first?.where).toMatch(/^day_cells topic 1 2026-/);
    expect(await rebuild(false)).not.toEqual([]);
    expect(await rebuild(true)).toEqual([]);
  });
});

describe('the queue', () => {
  test('is counted, and failed jobs go back in line', async () => {
    const jobs = (await (await house.call('GET', '/api/v1/jobs')).json()) as object;
    expect(jobs).toMatchObject({ queues: { classify: { failed: 0 } }, failed: [] });
    expect(await (await house.call('POST', '/api/v1/jobs/retry', {})).json()).toEqual({ retried: 0 });
  });

  test('has its own dashboard, for administrators, under its own policy', async () => {
    const cookie = await house.signIn('admin@example.com');
    const page = await house.ask('/admin/queues', { headers: { cookie } });
    const html = await page.text();
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self';");
    expect(html).toContain('<base href="/admin/queues/"');
    const script = /static\/js\/main\.[^"]+/.exec(html)?.[0];
    expect((await house.ask(`/admin/queues/${script}`, { headers: { cookie } })).status).toBe(200);
    const list = await house.ask('/admin/queues/api/queues', { headers: { cookie } });
    const { queues } = (await list.json()) as { queues: { name: string }[] };
    expect(queues.map(({ name }) => name)).toEqual(['fetch', 'classify', 'alerts', 'replies', 'upkeep']);
  });

  test('takes changes from its own pages only', async () => {
    const cookie = await house.signIn('admin@example.com');
    const pause = (site: string) =>
      house.ask('/admin/queues/api/queues/upkeep/pause', {
        method: 'PUT',
        headers: { cookie, 'sec-fetch-site': site },
      });
    expect((await pause('cross-site')).status).toBe(403);
    expect((await pause('same-origin')).status).toBe(200);
  });
});

describe('what operators look at', () => {
  test('the status says how the installation is doing', async () => {
    expect(await (await house.call('GET', '/api/v1/status')).json()).toMatchObject({
      mode: 'embedded',
      queue: 'postgres',
      migrations: { pending: [] },
      mentions: { pending: 0 },
      sources: { failing: [], stale: [] },
    });
  });

  test('health and readiness need no sign-in', async () => {
    expect(await (await house.ask('/healthz')).json()).toEqual({ status: 'alive' });
    const ready = await house.ask('/readyz');
    expect(await ready.json()).toEqual({
      status: 'ready',
      checks: { store: 'ok', migrations: 'ok', queue: 'ok' },
    });
  });

  test('a store without its migrations is not ready', async () => {
    const broken = await openWebHouse();
    await broken.deps.db`delete from migrations`;
    expect((await broken.ask('/readyz')).status).toBe(503);
    await broken.close();
  });

  test('metrics are for tokens', async () => {
    expect((await house.ask('/metrics', { headers: { authorization: 'Bearer no' } })).status).toBe(401);
    const metrics = await house.call('GET', '/metrics');
    expect(metrics.headers.get('content-type')).toContain('text/plain');
    const text = await metrics.text();
    expect(text).toMatch(/^earshot_mentions\{state="classified"\} 1202$/m);
    expect(text).toMatch(/^earshot_queue_jobs\{queue="classify",state="waiting"\} \d+$/m);
    expect(text).toContain('earshot_source_failures{source="Fetched"} 0');
  });

  test('the API is described for programs and, without any script, for people', async () => {
    const document = (await (await house.ask('/api/v1/openapi.json')).json()) as {
      openapi: string;
      paths: Record<string, object>;
    };
    expect(document.openapi).toBe('3.1.0');
    expect(Object.keys(document.paths)).toEqual(
      expect.arrayContaining([
        '/sources',
        '/topics/{id}',
        '/mentions/{id}/override',
        '/imports/{kind}',
        '/rebuild',
      ]),
    );
    const page = await (await house.ask('/api/docs')).text();
    expect(page).toContain('<code>POST /api/v1/topics/preview</code>');
    expect(page).toContain('id="problem-query-error"');
    expect(page).not.toContain('<script');
  });
});

describe('every answer', () => {
  test('carries a policy without inline script and is not cached', async () => {
    const { headers } = await house.ask('/api/docs');
    expect(headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'self'; script-src 'self';/,
    );
    expect(headers.get('content-security-policy')).not.toContain('unsafe');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cache-control')).toBe('no-store');
  });

  test('an error of a page is readable without a session', async () => {
    const answer = await house.ask('/sign-out', {
      method: 'POST',
      headers: { accept: 'text/html', authorization: 'Bearer wrong' },
    });
    expect(answer.headers.get('content-type')).toContain('text/html');
    expect(await answer.text()).toContain('Sign in or send a token');
  });

  test('a foreign name that leads here is turned away', async () => {
    const ask = (host: string) => house.ask('/api/docs', { headers: { host } });
    expect((await ask('rebind.evil.example')).status).toBe(421);
    for (const host of ['localhost:3000', '127.0.0.1:3000', '[::1]:3000', 'desk']) {
      expect((await ask(host)).status, host).toBe(200);
    }
  });
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { json, type Problem } from './answers.ts';
import { startFeedServer } from './feed-server.ts';
import { openWebHouse, type WebHouse } from './web-house.ts';

let house: WebHouse;
const now = new Date('2026-03-10T12:00:00Z');

const REVIEWS = [
  'id,date,rating,title,text,author',
  'r1,2026-03-02T09:00:00Z,5,Lovely,good parcel,Ann',
  'r2,2026-03-03T09:00:00Z,1,,bad parcel,Bob',
  'r3,2026-03-03T10:00:00Z,,"=HYPERLINK(""http://x"")",bad service,+Eve',
  'r4,2026-03-09T10:00:00Z,4,,plain thing,Dan',
].join('\n');

beforeAll(async () => {
  house = await openWebHouse({ now: () => now });
  await house.call('POST', '/api/v1/imports/reviews?source=Reviews', REVIEWS);
  await house.classifyAll();
});

afterAll(() => house.close());

describe('mentions', () => {
  test('come newest first, page by page, each once', async () => {
    const ids: string[] = [];
    let cursor = '';
    for (let pages = 0; pages < 5; pages += 1) {
      const page = await json<{ mentions: { text: string }[]; next: string | null }>(
        house.call('GET', `/api/v1/mentions?limit=3${cursor && `&cursor=${cursor}`}`),
      );
      ids.push(...page.mentions.map(({ text }) => text));
      if (page.next === null) break;
      cursor = page.next;
    }
    expect(ids).toEqual(['plain thing', 'bad service', 'bad parcel', 'good parcel']);
  });

  test('can be narrowed by label, words and days together', async () => {
    const path = '/api/v1/mentions?label=negative&q=PARCEL&from=2026-03-03&to=2026-03-03';
    const page = await json<{ mentions: { text: string; stars: number }[] }>(house.call('GET', path));
    expect(page.mentions).toMatchObject([{ text: 'bad parcel', stars: 1 }]);
  });

  test('a label set by hand moves the scores and can be taken back', async () => {
    const { mentions } = await json<{ mentions: { id: number }[] }>(
      house.call('GET', '/api/v1/mentions?q=plain'),
    );
    const id = mentions[0]?.id;
    const after = await json(house.call('POST', `/api/v1/mentions/${id}/override`, { label: 'negative' }));
    expect(after).toMatchObject({
      label: 'negative',
      computedLabel: 'neutral',
      override: { label: 'negative' },
    });
    const scored = await json<{ scores: object[] }>(
      house.call('GET', '/api/v1/scores?from=2026-03-09&to=2026-03-09'),
    );
    expect(scored.scores).toMatchObject([{ negative: 1, neutral: 0 }]);
    const back = await json(house.call('DELETE', `/api/v1/mentions/${id}/override`));
    expect(back).toMatchObject({
      label: 'neutral',
      override: null,
      history: [{ label: null }, { label: 'negative' }],
    });
  });

  test('leave as CSV in which no cell is a formula', async () => {
    const answer = await house.call('GET', '/api/v1/mentions/export?from=2026-03-03&to=2026-03-03');
    const csv = await answer.text();
    expect(answer.headers.get('content-type')).toContain('text/csv');
    expect(csv).toContain(`"'=HYPERLINK(""http://x"")"`);
    expect(csv).toContain(`,'+Eve,`);
    expect(csv.trimEnd().split('\r\n')).toHaveLength(3);
  });

  test('that are not there are 404, a broken cursor is 400 and names its field', async () => {
    await json(house.call('GET', '/api/v1/mentions/999999'), 404);
    const problem = await json<Problem>(house.call('GET', '/api/v1/mentions?cursor=x&limit=0'), 400);
    expect(problem.errors?.map(({ field }) => field).sort()).toEqual(['cursor', 'limit']);
  });
});

describe('scores', () => {
  test('a week is the sum of its days', async () => {
    const byWeek = await json<{ from: string; to: string; scores: object[] }>(
      house.call('GET', '/api/v1/scores?by=week&from=2026-03-03&to=2026-03-03'),
    );
    expect(byWeek).toMatchObject({ from: '2026-03-02', to: '2026-03-08' });
    expect(byWeek.scores).toMatchObject([
      { day: '2026-03-02', positive: 1, negative: 2, n: 3, meanStars: 3, rated: 2 },
    ]);
  });

  test('carry their interval and say when there is not enough', async () => {
    const { scores } = await json<{ scores: { netSentiment: Record<string, number> }[] }>(
      house.call('GET', '/api/v1/scores?from=2026-03-03&to=2026-03-03'),
    );
    expect(scores).toMatchObject([{ isEnough: false, netSentiment: { value: -100, n: 2, low: -100 } }]);
    expect(scores[0]?.netSentiment['high']).toBeGreaterThan(-50);
  });

  test('as CSV keep numbers as numbers and guard the name of the topic', async () => {
    const topic = await json<{ id: number }>(
      house.call('POST', '/api/v1/topics', { name: '=cmd|"x"', query: 'parcel' }),
      201,
    );
    await house.classifyAll();
    const path = `/api/v1/scores?topic=${topic.id}&from=2026-03-03&to=2026-03-03&format=csv`;
    const [header, row] = (await (await house.call('GET', path)).text()).split('\r\n');
    expect(header).toMatch(/^topic,day,positive,neutral,negative/);
    expect(row).toMatch(/^"'=cmd\|""x""",2026-03-03,0,0,1,0,1,-100,/);
    await house.call('DELETE', `/api/v1/topics/${topic.id}`);
  });

  test('a range that runs backwards is refused', async () => {
    await json(house.call('GET', '/api/v1/scores?from=2026-03-03&to=2026-03-01'), 422);
    await json(house.call('GET', '/api/v1/scores?from=yesterday'), 400);
  });

  test('coverage has one row for each day', async () => {
    const { coverage } = await json<{ coverage: object[] }>(house.call('GET', '/api/v1/coverage?days=3'));
    expect(coverage).toEqual([
      { day: '2026-03-08', coverage: null },
      { day: '2026-03-09', coverage: null },
      { day: '2026-03-10', coverage: null },
    ]);
  });
});

describe('topics', () => {
  test('are added, changed and removed', async () => {
    const made = await json<{ id: number }>(
      house.call('POST', '/api/v1/topics', { name: 'Delivery', kind: 'theme', query: 'parcel OR delivery' }),
      201,
    );
    expect(made).toMatchObject({ explanation: 'Mentions with “parcel” or “delivery”.', timeZone: 'UTC' });
    const changed = await json(house.call('PATCH', `/api/v1/topics/${made.id}`, { query: 'parcel' }));
    expect(changed).toMatchObject({ name: 'Delivery', query: 'parcel', kind: 'theme' });
    expect((await house.deps.queue.counts()).upkeep.waiting).toBeGreaterThan(0);
    expect((await house.call('DELETE', `/api/v1/topics/${made.id}`)).status).toBe(204);
    await json(house.call('GET', `/api/v1/topics/${made.id}`), 404);
  });

  test('a preview explains the query and shows what it finds', async () => {
    const preview = await json(house.call('POST', '/api/v1/topics/preview', { query: 'parcel or service' }));
    expect(preview).toMatchObject({ looked: 4, matched: 0, hints: [{ position: 7, length: 2 }] });
    const better = await json(house.call('POST', '/api/v1/topics/preview', { query: 'parcel' }));
    expect(better).toMatchObject({ matched: 2, explanation: 'Mentions with “parcel”.' });
  });

  test('a query that cannot be read is 422 and points at its mistake', async () => {
    const problem = await json<Problem>(
      house.call('POST', '/api/v1/topics', { name: 'Bad', query: 'a AND (b' }),
      422,
    );
    expect(problem).toMatchObject({
      type: '/api/docs#problem-query-error',
      position: 6,
      pointer: 'a AND (b\n      ^',
    });
  });

  test('a taken name is 409, the topic of everything stays as it is', async () => {
    await json(house.call('POST', '/api/v1/topics', { name: 'Everything', query: 'x' }), 409);
    await json(house.call('PATCH', '/api/v1/topics/1', { name: 'All' }), 422);
  });
});

describe('sources', () => {
  test('are added with their first fetch in line, paused, resumed and removed', async () => {
    const settings = { url: 'https://example.com/feed.xml' };
    const made = await json<{ id: number }>(
      house.call('POST', '/api/v1/sources', { name: 'News', settings }),
      201,
    );
    expect(made).toMatchObject({
      kind: 'feed',
      settings,
      enabled: true,
      health: { state: 'new', failures: 0 },
    });
    const paused = await json(house.call('PATCH', `/api/v1/sources/${made.id}`, { enabled: false }));
    expect(paused).toMatchObject({ enabled: false, health: { state: 'off', nextFetchAt: null } });
    await json(house.call('POST', `/api/v1/sources/${made.id}/fetch`), 422);
    await json(house.call('PATCH', `/api/v1/sources/${made.id}`, { enabled: true }));
    expect((await house.call('POST', `/api/v1/sources/${made.id}/fetch`)).status).toBe(202);
    await json(house.call('POST', '/api/v1/sources', { name: 'News', settings }), 409);
    expect((await house.call('DELETE', `/api/v1/sources/${made.id}`)).status).toBe(204);
    await json(house.call('GET', `/api/v1/sources/${made.id}`), 404);
  });

  test('settings that cannot be used are 422 and say why', async () => {
    const body = { name: 'Odd', settings: { url: 'ftp://example.com' } };
    const problem = await json<Problem>(house.call('POST', '/api/v1/sources', body), 422);
    expect(problem.detail).toContain('http:// or https://');
    const unknown = await json<Problem>(house.call('POST', '/api/v1/sources', { ...body, kind: 'fax' }), 422);
    expect(unknown.detail).toContain('fax');
  });

  test('a preview reads a feed and stores nothing; one that cannot be read is 502', async () => {
    const feed = await startFeedServer();
    const open = await openWebHouse({ env: { EARSHOT_ALLOW_HOSTS: '127.0.0.1' } });
    try {
      const ask = (url: string) => open.call('POST', '/api/v1/sources/preview', { settings: { url } });
      expect(await json(ask(`${feed.url}/feed`))).toMatchObject({ items: 1, feedTitle: 'Test feed' });
      const problem = await json<Problem & { code: string }>(ask(`${feed.url}/missing`), 502);
      expect(problem).toMatchObject({ type: '/api/docs#problem-not-readable', code: 'http' });
      expect(await open.deps.db`select id from sources`).toEqual([]);
    } finally {
      await open.close();
      await feed.close();
    }
  });

  test('the import has its run in the list of its source', async () => {
    const { sources } = await json<{ sources: { id: number; name: string; kind: string }[] }>(
      house.call('GET', '/api/v1/sources'),
    );
    const source = sources.find(({ name }) => name === 'Reviews');
    expect(source?.kind).toBe('import');
    const { runs } = await json<{ runs: object[] }>(house.call('GET', `/api/v1/sources/${source?.id}/runs`));
    expect(runs).toMatchObject([{ status: 'ok', seen: 4, added: 4, coversFrom: '2026-03-02T09:00:00.000Z' }]);
  });
});

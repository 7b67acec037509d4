import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { json, type Problem } from './answers.ts';
import { openWebHouse, type WebHouse } from './web-house.ts';

const ANSWERS = `Response ID,NPS,Comment,Responded At,Location,Touchpoint,Segment,Email
1,10,good parcel,2026-03-02 10:00:00,mill,buy,=new,ada@example.com
2,9,,2026-03-02 11:00:00,mill,buy,old,
3,3,bad parcel,2026-03-03 10:00:00,dock,help,old,
4,8,,2026-03-03 11:00:00,dock,help,old,
5,99,,2026-03-03 11:00:00,dock,help,old,`;

const CUSTOMERS = 'id,start,ended\na,2025-01-01,2026-03-10\nb,2025-01-01,\nc,2026-03-05,';
const ORDERS =
  'id,customer,amount,currency,date\n1,a,10,EUR,2026-03-02\n2,a,10,EUR,2026-03-03\n3,b,5,USD,2026-03-03';
const MARCH = 'from=2026-03-01&to=2026-03-31';

let house: WebHouse;

beforeAll(async () => {
  house = await openWebHouse({ now: () => new Date('2026-04-01T12:00:00Z') });
  await house.call('POST', '/api/v1/imports/locations', 'code,name\nmill,=Mill\ndock,Dock');
});

afterAll(() => house.close());

describe('an import of facts', () => {
  test('tells first what a file would become, and stores nothing', async () => {
    const preview = await json<{ columns: object[] }>(
      house.call('POST', '/api/v1/imports/surveys/preview?map=Segment=', ANSWERS),
    );
    expect(preview).toMatchObject({
      read: 5,
      rows: [
        { line: 2, values: { externalId: '1', kind: 'nps', score: '10', email: '(kept as a digest)' } },
        {},
        {},
        {},
      ],
      rejected: [{ line: 6, reason: 'NPS: expected 0 to 10, got "99"' }],
    });
    expect(preview.columns).toContainEqual({ column: 'Segment', field: null, isUtc: false, asks: null });
    expect(await house.deps.db`select id from survey_responses`).toEqual([]);
  });

  test('keeps the good rows, lists the bad ones and may be repeated', async () => {
    expect(await imported('surveys', ANSWERS)).toMatchObject({ read: 5, added: 4, rejectedTotal: 1 });
    expect(await imported('surveys', ANSWERS)).toMatchObject({ read: 5, added: 0, unchanged: 4 });
    expect(await imported('customers', CUSTOMERS)).toMatchObject({ read: 3, added: 3 });
    expect(await imported('orders', ORDERS)).toMatchObject({ read: 3, added: 3 });
    await house.classifyAll();
  });

  test('refuses a column that is not there, a zone that is none and a scale that runs backwards', async () => {
    const problem = (query: string, status: number) =>
      json<Problem>(house.call('POST', `/api/v1/imports/surveys?${query}`, ANSWERS), status);
    expect((await problem('map=Shop=location', 422)).detail).toContain('There is no column "Shop"');
    expect((await problem('timeZone=Mars', 400)).errors).toMatchObject([{ field: 'timeZone' }]);
    await problem('scale=10-1', 400);
    await problem('source=Imported%20surveys&dates=backwards', 400);
  });
});

describe('KPIs', () => {
  test('are defined with formula, unit, direction and what they need', async () => {
    const { kpis } = await json<{ kpis: { id: string; formula: string }[] }>(
      house.call('GET', '/api/v1/kpis'),
    );
    expect(kpis.map(({ id }) => id)).toEqual(
      expect.arrayContaining([
        'ces',
        'churn',
        'csat',
        'lifetime-value',
        'nps',
        'referral-rate',
        'share-of-voice',
      ]),
    );
    expect(kpis.find(({ id }) => id === 'nps')).toMatchObject({
      unit: 'points',
      direction: 'higher',
      minimumN: 10,
      bands: { high: 'promoters', low: 'detractors' },
    });
  });

  test('have a point for every period, also for one without a number', async () => {
    const answer = await json<{ points: object[] }>(
      house.call('GET', '/api/v1/kpis/nps?from=2026-03-01&to=2026-03-03&by=day'),
    );
    expect(answer).toMatchObject({ kpi: { id: 'nps' }, timeZone: 'UTC', by: 'day' });
    expect(answer.points).toMatchObject([
      { period: '2026-03-01', value: null, n: 0, missing: expect.stringContaining('No answers') },
      { period: '2026-03-02', value: 100, n: 2, isEnough: false, parts: { promoters: 2 } },
      { period: '2026-03-03', value: -50, n: 2 },
    ]);
  });

  test('are cut by topic, location, touchpoint, segment and currency', async () => {
    const topic = await json<{ id: number }>(
      house.call('POST', '/api/v1/topics', { name: 'Parcels', kind: 'theme', query: 'parcel' }),
      201,
    );
    await house.classifyAll();
    const whole = async (id: string, cut: string) =>
      (
        await json<{ points: { value: number; n: number }[] }>(
          house.call('GET', `/api/v1/kpis/${id}?${MARCH}&by=whole&${cut}`),
        )
      ).points[0];
    expect(await whole('nps', `topic=${topic.id}`)).toMatchObject({ value: 0, n: 2 });
    expect(await whole('nps', 'touchpoint=help')).toMatchObject({ value: -50, n: 2 });
    expect(await whole('nps', 'segment=old&touchpoint=buy')).toMatchObject({ value: 100, n: 1 });
    const locations = await house.deps.db<{ id: number }>`select id from locations order by code`;
    const [dock, mill] = locations.map(({ id }) => id);
    expect(await whole('nps', `location=${dock}`)).toMatchObject({ n: 2 });
    expect(await whole('nps', `location=${dock}&location=${mill}`)).toMatchObject({ n: 4 });
    expect(await whole('retention', '')).toMatchObject({ value: 50, n: 2 });
    expect(await whole('referral-rate', '')).toMatchObject({
      value: null,
      missing: expect.stringContaining('EUR (2)'),
    });
    expect(await whole('referral-rate', 'currency=EUR')).toMatchObject({ value: 0, n: 2, currency: 'EUR' });
    await json(house.call('GET', '/api/v1/kpis/nps?topic=99999'), 404);
    await json(house.call('GET', '/api/v1/kpis/happiness'), 404);
  });

  test('leave as CSV in which no cell is a formula', async () => {
    const csv = await (await house.call('GET', `/api/v1/kpis/nps?${MARCH}&by=month&format=csv`)).text();
    expect(csv.split('\r\n').slice(0, 2)).toEqual([
      'period,value,low,high,n,is_enough,currency,promoters,passives,detractors,missing',
      expect.stringMatching(/^2026-03-01,25,-?[\d.]+,[\d.]+,4,false,,2,1,1,$/),
    ]);
    const places = await (await house.call('GET', `/api/v1/kpis/nps/locations?${MARCH}&format=csv`)).text();
    expect(places).toContain("mill,'=Mill,100,");
  });

  test('open to the people and texts behind them, page by page', async () => {
    const page = (query: string) =>
      json<{ answers: { id: number }[]; next: string | null }>(
        house.call('GET', `/api/v1/kpis/nps/answers?${MARCH}&${query}`),
      );
    expect(await page('band=low')).toMatchObject({
      next: null,
      answers: [
        {
          score: 3,
          band: 'detractors',
          location: 'Dock',
          touchpoint: 'help',
          mention: { text: 'bad parcel', label: 'negative' },
        },
      ],
    });
    expect((await page('band=high&comments=yes')).answers).toMatchObject([{ score: 10, segment: '=new' }]);
    const first = await page('limit=3');
    const second = await page(`limit=3&cursor=${first.next}`);
    expect([...first.answers, ...second.answers]).toHaveLength(4);
    expect(new Set([...first.answers, ...second.answers].map(({ id }) => id)).size).toBe(4);
    expect(second.next).toBeNull();
    const problem = await json<Problem>(house.call('GET', '/api/v1/kpis/retention/answers'), 422);
    expect(problem.detail).toContain('Retention rate is not made of answers');
  });

  test('stand beside the scores, also on days without a mention', async () => {
    const { scores } = await json<{ scores: { day: string }[] }>(
      house.call('GET', '/api/v1/scores?from=2026-03-01&to=2026-03-10&kpis=nps,repeat-purchase'),
    );
    expect(scores).toMatchObject([
      { day: '2026-03-02', n: 1, kpis: { nps: { value: 100, n: 2 }, 'repeat-purchase': { value: 0, n: 1 } } },
      { day: '2026-03-03', n: 1, kpis: { nps: { value: -50, n: 2 } } },
    ]);
    const csv = await (
      await house.call('GET', '/api/v1/scores?from=2026-03-01&to=2026-03-10&by=week&kpis=nps&format=csv')
    ).text();
    expect(csv.split('\r\n')[0]).toMatch(/,coverage,nps,nps_n$/);
    expect(csv.split('\r\n')[1]).toMatch(/^Everything,2026-03-02,.*,25,4$/);
    const week = await json<{ scores: object[] }>(
      house.call('GET', '/api/v1/scores?from=2026-03-01&to=2026-03-10&by=week'),
    );
    expect(week.scores).toMatchObject([{ day: '2026-03-02', kpis: {} }]);
    const problem = await json<Problem>(house.call('GET', '/api/v1/scores?kpis=nps&source=1'), 422);
    expect(problem.detail).toContain('KPIs cannot be told for one source');
  });

  test('are in the description of the API', async () => {
    const { paths } = await json<{ paths: Record<string, object> }>(
      house.call('GET', '/api/v1/openapi.json'),
    );
    expect(Object.keys(paths)).toEqual(
      expect.arrayContaining([
        '/kpis',
        '/kpis/{id}',
        '/kpis/{id}/locations',
        '/kpis/{id}/answers',
        '/imports/{kind}/preview',
      ]),
    );
  });
});

async function imported(kind: string, body: string): Promise<Record<string, unknown>> {
  const text = await (await house.call('POST', `/api/v1/imports/${kind}`, body)).text();
  return JSON.parse(text.trim().split('\n').at(-1) ?? '') as Record<string, unknown>;
}

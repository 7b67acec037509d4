import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listLocations } from '../../../src/store/workspace.ts';
import { json, type Problem } from './answers.ts';
import { openWebHouse, type WebHouse } from './web-house.ts';

const PLACES = 'code,name,region,country\nmill,=Mill,North,DE\ndock,Dock,North,DE\nhill,Hill,,FR';
const HEADER = 'Response ID,NPS,Comment,Responded At,Location,Touchpoint,Segment';
const MARCH = 'from=2026-03-01&to=2026-03-30';

interface Comparison {
  readonly kind: string;
  readonly earlier: object;
  readonly kpis: readonly { kpi: { id: string }; members: readonly Member[] }[];
}

interface Member {
  readonly key: string;
  readonly name: string;
  readonly now: { value: number | null; n: number; isEnough: boolean };
  readonly before: { value: number | null; n: number };
  readonly change: { value: number; isClear: boolean } | null;
  readonly points: readonly object[];
}

let house: WebHouse;
let mill: number;
let dock: number;
let parcels: number;

beforeAll(async () => {
  house = await openWebHouse({ now: () => new Date('2026-04-01T12:00:00Z') });
  await house.call('POST', '/api/v1/imports/locations', PLACES);
  // Twelve promoters at the mill and twelve detractors at the dock in March; the other way round in February.
  const rows = Array.from({ length: 12 }, (_, at) => [
    `m${at},10,good parcel,2026-03-10 10:00:00,mill,buy,new`,
    `d${at},2,bad till,2026-03-10 10:00:00,dock,use,old`,
    `f${at},2,bad parcel,2026-02-10 10:00:00,mill,buy,new`,
    `g${at},10,good till,2026-02-10 10:00:00,dock,use,old`,
  ]).flat();
  await house.call(
    'POST',
    '/api/v1/imports/surveys',
    [HEADER, ...rows, 'h,9,,2026-03-10 10:00:00,hill,buy,new'].join('\n'),
  );
  const topic = await json<{ id: number }>(
    house.call('POST', '/api/v1/topics', { name: 'Parcels', kind: 'theme', query: 'parcel' }),
    201,
  );
  parcels = topic.id;
  await house.classifyAll();
  const ids = new Map((await listLocations(house.deps.db)).map(({ code, id }) => [code, id]));
  [mill, dock] = [ids.get('mill') ?? 0, ids.get('dock') ?? 0];
});

afterAll(() => house.close());

describe('several members in one answer', () => {
  test('are places and areas, each with its number, n, interval and change, and everything beside them', async () => {
    const answer = await compared(`kpi=nps&places=${mill}&places=DE%2FNorth&places=FR&${MARCH}`);
    expect(answer).toMatchObject({ kind: 'places', earlier: { from: '2026-01-30', to: '2026-02-28' } });
    const [nps] = answer.kpis;
    expect(nps?.members.map(({ name }) => name)).toEqual(['=Mill', 'North, Germany', 'France', 'Everything']);
    expect(nps?.members).toMatchObject([
      {
        key: `place-${mill}`,
        now: { value: 100, n: 12, isEnough: true },
        before: { value: -100, n: 12 },
        change: { value: 200, isClear: true },
        points: [],
      },
      { key: 'place-DE/North', now: { value: 0, n: 24 }, change: { value: 0, isClear: false } },
      {
        key: 'place-FR',
        now: { value: 100, n: 1, isEnough: false },
        before: { value: null },
        change: null,
      },
      { key: 'all', now: { n: 25 }, before: { n: 24 } },
    ]);
  });

  test('have points for every period where these are asked for', async () => {
    const { kpis } = await compared(`kpi=nps&places=${mill}&places=${dock}&${MARCH}&by=week`);
    const [own, other, all] = kpis[0]?.members ?? [];
    expect(own?.points).toHaveLength(6);
    expect(own?.points[2]).toMatchObject({ period: '2026-03-09', value: 100, n: 12 });
    expect(other?.points[2]).toMatchObject({ period: '2026-03-09', value: -100, n: 12 });
    expect(all?.points[2]).toMatchObject({ period: '2026-03-09', n: 25 });
  });

  test('are topics, touchpoints and segments as well, narrowed by what else is asked', async () => {
    const nOf = async (query: string) => {
      const { kpis } = await compared(`kpi=nps&${MARCH}&${query}`);
      return kpis[0]?.members.map(({ name, now }) => [name, now.n]);
    };
    expect(await nOf(`topics=${parcels}`)).toEqual([
      ['Parcels', 12],
      ['Everything', 25],
    ]);
    expect(await nOf('segments=old&segments=new&touchpoint=buy')).toEqual([
      ['old', 0],
      ['new', 13],
      ['Everything', 13],
    ]);
    expect(await nOf(`touchpoints=use&location=${mill}`)).toEqual([
      ['use', 0],
      ['Everything', 12],
    ]);
    expect(await nOf(`places=${mill}&location=${dock}`)).toEqual([
      ['=Mill', 12],
      ['Everything', 25],
    ]);
  });

  test('come with the numbers of the page where none is named', async () => {
    const { kpis } = await compared(`places=${mill}&${MARCH}`);
    expect(kpis.map(({ kpi }) => kpi.id)).toEqual(
      expect.arrayContaining(['net-sentiment-all', 'nps', 'retention']),
    );
  });

  test('leave as CSV in which no cell is a formula: a row for each with its change, or one for each period', async () => {
    const csv = await text(`kpi=nps&places=${mill}&places=${dock}&${MARCH}&format=csv`);
    expect(csv[0]).toBe(
      'kpi,member,name,period,value,low,high,n,is_enough,currency,before,before_n,change,change_low,change_high,is_clear,missing',
    );
    expect(csv[1]).toMatch(
      new RegExp(`^nps,place-${mill},'=Mill,2026-03-01,100,[\\d.]+,100,12,true,,-100,12,200,`),
    );
    expect(csv.slice(1).map((row) => row.split(',')[1])).toEqual([
      `place-${mill}`,
      `place-${dock}`,
      'all',
      undefined,
    ]);
    const weeks = await text(`kpi=nps&places=${mill}&${MARCH}&by=week&format=csv`);
    expect(weeks[0]).toBe('kpi,member,name,period,value,low,high,n,is_enough,currency,missing');
    expect(weeks.filter((row) => row.startsWith(`nps,place-${mill},`))).toHaveLength(6);
  });
});

describe('what cannot stand side by side', () => {
  const refusals = [
    ['', 422, 'Nothing was asked to stand side by side.'],
    [
      'places=1&places=2&places=3&places=4&places=5&places=6&places=7',
      422,
      'At most 6 places can stand side by side',
    ],
    ['places=1&segments=new&segments=old', 422, 'Chosen are 1 places and 2 segments.'],
    ['topics=99999', 404, 'There is no topic with the id 99999'],
    ['places=DE%2FSouth', 404, 'There is no place or area "DE/South"'],
    ['places=all', 404, 'There is no place or area "all"'],
    ['kpi=happiness&places=DE', 404, 'There is no KPI "happiness"'],
    ['places=DE&from=2026-03-02&to=2026-03-01', 422, 'The range runs backwards'],
  ] as const;
  for (const [query, status, detail] of refusals) {
    test(`is refused: "${query}"`, async () => {
      const problem = await json<Problem>(house.call('GET', `/api/v1/kpi-comparison?${query}`), status);
      expect(problem.detail).toContain(detail);
    });
  }

  test('the same member twice is one', async () => {
    const { kpis } = await compared(`kpi=nps&places=${mill}&places=${mill}&${MARCH}`);
    expect(kpis[0]?.members).toHaveLength(2);
  });
});

test('the comparison is in the description of the API', async () => {
  const { paths } = await json<{ paths: Record<string, object> }>(house.call('GET', '/api/v1/openapi.json'));
  expect(Object.keys(paths)).toContain('/kpi-comparison');
});

function compared(query: string): Promise<Comparison> {
  return json<Comparison>(house.call('GET', `/api/v1/kpi-comparison?${query}`));
}

async function text(query: string): Promise<string[]> {
  return (await (await house.call('GET', `/api/v1/kpi-comparison?${query}`)).text()).split('\r\n');
}

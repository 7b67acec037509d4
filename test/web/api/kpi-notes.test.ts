import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWebHouse, type WebHouse } from './web-house.ts';

let house: WebHouse;
const API = '/api/v1';

beforeAll(async () => {
  house = await openWebHouse({ now: () => new Date('2026-06-30T12:00:00Z') });
});
afterAll(() => house.close());

describe('targets', () => {
  test('are set, changed and taken away, each with a line in the audit log', async () => {
    expect((await house.call('PUT', `${API}/kpi-targets/nps`, { value: 40 })).status).toBe(204);
    expect((await house.call('PUT', `${API}/kpi-targets/nps`, { value: 45 })).status).toBe(204);
    expect(await read('kpi-targets')).toEqual({ targets: [{ kpi: 'nps', value: 45, setBy: 'operator' }] });
    expect((await house.call('DELETE', `${API}/kpi-targets/nps`)).status).toBe(204);
    expect(await read('kpi-targets')).toEqual({ targets: [] });
    expect((await house.call('DELETE', `${API}/kpi-targets/nps`)).status).toBe(404);
    expect(await actions('nps')).toEqual(['set target', 'set target', 'remove target']);
  });

  test('are refused where a number cannot be, and for numbers there are not', async () => {
    const beyond = await house.call('PUT', `${API}/kpi-targets/nps`, { value: 140 });
    expect(beyond.status).toBe(422);
    expect(await beyond.json()).toMatchObject({ detail: 'NPS is between -100 and 100; got 140.' });
    expect((await house.call('PUT', `${API}/kpi-targets/nothing`, { value: 1 })).status).toBe(404);
  });
});

describe('benchmarks', () => {
  const RETAIL = {
    kpi: 'nps',
    value: 38,
    name: 'Retail',
    source: 'A yearbook of retail, page 12',
    publishedOn: '2026-01-15',
  };

  test('keep their source and date; one name is one figure', async () => {
    const made = await house.call('POST', `${API}/kpi-benchmarks`, RETAIL);
    expect(made.status).toBe(201);
    const { id } = (await made.json()) as { id: number };
    expect(await read('kpi-benchmarks')).toEqual({ benchmarks: [{ id, ...RETAIL }] });
    expect((await house.call('POST', `${API}/kpi-benchmarks`, RETAIL)).status).toBe(409);
    expect((await house.call('DELETE', `${API}/kpi-benchmarks/${id}`)).status).toBe(204);
    expect((await house.call('DELETE', `${API}/kpi-benchmarks/${id}`)).status).toBe(404);
    expect(await actions('nps: Retail')).toEqual(['add benchmark', 'remove benchmark']);
  });

  test('are refused without a source', async () => {
    expect((await house.call('POST', `${API}/kpi-benchmarks`, { ...RETAIL, source: ' ' })).status).toBe(400);
  });
});

describe('annotations', () => {
  test('last a day when nothing else is said, and are asked for by the days they touch', async () => {
    const launch = { kind: 'launch', text: 'New app', firstDay: '2026-05-04' };
    const outage = { kind: 'outage', text: 'No login', firstDay: '2026-06-01', lastDay: '2026-06-03' };
    expect((await house.call('POST', `${API}/annotations`, launch)).status).toBe(201);
    const made = await house.call('POST', `${API}/annotations`, outage);
    const { id } = (await made.json()) as { id: number };
    const texts = async (query: string) => {
      const { annotations } = (await read(`annotations${query}`)) as { annotations: { text: string }[] };
      return annotations.map(({ text }) => text);
    };
    expect(await texts('')).toEqual(['New app', 'No login']);
    expect(await texts('?from=2026-05-04&to=2026-05-04')).toEqual(['New app']);
    expect(await texts('?from=2026-06-02&to=2026-06-30')).toEqual(['No login']);
    expect(await texts('?from=2026-06-04')).toEqual([]);
    expect((await house.call('DELETE', `${API}/annotations/${id}`)).status).toBe(204);
    expect(await texts('')).toEqual(['New app']);
    expect(await actions('No login')).toEqual(['add annotation', 'remove annotation']);
  });

  test('are refused when they end before they begin', async () => {
    const backwards = { kind: 'other', text: 'x', firstDay: '2026-06-02', lastDay: '2026-06-01' };
    const answer = await house.call('POST', `${API}/annotations`, backwards);
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({ detail: expect.stringContaining('before it begins') });
  });
});

async function read(path: string): Promise<unknown> {
  return (await house.call('GET', `${API}/${path}`)).json();
}

async function actions(target: string): Promise<string[]> {
  const rows = await house.deps.db<{ action: string }>`
    select action
      from audit_log
     where target = ${target}
     order by id`;
  return rows.map(({ action }) => action);
}

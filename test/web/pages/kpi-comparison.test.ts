import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { NewAnswer } from '../../../src/domain/facts.ts';
import { randomOf } from '../../../src/domain/random.ts';
import { vacuumWhereDue } from '../../../src/store/vacuum.ts';
import { listLocations, saveLocation } from '../../../src/store/workspace.ts';
import { closeLive } from '../../../src/web/live.ts';
import { openKpiHouse } from '../../support/kpi-house.ts';
import { openWebHouse, type WebHouse } from '../api/web-house.ts';

const NOW = new Date('2026-06-30T12:00:00Z');
const DAY_MS = 86_400_000;
const PLACES = ['mill', 'dock', 'hill', 'shop', 'yard', 'pier', 'gate'];
let house: WebHouse;
let ids: ReadonlyMap<string, number>;

beforeAll(async () => {
  house = await openWebHouse({ now: () => NOW });
  for (const code of PLACES) {
    await saveLocation(house.deps.db, { code, name: `<b>${code}`, country: code === 'gate' ? 'FR' : 'DE' });
  }
  ids = new Map((await listLocations(house.deps.db)).map(({ code, id }) => [code, id]));
  const kpis = await openKpiHouse(house.deps.db);
  await kpis.save({ answers: answers() });
});
afterAll(async () => {
  await closeLive(house.deps.db);
  await house.close();
});

describe('places side by side', () => {
  test('have a column each in a table of all numbers, and a row in the card of every number', async () => {
    const page = await text(`/kpis?kpi=nps&kpi=csat&${placed('mill', 'dock')}`);
    const table = partOf(page, 'compared-table');
    expect(headings(table)).toEqual(['A <b>mill', 'B <b>dock', 'Everything', 'Number']);
    expect(table).toContain('href="#kpi-nps"');
    const card = partOf(page, 'kpi-nps');
    expect(card).toContain('member-line member-1');
    expect(card).toContain('member-line member-2');
    expect(card.match(/<th scope="row">/g)?.length).toBeGreaterThanOrEqual(3);
    expect(card).toMatch(/n\u00a0\d+/);
    expect(page).not.toContain('<b>');
    expect(page).not.toContain('Does sentiment go before');
  });

  test('have their own numbers, interval and n, as each has alone', async () => {
    const alone = await text(`/kpis?kpi=nps&location=${ids.get('dock')}`);
    const [, n] = /n\u00a0([\d,]+) answers/.exec(alone) ?? [];
    const [, value] =
      /<span class="score-value">([^<]+)<\/span>.*?answers/s.exec(partOf(alone, 'kpi-nps')) ?? [];
    const card = partOf(await text(`/kpis?kpi=nps&${placed('dock', 'mill')}`), 'kpi-nps');
    const [, row] = /<tr><th scope="row">.*?dock.*?<\/th>(.*?)<\/tr>/s.exec(card) ?? [];
    expect(row).toContain(`<strong>${value}</strong>`);
    expect(row).toContain(`n\u00a0${n}<`);
  });

  test('say how few there are instead of a number', async () => {
    const page = await text(`/kpis?kpi=nps&${placed('mill', 'pier')}`);
    expect(partOf(page, 'compared-table')).toMatch(/too few: n\u00a0\d</);
    expect(partOf(page, 'kpi-nps')).toMatch(/too few: n\u00a0\d</);
  });

  test('may be areas, which are all of their places', async () => {
    const page = await text('/kpis?kpi=nps&places=DE&places=FR');
    expect(headings(partOf(page, 'compared-table'))).toEqual([
      'A Germany',
      'B France',
      'Everything',
      'Number',
    ]);
  });

  test('are drawn by months where weeks have too few', async () => {
    const steps = async (query: string) =>
      /<title id="kpi-nps-title">NPS, (\w+) by/.exec(await text(`/kpis?kpi=nps&${query}`))?.[1];
    expect(await steps('places=DE&days=90')).toBe('week');
    expect(await steps(`${placed('mill', 'dock')}&days=90`)).toBe('month');
    expect(await steps('places=DE&days=365')).toBe('month');
  });

  test('take the place of the location that was chosen, and leave the rest as it is', async () => {
    const page = await text(`/kpis?kpi=nps&location=${ids.get('hill')}&touchpoint=buy&${placed('mill')}`);
    expect(page).not.toContain(`<option value="${ids.get('hill')}" selected`);
    expect(page).toContain('<option value="buy" selected');
    expect(page).toMatch(/href="\/kpis\?kpi=nps&amp;location=\d+&amp;touchpoint=buy">Back to one at a time/);
  });

  test('go along as the CSV and JSON of the API, with the same numbers', async () => {
    const page = await text(`/kpis?kpi=nps&${placed('mill', 'dock')}`);
    const [, csv] = /href="([^"]+)">CSV<\/a> and/.exec(page) ?? [];
    const rows = (await text(csv?.replaceAll('&amp;', '&') ?? '')).split('\r\n');
    const dock = rows.find((row) => row.startsWith(`nps,place-${ids.get('dock')},`))?.split(',') ?? [];
    expect(partOf(page, 'kpi-nps')).toContain(`n\u00a0${dock[7]}<`);
    const [, weeks] = /href="([^"]+)">NPS side by side as CSV/.exec(page) ?? [];
    expect(await text(weeks?.replaceAll('&amp;', '&') ?? '')).toContain('kpi,member,name,period,value');
  });
});

describe('topics, touchpoints and segments', () => {
  test('stand side by side as well', async () => {
    const topic = await house.call('POST', '/api/v1/topics', { name: 'Bad', kind: 'theme', query: 'bad' });
    const { id } = (await topic.json()) as { id: number };
    await house.classifyAll();
    const page = await text(`/kpis?kpi=nps&kpi=retention&topics=${id}`);
    expect(headings(partOf(page, 'compared-table'))).toEqual(['A Bad', 'Everything', 'Number']);
    expect(partOf(page, 'kpi-retention')).toContain('Retention rate cannot be told for a topic.');
    expect(await text('/kpis?kpi=nps&touchpoints=buy&touchpoints=use')).toContain(
      'Side by side (2 touchpoints)',
    );
    expect(await text('/kpis?kpi=nps&segments=new')).toContain('Side by side (1 segment)');
  });
});

describe('what cannot stand side by side', () => {
  const seven = () => PLACES.map((code) => `places=${ids.get(code)}`).join('&');
  const refusals = [
    ['too many', seven, 422, 'At most 6 places can stand side by side'],
    ['two kinds at once', () => 'places=DE&segments=new', 422, 'Only one kind can stand side by side'],
    ['a place that is not there', () => 'places=AT', 404, 'There is no place or area &quot;AT&quot;'],
    ['a topic that is none', () => 'topics=%3Cb%3E', 404, 'There is no topic with the id &lt;b&gt;'],
  ] as const;
  for (const [what, query, status, words] of refusals) {
    test(`${what}: the page says so, keeps what was chosen and shows the numbers of all`, async () => {
      const answer = await house.call('GET', `/kpis?kpi=nps&${query()}`);
      expect(answer.status).toBe(status);
      const page = await answer.text();
      expect(page).toContain(words);
      expect(page).toMatch(/<details id="side-by-side" open/);
      expect(page).toContain('<h2>NPS</h2>');
      expect(page).not.toContain('compared-table');
    });
  }
});

describe('with very many orders', () => {
  beforeAll(async () => {
    await house.deps.db`
      insert into orders (source_id, external_id, customer_external_id, amount_e2, currency, ordered_at, location_id)
      select (select max(id) from sources), 'many-' || n, 'c' || n % 5000, 1000, 'EUR',
             ${NOW}::timestamptz - n % 80 * interval '1 day', ${ids.get('mill') ?? 0}
        from generate_series(1, 10000) as n`;
    await vacuumWhereDue(house.deps.db);
  });

  test('shows at once what is quickly read, and the rest by a link that the script follows', async () => {
    const address = `/kpis?kpi=nps&kpi=repeat-purchase&${placed('mill', 'dock')}`;
    const first = await text(address);
    expect(partOf(first, 'kpi-nps')).toContain('member-line member-1');
    expect(first).toContain('<h2>Repeat purchase rate</h2><p class="kpi-missing">Being added up.');
    expect(partOf(first, 'compared-table')).toContain('being added up');
    const [, rest] = /data-rest="([^"]*)"/.exec(first) ?? [];
    const whole = await text(rest?.replaceAll('&amp;', '&') ?? '');
    expect(whole).not.toContain('data-rest');
    expect(partOf(whole, 'kpi-repeat-purchase')).toContain('n\u00a05,000');
    expect(await text(address)).not.toContain('data-rest');
  });
});

async function text(path: string): Promise<string> {
  const answer = await house.call('GET', path);
  expect(answer.status).toBe(200);
  return (await answer.text()).replaceAll('&nbsp;', '\u00a0');
}

const placed = (...codes: string[]) => codes.map((code) => `places=${ids.get(code)}`).join('&');

/** The card with an id, or the table of a class. */
function partOf(page: string, name: string): string {
  const [found = ''] =
    new RegExp(`<article class="card kpi-card" id="${name}">.*?</article>`, 's').exec(page) ??
    new RegExp(`<table class="${name}">.*?</table>`, 's').exec(page) ??
    [];
  return found;
}

function headings(table: string): string[] {
  const cells = [...table.matchAll(/<th scope="col">(.*?)<\/th>/gs)];
  return cells
    .map(([, cell = '']) => cell.replaceAll(/<[^>]*>/g, '').trim())
    .map((words) => words.replaceAll('&lt;', '<').replaceAll('&gt;', '>'))
    .toSorted();
}

/** A few a week at six places, four in all at the pier. */
function answers(): NewAnswer[] {
  const random = randomOf(5);
  const kinds = [
    { kind: 'nps', scale: { min: 0, max: 10 } },
    { kind: 'csat', scale: { min: 1, max: 5 } },
  ] as const;
  return Array.from({ length: 900 }, (_, at): NewAnswer => {
    const asked = at < 4 ? kinds[0] : random.pick(kinds);
    return {
      externalId: `a${at}`,
      ...asked,
      score: random.between(asked.scale.min, asked.scale.max),
      answeredAt: new Date(NOW.getTime() - random.between(0, at < 4 ? 20 : 179) * DAY_MS),
      location: at < 4 ? 'pier' : random.pick(PLACES.filter((code) => code !== 'pier')),
      touchpoint: random.pick(['buy', 'use']),
      segment: random.pick(['new', 'old']),
      comment: random.pick(['good', 'bad']),
    };
  });
}

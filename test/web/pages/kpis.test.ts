import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { NewAnswer } from '../../../src/domain/facts.ts';
import { randomOf } from '../../../src/domain/random.ts';
import { vacuumWhereDue } from '../../../src/store/vacuum.ts';
import { saveLocation } from '../../../src/store/workspace.ts';
import { closeLive } from '../../../src/web/live.ts';
import { openKpiHouse } from '../../support/kpi-house.ts';
import { openWebHouse, type WebHouse } from '../api/web-house.ts';

const NOW = new Date('2026-06-30T12:00:00Z');
const WEEK_MS = 7 * 86_400_000;
const WEEKS = 60;
const LEAD = 3;
const HOSTILE = '<img src=x onerror=alert(1)> bad';
let house: WebHouse;

beforeAll(async () => {
  house = await openWebHouse({ now: () => NOW });
  await saveLocation(house.deps.db, { code: 'mill', name: 'Mill' });
  await saveLocation(house.deps.db, { code: 'dock', name: 'Dock' });
  const kpis = await openKpiHouse(house.deps.db);
  await kpis.save({ answers: answersOfWeeks() });
});
afterAll(async () => {
  await closeLive(house.deps.db);
  await house.close();
});

describe('the page', () => {
  test('shows sentiment and the usual numbers, each with interval, n and formula', async () => {
    const page = await text('/kpis');
    for (const name of ['Net sentiment (all)', 'NPS', 'CSAT', 'CES', 'Retention rate']) {
      expect(page).toContain(`<h2>${name}</h2>`);
    }
    expect(page).toMatch(/95\u00a0% between [+−]?\d+ and [+−]?\d+, n\u00a02\d\d answers/);
    expect(page).toContain('Reichheld');
    expect(page).toMatch(
      /\/api\/v1\/kpis\/nps\?from=2026-04-02&amp;to=2026-06-30&amp;by=week&amp;format=csv/,
    );
  });

  test('says what is missing where there is no number', async () => {
    const page = await text('/kpis?kpi=retention');
    expect(page).toMatch(/No number yet\.<\/strong> Nobody was a customer/);
    expect(page).not.toContain('<h2>NPS</h2>');
  });

  test('says of what a number cannot be told', async () => {
    const topic = await house.call('POST', '/api/v1/topics', { name: 'Bad', kind: 'theme', query: 'bad' });
    const { id } = (await topic.json()) as { id: number };
    expect(await text(`/kpis?kpi=retention&topic=${id}`)).toContain('cannot be told for a topic');
  });

  test('is narrowed to a location, a touchpoint and a segment', async () => {
    const n = (page: string) => Number(/n\u00a0([\d,]+) answers/.exec(page)?.[1]?.replace(',', ''));
    const [mill] = await house.deps.db<{ id: number }>`select id from locations where code = 'mill'`;
    const all = n(await text('/kpis?kpi=nps'));
    expect(n(await text(`/kpis?kpi=nps&location=${mill?.id}`))).toBe(all / 2);
    expect(n(await text('/kpis?kpi=nps&touchpoint=buy'))).toBe(all / 2);
    expect(n(await text('/kpis?kpi=nps&segment=first%20year'))).toBe(all);
    expect(await text('/kpis?kpi=nps&segment=nobody')).toContain('No number yet');
  });

  test('compares with the time before or with a year earlier', async () => {
    expect(await text('/kpis?kpi=nps')).toContain('against the 90 days before');
    expect(await text('/kpis?kpi=nps&compare=year')).toContain('the same days a year earlier');
  });

  test('takes what cannot be read for not said', async () => {
    const page = await text('/kpis?days=12&topic=x&location=-1&kpi=nothing&compare=never');
    expect(page).toContain('<h2>NPS</h2>');
  });

  test('a topic that is not there is a problem that is said, not a crash', async () => {
    expect((await house.call('GET', '/kpis?topic=99999')).status).toBe(404);
  });
});

describe('with very many orders', () => {
  beforeAll(async () => {
    await house.deps.db`
      insert into orders (source_id, external_id, customer_external_id, amount_e2, currency, ordered_at)
      select (select max(id) from sources), 'many-' || n, 'c' || n % 5000, 1000, 'EUR',
             ${NOW}::timestamptz - n % 80 * interval '1 day'
        from generate_series(1, 10000) as n`;
    await vacuumWhereDue(house.deps.db);
  });
  afterAll(() => house.deps.db`delete from orders where external_id like 'many-%'`);

  test('shows at once what is quickly read, and the rest by a link that the script follows', async () => {
    const first = await text('/kpis?kpi=nps&kpi=repeat-purchase&days=90');
    expect(first).toMatch(/95\u00a0% between [^,]*, n\u00a02\d\d answers/);
    expect(first).toContain('<h2>Repeat purchase rate</h2><p class="kpi-missing">Being added up.');
    expect(first).not.toContain('Does sentiment go before');
    const [, rest] = /data-rest="([^"]*)"/.exec(first) ?? [];
    expect(rest).toBe('/kpis?kpi=nps&amp;kpi=repeat-purchase&amp;days=90&amp;all=yes');
    const whole = await text(rest?.replaceAll('&amp;', '&') ?? '');
    expect(whole).toContain('n\u00a05,000 customers who ordered');
    expect(whole).toContain('Does sentiment go before');
    expect(whole).not.toContain('data-rest');
  });

  test('shows everything at once to whoever comes back within the minute', async () => {
    expect(await text('/kpis?kpi=nps&kpi=repeat-purchase&days=90')).not.toContain('data-rest');
  });
});

describe('the lead', () => {
  test('is told over the API and as CSV as well', async () => {
    const asked = '/api/v1/kpi-leads?kpi=nps&kpi=retention';
    const { leads } = (await (await house.call('GET', asked)).json()) as { leads: object[] };
    expect(leads).toMatchObject([
      { kpi: 'nps', verdict: 'lead', lag: LEAD, reason: null },
      { kpi: 'retention', verdict: 'not-searched', reason: 'too-few-weeks', r: null, byLag: [] },
    ]);
    const csv = (await text(`${asked}&format=csv`)).split('\r\n');
    expect(csv[0]).toBe('kpi,verdict,reason,weeks,p,band,lag,r,is_best');
    expect(csv.filter((row) => row.startsWith('nps,lead,') && row.endsWith(',true'))).toHaveLength(1);
    expect((await house.call('GET', '/api/v1/kpi-leads?kpi=nothing')).status).toBe(404);
  });

  test('is said in words with r, n and the corrected chance', async () => {
    const page = await text('/kpis?kpi=nps&kpi=csat');
    expect(page).toMatch(
      new RegExp(
        `Sentiment leads NPS by ${LEAD} weeks \\(r \\+0\\.\\d\\d, n \\d+ weeks, corrected p 0\\.\\d+\\)`,
      ),
    );
    expect(page).toContain('it does not say that one causes the');
    expect(page).toContain('a season that moves both cannot be ruled out');
  });

  test('is not claimed for a number that sentiment has nothing to do with', async () => {
    const page = await text('/kpis?kpi=ces');
    expect(page).toContain('No lead found.');
    expect(page).toMatch(/CES: no lead found\. The strongest connection/);
  });

  test('waits for enough weeks', async () => {
    expect(await text('/kpis?kpi=retention')).toContain(
      'Retention rate: too early to say. 0 whole weeks have both numbers; 20 are needed.',
    );
  });
});

describe('targets, benchmarks and events', () => {
  test('stand on the charts and are kept by forms', async () => {
    const form = (path: string, fields: Record<string, string>) =>
      house.app.request(
        `http://localhost${path}`,
        { method: 'POST', body: new URLSearchParams(fields) },
        OPERATOR,
      );
    expect((await form('/kpis/targets', { kpi: 'nps', value: '95,5' })).status).toBe(303);
    const benchmark = {
      kpi: 'nps',
      value: '-12',
      name: 'Retail',
      source: 'A yearbook <b>',
      publishedOn: '2026-01-15',
    };
    expect((await form('/kpis/benchmarks', benchmark)).status).toBe(303);
    const outage = { kind: 'outage', text: 'No login', firstDay: '2026-06-01', lastDay: '' };
    expect((await form('/kpis/annotations', outage)).status).toBe(303);
    const page = await text('/kpis?kpi=nps');
    expect(page).toContain('Target +96</strong>: not reached');
    expect(page).toContain('A yearbook &lt;b&gt;, Thu, 15 Jan 2026');
    expect(page).toContain('<strong>Outage:</strong> No login, Mon, 1 Jun 2026');
    expect(page.match(/<g class="mark">/g)).toHaveLength(2);
    const notes = await text('/kpis/notes');
    const remove = [...notes.matchAll(/action="(\/kpis\/[^"]+\/remove)"/g)].map((match) => match[1] ?? '');
    expect(remove).toHaveLength(3);
    for (const path of remove) expect((await form(path, {})).status).toBe(303);
    expect(await text('/kpis/notes')).toContain('Nothing is marked yet.');
  });

  test('say what is wrong with what was typed', async () => {
    const body = new URLSearchParams({ kpi: 'nps', value: 'a lot' });
    const answer = await house.app.request(
      'http://localhost/kpis/targets',
      { method: 'POST', body },
      OPERATOR,
    );
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain('The value has to be a number such as 40 or 4.5.');
  });

  test('may be changed by analysts and seen by viewers', async () => {
    await house.addUser('vera@example.com', 'viewer');
    const cookie = await house.signIn('vera@example.com');
    const notes = await house.ask('/kpis/notes', { headers: { cookie } });
    expect(notes.status).toBe(200);
    expect(await notes.text()).not.toContain('Set the target');
    const body = new URLSearchParams({ kpi: 'nps', value: '4' });
    const answer = await house.ask('/kpis/targets', { method: 'POST', body, headers: { cookie } });
    expect(answer.status).toBe(403);
  });
});

describe('the people behind a number', () => {
  test('are read by band, with their words as text', async () => {
    const page = await text('/kpis/nps/answers?band=low&from=2026-06-01&to=2026-06-30');
    expect(page).toContain('NPS: detractors');
    expect(page).toContain('&lt;img src=x onerror=alert(1)&gt; bad');
    expect(page).not.toContain('<img src=x');
    expect(page).toContain('customer c-');
  });

  test('come page by page, nobody twice', async () => {
    const seen: string[] = [];
    let path: string | undefined = '/kpis/nps/answers?from=2025-06-01&to=2026-06-30&band=high';
    for (let pages = 0; path && pages < 40; pages++) {
      const page: string = await text(path);
      seen.push(...[...page.matchAll(/customer (c-[\d-]+)/g)].map((match) => match[1] ?? ''));
      path = /href="(\/kpis\/nps\/answers[^"]+)">Older/.exec(page)?.[1]?.replaceAll('&amp;', '&');
    }
    const [promoters] = await house.deps.db<{ n: number }>`
      select count(*)::int as n
        from survey_responses
       where kind = 'nps'
         and score >= 9
         and answered_at >= '2025-06-01T00:00:00Z'`;
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBe(promoters?.n);
  });

  test('are not asked for where a number is not made of answers', async () => {
    expect((await house.call('GET', '/kpis/retention/answers')).status).toBe(404);
  });
});

test('the overview has a row of the numbers that there are', async () => {
  const page = await text('/');
  expect(page).toContain('KPIs, the last 30 days');
  expect(page).toContain('href="/kpis#kpi-nps"');
  expect(page).not.toContain('href="/kpis#kpi-retention"');
});

const OPERATOR = {
  principal: {
    kind: 'local',
    userId: undefined,
    name: 'operator',
    scopes: new Set(['read', 'topics', 'admin']),
  },
};

async function text(path: string): Promise<string> {
  const answer = await house.call('GET', path);
  expect(answer.status).toBe(200);
  return (await answer.text()).replaceAll('&nbsp;', '\u00a0');
}

/** Comments that praise more or less, and recommendations that follow the praise three weeks later; effort follows nothing. */
function answersOfWeeks(): NewAnswer[] {
  const random = randomOf(7);
  const moods = Array.from({ length: WEEKS + LEAD }, () => 0.2 + 0.6 * random.next());
  return Array.from({ length: WEEKS }, (_, week) => {
    const answeredAt = new Date(NOW.getTime() - (WEEKS - week) * WEEK_MS);
    const answer = (
      kind: NewAnswer['kind'],
      at: number,
      score: number,
      scale: NewAnswer['scale'],
    ): NewAnswer => ({
      externalId: `${kind} ${week} ${at}`,
      kind,
      score,
      scale,
      answeredAt,
      customer: `c-${week}-${at}`,
      location: at % 2 ? 'mill' : 'dock',
      touchpoint: at % 2 ? 'buy' : 'use',
      segment: 'first year',
    });
    const share = (at: number) => (at + 0.5) / 20;
    return Array.from({ length: 20 }, (_, at) => [
      {
        ...answer('custom', at, 1, { min: 0, max: 1 }),
        comment: share(at) < (moods[week + LEAD] ?? 0) ? 'good' : HOSTILE,
      },
      {
        ...answer('nps', at, share(at) < (moods[week] ?? 0) + 0.3 * (random.next() - 0.5) ? 10 : 3, {
          min: 0,
          max: 10,
        }),
        ...(week === WEEKS - 1 ? { comment: HOSTILE } : {}),
      },
      answer('csat', at, random.chance(0.7) ? 5 : 2, { min: 1, max: 5 }),
      answer('ces', at, random.between(2, 7), { min: 1, max: 7 }),
    ]).flat();
  }).flat();
}

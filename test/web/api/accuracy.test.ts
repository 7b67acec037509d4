import { afterAll, beforeAll, expect, test } from 'vitest';
import { json, type Problem } from './answers.ts';
import { openWebHouse, type WebHouse } from './web-house.ts';

interface Share {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly n: number;
}
interface Report {
  readonly basis: string;
  readonly uncovered: number;
  readonly sample: { readonly population: number; readonly answered: number } | null;
  readonly overall: {
    readonly n: number;
    readonly accuracy: Share | null;
    readonly classes: readonly {
      readonly label: string;
      readonly precision: Share | null;
      readonly recall: Share | null;
    }[];
  };
  readonly bySource: readonly { readonly name: string; readonly n: number }[];
  readonly byMonth: readonly { readonly name: string; readonly n: number }[];
}
interface Sample {
  readonly id: number;
  readonly drawn: number;
  readonly population: number;
}
interface Item {
  readonly position: number;
  readonly mention: { readonly id: number; readonly text: string };
}

let house: WebHouse;
const now = new Date('2026-03-20T12:00:00Z');

// 90 are labelled positive, of which 30 are in truth negative; 30 are labelled negative, all rightly.
const ROWS = [
  ...Array.from({ length: 60 }, (_, i) => `p${i},2026-02-10,good praise ${i}`),
  ...Array.from({ length: 30 }, (_, i) => `w${i},2026-03-10,good irony ${i}`),
  ...Array.from({ length: 30 }, (_, i) => `n${i},2026-03-10,bad ${i}`),
  'u0,2026-03-10,nothing known',
];
const truthOf = (text: string) => (text.includes('praise') ? 'positive' : 'negative');

beforeAll(async () => {
  house = await openWebHouse({ now: () => now });
  await house.call('POST', '/api/v1/imports/mentions?source=Letters', `id,date,text\n${ROWS.join('\n')}\n`);
  await house.classifyAll();
});

afterAll(() => house.close());

const report = (query = '') => json<Report>(house.call('GET', `/api/v1/accuracy${query}`));
const draw = (body: Record<string, unknown>) =>
  json<Sample>(house.call('POST', '/api/v1/label-samples', body), 201);

async function next(sample: Sample): Promise<Item | undefined> {
  const answer = await house.call('GET', `/api/v1/label-samples/${sample.id}/next`);
  return answer.status === 204 ? undefined : ((await answer.json()) as Item);
}

async function say(sample: Sample, item: Item, label: string | null): Promise<void> {
  const path = `/api/v1/label-samples/${sample.id}/items/${item.position}`;
  expect((await house.call('PUT', path, { label })).status).toBe(204);
}

test('without any label by people there is not enough data, and nothing pretends otherwise', async () => {
  const found = await report();
  expect(found).toMatchObject({ basis: 'team', sample: null, overall: { n: 0, accuracy: null } });
});

test('what people correct by themselves looks worse than the truth, and is called the basis "team"', async () => {
  const ironic = await house.deps.db<{
    id: number;
  }>`select id from mentions where text like '%irony%' order by id limit 12`;
  for (const { id } of ironic) {
    await json(house.call('POST', `/api/v1/mentions/${id}/override`, { label: 'negative' }));
  }
  const found = await report('?basis=team');
  expect(found.overall.accuracy).toMatchObject({ value: 0, n: 12 });
  for (const { id } of ironic) await house.call('DELETE', `/api/v1/mentions/${id}/override`);
});

test('the same seed draws the same mentions, another one others', async () => {
  const drawn = async (seed: string) => {
    const sample = await draw({ size: 20, seed });
    const rows = await house.deps.db<{ mention_id: number }>`
      select mention_id from label_sample_items where sample_id = ${sample.id} order by position`;
    return rows.map((row) => row.mention_id);
  };
  const first = await drawn('a');
  expect(await drawn('a')).toEqual(first);
  expect(await drawn('b')).not.toEqual(first);
});

test('a drawn sample weighs each answer by what it stands for', async () => {
  const sample = await draw({ size: 40, seed: 'honest' });
  // √90 : √30, so 25 and 15; the one without a label is not drawn.
  expect(sample).toMatchObject({ population: 120, drawn: 40 });
  let item = await next(sample);
  let wrong = 0;
  while (item) {
    expect(item).not.toHaveProperty('mention.label');
    const truth = truthOf(item.mention.text);
    if (item.mention.text.includes('irony')) wrong += 1;
    await say(sample, item, truth);
    item = await next(sample);
  }
  const found = await report(`?sample=${sample.id}`);
  expect(found).toMatchObject({
    basis: 'sample',
    uncovered: 0,
    sample: { answered: 40 },
    overall: { n: 40 },
  });
  const precision = (25 - wrong) / 25;
  expect(found.overall.accuracy?.value).toBeCloseTo((90 * precision + 30) / 120, 6);
  const positive = found.overall.classes.find(({ label }) => label === 'positive');
  expect(positive?.precision?.value).toBeCloseTo(precision, 6);
  const negative = found.overall.classes.find(({ label }) => label === 'negative');
  expect(negative?.recall?.value).toBeCloseTo(30 / (30 + 90 * (1 - precision)), 6);
  expect(found.byMonth.map(({ name }) => name)).toEqual(['2026-03', '2026-02']);
  expect((await report(`?sample=${sample.id}&from=2026-03-01`)).overall.n).toBeLessThan(40);
  // An answer that contradicts corrects the mention, one that agrees leaves it alone.
  const [counts] = await house.deps.db<{ n: number }>`
    select count(*)::int as n from mentions where override_label is not null and override_revision = revision`;
  expect(counts?.n).toBe(wrong);
  expect((await report('?basis=team')).overall.n).toBe(40);
});

test('an answer can be taken back, and its correction with it', async () => {
  const sample = await draw({ size: 30, seed: 'back' });
  const item = (await next(sample)) as Item;
  const label = async () =>
    (await json<{ label: string }>(house.call('GET', `/api/v1/mentions/${item.mention.id}`))).label;
  const before = await label();
  const other = before === 'neutral' ? 'positive' : 'neutral';
  await say(sample, item, other);
  expect(await label()).toBe(other);
  await say(sample, item, null);
  expect(await label()).toBe(before);
  expect((await next(sample))?.position).toBe(item.position);
  await say(sample, item, 'skipped');
  expect(await label()).toBe(before);
  expect((await next(sample))?.position).not.toBe(item.position);
});

test('strata nobody has answered for are left out and told', async () => {
  const sample = await draw({ size: 30, seed: 'part' });
  const item = (await next(sample)) as Item;
  await say(sample, item, truthOf(item.mention.text));
  const { uncovered } = await report(`?sample=${sample.id}`);
  expect([30, 90]).toContain(uncovered);
});

test('where there is nothing to draw from, it says so', async () => {
  const body = { size: 10, from: '2020-01-01', to: '2020-01-02' };
  const refused = await json<Problem>(house.call('POST', '/api/v1/label-samples', body), 422);
  expect(refused.detail).toContain('no labelled mentions in these days');
});

test('the export has one line for each number, with its interval', async () => {
  const answer = await house.call('GET', '/api/v1/accuracy/export?basis=team');
  const lines = (await answer.text()).trimEnd().split('\r\n');
  expect(lines[0]).toBe('cut,name,measure,label,value,low,high,labels');
  expect(lines[1]).toMatch(/^all,,accuracy,,0\.\d+,0\.\d+,0\.\d+,\d+$/);
  expect(lines).toContainEqual(expect.stringMatching(/^source,Letters,F1,positive,/));
});

test('the page shows the sample, its curve in words, and asks without telling the label', async () => {
  await house.addUser('gus@example.com', 'agent');
  const cookie = await house.signIn('gus@example.com');
  const get = async (path: string) => (await house.ask(path, { headers: { cookie } })).text();
  const page = await get('/settings/accuracy');
  expect(page).toContain('drawn at random from 120');
  expect(page).toMatch(/<desc[^>]*>stated 90\s%, right \d+\s%/);
  const csrf = /name="csrf" value="([^"]+)"/.exec(page)?.[1] ?? '';
  const send = (path: string, fields: Record<string, string>) =>
    house.ask(path, { method: 'POST', headers: { cookie }, body: new URLSearchParams({ csrf, ...fields }) });
  const begun = await send('/settings/accuracy/check', { size: '12', seed: '<i>' });
  const address = begun.headers.get('location') ?? '';
  expect(begun.status).toBe(303);
  const check = await get(address);
  expect(check).toContain('0 of 12 done');
  expect(check).not.toContain('badge-');
  const position = /name="position" value="(\d+)"/.exec(check)?.[1] ?? '';
  await send(address, { position, label: 'neutral' });
  const after = await get(address);
  expect(after).toContain('1 of 12 done');
  expect(after).toMatch(/The last one: you said neutral, Earshot (positive|negative)/);
  expect(await get(`/settings/accuracy?on=${address.split('/').at(-1)}`)).toContain('&lt;i&gt;');
  await send(address, { position, label: 'undo' });
  expect(await get(address)).toContain('0 of 12 done');
});

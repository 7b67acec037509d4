import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWebHouse, type WebHouse } from '../api/web-house.ts';

const FILE = 'Nr;Note;Datum;Filiale\n1;9;03/04/2026;mill\n2;<b>;04/04/2026;mill\n';
let house: WebHouse;
let cookie: string;
let csrf: string;

beforeAll(async () => {
  house = await openWebHouse({ now: () => new Date('2026-05-01T12:00:00Z') });
  await house.addUser('ann@example.com', 'analyst');
  await house.addUser('vic@example.com', 'viewer');
  cookie = await house.signIn('ann@example.com');
  const form = await (await house.ask('/sources/import', { headers: { cookie } })).text();
  csrf = /name="csrf" value="([^"]+)"/.exec(form)?.[1] ?? '';
});

afterAll(() => house.close());

test('a preview shows what columns are read as and stores nothing', async () => {
  const { status, text } = await send({ do: 'preview', survey: 'nps', dates: 'day-first' });
  expect(status).toBe(200);
  expect(text).toContain('these columns were not read: Nr, Note, Datum, Filiale');
  expect(text).toContain('no date: a row needs the time at which it was answered');
  expect(text).toMatch(/<input type="hidden" name="column" value="Filiale"\/?>/);
  expect(await house.deps.db`select id from survey_responses`).toEqual([]);
});

test('what a person says of the columns is what is imported; a bad row is told, escaped', async () => {
  const columns = [
    ['Nr', 'id'],
    ['Note', 'score'],
    ['Datum', 'answeredAt'],
    ['Filiale', ''],
  ] as const;
  const { text } = await send(
    { do: 'import', survey: 'nps', dates: 'day-first', touchpoint: 'buy' },
    columns,
  );
  expect(text).toContain('2 rows read: 1 added, 0 updated, 0 unchanged, 1 rejected');
  expect(text).toContain('Note: expected a number, got &quot;&lt;b&gt;&quot;');
  expect(
    await house.deps.db`select external_id, score, touchpoint, answered_at from survey_responses`,
  ).toEqual([
    { external_id: '1', score: 9, touchpoint: 'buy', answered_at: new Date('2026-04-03T00:00:00Z') },
  ]);
});

test('what cannot be read is said in the form', async () => {
  const { status, text } = await send({ do: 'preview', timeZone: 'Mars' });
  expect(status).toBe(422);
  expect(text).toContain('expected a time zone like Europe/Berlin');
  const empty = await send({ do: 'preview' }, [], '');
  expect(empty.text).toContain('Choose a file that is not empty.');
});

test('a viewer may not import', async () => {
  const viewer = await house.signIn('vic@example.com');
  expect((await house.ask('/sources/import', { headers: { cookie: viewer } })).status).toBe(403);
  const sources = await (await house.ask('/sources', { headers: { cookie: viewer } })).text();
  expect(sources).not.toContain('/sources/import');
});

async function send(
  fields: Readonly<Record<string, string>>,
  columns: readonly (readonly [string, string])[] = [],
  file = FILE,
) {
  const body = new FormData();
  body.set('csrf', csrf);
  body.set('kind', 'surveys');
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  for (const [column, field] of columns) {
    body.append('column', column);
    body.append('field', field);
  }
  body.set('file', new File([file], 'answers.csv', { type: 'text/csv' }));
  const answer = await house.ask('/sources/import', { method: 'POST', body, headers: { cookie } });
  return { status: answer.status, text: await answer.text() };
}

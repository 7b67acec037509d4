import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSurveyHouse, type SurveyHouse } from '../../support/survey-house.ts';
import { json } from '../api/answers.ts';

let house: SurveyHouse;
let cookie: string;
beforeAll(async () => {
  house = await openSurveyHouse({ EARSHOT_URL: 'https://earshot.example' });
  await house.addUser('ann@acme.example', 'analyst');
  cookie = await house.signIn('ann@acme.example');
});
afterAll(() => house.close());

const page = async (path: string) => (await house.ask(path, { headers: { cookie } })).text();

/** Sends a form of a page as a browser would, with what the page hides in it. */
async function send(
  from: string,
  to: string,
  fields: Record<string, string | string[] | File>,
): Promise<Response> {
  const [, csrf = ''] = /name="csrf" value="([^"]+)"/.exec(await page(from)) ?? [];
  const body = new FormData();
  body.set('csrf', csrf);
  for (const [name, value] of Object.entries(fields)) {
    for (const one of Array.isArray(value) ? value : [value]) body.append(name, one);
  }
  return house.ask(to, { method: 'POST', body, headers: { cookie } });
}

const FIELDS = {
  name: 'After the visit',
  kind: 'csat',
  languages: ['en', 'fr'],
  why: 'yes',
  open: 'yes',
  touchpoint: 'buy',
  frames: 'https://shop.example\nhttps://www.acme.example/checkout',
  'question-fr': 'Alors, {company} ?',
  delay: '2.5',
  reminder: '7',
};

let surveyId = 0;

test('a form is made on a page, and its page says where it is and how to show it', async () => {
  const made = await send('/surveys/new', '/surveys', FIELDS);
  expect(made.status).toBe(303);
  surveyId = Number(/\/surveys\/(\d+)/.exec(made.headers.get('location') ?? '')?.[1]);
  const report = await page(made.headers.get('location') ?? '');
  expect(report).toContain('The form is ready');
  expect(report).toMatch(/https:\/\/earshot\.example\/s\/[\w-]{20}/);
  expect(report).toContain('&lt;iframe src=');
  expect(await json(house.call('GET', `/api/v1/surveys/${surveyId}`))).toMatchObject({
    kind: 'csat',
    languages: ['en', 'fr'],
    frameOrigins: ['https://shop.example', 'https://www.acme.example'],
    delayMinutes: 150,
    reminderDays: 7,
    asksWhy: true,
    asksToQuote: false,
  });
});

test('it can be looked at in every language before anybody is asked, and sends nothing from there', async () => {
  const french = await page(`/surveys/${surveyId}/preview?lang=fr`);
  expect(french).toContain('<html lang="fr">');
  expect(french).toContain('Alors, My company ?');
  expect(french).toMatch(/<button[^>]*disabled/);
});

test('a mistake keeps what was typed', async () => {
  const taken = await send('/surveys/new', '/surveys', FIELDS);
  expect(taken.status).toBe(422);
  expect(await taken.text()).toContain(
    'already a source called “After the visit”'.replaceAll(/[“”]/g, '&quot;'),
  );
  const wrong = await send('/surveys/new', '/surveys', { ...FIELDS, name: 'Other', frames: 'shop' });
  expect(wrong.status).toBe(422);
  expect(await wrong.text()).toContain('by its origin');
});

test('an edit changes all but what it asks for', async () => {
  const fields = {
    ...FIELDS,
    kind: 'nps',
    name: 'After each visit',
    languages: ['fr'],
    touchpoint: 'get help',
  };
  const saved = await send(`/surveys/${surveyId}/edit`, `/surveys/${surveyId}`, fields);
  expect(saved.status).toBe(303);
  expect(await json(house.call('GET', `/api/v1/surveys/${surveyId}`))).toMatchObject({
    kind: 'csat',
    name: 'After each visit',
    languages: ['fr'],
    touchpoint: 'get help',
  });
});

test('answers and counters are on its page; hostile words stay words', async () => {
  const { path } = await json<{ path: string }>(house.call('GET', `/api/v1/surveys/${surveyId}`));
  await house.answer(path, { score: '2', comment: '<img src=x onerror=alert(1)>' });
  const report = await page(`/surveys/${surveyId}`);
  expect(report).toContain('&lt;img src=x onerror=alert(1)&gt;');
  expect(report).not.toContain('<img src=x');
  expect(await page('/surveys')).toContain('After each visit');
});

test('where listening answers already, the page says so', async () => {
  const { path } = await house.make({ touchpoint: 'receive' });
  const [{ id = 0 } = {}] = await house.deps.db<{ id: number }>`
    select id from surveys where token = ${path.split('/').at(-1) ?? ''}`;
  expect(await page(`/surveys/${id}`)).not.toContain('Listening already answers');
  await house.deps.db`
    insert into mentions (source_id, external_id, kind, text, touchpoint, published_at, collected_at, content_hash, label)
    select (select min(id) from sources), 'heard ' || day || ' ' || n, 'review', 'x', 'receive',
           ${house.deps.now()}::timestamptz - make_interval(days => day), ${house.deps.now()}, 'x', 'neutral'
      from generate_series(1, 20) day, generate_series(1, 10) n`;
  expect(await page(`/surveys/${id}`)).toContain('on 20 of the last 30 days');
});

test('a list of people is read from CSV: semicolons, other names of columns, bad rows by their line', async () => {
  const destination = {
    name: 'Mail of the shop',
    kind: 'mail',
    leastSeverity: 'critical',
    isSecondLine: false,
    topicIds: [],
    locationIds: [],
    settings: { to: 'team@acme.example', from: 'shop@acme.example', host: 'mail.acme.example', port: 587 },
  };
  const { id: destinationId } = await json<{ id: number }>(
    house.call('POST', '/api/v1/destinations', destination),
    201,
  );
  const { id } = await house.make({ destinationId });
  const csv =
    '\ufeffName;E-Mail;Locale;Customer ID\nMia;mia@customers.example;de;7\nTom;not an address;;\nMia again;MIA@customers.example;;\n';
  const list = new File([csv], 'people.csv', { type: 'text/csv' });
  const answer = await send(`/surveys/${id}`, `/surveys/${id}/invite`, { list });
  const text = await answer.text();
  expect(text).toContain('1 person is invited and 1 left alone');
  expect(text).toContain('line 3: email: expected a mail address');
  expect(
    await house.deps
      .db`select language, customer, state from invitations where survey_id = ${id} order by id`,
  ).toEqual([
    { language: 'de', customer: '7', state: 'waiting' },
    { language: 'en', customer: null, state: 'held' },
  ]);
  const wrong = new File(['name\nMia\n'], 'people.csv', { type: 'text/csv' });
  expect(await (await send(`/surveys/${id}`, `/surveys/${id}/invite`, { list: wrong })).text()).toContain(
    'No column of the list is called',
  );
});

test('a new secret is shown once', async () => {
  const answer = await send(`/surveys/${surveyId}`, `/surveys/${surveyId}/secret`, {});
  expect(await answer.text()).toMatch(/whsec_[\w+/=]{40,}/);
  expect(await page(`/surveys/${surveyId}`)).not.toContain('whsec_');
});

test('who may only read sees the surveys and changes nothing; strangers see only the form', async () => {
  await house.addUser('vi@acme.example', 'viewer');
  const viewer = await house.signIn('vi@acme.example');
  const seen = await (await house.ask(`/surveys/${surveyId}`, { headers: { cookie: viewer } })).text();
  expect(seen).not.toContain('/edit');
  expect((await house.ask('/surveys/new', { headers: { cookie: viewer } })).status).toBe(403);
  expect((await house.ask(`/surveys/${surveyId}`)).status).toBe(302);
  expect((await house.ask(`/api/v1/surveys/${surveyId}`)).status).toBe(401);
});

test('the guard and the list of those who left are the team’s, and every deed is written down', async () => {
  expect((await send('/surveys', '/surveys/guard', { days: '10' })).status).toBe(403);
  const left = await send('/surveys', '/surveys/leave-out', { email: 'no@customers.example' });
  expect(left.status).toBe(303);
  const deeds = await house.deps.db<{ action: string; all: string }>`
    select action, row_to_json(a)::text as all from audit_log a where action like '%survey%' order by id`;
  expect(deeds.map(({ action }) => action)).toEqual(
    expect.arrayContaining([
      'add survey',
      'change survey',
      'invite to survey',
      'leave somebody out of surveys',
    ]),
  );
  expect(deeds.map(({ all }) => all).join()).not.toContain('customers.example');
});

test('a survey is removed with its answers after a question', async () => {
  expect(await page(`/surveys/${surveyId}/remove`)).toContain('Remove it');
  const removed = await send(`/surveys/${surveyId}/remove`, `/surveys/${surveyId}/remove`, {});
  expect(removed.status).toBe(303);
  expect((await house.ask(`/surveys/${surveyId}`, { headers: { cookie } })).status).toBe(404);
});

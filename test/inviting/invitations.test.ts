import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { sendInvitation } from '../../src/inviting/send-invitation.ts';
import { listDueInvitations } from '../../src/store/invitations.ts';
import { waysOver } from '../support/alerting.ts';
import { type MailServer, startMailServer } from '../support/receiver.ts';
import { openSurveyHouse, type SurveyHouse } from '../support/survey-house.ts';
import { json } from '../web/api/answers.ts';

const DAY = 86_400_000;

let house: SurveyHouse;
let server: MailServer;
let destinationId: number;
beforeAll(async () => {
  house = await openSurveyHouse();
  server = await startMailServer();
  const destination = {
    name: 'Mail of the shop',
    kind: 'mail',
    leastSeverity: 'critical',
    isSecondLine: false,
    topicIds: [],
    locationIds: [],
    settings: {
      to: 'team@acme.example',
      from: 'shop@acme.example',
      host: '127.0.0.1',
      port: server.port,
      security: 'none',
      user: 'earshot',
      password: 'open sesame',
    },
  };
  const made = await json<{ id: number }>(house.call('POST', '/api/v1/destinations', destination), 201);
  destinationId = made.id;
});
afterAll(async () => {
  await server.close();
  await house.close();
});
beforeEach(() => {
  server.mails.length = 0;
  house.clock.now += 100 * DAY;
});

let people = 0;
const somebody = () => {
  people += 1;
  return `mia${people}@customers.example`;
};

interface Report {
  invited: number;
  held: number;
  left: number;
  repeated: number;
  rejected: { line: number; reason: string }[];
}

const survey = (fields: Record<string, unknown> = {}) => house.make({ destinationId, ...fields });

const inviteAll = (id: number, list: readonly object[]) =>
  json<Report>(house.call('POST', `/api/v1/surveys/${id}/invitations`, { people: list }), 200);

/** Sends what is due, as the workers do. */
async function sendDue(origin: string | undefined = 'https://earshot.example'): Promise<void> {
  const { ways } = waysOver(house.deps.http, ['127.0.0.1']);
  for (const id of await listDueInvitations(house.deps.db, house.deps.now(), 1_000)) {
    await sendInvitation({ ...house.deps, ways, origin, random: () => 0.5 }, id);
  }
}

const rows = (id: number) => house.deps.db<Record<string, unknown>>`
  select state, step, sealed, attempts, last_error, sent_at, reminded_at, answered_at, address_key
    from invitations where survey_id = ${id} order by id`;

/** A mail's text as its reader sees it. */
function textOf(source: string): string {
  const [, body = ''] = /Content-Type: text\/plain[\s\S]*?\r\n\r\n([\s\S]*?)\r\n----/.exec(source) ?? [];
  const isBase64 = /text\/plain[\s\S]*?base64/.test(source.split('text/html')[0] ?? '');
  if (isBase64) return Buffer.from(body, 'base64').toString();
  const bytes = body
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

const lastText = () => textOf(server.mails.at(-1)?.source ?? '');
const linkFor = (score: number) =>
  new RegExp(`^${score}: https://earshot.example(\\S+)`, 'm').exec(lastText())?.[1] ?? '';
const leaveLink = () => /https:\/\/earshot.example(\S+\/leave)/.exec(lastText())?.[1] ?? '';
const headerOf = (name: string) =>
  new RegExp(`^${name}:\\s*([^\r]*(?:\r\n[ \t][^\r]*)*)`, 'im')
    .exec(server.mails.at(-1)?.source ?? '')?.[1]
    ?.replace(/\r\n\s+/g, '');

test('somebody is asked by mail, in their language, with a link for every score', async () => {
  const { id } = await survey();
  const email = somebody();
  expect(await inviteAll(id, [{ email, name: 'Mia', language: 'de-DE' }])).toMatchObject({ invited: 1 });
  await sendDue();
  expect(server.mails).toMatchObject([{ from: 'shop@acme.example', to: [email] }]);
  expect(lastText()).toContain('Guten Tag Mia,');
  for (let score = 0; score <= 10; score += 1) expect(linkFor(score)).toMatch(/^\/s\//);
  expect(headerOf('List-Unsubscribe')).toContain(leaveLink());
  expect(headerOf('List-Unsubscribe-Post')).toBe('List-Unsubscribe=One-Click');
  expect(headerOf('Message-ID')).toMatch(/^<inv_[\w-]+@earshot>$/);
});

test('the address is kept encrypted until the last mail, and is nowhere afterwards', async () => {
  const { id } = await survey();
  const email = somebody();
  await inviteAll(id, [{ email, name: 'Mia' }]);
  const [waiting] = await rows(id);
  expect(waiting).toMatchObject({ state: 'waiting' });
  expect(JSON.stringify(waiting)).not.toContain(email);
  await sendDue();
  expect(await rows(id)).toMatchObject([{ state: 'sent', sealed: null }]);
});

test('a look at a link answers nothing; sending the form answers once, however often', async () => {
  const { id, sourceId } = await survey({ touchpoint: 'receive' });
  await inviteAll(id, [{ email: somebody(), touchpoint: 'buy', customer: 'c-7', segment: 'business' }]);
  await sendDue();
  const sentAt = house.deps.now();
  expect(await house.answers(sourceId)).toMatchObject([{ score: null, invited_at: sentAt }]);
  const link = linkFor(9);
  for (let looks = 0; looks < 3; looks += 1) {
    expect(await house.look(link)).toMatch(/value="9"[^>]*checked/);
  }
  expect(await house.answers(sourceId)).toMatchObject([{ score: null }]);
  house.clock.now += 3_600_000;
  for (let clicks = 0; clicks < 2; clicks += 1) {
    expect((await house.answer(link, { score: '9', comment: 'Good', quote: 'yes' })).status).toBe(303);
  }
  const answers = await house.answers(sourceId);
  expect(answers).toMatchObject([
    {
      score: 9,
      comment: 'Good',
      touchpoint: 'buy',
      customer_external_id: 'c-7',
      segment: 'business',
      invited_at: sentAt,
    },
  ]);
  expect(answers[0]?.['answered_at']).toEqual(new Date(house.clock.now));
  expect(answers[0]?.['address_key']).not.toBeNull();
  expect(await rows(id)).toMatchObject([{ state: 'answered' }]);
});

test('the page of a person notes the score; it never takes back a comment', async () => {
  const { id, sourceId } = await survey();
  await inviteAll(id, [{ email: somebody() }]);
  await sendDue();
  const link = linkFor(3);
  expect(await house.look(link)).toContain(`data-notes-at="${link}/note"`);
  expect((await house.ask(`${link}/note`, { method: 'POST' })).status).toBe(204);
  expect(await house.answers(sourceId)).toMatchObject([{ score: 3, comment: null }]);
  await house.answer(link, { score: '4', comment: 'Late' });
  await house.ask(`${link}/note`, { method: 'POST' });
  expect(await house.answers(sourceId)).toMatchObject([{ score: 4, comment: 'Late' }]);
  expect(await house.look(link)).not.toContain('data-notes-at');
});

test('a link with another score, another form or a cut signature opens nothing', async () => {
  const { id } = await survey();
  const other = await survey();
  await inviteAll(id, [{ email: somebody() }]);
  await sendDue();
  const link = linkFor(9);
  const forged = [
    link.replace('.9.', '.10.'),
    link.slice(0, -1),
    link.replace(/^\/s\/[^/]+/, other.path),
    link.replace(/\/(\d+)\./, (_, n: string) => `/${Number(n) + 1}.`),
  ];
  for (const path of forged) {
    expect((await house.ask(path)).status).toBe(404);
    expect((await house.ask(`${path}/note`, { method: 'POST' })).status).toBe(404);
  }
});

test('a link is good for sixty days', async () => {
  const { id, sourceId } = await survey();
  await inviteAll(id, [{ email: somebody() }]);
  await sendDue();
  const link = linkFor(9);
  house.clock.now += 61 * DAY;
  expect(await house.look(link)).toContain('has run out');
  await house.ask(link, { method: 'POST', body: new URLSearchParams({ score: '9' }) });
  expect(await house.answers(sourceId)).toMatchObject([{ score: null }]);
});

test('nobody is asked twice within the quiet period, by whichever form', async () => {
  const [one, other] = [await survey(), await survey()];
  const email = somebody();
  expect(await inviteAll(one.id, [{ email }, { email: email.toUpperCase() }])).toMatchObject({
    invited: 1,
    held: 1,
  });
  house.clock.now += 29 * DAY;
  expect(await inviteAll(other.id, [{ email }])).toMatchObject({ invited: 0, held: 1 });
  house.clock.now += 2 * DAY;
  expect(await inviteAll(other.id, [{ email }])).toMatchObject({ invited: 1, held: 0 });
});

test('of many forms that ask for one person at the same time, one has them', async () => {
  const forms = await Promise.all(Array.from({ length: 8 }, () => survey()));
  const email = somebody();
  const reports = await Promise.all(forms.map(({ id }) => inviteAll(id, [{ email }])));
  expect(reports.reduce((sum, { invited }) => sum + invited, 0)).toBe(1);
  expect(reports.reduce((sum, { held }) => sum + held, 0)).toBe(7);
});

test('who has answered any survey a short while ago is left alone, too', async () => {
  const { id } = await survey();
  const email = somebody();
  const [key = ''] = house.deps.vault.digestsOf(email);
  await house.deps.db`
    insert into survey_responses (source_id, external_id, kind, score, scale_min, scale_max, address_key, answered_at,
                                  collected_at)
    select source_id, 'from elsewhere', 'nps', 8, 0, 10, ${key}, ${house.deps.now()}, ${house.deps.now()}
      from surveys where id = ${id}`;
  expect(await inviteAll(id, [{ email }])).toMatchObject({ invited: 0, held: 1 });
});

test('the quiet period is the team’s own', async () => {
  const { id } = await survey();
  expect((await house.call('PUT', '/api/v1/survey-guard', { quietDays: 5 })).status).toBe(204);
  const email = somebody();
  await inviteAll(id, [{ email }]);
  house.clock.now += 6 * DAY;
  expect(await inviteAll(id, [{ email }])).toMatchObject({ invited: 1 });
  await house.call('PUT', '/api/v1/survey-guard', { quietDays: 30 });
});

test('one click of the mail program ends all surveys for a person, also what waits', async () => {
  const [one, other] = [await survey(), await survey({ delayMinutes: 60 * 24 * 40 })];
  const email = somebody();
  await inviteAll(one.id, [{ email }]);
  await sendDue();
  house.clock.now += 31 * DAY;
  await inviteAll(other.id, [{ email }]);
  const path = leaveLink();
  expect(await house.look(path)).toContain('No more surveys');
  expect(await rows(other.id)).toMatchObject([{ state: 'waiting' }]);
  const body = new URLSearchParams({ 'List-Unsubscribe': 'One-Click' });
  expect((await house.ask(path, { method: 'POST', body })).status).toBe(200);
  expect(await rows(other.id)).toMatchObject([{ state: 'left', sealed: null }]);
  house.clock.now += 100 * DAY;
  expect(await inviteAll(one.id, [{ email }])).toMatchObject({ invited: 0, left: 1 });
});

test('a reminder goes once, to who has not answered, as a continuation of the first mail', async () => {
  const { id } = await survey({ reminderDays: 5 });
  const [silent, quick] = [somebody(), somebody()];
  await inviteAll(id, [{ email: silent }, { email: quick }]);
  await sendDue();
  const first = server.mails.map(({ source }) => /^Message-ID: (<[^>]+>)/im.exec(source)?.[1]);
  await house.answer(linkFor(8), { score: '8' });
  house.clock.now += 4 * DAY;
  await sendDue();
  expect(server.mails.length).toBe(2);
  house.clock.now += 2 * DAY;
  await sendDue();
  await sendDue();
  expect(server.mails.slice(2)).toMatchObject([{ to: [silent] }]);
  expect(headerOf('In-Reply-To')).toBe(first[0]);
  house.clock.now += 20 * DAY;
  await sendDue();
  expect(server.mails.length).toBe(3);
  expect(await rows(id)).toMatchObject([
    { state: 'sent', step: 'reminder', sealed: null },
    { state: 'answered', sealed: null },
  ]);
});

test('a delayed invitation waits', async () => {
  const { id } = await survey({ delayMinutes: 120 });
  await inviteAll(id, [{ email: somebody() }]);
  await sendDue();
  expect(server.mails.length).toBe(0);
  house.clock.now += 121 * 60_000;
  await sendDue();
  expect(server.mails.length).toBe(1);
});

test('a mail that was not taken is tried again under the same Message-ID', async () => {
  const { id } = await survey();
  await inviteAll(id, [{ email: somebody() }]);
  const [{ message_key: key } = {}] = await house.deps.db<{ message_key: string }>`
    select message_key from invitations where survey_id = ${id}`;
  server.refusals.push({ code: 451, message: 'try again later' });
  await sendDue();
  expect(await rows(id)).toMatchObject([
    { state: 'waiting', attempts: 1, last_error: expect.stringMatching(/later/) },
  ]);
  house.clock.now += 60_000;
  await sendDue();
  expect(headerOf('Message-ID')).toBe(`<${key}@earshot>`);
  expect(await rows(id)).toMatchObject([{ state: 'sent' }]);
});

test('a mailbox that is not there ends it, and the person may be asked by another way', async () => {
  const { id } = await survey();
  const email = somebody();
  await inviteAll(id, [{ email }]);
  server.refusals.push({ code: 550, message: 'no such mailbox' });
  await sendDue();
  expect(await rows(id)).toMatchObject([{ state: 'failed', sealed: null }]);
  house.clock.now += 1_000;
  expect(await inviteAll(id, [{ email }])).toMatchObject({ invited: 1 });
});

test('without a public address nothing is sent, and the reason is written down', async () => {
  const { id } = await survey();
  await inviteAll(id, [{ email: somebody() }]);
  const { ways } = waysOver(house.deps.http, ['127.0.0.1']);
  for (const due of await listDueInvitations(house.deps.db, house.deps.now(), 100)) {
    await sendInvitation({ ...house.deps, ways, origin: undefined, random: () => 0.5 }, due);
  }
  expect(server.mails.length).toBe(0);
  expect(await rows(id)).toMatchObject([{ last_error: expect.stringMatching(/EARSHOT_URL/) }]);
});

test('bad rows of a list are told by their line, good ones are invited', async () => {
  const { id } = await survey();
  const report = await inviteAll(id, [{ email: 'nobody' }, { email: somebody() }, { name: 'No address' }]);
  expect(report).toMatchObject({
    invited: 1,
    rejected: [
      { line: 1, reason: expect.stringMatching(/mail address/) },
      { line: 3, reason: expect.stringMatching(/email/) },
    ],
  });
});

function signed(body: string, secret: string, id = 'evt-1'): Record<string, string> {
  const timestamp = String(Math.floor(house.clock.now / 1000));
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
}

test('another system has somebody asked by a signed trigger, each event once', async () => {
  const { id, secret } = await survey();
  const email = somebody();
  const body = JSON.stringify({
    type: 'order.delivered',
    data: { email, name: 'Mia', locale: 'zh-CN', touchpoint: 'receive', location: 'b-1', customer: 77 },
  });
  const send = (headers: Record<string, string>) =>
    house.ask(`/webhooks/surveys/${id}`, { method: 'POST', body, headers });
  expect(await json(send(signed(body, secret)), 202)).toEqual({ outcome: 'invited' });
  expect(await json(send(signed(body, secret)), 202)).toEqual({ outcome: 'repeated' });
  expect(await json(send(signed(body, secret, 'evt-2')), 202)).toEqual({ outcome: 'held' });
  const [row] = await house.deps.db`
    select language, touchpoint, location_code, customer from invitations where survey_id = ${id} order by id limit 1`;
  expect(row).toEqual({ language: 'zh', touchpoint: 'receive', location_code: 'b-1', customer: '77' });
});

test('a trigger that is not signed with the secret of the form is refused; a new secret ends the old one', async () => {
  const { id, secret } = await survey();
  const body = JSON.stringify({ email: somebody() });
  const send = (headers: Record<string, string>) =>
    house.ask(`/webhooks/surveys/${id}`, { method: 'POST', body, headers });
  expect((await send({})).status).toBe(422);
  expect((await send({ authorization: 'Bearer guess' })).status).toBe(422);
  const renewed = await json<{ secret: string }>(house.call('POST', `/api/v1/surveys/${id}/secret`), 201);
  expect((await send(signed(body, secret))).status).toBe(422);
  expect((await send({ authorization: `Bearer ${renewed.secret}` })).status).toBe(202);
  expect((await house.ask('/webhooks/surveys/999999', { method: 'POST', body })).status).toBe(404);
});

test('a form without a mail destination, or one of another kind, says what to do', async () => {
  const bare = await house.make();
  const problem = await json<{ detail: string }>(
    house.call('POST', `/api/v1/surveys/${bare.id}/invitations`, { people: [{ email: somebody() }] }),
    422,
  );
  expect(problem.detail).toMatch(/Choose one/);
});

test('the counters add up, and the response rate is answered of sent', async () => {
  const { id } = await survey();
  const [first, second] = [somebody(), somebody()];
  await inviteAll(id, [{ email: first }, { email: second }, { email: second }]);
  await sendDue();
  await house.answer(linkFor(10), { score: '10', comment: 'Yes' });
  const { counts } = await json<{ counts: object }>(house.call('GET', `/api/v1/surveys/${id}`));
  expect(counts).toMatchObject({
    sent: 2,
    answered: 1,
    held: 1,
    answers: 1,
    comments: 1,
    meanScore: 10,
    responseRate: 0.5,
  });
});

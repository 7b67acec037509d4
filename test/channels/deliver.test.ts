import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type DeliverDeps, deliver } from '../../src/alerting/deliver.ts';
import { signatureOf } from '../../src/channels/kinds/webhook.ts';
import { NO_WHY } from '../../src/domain/alert.ts';
import { createHttp, type Http } from '../../src/sources/http.ts';
import { findAlertLink } from '../../src/store/alert-links.ts';
import { insertAlertRule } from '../../src/store/alert-rules.ts';
import { insertAlert } from '../../src/store/alerts.ts';
import type { Db } from '../../src/store/db.ts';
import { getDelivery, insertDelivery, retryDelivery } from '../../src/store/deliveries.ts';
import { insertDestination, sealPlace } from '../../src/store/destinations.ts';
import { listTopics } from '../../src/store/topics.ts';
import { openVault } from '../../src/store/vault.ts';
import { waysOver } from '../support/alerting.ts';
import { type MailServer, type Receiver, startMailServer, startReceiver } from '../support/receiver.ts';
import { openTestStore } from '../support/test-store.ts';
import { DESTINATION, SPIKE_RULE } from '../support/watching.ts';

const NOW = new Date('2026-03-30T12:00:00Z');
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

let db: Db;
let receiver: Receiver;
let mail: MailServer;
let http: Http;
let deps: DeliverDeps & { at: number };
let alertId: number;
const vault = openVault(['a key for tests of thirty-two characters']);

beforeAll(async () => {
  db = await openTestStore();
  const [topic] = await listTopics(db);
  const rule = {
    ...SPIKE_RULE,
    name: 'Spikes',
    topicId: topic?.id,
    severity: 'critical',
    coolDownMinutes: 0,
  } as const;
  const ruleId = await insertAlertRule(db, rule, { by: 'Ann', at: NOW });
  const points = [1, 2, 1, 14].map((observed, at) => ({
    at: new Date(NOW.getTime() - (4 - at) * 3_600_000).toISOString(),
    observed,
    low: 0,
    usual: 1.5,
    high: 3,
  }));
  const why = {
    ...NO_WHY,
    words: [{ name: 'refund', observed: 12, expected: 0.3 }],
    examples: [
      {
        mentionId: 7,
        text: 'No <b>refund</b> & *no* answer, <!channel> [click](http://evil.example)',
        source: 'A forum',
        author: 'Bo',
        at: NOW.toISOString(),
      },
    ],
    points,
  };
  alertId =
    (await insertAlert(
      db,
      {
        key: 'one',
        ruleId,
        ruleName: 'Spikes',
        kind: 'negative_spike',
        topicId: topic?.id,
        locationId: undefined,
        sourceId: undefined,
        severity: 'critical',
        since: new Date(NOW.getTime() - 7_200_000),
        at: NOW,
        observed: 14,
        expected: 2.4,
        windowMinutes: 120,
        why,
        mentionIds: [],
        isPast: false,
        escalateAt: undefined,
      },
      NOW,
    )) ?? 0;
});

beforeEach(async () => {
  receiver = await startReceiver();
  mail = await startMailServer();
  const allowPrivate = [receiver.host];
  http = createHttp({
    userAgent: 'test',
    allowPrivate,
    gateways: { 'events.pagerduty.com': `${receiver.url}/pagerduty` },
  });
  deps = {
    db,
    vault,
    ...waysOver(http, ['127.0.0.1']),
    at: NOW.getTime(),
    now: () => new Date(deps.at),
    random: () => 0.5,
  };
});

afterEach(async () => {
  await http.close();
  await receiver.close();
  await mail.close();
});
afterAll(() => db.close());

let made = 0;

async function sendTo(
  kind: string,
  settings: Record<string, unknown>,
  secrets: Record<string, unknown> = {},
): Promise<number> {
  made += 1;
  const name = `Destination ${made}`;
  const destinationId = await insertDestination(
    db,
    { ...DESTINATION, name, kind, settings },
    { sealed: vault.seal(JSON.stringify(secrets), sealPlace(name)), now: NOW },
  );
  const outgoing = { alertId, destinationId, purpose: 'alert', dueAt: NOW, now: NOW } as const;
  return (await insertDelivery(db, outgoing)) ?? 0;
}

test('a signed webhook can be checked by its receiver, and an attempt at the same message has the same id', async () => {
  receiver.answers.set('/hook', [{ status: 500, body: 'later' }, { status: 204 }]);
  const id = await sendTo('webhook', {}, { url: `${receiver.url}/hook`, secret: SECRET });
  await deliver(deps, id);
  expect(await getDelivery(db, id)).toMatchObject({
    state: 'waiting',
    attempts: 1,
    lastError: 'It answered 500: later',
  });
  await deliver(deps, id);
  expect(receiver.received).toHaveLength(1); // not before its pause is over
  deps.at += 20_000;
  await deliver(deps, id);
  expect(await getDelivery(db, id)).toMatchObject({ state: 'sent', attempts: 2, lastError: undefined });
  const ids = new Set(receiver.received.map(({ headers }) => headers['webhook-id']));
  expect(ids.size).toBe(1);
  for (const { headers, body } of receiver.received) {
    const parts = {
      id: String(headers['webhook-id']),
      timestamp: String(headers['webhook-timestamp']),
      body,
    };
    expect(headers['webhook-signature']).toBe(signatureOf(SECRET, parts));
    expect(headers['idempotency-key']).toBe(headers['webhook-id']);
    expect(JSON.parse(body)).toMatchObject({ type: 'alert.raised', data: { alertId, severity: 'critical' } });
  }
});

test('the signature is that of a known vector of Standard Webhooks', () => {
  const body = Buffer.from(
    'eyJ0eXBlIjoicmV2aWV3LmNyZWF0ZWQiLCJ0aW1lc3RhbXAiOiIyMDI2LTAxLTAxVDAwOjAwOjAwWiIsImRhdGEiOnsiaWQiOiJyMSIsInRleHQiOiJUcsOocyBib24g8J+YgCIsIm4iOjEuMCwiYmlnIjo5MDA3MTk5MjU0NzQwOTkzfX0=',
    'base64',
  ).toString('utf8');
  const parts = { id: 'msg_2KWPBgLlAfxdpx2AI54pPJ85f4W', timestamp: '1767225600', body };
  expect(signatureOf(SECRET, parts)).toBe('v1,nSQGX60Zy6eK74VBSSBwgEp6BNshV4f/djfMHdiUh/c=');
});

test('Slack gets blocks in which what strangers wrote calls nobody and is no link', async () => {
  const id = await sendTo('slack', {}, { url: `${receiver.url}/slack` });
  await deliver(deps, id);
  const body = JSON.parse(receiver.received[0]?.body ?? '');
  expect(body.blocks[0]).toMatchObject({ type: 'header' });
  const text = JSON.stringify(body.blocks);
  expect(text).toContain('14 unhappy people in 2 hours, where 2.4 would be usual');
  expect(text).toContain('refund (12, usually 0.3)');
  expect(text).toContain('&lt;!channel&gt;');
  expect(text).not.toContain('<!channel>');
  const buttons = body.blocks.find(({ type }: { type: string }) => type === 'actions').elements;
  expect(buttons[0].url).toBe(`https://earshot.example/alerts/${alertId}`);
});

test('the link in a message opens its alert, and only its fingerprint is kept', async () => {
  const id = await sendTo('slack', {}, { url: `${receiver.url}/slack` });
  await deliver(deps, id);
  const [, token = ''] = /earshot\.example\/a\/([\w-]+)/.exec(receiver.received[0]?.body ?? '') ?? [];
  const hash = createHash('sha256').update(token).digest('base64url');
  expect(await findAlertLink(db, hash, NOW)).toMatchObject({ alertId });
  expect(await findAlertLink(db, token, NOW)).toBeUndefined();
  expect(await findAlertLink(db, hash, new Date(NOW.getTime() + 8 * 86_400_000))).toBeUndefined();
});

test('Teams gets an Adaptive Card with the chart in it, small enough for Teams', async () => {
  const id = await sendTo('teams', {}, { url: `${receiver.url}/teams` });
  await deliver(deps, id);
  const [{ body } = { body: '' }] = receiver.received;
  expect(Buffer.byteLength(body)).toBeLessThan(28_000);
  const { content } = JSON.parse(body).attachments[0];
  expect(content).toMatchObject({ type: 'AdaptiveCard', version: '1.4' });
  const picture = content.body.find(({ type }: { type: string }) => type === 'Image');
  expect(Buffer.from(picture.url.split(',')[1], 'base64').subarray(1, 4).toString()).toBe('PNG');
  expect(JSON.stringify(content)).toContain('\\\\[click\\\\]');
});

test('PagerDuty is told one incident for one alert', async () => {
  const id = await sendTo('pagerduty', { region: 'us' }, { routingKey: 'a'.repeat(32) });
  await deliver(deps, id);
  expect(receiver.received[0]?.path).toBe('/pagerduty/v2/enqueue');
  expect(JSON.parse(receiver.received[0]?.body ?? '')).toMatchObject({
    event_action: 'trigger',
    dedup_key: `earshot-alert-${alertId}`,
    payload: { severity: 'critical' },
  });
});

test('ntfy gets a title, a priority and links', async () => {
  const id = await sendTo('ntfy', { server: receiver.url }, { topic: 'ops', token: 'tk_secret' });
  await deliver(deps, id);
  expect(receiver.received[0]?.headers.authorization).toBe('Bearer tk_secret');
  expect(JSON.parse(receiver.received[0]?.body ?? '')).toMatchObject({ topic: 'ops', priority: 5 });
});

const SMTP = { from: 'earshot@example.com', to: 'ann@example.com', host: '127.0.0.1', security: 'none' };

test('a mail has a text and an HTML part, the chart as a picture and a way out with one click', async () => {
  const settings = { ...SMTP, port: mail.port, user: 'earshot' };
  const id = await sendTo('mail', settings, { password: 'open sesame' });
  await deliver(deps, id);
  expect(await getDelivery(db, id)).toMatchObject({ state: 'sent' });
  const [{ source: folded, to } = { source: '', to: [] }] = mail.mails;
  const source = folded.replaceAll(/\r\n[ \t]/g, ' ');
  expect(to).toEqual(['ann@example.com']);
  expect(source).toMatch(/^Subject: Critical: Everything: far more unhappy people/m);
  expect(source).toMatch(/^List-Unsubscribe: <https:\/\/earshot\.example\/leave\/[\w-]+>/m);
  expect(source).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click/m);
  expect(source).toMatch(/^Message-ID: <msg_\w+@earshot>/m);
  expect(source).toContain('Content-Type: text/plain');
  expect(source).toContain('Content-Type: image/png');
  const html = source.slice(source.indexOf('Content-Type: text/html')).replaceAll('=\r\n', '');
  expect(html).toContain('&lt;b&gt;refund&lt;/b&gt;');
});

test('a mail server that is busy is asked again, one that refuses for good is not', async () => {
  mail.refusals.push({ code: 451, message: 'busy' }, { code: 550, message: 'no such person' });
  const settings = { ...SMTP, port: mail.port };
  const busy = await sendTo('mail', { ...settings, user: 'earshot' }, { password: 'open sesame' });
  expect(await deliver(deps, busy)).toMatchObject({ isParked: false });
  const refused = await sendTo('mail', { ...settings, user: 'earshot' }, { password: 'open sesame' });
  expect(await deliver(deps, refused)).toMatchObject({ isParked: true });
  const wrong = await sendTo('mail', { ...settings, user: 'earshot' }, { password: 'wrong' });
  const failed = await deliver(deps, wrong);
  expect(failed).toMatchObject({ isParked: true });
  expect(JSON.stringify([failed, await getDelivery(db, wrong)])).not.toContain('open sesame');
});

test('what a receiver refuses is set aside with its answer, and goes out when somebody asks for it', async () => {
  receiver.answers.set('/gone', [{ status: 404, body: 'no_service' }]);
  const id = await sendTo('slack', {}, { url: `${receiver.url}/gone` });
  expect(await deliver(deps, id)).toEqual({ error: 'It answered 404: no_service', isParked: true });
  deps.at += 86_400_000;
  await deliver(deps, id);
  expect(receiver.received).toHaveLength(1);
  expect(await retryDelivery(db, id, new Date(deps.at))).toBe(true);
  await deliver(deps, id);
  expect(await getDelivery(db, id)).toMatchObject({ state: 'sent' });
});

test('a receiver that asks for time gets it', async () => {
  receiver.answers.set('/busy', [{ status: 429, headers: { 'retry-after': '600' } }]);
  const id = await sendTo('slack', {}, { url: `${receiver.url}/busy` });
  await deliver(deps, id);
  expect((await getDelivery(db, id))?.dueAt).toEqual(new Date(NOW.getTime() + 600_000));
});

test('private addresses are not contacted, neither over HTTP nor for mail', async () => {
  const strict = createHttp({ userAgent: 'test', allowPrivate: [] });
  const guarded = { ...deps, ...waysOver(strict) };
  const hook = await sendTo('slack', {}, { url: `${receiver.url}/slack` });
  expect(await deliver(guarded, hook)).toMatchObject({
    isParked: true,
    error: expect.stringContaining('not an address of the public internet'),
  });
  const letter = await sendTo('mail', { ...SMTP, port: mail.port }, {});
  expect(await deliver(guarded, letter)).toMatchObject({ isParked: true });
  await strict.close();
  expect(receiver.received).toEqual([]);
  expect(mail.mails).toEqual([]);
});

test('secrets are not in the store as they are', async () => {
  await sendTo('slack', {}, { url: `${receiver.url}/very-secret-path` });
  expect(JSON.stringify(await db`select * from destinations`)).not.toContain('very-secret-path');
});

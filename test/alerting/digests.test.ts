import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { deliver } from '../../src/alerting/deliver.ts';
import { issueDigest, issueNow, takeDueDigests } from '../../src/alerting/issue-digest.ts';
import { createHttp, type Http } from '../../src/sources/http.ts';
import type { Db } from '../../src/store/db.ts';
import { getDelivery, listDeliveries, listDueDeliveries } from '../../src/store/deliveries.ts';
import { insertDestination, sealPlace } from '../../src/store/destinations.ts';
import { listIssues } from '../../src/store/digest-issues.ts';
import { type DigestInput, insertDigest, updateDigest } from '../../src/store/digests.ts';
import { openVault } from '../../src/store/vault.ts';
import { waysOver } from '../support/alerting.ts';
import { addReadSource, hear } from '../support/listening.ts';
import { type MailServer, type Receiver, startMailServer, startReceiver } from '../support/receiver.ts';
import { openTestStore } from '../support/test-store.ts';

const BERLIN = 'Europe/Berlin';
const MADE = new Date('2026-03-20T12:00:00Z');
/** Sunday; the clocks go forward that night. */
const SATURDAY_EVENING = new Date('2026-03-28T20:00:00Z');
const EIGHT = new Date('2026-03-29T06:00:00Z');
const DAILY: DigestInput = {
  name: 'Morning',
  cadence: 'daily',
  weekday: undefined,
  sendAt: 8 * 60,
  topicIds: [1],
  locationId: undefined,
  destinationIds: [],
  enabled: true,
};
const later = (ms: number) => new Date(EIGHT.getTime() + ms);
const MINUTE = 60_000;
const DAY = 86_400_000;

let db: Db;
let http: Http;
let mail: MailServer;
let receiver: Receiver;
const vault = openVault(['a key for tests of thirty-two characters']);

beforeAll(async () => {
  mail = await startMailServer();
  receiver = await startReceiver();
  http = createHttp({ userAgent: 'test', allowPrivate: [receiver.host] });
});
beforeEach(async () => {
  db = await openTestStore();
  await db`update workspace set time_zone = ${BERLIN}`;
  await db`update topics set time_zone = ${BERLIN}`;
  const sourceId = await addReadSource(db, 'A forum', MADE);
  await hear(db, { sourceId, now: SATURDAY_EVENING }, saidOn('2026-03-28', { bad: 30, good: 12 }));
  await hear(db, { sourceId, now: SATURDAY_EVENING }, saidOn('2026-03-27', { bad: 8, good: 30 }));
});
afterEach(() => db.close());
afterAll(async () => {
  await http.close();
  await mail.close();
  await receiver.close();
});

function saidOn(day: string, { bad, good }: { bad: number; good: number }) {
  const noon = new Date(`${day}T11:00:00Z`).getTime();
  return Array.from({ length: bad + good }, (_, index) => ({
    externalId: `${day}-${index}`,
    text:
      index < bad
        ? `bad courier number ${index} <b>lost</b> the parcel again`
        : `good and friendly staff in shop number ${index}`,
    publishedAt: new Date(noon + index * 1000),
    author: { name: `person ${day} ${index}` },
  }));
}

let made = 0;
async function addDestination(kind: string, settings: object, secrets: object): Promise<number> {
  made += 1;
  const name = `Destination ${made}`;
  const route = {
    enabled: true,
    topicIds: [],
    locationIds: [],
    leastSeverity: 'info',
    isSecondLine: false,
  } as const;
  return insertDestination(
    db,
    { name, kind, settings: { ...settings }, ...route },
    { sealed: vault.seal(JSON.stringify(secrets), sealPlace(name)), now: MADE },
  );
}

const addSlack = () => addDestination('slack', {}, { url: `${receiver.url}/slack` });

async function addDigest(input: Partial<DigestInput> = {}): Promise<number> {
  const destinationIds = input.destinationIds ?? [await addSlack()];
  return db.transaction((sql) =>
    insertDigest(sql, { ...DAILY, ...input, destinationIds }, { by: 'Ann', at: MADE }),
  );
}

/** Looks and works as `watch` and `digest` do. */
async function look(now: Date): Promise<number> {
  const due = await takeDueDigests(db, now);
  for (const id of due) await issueDigest(db, id, now);
  return due.length;
}

const sent = async () =>
  (await listDeliveries(db, { limit: 50 })).filter(({ purpose }) => purpose === 'digest');

test('goes out once at its time by the clocks of the workspace, whoever looks and however often', async () => {
  const id = await addDigest({ destinationIds: [await addSlack(), await addSlack()] });
  await look(new Date('2026-03-28T07:00:30Z')); // the one of the day before
  expect(await look(later(-1))).toBe(0);
  expect(await look(EIGHT)).toBe(1);
  await Promise.all([look(later(MINUTE)), look(later(MINUTE)), issueDigest(db, id, later(MINUTE))]);
  expect(await look(later(10 * MINUTE))).toBe(0);
  expect((await listIssues(db, id, 10)).map(({ period }) => period)).toEqual([
    { from: '2026-03-28', to: '2026-03-28' },
    { from: '2026-03-27', to: '2026-03-27' },
  ]);
  expect(await sent()).toHaveLength(4);
});

test('is made up for after a standstill, but what was due more than a day ago is not', async () => {
  const id = await addDigest();
  expect(await look(later(3 * DAY + 23 * 60 * MINUTE))).toBe(1);
  expect((await listIssues(db, id, 10)).map(({ period }) => period.to)).toEqual(['2026-03-31']);
  const weekly = await addDigest({ name: 'Week', cadence: 'weekly', weekday: 1 });
  expect(await look(new Date('2026-04-07T06:00:01Z'))).toBe(1); // the daily one; Monday was a day and a second ago
  expect(await listIssues(db, weekly, 10)).toEqual([]);
  await look(new Date('2026-04-14T05:59:59Z'));
  expect((await listIssues(db, weekly, 10)).map(({ period }) => period)).toEqual([
    { from: '2026-04-06', to: '2026-04-12' },
  ]);
});

test('that was cut short while it was made has done nothing, and is made a few minutes later', async () => {
  const id = await addDigest();
  await db.exec('alter table deliveries add constraint full_disk check (false) not valid');
  await expect(look(EIGHT)).rejects.toThrow('full_disk');
  expect(await listIssues(db, id, 10)).toEqual([]);
  await db.exec('alter table deliveries drop constraint full_disk');
  expect(await look(later(MINUTE))).toBe(0);
  expect(await look(later(6 * MINUTE))).toBe(1);
  expect(await sent()).toHaveLength(1);
});

test('that is switched off, or is made after its time, does not make up for what was before', async () => {
  const id = await addDigest({ enabled: false });
  expect(await look(EIGHT)).toBe(0);
  const destinationIds = [await addSlack()];
  await db.transaction((sql) => updateDigest(sql, id, { ...DAILY, destinationIds }, later(MINUTE)));
  expect(await look(later(2 * MINUTE))).toBe(0);
  expect(await look(later(DAY))).toBe(1);
});

test('says what changed, what drives it, and shows the strongest voices', async () => {
  const id = await addDigest();
  await look(EIGHT);
  const [issue] = await listIssues(db, id, 1);
  const [topic] = issue?.report.topics ?? [];
  expect(topic).toMatchObject({
    counts: { positive: 12, negative: 30 },
    countsBefore: { positive: 30, negative: 8 },
  });
  expect(topic?.net?.value).toBeCloseTo((100 * (12 - 30)) / 42);
  expect(topic?.change?.high).toBeLessThan(-40);
  expect(topic?.complaints.map(({ name }) => name).join(' ')).toMatch(/courier|parcel/);
  expect(topic?.worst).toHaveLength(3);
  expect(topic?.best[0]?.text).toContain('friendly staff');
  expect(topic?.days).toHaveLength(28);
  expect(topic?.days.filter(({ isInPeriod }) => isInPeriod)).toHaveLength(1);
});

const SMTP = { from: 'earshot@example.com', to: 'ann@example.com', host: '127.0.0.1', security: 'none' };

test('reads well as a mail: the same in text and HTML, charts beside it, left with one click', async () => {
  const now = () => EIGHT;
  const to = await addDestination(
    'mail',
    { ...SMTP, port: mail.port, user: 'earshot' },
    { password: 'open sesame' },
  );
  await addDigest({ destinationIds: [to] });
  await look(EIGHT);
  const [deliveryId = 0] = await listDueDeliveries(db, EIGHT, 10);
  await deliver({ db, vault, ...waysOver(http, ['127.0.0.1']), now, random: () => 0.5 }, deliveryId);
  expect(await getDelivery(db, deliveryId)).toMatchObject({ state: 'sent', lastError: undefined });
  const raw = mail.mails.at(-1)?.source ?? '';
  const source = raw.replaceAll(/\r\n[ \t]/g, ' ');
  const decoded = raw
    .replaceAll('=\r\n', '')
    .replace(/(=[0-9A-F]{2})+/g, (codes) => Buffer.from(codes.replaceAll('=', ''), 'hex').toString('utf8'));
  expect(source).toMatch(/^Subject: Morning: Sat 28 Mar 2026/m);
  expect(source).toMatch(/^List-Unsubscribe: <https:\/\/earshot\.example\/leave\/[\w-]+>/m);
  expect(source.match(/Content-Type: image\/png/g)).toHaveLength(1);
  const [text = '', html = ''] = decoded.split('Content-Type: text/html');
  for (const part of [text, html]) {
    expect(part).toContain('Everything is clearly lower by');
    expect(part).toContain('42 (38 before): 12 positive, 0 neutral, 30 negative');
    expect(part).toContain('What hurt most');
  }
  expect(html).toContain('&lt;b&gt;lost&lt;/b&gt;');
  expect(html).not.toContain('<b>lost</b>');
});

test('fits into what Slack and Teams take, ten topics long', async () => {
  const teams = await addDestination('teams', {}, { url: `${receiver.url}/teams` });
  await addDigest({
    destinationIds: [await addSlack(), teams],
    topicIds: Array.from({ length: 10 }, () => 1),
  });
  await look(EIGHT);
  const deps = { db, vault, ...waysOver(http), now: () => EIGHT, random: () => 0.5 };
  for (const id of await listDueDeliveries(db, EIGHT, 10)) {
    await deliver(deps, id);
    expect(await getDelivery(db, id)).toMatchObject({ state: 'sent', lastError: undefined });
  }
  const bodyAt = (path: string) => receiver.received.findLast((one) => one.path === path)?.body ?? '';
  const { blocks } = JSON.parse(bodyAt('/slack')) as { blocks: { text?: { text: string } }[] };
  expect(blocks.length).toBeLessThanOrEqual(50);
  expect(Math.max(...blocks.map(({ text }) => text?.text.length ?? 0))).toBeLessThanOrEqual(3_000);
  expect(JSON.stringify(blocks)).toContain('What pleased most');
  expect(Buffer.byteLength(bodyAt('/teams'))).toBeLessThan(28_000);
});

test('can be asked for at any time, which takes nothing from the one at its time', async () => {
  const id = await addDigest();
  await issueNow(db, id, later(-MINUTE));
  await issueNow(db, id, later(-MINUTE));
  await look(EIGHT);
  expect((await listIssues(db, id, 10)).map(({ isExtra }) => isExtra)).toEqual([false, true, true]);
  expect(await sent()).toHaveLength(3);
});

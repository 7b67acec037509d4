import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { judgeTopic } from '../../src/alerting/judge-topic.ts';
import { SLOT_MS } from '../../src/detect/time.ts';
import { insertAlertRule } from '../../src/store/alert-rules.ts';
import { listAlerts } from '../../src/store/alerts.ts';
import type { Db } from '../../src/store/db.ts';
import { saveBusinessHours } from '../../src/store/inbox-settings.ts';
import { migrate } from '../../src/store/migrate.ts';
import { openPglite } from '../../src/store/open.ts';
import { runEarshot } from '../cli/run-earshot.ts';
import { burst, chatter, DAY, HOUR, incrementsOf, type Said, START } from '../detect/chatter.ts';
import { addReadSource, hear } from '../support/listening.ts';
import { copyOfTemplate } from '../support/test-store.ts';
import { SPIKE_RULE } from '../support/watching.ts';

/*
 * The same stream twice: as mentions that are stored, counted and judged as they come, by a process that is started
 * anew every day; and as a recording that `earshot detect` reads.
 */

const DAYS = 8;
const HOLIDAY = '2026-03-05';
const CRISIS = 5 * DAY + 9 * HOUR;
const OUTAGE = 7 * DAY;
const LABEL = { positive: 'good', neutral: 'plain', negative: 'bad' } as const;

const stream: Said[] = [
  ...chatter({ seed: 71, days: DAYS, perDay: 70, negativeShare: 0.2 }).filter(
    ({ published }) => published < OUTAGE,
  ),
  ...chatter({ seed: 72, days: DAYS, perDay: 20, negativeShare: 0.2, source: 'reviews', every: 24 }),
  ...burst({ from: 4 * DAY, slots: 6 * HOUR, posts: 30, authors: 1 }),
  ...burst({ from: CRISIS, slots: 5 * HOUR, posts: 40 }),
  // An outcry of yesterday that comes late.
  ...burst({ from: 3 * DAY + 2 * HOUR, slots: HOUR, posts: 25 }).map((one) => ({
    ...one,
    arrived: one.published + 20 * HOUR,
  })),
];

const cleanUps: (() => unknown)[] = [];
afterAll(() => Promise.all(cleanUps.map((cleanUp) => cleanUp())));

interface Found {
  readonly kind: string;
  readonly at: string;
  readonly since: string;
}

test('the live job and `earshot detect` give the same alerts, however often the process is started anew', async () => {
  const live = await livedThrough();
  const recorded = await detected();
  expect(new Set(live.map(({ kind }) => kind))).toEqual(new Set(['negative_spike', 'missing_data']));
  expect(live).toEqual(recorded);
  expect(live[0]?.at).toMatch(/^2026-03-07/);
}, 240_000);

async function livedThrough(): Promise<Found[]> {
  const { folder, remove } = copyOfTemplate();
  cleanUps.push(remove);
  let db = await openPglite(folder);
  await migrate(db);
  const sources = {
    social: await addReadSource(db, 'social', new Date(START)),
    reviews: await addReadSource(db, 'reviews', new Date(START)),
  };
  await db`update sources set interval_seconds = ${6 * 3600} where id = ${sources.reviews}`;
  const week = Array.from({ length: 7 }, () => []);
  await saveBusinessHours(db, {
    locationId: 0,
    timeZone: undefined,
    week,
    holidays: [HOLIDAY],
    holidayRegion: undefined,
  });
  await addRule(db);
  await judgeTopic(db, 1, new Date(START));
  for (let slot = 0; slot < DAYS * DAY; slot++) {
    for (const [source, sourceId] of Object.entries(sources)) {
      const said = stream.filter((one) => one.arrived === slot && one.source === source);
      if (said.length === 0) continue;
      const now = new Date(START + slot * SLOT_MS + 60_000);
      await hear(db, { sourceId, now }, said.map(mentionOf));
    }
    // Once an hour is enough: the detector judges the quarters in between one by one.
    if (slot % HOUR === HOUR - 1) await judgeTopic(db, 1, new Date(START + (slot + 1) * SLOT_MS));
    if (slot % DAY !== DAY - 1) continue;
    await db.close();
    db = await openPglite(folder);
  }
  const alerts = [
    ...(await listAlerts(db, { isOpen: true, limit: 100 })),
    ...(await listAlerts(db, { isOpen: false, limit: 100 })),
  ];
  await db.close();
  return alerts
    .map(({ kind, at, since }) => ({ kind, at: at.toISOString(), since: since.toISOString() }))
    .sort((a, b) => a.at.localeCompare(b.at));
}

async function addRule(db: Db): Promise<void> {
  const rule = { ...SPIKE_RULE, minimumN: 1, coolDownMinutes: 0 };
  await insertAlertRule(db, rule, { by: 'Ann', at: new Date(START) });
}

function mentionOf({ published, label, author, text, source }: Said, index: number) {
  return {
    externalId: `${source}-${published}-${author}-${text}-${index}`,
    text: `${LABEL[label]} ${text} ${author} told it`,
    publishedAt: new Date(START + published * SLOT_MS),
    author: { name: author },
  };
}

async function detected(): Promise<Found[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'earshot-recorded-'));
  cleanUps.push(() => rm(folder, { recursive: true }));
  const meta = {
    start: new Date(START).toISOString(),
    days: DAYS,
    holidays: [HOLIDAY],
    topics: [
      {
        id: 'T1',
        createdAt: new Date(START).toISOString(),
        sources: [
          { name: 'social', pollMinutes: 15 },
          { name: 'reviews', pollMinutes: 360 },
        ],
      },
    ],
  };
  const rows = incrementsOf(stream).map((one) => {
    const [arrived, bucket] = [one.arrivedAt, one.publishedAt].map((ms) => (ms - START) / SLOT_MS);
    const { positive, neutral, negative, negativeFirst, negativeOriginal } = one;
    return ['T1', arrived, bucket, one.source, positive, neutral, negative, negativeFirst, negativeOriginal];
  });
  const header = 'topic,arrived,bucket,source,pos,neu,neg,neg_first,neg_orig';
  await writeFile(path.join(folder, 'meta.json'), JSON.stringify(meta));
  const csv = `${[header, ...rows.map((row) => row.join(','))].join('\n')}\n`;
  await writeFile(path.join(folder, 'increments.csv.gz'), gzipSync(csv));
  const { status, stdout, stderr } = await runEarshot(['detect', '--from', folder]);
  expect([status, stderr]).toEqual([0, '']);
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Found)
    .map(({ kind, at, since }) => ({ kind, at, since }));
}

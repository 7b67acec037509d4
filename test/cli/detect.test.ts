import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { SLOT_MS } from '../../src/detect/time.ts';
import { burst, chatter, DAY, HOUR, incrementsOf, START } from '../detect/chatter.ts';
import { runEarshot } from './run-earshot.ts';

const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

const EVENT = 10 * DAY + 9 * HOUR;
const META = {
  start: new Date(START).toISOString(),
  slotMinutes: 15,
  days: 14,
  holidays: ['2026-03-08'],
  topics: [
    { id: 'T1', createdAt: new Date(START).toISOString(), sources: [{ name: 'social', pollMinutes: 15 }] },
    { id: 'T2', sources: [{ name: 'social', pollMinutes: 15 }] },
  ],
};
const HEADER =
  'topic,arrived,bucket,source,pos,neu,neg,sent_sum,neg_first,neg_orig,neg_authors,top_author_n,top_text_n,top_text_authors';

function rowsOf(topic: string, said: Parameters<typeof incrementsOf>[0]): string[] {
  return incrementsOf(said).map((one) => {
    const [arrived, bucket] = [one.arrivedAt, one.publishedAt].map((ms) => (ms - START) / SLOT_MS);
    const counts = [one.positive, one.neutral, one.negative, 0, one.negativeFirst, one.negativeOriginal];
    return [topic, arrived, bucket, one.source, ...counts, 0, 0, 0, 0].join(',');
  });
}

const ROWS = [
  ...rowsOf('T1', [
    ...chatter({ seed: 1, days: 14, perDay: 60, negativeShare: 0.2 }),
    ...burst({ from: EVENT, slots: 6 * HOUR, posts: 40 }),
  ]),
  ...rowsOf(
    'T2',
    chatter({ seed: 2, days: 14, perDay: 100, negativeShare: 0.2 }).filter(
      ({ published }) => published < 12 * DAY,
    ),
  ),
].sort((a, b) => Number(a.split(',')[1]) - Number(b.split(',')[1]));

async function folderOf(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'earshot-detect-'));
  folders.push(folder);
  for (const [name, content] of Object.entries(files)) await writeFile(path.join(folder, name), content);
  return folder;
}

const CSV = `${HEADER}\n${ROWS.join('\n')}\n`;

test('detect prints the alerts of a recorded stream in the order of their time, packed or plain', async () => {
  const meta = JSON.stringify(META);
  const packed = await folderOf({ 'meta.json': meta, 'increments.csv.gz': gzipSync(CSV) });
  const plain = await folderOf({ 'meta.json': meta, 'increments.csv': CSV.replaceAll('\n', '\r\n') });
  const { status, stdout, stderr } = await runEarshot(['detect', '--from', packed]);
  const alerts = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { topic: string; kind: string; at: string });
  expect(alerts).toMatchObject([
    { topic: 'T1', kind: 'negative_spike', windowMinutes: expect.any(Number), observed: expect.any(Number) },
    {
      topic: 'T2',
      kind: 'missing_data',
      source: 'social',
      since: new Date(START + 12 * DAY * SLOT_MS).toISOString(),
    },
  ]);
  const slot = (Date.parse(alerts[0]?.at ?? '') - START) / SLOT_MS;
  expect(slot).toBeGreaterThan(EVENT);
  expect(slot).toBeLessThanOrEqual(EVENT + 2 * HOUR);
  expect([status, stderr]).toEqual([0, '']);
  expect((await runEarshot(['detect', '--from', plain])).stdout).toBe(stdout);
});

test('a line that cannot be read is told with its number, and the others still count', async () => {
  const [first, second, ...rest] = ROWS;
  const lines = [
    HEADER,
    first,
    'T1,zero,0,social,1,0,0,0,0,0,0,0,0,0',
    second,
    'T9,0,0,social,1,0,0,0,0,0',
    ...rest,
  ];
  const folder = await folderOf({ 'meta.json': JSON.stringify(META), 'increments.csv': lines.join('\n') });
  const { status, stdout, stderr } = await runEarshot(['detect', '--from', folder]);
  expect(stderr).toContain('increments.csv, line 3: expected a whole number as arrived, got "zero"');
  expect(stderr).toContain('expected a topic of meta.json, got "T9"');
  expect(stdout).toContain('negative_spike');
  expect(status).toBe(1);
});

test('a folder or option that cannot be used is told in one sentence', async () => {
  const empty = await folderOf({});
  const noRows = await folderOf({ 'meta.json': JSON.stringify(META) });
  const badMeta = await folderOf({ 'meta.json': '{"start":"yesterday","topics":[]}', 'increments.csv': CSV });
  const noColumn = await folderOf({ 'meta.json': JSON.stringify(META), 'increments.csv': 'topic,arrived\n' });
  const broken = await folderOf({
    'meta.json': JSON.stringify(META),
    'increments.csv.gz': gzipSync(CSV).subarray(0, 500),
  });
  for (const [args, expected, code] of [
    [['--from', empty], 'meta.json', 1],
    [['--from', noRows], 'Expected increments.csv.gz or increments.csv', 1],
    [['--from', badMeta], 'start', 1],
    [['--from', noColumn], 'lacks the columns bucket, source', 1],
    [['--from', broken], 'cannot be read to its end', 1],
    [['--from', empty, '--sensitivity', 'loud'], 'expected fewer, balanced, more after --sensitivity', 2],
    [[], '--from', 2],
  ] as const) {
    const { status, stderr } = await runEarshot(['detect', ...args]);
    expect(stderr).toContain(expected);
    expect(status).toBe(code);
  }
});

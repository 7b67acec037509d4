import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { ended, printed, type RunOptions, runEarshot, startEarshot } from './run-earshot.ts';

let folder: string;

beforeEach(() => {
  folder = newFolder();
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function newFolder(): string {
  const made = mkdtempSync(path.join(os.tmpdir(), 'earshot-cli-'));
  cpSync(inject('storeTemplate'), path.join(made, 'store'), { recursive: true });
  return made;
}

const run = (args: readonly string[], options: RunOptions = {}) =>
  runEarshot(args, { ...options, env: { EARSHOT_DATA: folder, ...options.env } });

const REVIEWS = 'id,date,rating,text\n1,2026-03-01,5,I love it\n2,2026-03-01,1,I hate it\n3,soon,1,bad\n';

describe('without a running server', () => {
  test('an import is classified before it ends, and the scores are there', async () => {
    const file = path.join(folder, 'reviews.csv');
    writeFileSync(file, REVIEWS);
    const imported = await run(['import', 'reviews', file]);
    expect(imported.stdout).toMatch(
      /^reviews: 3 rows read, 2 added, 0 updated, 0 unchanged, 1 rejected\n {2}line 4: /,
    );
    expect(imported.status).toBe(1);
    const again = await run(['import', 'reviews', file, '--json']);
    expect(JSON.parse(again.stdout)).toMatchObject({
      read: 3,
      added: 0,
      unchanged: 2,
      rejected: [{ line: 4 }],
    });
    const scores = await run(['scores', '--from', '2026-03-01', '--to', '2026-03-01', '--format', 'json']);
    expect(JSON.parse(scores.stdout)).toMatchObject({ scores: [{ positive: 1, negative: 1, meanStars: 3 }] });
    const check = await run(['rebuild', '--check']);
    expect([check.status, check.stdout]).toEqual([0, 'Every score agrees with its mentions.\n']);
  }, 60_000);

  test('rules are tried, added, switched and removed by their words', async () => {
    const file = path.join(folder, 'reviews.csv');
    writeFileSync(file, 'id,date,text\n1,2026-03-01,That was sick\n2,2026-03-01,It opens at nine\n');
    await run(['import', 'reviews', file]);
    const tried = await run(['rule', 'preview', 'sick', '--valence', '2']);
    expect(tried.stdout).toContain('Touches 1 of 2 mentions; 1 from negative to positive.');
    const wrong = await run(['rule', 'add', 'sick', '--valence', 'good']);
    expect([wrong.status, wrong.stderr]).toEqual([
      2,
      expect.stringContaining('expected a number from -4 to 4 after --valence, got "good"'),
    ]);
    const added = await run(['rule', 'add', 'Sick', '--valence', '-1.5', '--lang', 'en', '--note', 'slang']);
    expect(added.stdout).toBe(
      'Added rule 1: "sick" has the valence -1.5, in en, in every mention. The past is counted again.\n',
    );
    expect(added.stderr).toContain('Earshot is not running');
    const listed = await run(['rule', 'list']);
    expect(listed.stdout).toMatch(/^id {2}rule.*\n 1 {2}sick +-1.5 {2}en +all {4}yes/);
    expect(listed.stderr).toContain('2 mentions are still to be counted again.');
    expect((await run(['rule', 'disable', 'sick'])).stdout).toContain('Rule 1, "sick", is off.');
    expect((await run(['rule', 'remove', 'SICK'])).stdout).toContain('Removed rule 1, "sick".');
    const none = await run(['domain', 'choose']);
    expect([none.status, none.stderr.includes('--none')]).toEqual([2, true]);
  }, 60_000);

  test('sources, topics, people and tokens are managed by name', async () => {
    const added = await run(['topic', 'add', 'Delivery', 'deliver*', '--kind', 'theme']);
    expect(added.stdout).toContain('Added topic 2, "Delivery": Mentions with “deliver…”.');
    const bad = await run(['topic', 'add', 'Bad', 'a AND (b']);
    expect([bad.status, bad.stderr.split('\n')[0]]).toEqual([1, 'earshot: This bracket is never closed.']);
    const unknown = await run(['topic', 'remove', 'Nothing']);
    expect(unknown.stderr).toBe(
      'earshot: There is no topic called "Nothing". There are: Everything, Delivery.\n',
    );
    const user = await run(['user', 'add', 'ada@example.com', '--role', 'admin', '--password-stdin'], {
      input: 'correct horse battery\n',
    });
    expect([user.status, user.stdout]).toEqual([0, 'Added ada@example.com as admin.\n']);
    const token = await run(['token', 'add', 'Report', '--scope', 'read', 'import']);
    expect(token.stdout).toMatch(/^esh_[\w-]{43}\n$/);
    expect(token.stderr).toContain('may read, import');
    const help = await run(['token', 'add', '--help']);
    expect(help.stdout).toMatch(/alerts,\s+inbox,\s+approve/);
  }, 60_000);

  test('the doctor is content', async () => {
    const { status, stdout } = await run(['doctor', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({
      ok: true,
      status: { mode: 'embedded', migrations: { pending: [] } },
    });
    expect(status).toBe(0);
  });

  test('the doctor tells the time zone of the workspace, whatever the environment says today', async () => {
    await run(['topic', 'list']);
    const { stdout } = await run(['doctor'], { env: { EARSHOT_TIME_ZONE: 'Asia/Tokyo' } });
    expect(stdout).toMatch(/^ok {9}workspace: ".+", days in UTC$/m);
    expect(stdout).not.toContain('Asia/Tokyo');
  });

  test('what came from files is no source that is off', async () => {
    const file = path.join(folder, 'reviews.csv');
    writeFileSync(file, REVIEWS);
    await run(['import', 'reviews', file]);
    const { stdout } = await run(['source', 'list']);
    expect(stdout).toMatch(/import +from files/);
  });

  test('a file that is not there is one sentence', async () => {
    const { status, stderr } = await run(['import', 'reviews', '/nowhere.csv']);
    expect([status, stderr]).toEqual([1, 'earshot: /nowhere.csv cannot be read (ENOENT).\n']);
  });
});

test('a database server that does not answer is one sentence with advice, and without its password', async () => {
  const env = { DATABASE_URL: 'postgres://earshot:secret-word@127.0.0.1:1/earshot' };
  const { status, stdout, stderr } = await run(['topic', 'list'], { env });
  expect([status, stdout]).toEqual([1, '']);
  expect(stderr).toMatch(/^earshot: .*ECONNREFUSED.*\. Check that the server runs and that DATABASE_URL/);
  expect(stderr).not.toContain('secret-word');
});

describe('with a running server', () => {
  let served: string;
  let server: ReturnType<typeof startEarshot>;
  let output: string;
  let port: string;

  beforeAll(async () => {
    served = newFolder();
    server = startEarshot(['start', '--no-demo'], { EARSHOT_DATA: served, PORT: '0', EARSHOT_LOG: 'error' });
    output = await printed(server, /Stop with Ctrl-C/);
    port = /http:\/\/127\.0\.0\.1:(\d+)/.exec(output)?.[1] ?? '';
  });

  afterAll(async () => {
    server.kill('SIGTERM');
    expect((await ended(server)).status).toBe(0);
    rmSync(served, { recursive: true, force: true });
  });

  const ask = (args: readonly string[], options: RunOptions = {}) =>
    runEarshot(args, { ...options, env: { EARSHOT_DATA: served } });

  test('the first start shows its address and the first login', () => {
    expect(output).toMatch(/^Earshot is running at http:\/\/127\.0\.0\.1:\d+$/m);
    expect(output).toMatch(/^First sign-in: admin@earshot\.local, password: [a-z-]{24}$/m);
  });

  test('alert rules are added in the words of their options, listed, tried and removed', async () => {
    const wrong = await ask(['alert-rule', 'add', 'x', '--topic', 'Everything', '--metric', 'rating']);
    expect([wrong.status, wrong.stderr]).toEqual([
      2,
      expect.stringContaining('--falls or --rises, one of them'),
    ]);
    const nowhere = await ask(['alert-rule', 'add', 'x', '--topic', 'Nothing']);
    expect([nowhere.status, nowhere.stderr]).toEqual([1, expect.stringContaining('There are: Everything')]);
    const mood = ['--topic', 'everything', '--metric', 'net_sentiment', '--falls', '15', '--over', '3'];
    const added = await ask(['alert-rule', 'add', 'Mood', ...mood, '--quiet', '22:00-07:00']);
    expect(added.stdout).toContain(
      'The net sentiment in Everything, over 3 days, falls by 15 points or more',
    );
    await ask([
      'alert-rule',
      'add',
      'Law',
      '--topic',
      'Everything',
      '--risk',
      'legal',
      '--severity',
      'critical',
    ]);
    const listed = await ask(['alert-rule', 'list', '--json']);
    expect(JSON.parse(listed.stdout)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ name: 'Mood', kind: 'metric', quietFrom: 1320, quietTo: 420 }),
        expect.objectContaining({ name: 'Law', kind: 'mention', risks: ['legal'], severity: 'critical' }),
      ]),
    );
    expect((await ask(['alert-rule', 'try', 'Mood'])).stdout).toContain('0 alerts in the last 60 days.');
    const draft = await ask(['alert-rule', 'try', '--topic', 'Everything', '--days', '30']);
    expect(draft.stdout).toMatch(/^0 alerts in the last 30 days\.\nsensitivity {2}alerts\nfewer/);
    expect((await ask(['alert-rule', 'remove', 'mood'])).stdout).toMatch(/^Removed alert rule \d+, "Mood"/);
    expect((await ask(['alert-rule', 'list'])).stdout).not.toContain('Mood');
  }, 60_000);

  test('commands go through it', async () => {
    const imported = await ask(['import', 'mentions', '-', '--format', 'csv', '--json'], {
      input: 'id,date,text\n1,2026-03-01,I love it\n',
    });
    expect(JSON.parse(imported.stdout)).toMatchObject({ added: 1, rejected: [] });
    const scores = await ask(['scores', '--from', '2026-03-01', '--to', '2026-03-01', '--format', 'csv']);
    expect(scores.stdout).toContain('Everything,2026-03-01,1,0,0,0,1,');
    const jobs = await ask(['jobs', 'list', '--json']);
    expect(JSON.parse(jobs.stdout)).toMatchObject({ failed: [] });
    const doctor = await ask(['doctor']);
    expect([doctor.status, doctor.stdout]).toEqual([0, expect.stringMatching(/all \d+ done/)]);
  }, 60_000);

  test('a token made here opens the API over the network', async () => {
    const token = (await ask(['token', 'add', 'Test'])).stdout.trim();
    const asked = (authorization: string) =>
      fetch(`http://127.0.0.1:${port}/api/v1/topics`, { headers: { authorization } });
    expect((await asked(`Bearer ${token}`)).status).toBe(200);
    expect((await asked('Bearer wrong')).status).toBe(401);
  });

  test('a command whose server dies says so, and what to do', async () => {
    const dying = createServer((request, response) => {
      if (request.url === '/healthz') response.end();
      else request.socket.destroy();
    });
    dying.listen(path.join(folder, 'earshot.sock'));
    await once(dying, 'listening');
    try {
      const { status, stderr } = await run(['topic', 'list']);
      expect(stderr).toContain('ended before it had answered. Start it and do the same again');
      expect(status).toBe(1);
    } finally {
      dying.close();
    }
  });

  test('its data folder is taken', async () => {
    const { status, stderr } = await ask(['start']);
    expect([status, stderr]).toEqual([
      1,
      `earshot: Another Earshot is using the data folder ${served}. Stop it first, or set EARSHOT_DATA to another folder.\n`,
    ]);
  });

  test('its port is taken', async () => {
    const { status, stderr, stdout } = await run(['start'], { env: { PORT: port } });
    expect([status, stderr, stdout]).toEqual([
      1,
      `earshot: Port ${port} is taken by another program. Stop it, or set PORT to a free port.\n`,
      '',
    ]);
  });
});

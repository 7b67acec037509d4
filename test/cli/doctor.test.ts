import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Db } from '../../src/store/db.ts';
import { insertHandOver, saveHandOver, takeHandOver } from '../../src/store/hand-overs.ts';
import { migrate } from '../../src/store/migrate.ts';
import { openPglite } from '../../src/store/open.ts';
import { saveUnsent, takeReply } from '../../src/store/reply-sending.ts';
import { addDesk } from '../../src/web/deeds/hand-overs.ts';
import type { WebDeps } from '../../src/web/deps.ts';
import { LOCAL_OPERATOR } from '../../src/web/principal.ts';
import { queueReply, vault } from '../replying/place.ts';
import { addReadSource, hear } from '../support/listening.ts';
import { copyOfTemplate } from '../support/test-store.ts';
import { runEarshot } from './run-earshot.ts';

const NOW = new Date('2026-11-23T10:00:00Z');

const folder = mkdtempSync(path.join(os.tmpdir(), 'earshot-doctor-'));

beforeAll(async () => {
  const db = await openPglite(copyOfTemplate(path.join(folder, 'store')).folder);
  await migrate(db);
  await setAside(db);
  await db.close();
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function setAside(db: Db): Promise<void> {
  const sourceId = await addReadSource(db, 'Shop reviews', NOW);
  const said = ['bad', 'bad again', 'bad once more'].map((text, n) => ({ externalId: `m${n}`, text }));
  const [inDoubt = 0, refused = 0, handed = 0] = await hear(db, { sourceId, now: NOW }, said);
  for (const [mentionId, mayHaveArrived, error] of [
    [inDoubt, true, 'Judge.me cannot tell whether the reply is there.'],
    [refused, false, 'The token has expired.'],
  ] as const) {
    const id = await queueReply(db, mentionId, 'Dear Mia, we are sorry.', NOW);
    const taken = await takeReply(db, id, { now: NOW, leaseMs: 60_000 });
    if (!taken) throw new Error('The reply was not due.');
    await saveUnsent(db, taken, { state: 'parked', mayHaveArrived, error, dueAt: undefined, now: NOW });
  }
  await db`insert into inbox_items (mention_id, entered_at, updated_at) values (${handed}, ${NOW}, ${NOW})`;
  const settings = { address: 'https://acme.freshdesk.com', key: 'secret' };
  const deps = { db, vault, now: () => NOW } as unknown as WebDeps;
  const { id: deskId } = await addDesk(deps, LOCAL_OPERATOR, {
    name: 'Workshop',
    kind: 'freshdesk',
    settings,
  });
  const id = await insertHandOver(db, { mentionId: handed, deskId, note: '', author: 'Ann', now: NOW });
  const taken = await takeHandOver(db, id, { now: NOW, leaseMs: 60_000 });
  if (!taken) throw new Error('The hand-over was not due.');
  await saveHandOver(db, taken, {
    state: 'parked',
    externalId: undefined,
    url: undefined,
    mayHaveArrived: false,
    error: 'acme.freshdesk.com answered 403.',
    dueAt: undefined,
    now: NOW,
  });
}

test('the doctor lists the replies and hand-overs that go no further until a person has looked', async () => {
  const { status, stdout } = await runEarshot(['doctor'], { env: { EARSHOT_DATA: folder } });
  expect(stdout).toMatch(
    /^attention {2}reply: to "Shop reviews" may or may not be there: look at the original, then say which \(since 2026-11-23 10:00 UTC\): Judge\.me cannot tell whether the reply is there\.; see \/replies\/\d+$/m,
  );
  expect(stdout).toMatch(
    /^attention {2}reply: to "Shop reviews" could not be sent \(since .+\): The token has expired\.; see \/replies\/\d+$/m,
  );
  expect(stdout).toMatch(
    /^attention {2}hand-over: "Workshop" did not get an item: acme\.freshdesk\.com answered 403\.; see \/inbox\/\d+$/m,
  );
  expect(status).toBe(1);
});

test('a program reads the same', async () => {
  const { stdout } = await runEarshot(['doctor', '--json'], { env: { EARSHOT_DATA: folder } });
  const { ok, status } = JSON.parse(stdout);
  expect(ok).toBe(false);
  expect(status.replies).toMatchObject({
    waiting: 0,
    parked: 2,
    setAside: [
      { source: 'Shop reviews', mayHaveArrived: true, since: NOW.toISOString() },
      { source: 'Shop reviews', mayHaveArrived: false, error: 'The token has expired.' },
    ],
  });
  expect(status.handOvers.parked).toMatchObject([{ desk: 'Workshop' }]);
});

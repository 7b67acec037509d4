import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { claim, holdsClaim, takeOver } from '../../src/store/claims.ts';
import type { Db } from '../../src/store/db.ts';
import { findItem, saveInboxEvent } from '../../src/store/inbox.ts';
import { noteForInbox } from '../../src/store/inbox-arrivals.ts';
import { fileArrivals } from '../../src/store/inbox-filing.ts';
import { migrate } from '../../src/store/migrate.ts';
import { openPostgres } from '../../src/store/open.ts';
import { createDatabase } from '../support/servers.ts';
import { addPerson, type Desk, openDesk } from './desk.ts';

/** What only a server with many connections shows: people who do the same at the same moment. */
const url = inject('postgresUrl');
const NOW = new Date('2026-11-23T10:00:00Z');
const LEASE = { leaseMs: 600_000 };

describe.skipIf(!url)('on Postgres, at the same moment', () => {
  let db: Db;
  let desk: Desk;
  let ada: number;
  let bo: number;
  beforeAll(async () => {
    db = openPostgres(await createDatabase(url ?? ''), { max: 12 });
    await migrate(db);
    desk = await openDesk(db, NOW);
    ada = await addPerson(db, 'Ada');
    bo = await addPerson(db, 'Bo');
  });
  afterAll(() => db.close());

  const hear = async (externalId: string) => {
    const [id = 0] = await desk.hear([{ externalId, text: 'bad', publishedAt: NOW }], NOW);
    return id;
  };

  test('of two who claim, one has it', async () => {
    for (let round = 0; round < 20; round += 1) {
      const mentionId = await hear(`race-${round}`);
      const tries = [ada, bo].map((userId) =>
        db.transaction((sql) => claim(sql, { mentionId, userId, actor: String(userId), now: NOW, ...LEASE })),
      );
      const outcomes = await Promise.allSettled(tries);
      expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    }
  });

  test('what is written by whoever holds a claim is written before a take-over, or not at all', async () => {
    const writes: { at: number; wrote: boolean }[] = [];
    for (let round = 0; round < 40; round += 1) {
      const mentionId = await hear(`send-${round}`);
      const mine = await db.transaction((sql) =>
        claim(sql, { mentionId, userId: ada, actor: 'Ada', now: NOW, ...LEASE }),
      );
      const send = (userId: number, claimNumber: number) =>
        db.transaction(async (sql) => {
          if (!(await holdsClaim(sql, { mentionId, userId, claimNumber, now: NOW }))) return false;
          await saveInboxEvent(sql, mentionId, {
            at: NOW,
            actor: String(userId),
            deed: 'sent',
            detail: { claimNumber },
          });
          return true;
        });
      const [wrote, taken] = await Promise.all([
        send(ada, mine.number),
        db.transaction((sql) => takeOver(sql, { mentionId, userId: bo, actor: 'Bo', now: NOW, ...LEASE })),
      ]);
      // Once it is taken over, the old number is worth nothing, however often it is tried.
      expect(await send(ada, mine.number)).toBe(false);
      expect(await holdsAlone(mentionId, taken.number)).toBe(true);
      writes.push({ at: round, wrote });
      const order = await db<{ deed: string }>`
        select deed from inbox_events where mention_id = ${mentionId} and deed in ('sent', 'took over') order by id`;
      expect(order.map(({ deed }) => deed)).toEqual(wrote ? ['sent', 'took over'] : ['took over']);
    }
    expect(writes).toHaveLength(40);
  });

  const holdsAlone = (mentionId: number, claimNumber: number) =>
    db.transaction((sql) => holdsClaim(sql, { mentionId, userId: bo, claimNumber, now: NOW }));

  test('workers that file the same mentions do it once each and lose none', async () => {
    const said = Array.from({ length: 600 }, (_, n) => ({
      externalId: `many-${n}`,
      text: 'bad',
      publishedAt: NOW,
    }));
    const ids = await desk.hear(said, NOW);
    await db.transaction((sql) => noteForInbox(sql, ids));
    const file = async () => {
      let looked = 0;
      for (let step = await fileArrivals(db, NOW); step > 0; step = await fileArrivals(db, NOW))
        looked += step;
      return looked;
    };
    const looked = await Promise.all([
      file(),
      file(),
      file(),
      db.transaction((sql) => noteForInbox(sql, ids)).then(file),
    ]);
    expect(looked.reduce((sum, n) => sum + n, 0)).toBeGreaterThanOrEqual(ids.length);
    expect(await db`select from inbox_arrivals`).toEqual([]);
    for (const id of [ids[0], ids.at(-1)])
      expect(await findItem(db, id ?? 0)).toMatchObject({ status: 'new' });
  });
});

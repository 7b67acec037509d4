import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Conflict } from '../../src/domain/errors.ts';
import { claim, holdsClaim, release, releaseIdle, renew, takeOver } from '../../src/store/claims.ts';
import type { Db } from '../../src/store/db.ts';
import { findItem, setStatus } from '../../src/store/inbox.ts';
import { openTestStore } from '../support/test-store.ts';
import { addPerson, openDesk } from './desk.ts';

/*
 * Two people and one item, any history of opening, renewing, giving back, taking over, answering and waiting, with the
 * clock moving on between the steps: after each of them at most one person holds a claim with at most one number, it is
 * the one a plain model says, and whoever lost it can no longer send.
 */

const LEASE = 10;
const START = new Date('2026-11-23T10:00:00Z');
const minutes = (n: number) => new Date(START.getTime() + n * 60_000);

const who = fc.constantFrom(0, 1);
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('claim' as const), who }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('take' as const), who }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('renew' as const), who, old: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('release' as const), who, old: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('idle' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('answer' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('reopen' as const) }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('wait' as const), by: fc.integer({ min: 1, max: 14 }) }),
  },
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

/** What ought to be: who has it until when, and the number each person last saw. */
interface Model {
  now: number;
  holder: { who: number; number: number; until: number } | undefined;
  lastNumber: number;
  seen: [number, number];
}

let db: Db;
let people: number[];
let mentionId: number;
beforeAll(async () => {
  db = await openTestStore();
  people = [await addPerson(db, 'Ada'), await addPerson(db, 'Bo')];
});
afterAll(() => db.close());

test('two people never hold the same item, whatever they do and whenever', async () => {
  let histories = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 24 }), async (steps) => {
      histories += 1;
      const desk = await openDesk(db, START);
      const said = { externalId: `h${histories}`, text: 'bad', publishedAt: START };
      [mentionId = 0] = await desk.hear([said], START);
      const model: Model = { now: 0, holder: undefined, lastNumber: 0, seen: [0, 0] };
      for (const one of steps) {
        await play(one, model);
        await compare(model);
      }
    }),
    { numRuns: 60 },
  );
}, 240_000);

async function play(one: Step, model: Model): Promise<void> {
  const now = minutes(model.now);
  const held = () => (model.holder && model.holder.until > model.now ? model.holder : undefined);
  const by = (person: number) => ({
    mentionId,
    userId: people[person] ?? 0,
    actor: String(person),
    now,
    leaseMs: LEASE * 60_000,
  });
  switch (one.do) {
    case 'wait':
      model.now += one.by;
      return;
    case 'claim':
    case 'take': {
      const other = held();
      const isRefused = one.do === 'claim' && other !== undefined && other.who !== one.who;
      const work = one.do === 'claim' ? claim : takeOver;
      const attempt = db.transaction((sql) => work(sql, by(one.who)));
      if (isRefused) {
        await expect(attempt).rejects.toBeInstanceOf(Conflict);
        return;
      }
      const { number } = await attempt;
      expect(number).toBeGreaterThan(model.lastNumber);
      model.lastNumber = number;
      model.seen[one.who as 0 | 1] = number;
      model.holder = { who: one.who, number, until: model.now + LEASE };
      return;
    }
    case 'renew': {
      const claimNumber = model.seen[one.who as 0 | 1] - (one.old ? 1 : 0);
      const until = await renew(db, { ...by(one.who), claimNumber });
      const mine = held();
      const isMine = mine?.who === one.who && mine.number === claimNumber;
      expect(until !== undefined).toBe(isMine);
      if (isMine && model.holder) model.holder.until = model.now + LEASE;
      return;
    }
    case 'release': {
      const claimNumber = model.seen[one.who as 0 | 1] - (one.old ? 1 : 0);
      const isGiven = await db.transaction((sql) => release(sql, { ...by(one.who), claimNumber }));
      if (isGiven) expect(model.holder).toMatchObject({ who: one.who, number: claimNumber });
      if (isGiven) model.holder = undefined;
      return;
    }
    case 'idle':
      await db.transaction((sql) => releaseIdle(sql, now));
      if (!held()) model.holder = undefined;
      return;
    default: {
      const status = one.do === 'answer' ? 'replied' : 'new';
      const isMoved = await db.transaction((sql) => setStatus(sql, { mentionId, status, actor: 'Ada', now }));
      if (isMoved && one.do === 'answer') model.holder = undefined;
    }
  }
}

async function compare(model: Model): Promise<void> {
  const now = minutes(model.now);
  const wanted = model.holder && model.holder.until > model.now ? model.holder : undefined;
  const holders: { person: number; number: number }[] = [];
  for (const person of [0, 1]) {
    for (let number = Math.max(1, model.lastNumber - 2); number <= model.lastNumber + 1; number += 1) {
      const claimNumber = number;
      const userId = people[person] ?? 0;
      const holds = await db.transaction((sql) => holdsClaim(sql, { mentionId, userId, claimNumber, now }));
      if (holds) holders.push({ person, number });
    }
  }
  expect(holders).toEqual(wanted ? [{ person: wanted.who, number: wanted.number }] : []);
  const item = await findItem(db, mentionId);
  if (item?.status === 'claimed') expect(item.claim).toBeDefined();
}

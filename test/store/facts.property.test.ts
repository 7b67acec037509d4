import fc from 'fast-check';
import { afterAll, describe, expect, inject, test } from 'vitest';
import type { NewAnswer, NewFacts } from '../../src/domain/facts.ts';
import { kpiSeries } from '../../src/kpis/reading/read-kpis.ts';
import type { Db } from '../../src/store/db.ts';
import { findFactDifferences } from '../../src/store/fact-cells.ts';
import { saveFacts } from '../../src/store/facts.ts';
import { migrate } from '../../src/store/migrate.ts';
import { openPostgres } from '../../src/store/open.ts';
import { deleteSource, insertSource } from '../../src/store/sources.ts';
import { openVault } from '../../src/store/vault.ts';
import { createDatabase } from '../support/servers.ts';
import { openTestStore } from '../support/test-store.ts';

const NOW = new Date('2026-04-01T00:00:00Z');
const WHOLE = { from: '2026-02-01', to: '2026-04-30', by: 'month', timeZone: 'Europe/Berlin' } as const;
const vault = openVault([]);

const answer = fc.record({
  id: fc.integer({ min: 0, max: 7 }),
  kind: fc.constantFrom('nps' as const, 'csat' as const, 'ces' as const),
  share: fc.option(fc.integer({ min: 0, max: 4 }), { nil: undefined }),
  hour: fc.integer({ min: 0, max: 24 * 60 }),
  touchpoint: fc.constantFrom(undefined, 'buy', 'help'),
  segment: fc.constantFrom(undefined, 'new'),
  comment: fc.constantFrom(undefined, 'good', 'bad'),
});

const stay = fc.record({
  id: fc.integer({ min: 0, max: 3 }),
  from: fc.integer({ min: 0, max: 60 }),
  days: fc.option(fc.integer({ min: 0, max: 20 }), { nil: undefined }),
});

const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ answers: fc.array(answer, { maxLength: 6 }) }) },
  { weight: 3, arbitrary: fc.record({ stays: fc.array(stay, { maxLength: 5 }) }) },
  { weight: 1, arbitrary: fc.record({ remove: fc.integer({ min: 0, max: 7 }) }) },
);

type Step = Partial<{
  answers: readonly (typeof answer extends fc.Arbitrary<infer T> ? T : never)[];
  stays: readonly (typeof stay extends fc.Arbitrary<infer T> ? T : never)[];
  remove: number;
}>;

const store = await openTestStore();
await store`update workspace set time_zone = ${WHOLE.timeZone}`;
afterAll(() => store.close());

test('cells and spells hold what answers and stays say, after any history and whatever died on the way', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(step, fc.boolean()), { maxLength: 12 }), async (history) => {
      const sourceId = await addSource(store);
      for (const [facts, dies] of history) {
        if (dies)
          await expect(save(store, sourceId, facts, 'dies')).rejects.toThrow('died before the commit');
        await save(store, sourceId, facts);
        await save(store, sourceId, facts); // the job comes twice
      }
      expect(await findFactDifferences(store)).toEqual([]);
      expect(await retained(store)).toEqual(await retainedPlainly(store));
      await deleteSource(store, sourceId);
    }),
    { numRuns: 25 },
  );
});

describe.skipIf(!inject('postgresUrl'))('on Postgres', () => {
  test('two writers of the same answers count them once', async () => {
    const db = openPostgres(await createDatabase(inject('postgresUrl') ?? ''), { max: 6 });
    try {
      await migrate(db);
      const sourceId = await addSource(db);
      const rounds = Array.from({ length: 12 }, (_, round) => ({
        answers: Array.from({ length: 40 }, (_, n) => ({
          id: n,
          kind: 'nps' as const,
          share: (n + round) % 5,
          hour: n,
          touchpoint: 'buy' as const,
          segment: undefined,
          comment: undefined,
        })),
        stays: [{ id: 1, from: round, days: 3 }],
      }));
      await Promise.all(rounds.map((facts) => save(db, sourceId, facts)));
      expect(await findFactDifferences(db)).toEqual([]);
      expect(await db`select count(*) as n from survey_responses`).toEqual([{ n: 40 }]);
      const [point] = (await kpiSeries(db, ['nps'], { ...WHOLE, by: 'whole' })).get('nps') ?? [];
      expect(point?.n).toBe(40);
    } finally {
      await db.close();
    }
  });
});

async function addSource(db: Db): Promise<number> {
  const made = { name: 'Facts', kind: 'webhook', settings: {}, intervalSeconds: 900, now: NOW };
  return (await insertSource(db, made)).id;
}

function save(db: Db, sourceId: number, said: Step, end: 'lives' | 'dies' = 'lives') {
  const at = { sourceId, now: NOW, isBackfill: false, vault };
  return db.transaction(async (sql) => {
    await saveFacts(sql, at, factsOf(said));
    if (end === 'dies') throw new Error('died before the commit');
  });
}

function factsOf({ answers = [], stays = [], remove }: Step): NewFacts {
  return {
    answers: answers.map(({ id, kind, share, hour, touchpoint, segment, comment }): NewAnswer => {
      const scale = { nps: { min: 0, max: 10 }, csat: { min: 1, max: 5 }, ces: { min: 1, max: 7 } }[kind];
      return {
        externalId: `a${id}`,
        kind,
        scale,
        answeredAt: new Date(Date.UTC(2026, 1, 20) + hour * 3_600_000),
        ...(share === undefined
          ? {}
          : { score: Math.round(scale.min + ((scale.max - scale.min) * share) / 4) }),
        ...(touchpoint === undefined ? {} : { touchpoint }),
        ...(segment === undefined ? {} : { segment }),
        ...(comment === undefined ? {} : { comment }),
      };
    }),
    customers: stays.map(({ id, from, days }) => {
      const startedAt = new Date(Date.UTC(2026, 1, 1) + from * 86_400_000);
      const ended = days === undefined ? {} : { endedAt: new Date(startedAt.getTime() + days * 86_400_000) };
      return { externalId: `c${id}`, startedAt, ...ended };
    }),
    removedAnswers: remove === undefined ? [] : [`a${remove}`],
  };
}

/** At start, at end, new and lost of each month, as the KPI reads them. */
async function retained(db: Db): Promise<number[][]> {
  const points = (await kpiSeries(db, ['retention'], WHOLE)).get('retention') ?? [];
  return points.map(({ parts }) => ['atStart', 'atEnd', 'new', 'lost'].map((part) => parts[part] ?? 0));
}

/** The same from the stays, customer by customer and midnight by midnight. */
async function retainedPlainly(db: Db): Promise<number[][]> {
  const stays = await db<{
    customer_id: number;
    started_at: Date;
    ended_at: Date | null;
  }>`select * from customer_stays`;
  const midnights = ['2026-01-31T23:00Z', '2026-02-28T23:00Z', '2026-03-31T22:00Z', '2026-04-30T22:00Z'];
  const present = midnights.map((text) => {
    const at = new Date(text);
    const there = stays.filter(
      ({ started_at, ended_at }) => started_at < at && (!ended_at || ended_at >= at),
    );
    // A stay without any length is nobody's.
    const real = there.filter(({ started_at, ended_at }) => ended_at?.getTime() !== started_at.getTime());
    return new Set(real.map((one) => one.customer_id));
  });
  return present.slice(0, -1).map((start, index) => {
    const end = present[index + 1] ?? new Set<number>();
    return [start.size, end.size, end.difference(start).size, start.difference(end).size];
  });
}

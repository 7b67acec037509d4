import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lengthOfUnion } from '../../src/domain/coverage.ts';
import type { Db } from '../../src/store/db.ts';
import { joinOldRuns } from '../../src/store/old-runs.ts';
import { listCoveredStretches, type SourceRun, saveRun } from '../../src/store/source-runs.ts';
import { insertSource } from '../../src/store/sources.ts';
import { openTestStore } from '../support/test-store.ts';

const MINUTE = 60_000;
const DAY_MS = 24 * 60 * MINUTE;
const NOW = new Date('2026-11-23T12:00:00Z');
/** Two days, more than forty days ago. */
const OLD = Date.parse('2026-09-01T00:00:00Z');

let db: Db;
beforeAll(async () => {
  db = await openTestStore();
});
afterAll(() => db.close());

let sources = 0;
async function sourceWith(runs: readonly SourceRunDraft[]): Promise<number> {
  sources += 1;
  const source = { name: `S${sources}`, kind: 'feed', settings: {}, intervalSeconds: 900, now: NOW };
  const { id } = await insertSource(db, source);
  for (const run of runs) await saveRun(db, runOf(id, run), { fetchAt: NOW, intervalSeconds: 900 });
  return id;
}

interface SourceRunDraft {
  /** Minutes after OLD. */
  readonly at: number;
  /** Minutes that it vouches for; undefined: it failed. */
  readonly reach: number | undefined;
}

const runOf = (sourceId: number, { at, reach }: SourceRunDraft): SourceRun => ({
  sourceId,
  startedAt: new Date(OLD + at * MINUTE),
  finishedAt: new Date(OLD + at * MINUTE + 1_000),
  status: reach === undefined ? 'failed' : 'ok',
  coversFrom: reach === undefined ? undefined : new Date(OLD + (at - reach) * MINUTE),
  seen: 3,
  added: 1,
  edited: 0,
  removed: 0,
  skipped: 0,
  bytes: 1_000,
  errorCode: undefined,
  error: undefined,
  warnings: [],
});

/** The hundred that every source keeps, all of them new. */
const latest = Array.from({ length: 100 }, (_, n) => ({ at: 80 * 24 * 60 + n, reach: undefined }));

/** How much of each hour was read. */
async function heard(id: number): Promise<number[]> {
  const spans = (await listCoveredStretches(db, new Date(0)))
    .filter(({ sourceId }) => sourceId === id)
    .map(({ coversFrom, startedAt }) => ({ from: coversFrom.getTime(), to: startedAt.getTime() }));
  return Array.from({ length: 60 }, (_, hour) => {
    const from = OLD + (hour - 6) * 60 * MINUTE;
    return lengthOfUnion(spans, { from, to: from + 60 * MINUTE });
  });
}

const sumsOf = async (id: number) =>
  db`select coalesce(sum(seen), 0)::int as seen, coalesce(sum(added), 0)::int as added,
            coalesce(sum(bytes), 0)::int as bytes
       from source_runs where source_id = ${id} and covers_from is not null`;
const countOf = async (id: number) => (await db`select from source_runs where source_id = ${id}`).length;

test('whatever runs there were, the same time counts as read and the same was brought', async () => {
  const draft = fc.record({
    at: fc.integer({ min: 0, max: 2 * 24 * 60 }),
    reach: fc.option(fc.integer({ min: 0, max: 400 }), { nil: undefined }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(draft, { minLength: 1, maxLength: 25 }), async (runs) => {
      const id = await sourceWith([...runs, ...latest]);
      const [hours, sums] = [await heard(id), await sumsOf(id)];
      await joinOldRuns(db, id, NOW);
      expect(await heard(id)).toEqual(hours);
      expect(await sumsOf(id)).toEqual(sums);
      const after = await countOf(id);
      await joinOldRuns(db, id, NOW);
      expect(await countOf(id)).toBe(after);
      await db`delete from sources where id = ${id}`;
    }),
    { numRuns: 25 },
  );
});

test('a day that was read without a gap becomes one row', async () => {
  const day = Array.from({ length: 96 }, (_, n) => ({ at: 15 * n, reach: 15 }));
  const id = await sourceWith([...day, ...latest]);
  await joinOldRuns(db, id, NOW);
  expect((await countOf(id)) - latest.length).toBe(1);
});

test('what is not older than forty days stays as it is, and so do the latest hundred', async () => {
  const recent = Array.from({ length: 150 }, (_, n) => ({ at: (60 * DAY_MS) / MINUTE + n, reach: 1 }));
  const old = Array.from({ length: 90 }, (_, n) => ({ at: n, reach: undefined }));
  const [first, second] = [await sourceWith(recent), await sourceWith(old)];
  for (const id of [first, second]) await joinOldRuns(db, id, NOW);
  expect(await Promise.all([countOf(first), countOf(second)])).toEqual([150, 90]);
});

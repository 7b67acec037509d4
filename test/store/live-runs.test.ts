import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lengthOfUnion } from '../../src/domain/coverage.ts';
import type { Db } from '../../src/store/db.ts';
import {
  listCoveredStretches,
  listRuns,
  NOTHING_READ,
  type SourceRun,
  saveRun,
} from '../../src/store/source-runs.ts';
import { getSource, insertSource } from '../../src/store/sources.ts';
import { openTestStore } from '../support/test-store.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const NOW = Date.parse('2026-11-23T12:00:00Z');

let db: Db;
beforeAll(async () => {
  db = await openTestStore();
});
afterAll(() => db.close());

interface Draft {
  /** Seconds after the run before. */
  readonly later: number;
  /** Seconds that it vouches for; undefined: it failed. */
  readonly reach: number | undefined;
  readonly added: number;
  readonly warning: string | undefined;
}
const quiet: Draft = { later: 35, reach: 40, added: 0, warning: undefined };

let sources = 0;
async function sourceWith(drafts: readonly Draft[], isLive: boolean): Promise<number> {
  sources += 1;
  const row = { name: `S${sources}`, kind: 'mastodon-stream', settings: {}, intervalSeconds: 300 };
  const { id } = await insertSource(db, { ...row, now: new Date(NOW) });
  let at = NOW;
  for (const draft of drafts) {
    at += draft.later * SECOND;
    const next = { fetchAt: new Date(at + 10 * SECOND), intervalSeconds: 300, isLive };
    await saveRun(db, runOf(id, at, draft), next);
  }
  return id;
}

const runOf = (sourceId: number, at: number, { reach, added, warning }: Draft): SourceRun => ({
  ...NOTHING_READ,
  sourceId,
  startedAt: new Date(at),
  finishedAt: new Date(at + 25 * SECOND),
  ...(reach === undefined
    ? { status: 'failed', errorCode: 'network', error: 'It refused the connection' }
    : { status: 'ok', coversFrom: new Date(at - reach * SECOND) }),
  seen: 2,
  added,
  bytes: 1_000,
  warnings: warning === undefined ? [] : [warning],
});

/** How much of each minute was read. */
async function heard(id: number): Promise<number[]> {
  const spans = (await listCoveredStretches(db, new Date(0)))
    .filter(({ sourceId }) => sourceId === id)
    .map(({ coversFrom, startedAt }) => ({ from: coversFrom.getTime(), to: startedAt.getTime() }));
  return Array.from({ length: 60 }, (_, minute) => {
    const from = NOW + (minute - 5) * MINUTE;
    return lengthOfUnion(spans, { from, to: from + MINUTE });
  });
}

const totalsOf = (id: number) =>
  db`select sum(seen)::int as seen, sum(added)::int as added, sum(bytes)::int as bytes,
            count(*) filter (where status = 'failed')::int as failed,
            count(*) filter (where added > 0)::int as with_news
       from source_runs where source_id = ${id}`;
const countOf = async (id: number) => (await db`select from source_runs where source_id = ${id}`).length;

test('quiet runs of a live source share a row for every five minutes, and what was last heard moves on', async () => {
  const drafts = Array.from({ length: 100 }, () => quiet);
  const id = await sourceWith(drafts, true);
  const endedAt = NOW + 100 * 35 * SECOND;
  // From 12:00:35 to 12:58:20: twelve times five minutes.
  expect(await countOf(id)).toBe(12);
  expect((await getSource(db, id)).lastSuccessAt).toEqual(new Date(endedAt));
  const [latest] = await listRuns(db, id, 1);
  expect(latest).toMatchObject({ startedAt: new Date(endedAt), finishedAt: new Date(endedAt + 25 * SECOND) });
});

test('other sources have a row for every run', async () => {
  expect(await countOf(await sourceWith([quiet, quiet, quiet], false))).toBe(3);
});

test('what brought something, failed or had something to say has a row of its own, and so has what came after', async () => {
  const news = { ...quiet, added: 1 };
  const failed = { ...quiet, reach: undefined };
  const warned = { ...quiet, warning: 'The stream could not be heard' };
  const id = await sourceWith([quiet, quiet, news, quiet, failed, quiet, warned, warned], true);
  const rows = (await listRuns(db, id, 20)).reverse();
  expect(rows.map(({ status, added, seen, warnings }) => [status, added, seen, warnings.length])).toEqual([
    ['ok', 0, 4, 0],
    ['ok', 1, 2, 0],
    ['ok', 0, 2, 0],
    ['failed', 0, 2, 0],
    ['ok', 0, 2, 0],
    ['ok', 0, 4, 1],
  ]);
});

test('a run that does not reach back to the one before leaves the gap open', async () => {
  const id = await sourceWith([quiet, { ...quiet, reach: 5 }], true);
  expect(await countOf(id)).toBe(2);
});

test('whatever runs there were, the same time counts as read and the same was brought as with a row for each', async () => {
  const draft = fc.record({
    later: fc.integer({ min: 1, max: 120 }),
    reach: fc.option(fc.integer({ min: 0, max: 200 }), { nil: undefined, freq: 5 }),
    added: fc.constantFrom(0, 0, 0, 1),
    warning: fc.constantFrom(undefined, undefined, undefined, 'It says something'),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(draft, { minLength: 1, maxLength: 25 }), async (drafts) => {
      const [live, each] = [await sourceWith(drafts, true), await sourceWith(drafts, false)];
      expect(await heard(live)).toEqual(await heard(each));
      expect(await totalsOf(live)).toEqual(await totalsOf(each));
      const [a, b] = [await getSource(db, live), await getSource(db, each)];
      expect([a.lastSuccessAt, a.failures, a.nextFetchAt]).toEqual([
        b.lastSuccessAt,
        b.failures,
        b.nextFetchAt,
      ]);
      expect(await countOf(live)).toBeLessThanOrEqual(drafts.length);
      await db`delete from sources where id in (${live}, ${each})`;
    }),
    { numRuns: 25 },
  );
});

import { pino } from 'pino';
import { afterEach, describe, expect, inject, test, vi } from 'vitest';
import { RetryLater } from '../../src/domain/errors.ts';
import { connectQueuePool, connectRedis, type QueueConnection } from '../../src/queue/connection.ts';
import { JOB_NAMES } from '../../src/queue/jobs.ts';
import { type Handlers, openQueues, type Queues } from '../../src/queue/queue.ts';
import { openQueuePool } from '../../src/store/open.ts';
import { createDatabase } from '../support/servers.ts';
import { openTestStore } from '../support/test-store.ts';

const log = pino({ level: 'silent' });
const PATIENCE = { timeout: 20_000, interval: 20 };

const postgresUrl = inject('postgresUrl');
const redisUrl = inject('redisUrl');
const homes: [string, boolean, () => Promise<QueueConnection>][] = [
  ['the embedded store', true, openEmbedded],
  [
    'Postgres',
    Boolean(postgresUrl),
    async () => connectQueuePool(openQueuePool(await createDatabase(postgresUrl ?? ''), { max: 10 })),
  ],
  // A database of its own: other suites use this server, too.
  ['Redis', Boolean(redisUrl), () => connectRedis(`${redisUrl}/5`)],
];

async function openEmbedded(): Promise<QueueConnection> {
  const db = await openTestStore();
  if (!db.session) throw new Error('expected an embedded store');
  const connection = await connectQueuePool(db.session.asPool());
  return { ...connection, close: () => db.close() };
}

for (const [name, isThere, connect] of homes) {
  describe.skipIf(!isThere)(`jobs in ${name}`, () => {
    const closers: (() => Promise<void>)[] = [];
    afterEach(async () => {
      for (const close of closers.splice(0).reverse()) await close();
    });

    async function open(): Promise<Queues> {
      const queues = openQueues(await connect());
      for (const queue of queues.all) await queue.obliterate({ force: true });
      closers.push(() => queues.close());
      return queues;
    }

    async function work(queues: Queues, handlers: Partial<Handlers>): Promise<() => Promise<void>> {
      const nothing = async () => {};
      const all = Object.fromEntries(JOB_NAMES.map((job) => [job, nothing])) as unknown as Handlers;
      const stop = await queues.work({ ...all, ...handlers }, { concurrency: 2, log });
      let stopped: Promise<void> | undefined;
      const once = () => {
        stopped ??= stop();
        return stopped;
      };
      closers.push(once);
      return once;
    }

    test('arrive with what they carry', async () => {
      const queues = await open();
      const seen: number[] = [];
      await work(queues, { classify: async ({ mentionIds }) => void seen.push(...mentionIds) });
      await queues.enqueueAll('classify', [{ mentionIds: [1, 2] }, { mentionIds: [3] }]);
      await vi.waitFor(() => expect(seen.toSorted()).toEqual([1, 2, 3]), PATIENCE);
    });

    test('that fail are tried again', async () => {
      const queues = await open();
      let attempts = 0;
      await work(queues, {
        fetch: async () => {
          attempts += 1;
          if (attempts < 2) throw new Error('the store was away');
        },
      });
      await queues.enqueue('fetch', { sourceId: 1 });
      await vi.waitFor(() => expect(attempts).toBe(2), PATIENCE);
      await vi.waitFor(async () => expect((await queues.counts()).fetch.active).toBe(0), PATIENCE);
      expect(await queues.listFailed(10)).toEqual([]);
    });

    test('that fail for good are shown and can be put back in line', async () => {
      const queues = await open();
      let isBroken = true;
      let done = 0;
      await work(queues, {
        sweep: async () => {
          if (isBroken) throw new Error('no such table');
          done += 1;
        },
      });
      await queues.enqueue('sweep', {});
      await vi.waitFor(async () => expect(await queues.listFailed(10)).toHaveLength(1), PATIENCE);
      const [failed] = await queues.listFailed(10);
      expect(failed).toMatchObject({ queue: 'upkeep', job: 'sweep', reason: 'no such table', attempts: 1 });
      isBroken = false;
      expect(await queues.retryFailed('upkeep/of-somebody-else')).toBe(0);
      expect(await queues.retryFailed(failed?.id)).toBe(1);
      await vi.waitFor(() => expect(done).toBe(1), PATIENCE);
      expect(await queues.listFailed(10)).toEqual([]);
    });

    test('that are put off come back, and it is no failure', async () => {
      const queues = await open();
      const at: number[] = [];
      await work(queues, {
        fetch: async () => {
          at.push(performance.now());
          if (at.length === 1) throw new RetryLater('the host was asked a moment ago', { delayMs: 200 });
        },
      });
      await queues.enqueue('fetch', { sourceId: 1 });
      await vi.waitFor(() => expect(at).toHaveLength(2), PATIENCE);
      expect((at[1] ?? 0) - (at[0] ?? 0)).toBeGreaterThanOrEqual(190);
      expect(await queues.listFailed(10)).toEqual([]);
    });

    test('that run are finished before the workers stop, and the rest waits', async () => {
      const queues = await open();
      const begun = Promise.withResolvers<void>();
      const mayEnd = Promise.withResolvers<void>();
      let finished = 0;
      const stop = await work(queues, {
        'count-again': async () => {
          begun.resolve();
          await mayEnd.promise;
          finished += 1;
        },
      });
      await queues.enqueueAll('count-again', [{ afterId: 1 }, { afterId: 2 }]);
      await begun.promise;
      const stopped = stop();
      mayEnd.resolve();
      await stopped;
      expect(finished).toBe(1);
      expect((await queues.counts()).upkeep).toMatchObject({ waiting: 1, active: 0, failed: 0 });
    });

    test('on a schedule begin when they should, and one schedule replaces another', async () => {
      const queues = await open();
      const seen: number[] = [];
      await work(queues, { fetch: async ({ sourceId }) => void seen.push(sourceId) });
      const inAnHour = new Date(Date.now() + 3_600_000);
      await queues.schedule('source-1', 'fetch', { sourceId: 1 }, { everyMs: 3_600_000, startAt: inAnHour });
      expect((await queues.counts()).fetch.delayed).toBe(1);
      const soon = new Date(Date.now() + 150);
      await queues.schedule('source-1', 'fetch', { sourceId: 1 }, { everyMs: 3_600_000, startAt: soon });
      await vi.waitFor(() => expect(seen).toEqual([1]), PATIENCE);
      await vi.waitFor(
        async () => expect((await queues.counts()).fetch).toMatchObject({ active: 0, delayed: 1 }),
        PATIENCE,
      );
      await queues.unschedule('fetch', 'source-1');
      expect((await queues.counts()).fetch.delayed).toBe(0);
    });
  });
}

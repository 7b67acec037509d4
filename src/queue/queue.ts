import { DelayedError, ErrorCode, type Job, Queue, Worker as QueueWorker } from 'bullmq';
import { RetryLater } from '../domain/errors.ts';
import type { Log } from '../log.ts';
import type { QueueConnection } from './connection.ts';
import {
  type Enqueue,
  JOB_NAMES,
  JOBS,
  type JobName,
  type Payload,
  QUEUE_NAMES,
  type QueueName,
} from './jobs.ts';

export interface QueueCounts {
  readonly waiting: number;
  readonly active: number;
  readonly delayed: number;
  readonly failed: number;
}

export interface FailedJob {
  readonly id: string;
  readonly queue: QueueName;
  readonly job: string;
  readonly reason: string;
  readonly attempts: number;
  readonly failedAt: Date | undefined;
}

export type Handlers = { readonly [J in JobName]: (payload: Payload<J>) => Promise<void> };

/** The queue as the house sees it. */
export interface Queues extends Enqueue {
  /** Starts taking jobs; the returned function lets running jobs finish and gives the rest back. */
  work(handlers: Handlers, options: { concurrency: number; log: Log }): Promise<() => Promise<void>>;
  /** Schedules the jobs that have an interval of their own. */
  scheduleUpkeep(): Promise<void>;
  counts(): Promise<Record<QueueName, QueueCounts>>;
  /** Plain sentences about a server that may lose jobs. */
  warnings(): Promise<string[]>;
  listFailed(limit: number): Promise<FailedJob[]>;
  /** Puts failed jobs back in line, all of them or the one with this id; returns how many. */
  retryFailed(id?: string): Promise<number>;
  /** The queues themselves, for the operators' dashboard. */
  readonly all: readonly Queue[];
  close(): Promise<void>;
}

const KEEP_COMPLETED = { age: 3600, count: 200 };
const KEEP_FAILED = { age: 30 * 24 * 3600, count: 5000 };

// A worker that dies is noticed when its lock runs out; its jobs then go to somebody else.
const LOCK_MS = 30_000;
const STALLED_CHECK_MS = 10_000;
// A crash is not the job's fault: only one that takes its worker down again and again is set aside.
const MAX_STALLED = 10;

export function openQueues(connection: QueueConnection): Queues {
  const queues = Object.fromEntries(QUEUE_NAMES.map((name) => [name, openQueue(connection, name)])) as Record<
    QueueName,
    Queue
  >;
  const queueOf = (job: JobName) => queues[JOBS[job].queue];
  const all = Object.values(queues);
  return {
    all,
    enqueue: async (job, payload) => {
      await queueOf(job).add(job, payload, jobOptions(job));
    },
    enqueueAll: async (job, payloads) => {
      await queueOf(job).addBulk(payloads.map((data) => ({ name: job, data, opts: jobOptions(job) })));
    },
    schedule: async (id, job, payload, { everyMs, startAt }) => {
      const repeat = { every: everyMs, startDate: startAt };
      // A schedule that keeps its interval would keep its next run, too, whatever the start. Should we die in
      // between, `sweep` finds a source that is overdue.
      await queueOf(job).removeJobScheduler(id);
      await unlessTaken(() =>
        queueOf(job).upsertJobScheduler(id, repeat, { name: job, data: payload, opts: jobOptions(job) }),
      );
    },
    unschedule: async (job, id) => {
      await queueOf(job).removeJobScheduler(id);
    },
    scheduleUpkeep: async () => {
      for (const job of JOB_NAMES) {
        const promise: { queue: QueueName; everyMs?: number } = JOBS[job];
        if (!promise.everyMs) continue;
        const repeat = { every: promise.everyMs };
        await unlessTaken(() =>
          queues[promise.queue].upsertJobScheduler(job, repeat, {
            name: job,
            data: {},
            opts: jobOptions(job),
          }),
        );
      }
    },
    work: (handlers, options) => startWorkers(connection, handlers, options),
    counts: async () => {
      const counted = await Promise.all(
        QUEUE_NAMES.map(async (name) => [name, await countsOf(queues[name])] as const),
      );
      return Object.fromEntries(counted) as Record<QueueName, QueueCounts>;
    },
    warnings: () => connection.warnings(),
    listFailed: async (limit) => {
      const lists = await Promise.all(
        QUEUE_NAMES.map(async (name) =>
          (await queues[name].getFailed(0, limit - 1)).map((job) => failedJobOf(name, job)),
        ),
      );
      return lists.flat().slice(0, limit);
    },
    retryFailed: (id) => retryFailed(all, id),
    close: async () => {
      await Promise.allSettled(all.map((queue) => queue.close()));
      await connection.close();
    },
  };
}

/** "Job id already exists", "current and next time slots already have jobs". */
const TAKEN: ReadonlySet<unknown> = new Set([
  ErrorCode.SchedulerJobIdCollision,
  ErrorCode.SchedulerJobSlotsBusy,
]);

/**
 * Where runs that workers left behind hold every place in time, the schedule has runs enough; what comes of it is no
 * reason not to start. A source whose schedule is lost over this is found by `sweep`.
 */
async function unlessTaken(upsert: () => Promise<unknown>): Promise<void> {
  await upsert().catch((error: { code?: unknown }) => {
    if (!TAKEN.has(error.code)) throw error;
  });
}

function openQueue(connection: QueueConnection, name: QueueName): Queue {
  const options = connection.options(name, { isBlocking: false });
  // Typed for Redis; the Postgres backend answers the same calls.
  const queue = connection.backend
    ? (new Queue(name, options, connection.backend) as unknown as Queue)
    : new Queue(name, options);
  // Connection errors reach the caller of the failing command; without a listener they would end the process.
  queue.on('error', () => {});
  return queue;
}

function jobOptions(job: JobName) {
  return {
    attempts: JOBS[job].attempts,
    backoff: { type: 'exponential', delay: 1_000, jitter: 0.5 },
    removeOnComplete: KEEP_COMPLETED,
    removeOnFail: KEEP_FAILED,
  };
}

async function startWorkers(
  connection: QueueConnection,
  handlers: Handlers,
  { concurrency, log }: { concurrency: number; log: Log },
): Promise<() => Promise<void>> {
  const workers = QUEUE_NAMES.map((name) => {
    const options = {
      ...connection.options(name, { isBlocking: true }),
      concurrency: name === 'upkeep' ? 1 : concurrency,
      lockDuration: LOCK_MS,
      stalledInterval: STALLED_CHECK_MS,
      maxStalledCount: MAX_STALLED,
    };
    const process = (job: Job, token?: string) => runJob(handlers, job, token);
    const worker = connection.backend
      ? new QueueWorker(name, process, options, connection.backend)
      : new QueueWorker(name, process, options);
    worker.on('failed', (job, error) => {
      log.error(
        { job: job?.name, id: job?.id, attempt: job?.attemptsMade, error: error.message },
        'job failed',
      );
    });
    worker.on('stalled', (id) => log.warn({ queue: name, id }, 'job of a lost worker taken over'));
    worker.on('error', (error) => log.warn({ queue: name, error: error.message }, 'queue unreachable'));
    return worker;
  });
  await Promise.all(workers.map((worker) => worker.waitUntilReady()));
  return async () => {
    await Promise.all(workers.map((worker) => worker.close()));
  };
}

async function runJob(handlers: Handlers, job: Job, token: string | undefined): Promise<void> {
  const name = job.name as JobName;
  const promise = JOBS[name];
  if (!promise) throw new Error(`No worker knows the job "${job.name}"; it was made by another version.`);
  const handler = handlers[name] as (payload: unknown) => Promise<void>;
  try {
    await handler(promise.payload.parse(job.data));
  } catch (error) {
    if (!(error instanceof RetryLater)) throw error;
    await job.moveToDelayed(Date.now() + error.delayMs, token);
    throw new DelayedError();
  }
}

async function countsOf(queue: Queue): Promise<QueueCounts> {
  const counts = await queue.getJobCounts('waiting', 'prioritized', 'active', 'delayed', 'failed');
  return {
    waiting: (counts['waiting'] ?? 0) + (counts['prioritized'] ?? 0),
    active: counts['active'] ?? 0,
    delayed: counts['delayed'] ?? 0,
    failed: counts['failed'] ?? 0,
  };
}

function failedJobOf(queue: QueueName, job: Job): FailedJob {
  return {
    id: `${queue}/${job.id}`,
    queue,
    job: job.name,
    reason: job.failedReason,
    attempts: job.attemptsMade,
    failedAt: job.finishedOn ? new Date(job.finishedOn) : undefined,
  };
}

async function retryFailed(queues: readonly Queue[], id: string | undefined): Promise<number> {
  let retried = 0;
  for (const queue of queues) {
    for (const job of await queue.getFailed(0, -1)) {
      if (id !== undefined && `${queue.name}/${job.id}` !== id) continue;
      await job.retry('failed');
      retried += 1;
    }
  }
  return retried;
}

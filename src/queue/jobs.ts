import { z } from 'zod';

/**
 * Every job, once: the queue it waits in, what it carries and how often it is tried. The payload is a public
 * promise; what is done with it is the business of workers/<job>.ts. Jobs carry batches, never single mentions.
 */
export const JOBS = {
  /** Read one source and store what it brings. Its schedule is the source's own. */
  fetch: {
    queue: 'fetch',
    payload: z.object({ sourceId: z.number().int() }),
    attempts: 5,
  },
  /** Classify a batch of mentions, match them to topics and move the cells. */
  classify: {
    queue: 'classify',
    payload: z.object({ mentionIds: z.array(z.number().int()) }),
    attempts: 8,
  },
  /** Hand the mentions counted with older topics or another lexicon to `classify`, a stretch of ids at a time. */
  'count-again': {
    queue: 'upkeep',
    payload: z.object({ afterId: z.number().int() }),
    attempts: 8,
  },
  /** Look for twins among the mentions that were compared by another rule or never, a stretch of ids at a time. */
  'find-twins': {
    queue: 'upkeep',
    payload: z.object({ afterId: z.number().int() }),
    attempts: 8,
  },
  /** Ask hubs to announce the news of our feeds, to go on doing so, or to stop. */
  hubs: { queue: 'upkeep', payload: z.object({}), attempts: 1, everyMs: 60_000 },
  /** Find what a crash left behind: mentions nobody classifies, sources without a schedule. */
  sweep: { queue: 'upkeep', payload: z.object({}), attempts: 1, everyMs: 30_000 },
  /** Keep the number of each day that has ended, as it was shown. */
  publish: { queue: 'upkeep', payload: z.object({}), attempts: 3, everyMs: 15 * 60_000 },
  /** Take away what may no longer be kept by the terms of its source. */
  retention: { queue: 'upkeep', payload: z.object({}), attempts: 3, everyMs: 60 * 60_000 },
  /** Keep the tables of the embedded store lean, and its plans fit for what is in them. */
  vacuum: { queue: 'upkeep', payload: z.object({}), attempts: 1, everyMs: 15_000 },
  /** Keep the inbox in order: give back idle claims, file what waits, move scores with time, warn of targets. */
  triage: { queue: 'upkeep', payload: z.object({}), attempts: 1, everyMs: 30_000 },
  /** Find what alerting has to do: topics to judge, sources that are not read, digests and messages that are due. */
  watch: { queue: 'upkeep', payload: z.object({}), attempts: 1, everyMs: 10_000 },
  /** Look at what is new in one topic and raise what its rules ask for. */
  detect: {
    queue: 'alerts',
    payload: z.object({ topicId: z.number().int() }),
    attempts: 5,
  },
  /** Make one digest that is due; tried again by `watch` where it fails. */
  digest: {
    queue: 'alerts',
    payload: z.object({ digestId: z.number().int() }),
    attempts: 1,
  },
  /** Send one message of the outbox to one destination. */
  deliver: {
    queue: 'alerts',
    payload: z.object({ deliveryId: z.number().int() }),
    attempts: 5,
  },
  /** Send one survey invitation, or its reminder. */
  invite: {
    queue: 'alerts',
    payload: z.object({ invitationId: z.number().int() }),
    attempts: 5,
  },
  /** Send one reply that is due, or look what has become of it. */
  reply: {
    queue: 'replies',
    payload: z.object({ replyId: z.number().int() }),
    attempts: 5,
  },
  /** Hand one item over to a help desk, or ask there whether it is solved. */
  'hand-over': {
    queue: 'replies',
    payload: z.object({ handOverId: z.number().int() }),
    attempts: 5,
  },
} as const satisfies Record<
  string,
  { queue: string; payload: z.ZodType; attempts: number; everyMs?: number }
>;

export type JobName = keyof typeof JOBS;
export type Payload<J extends JobName> = z.output<(typeof JOBS)[J]['payload']>;

export const JOB_NAMES = Object.keys(JOBS) as JobName[];

/** The queues jobs wait in, each with a worker of its own. */
export const QUEUE_NAMES = ['fetch', 'classify', 'alerts', 'replies', 'upkeep'] as const;
export type QueueName = (typeof QUEUE_NAMES)[number];

/** What a worker may do with the queue: hand on work and set schedules. */
export interface Enqueue {
  enqueue<J extends JobName>(job: J, payload: Payload<J>): Promise<void>;
  enqueueAll<J extends JobName>(job: J, payloads: readonly Payload<J>[]): Promise<void>;
  /** Runs the job from `startAt` on, every `everyMs` milliseconds; the same id replaces its schedule. */
  schedule<J extends JobName>(
    id: string,
    job: J,
    payload: Payload<J>,
    when: { everyMs: number; startAt: Date },
  ): Promise<void>;
  unschedule(job: JobName, id: string): Promise<void>;
}

/** One job's work; throwing fails the attempt, RetryLater puts it off. */
export interface Worker<J extends JobName, Deps> {
  readonly job: J;
  work(payload: Payload<J>, deps: Deps): Promise<void>;
}

import type { Enqueue } from './jobs.ts';

const MENTIONS_A_JOB = 250;

/** Puts mentions in line for classification, in batches. */
export async function handOnToClassify(queue: Enqueue, mentionIds: readonly number[]): Promise<void> {
  const batches: { mentionIds: number[] }[] = [];
  for (let start = 0; start < mentionIds.length; start += MENTIONS_A_JOB) {
    batches.push({ mentionIds: mentionIds.slice(start, start + MENTIONS_A_JOB) });
  }
  if (batches.length > 0) await queue.enqueueAll('classify', batches);
}

/** One schedule a source, from `startAt` (in the future) on; setting it again moves it. */
export async function scheduleFetch(
  queue: Enqueue,
  source: { id: number; intervalSeconds: number },
  startAt: Date,
): Promise<void> {
  const everyMs = source.intervalSeconds * 1000;
  await queue.schedule(scheduleId(source.id), 'fetch', { sourceId: source.id }, { everyMs, startAt });
}

/** Reads a source that is due now, and from then on at its interval. */
export async function fetchAtOnce(
  queue: Enqueue,
  source: { id: number; intervalSeconds: number },
  now: Date,
): Promise<void> {
  await scheduleFetch(queue, source, new Date(now.getTime() + source.intervalSeconds * 1000));
  await queue.enqueue('fetch', { sourceId: source.id });
}

export async function unscheduleFetch(queue: Enqueue, sourceId: number): Promise<void> {
  await queue.unschedule('fetch', scheduleId(sourceId));
}

const scheduleId = (sourceId: number) => `source-${sourceId}`;

import { withApi } from '../api-client.ts';
import { writeJson, writeLine, writeTable } from '../output.ts';

interface Jobs {
  readonly queues: Readonly<
    Record<
      string,
      { readonly waiting: number; readonly active: number; readonly delayed: number; readonly failed: number }
    >
  >;
  readonly failed: readonly {
    readonly id: string;
    readonly job: string;
    readonly reason: string;
    readonly attempts: number;
    readonly failedAt: string | null;
  }[];
}

export async function list(options: { json?: boolean }): Promise<undefined> {
  const jobs = await withApi((api) => api.call<Jobs>('GET', '/api/v1/jobs'));
  if (options.json) {
    await writeJson(jobs);
    return undefined;
  }
  await writeTable(
    ['queue', 'waiting', 'active', 'later', 'failed'],
    Object.entries(jobs.queues).map(([name, counts]) => [
      name,
      counts.waiting,
      counts.active,
      counts.delayed,
      counts.failed,
    ]),
  );
  if (jobs.failed.length === 0) return undefined;
  await writeLine('');
  await writeTable(
    ['failed job', 'job', 'attempts', 'failed at', 'reason'],
    jobs.failed.map(({ id, job, attempts, failedAt, reason }) => [id, job, attempts, failedAt, reason]),
  );
  return undefined;
}

export async function retry(id: string | undefined): Promise<number> {
  const { retried } = await withApi((api) =>
    api.call<{ retried: number }>('POST', '/api/v1/jobs/retry', { id }),
  );
  await writeLine(retried === 1 ? '1 job is in line again.' : `${retried} jobs are in line again.`);
  return id !== undefined && retried === 0 ? 1 : 0;
}

import { z } from '@hono/zod-openapi';
import { rebuildCells } from '../deeds/rebuild.ts';
import type { WebDeps } from '../deps.ts';
import { answer, guarded, Instant, instantOrNull, jsonBody, openApi } from './contract.ts';
import { readStatus, Status } from './status.ts';

const Counts = z.object({
  waiting: z.number().int(),
  active: z.number().int(),
  delayed: z.number().int(),
  failed: z.number().int(),
});

const Jobs = z
  .object({
    queues: z.record(z.string(), Counts),
    failed: z.array(
      z.object({
        id: z.string(),
        queue: z.string(),
        job: z.string(),
        reason: z.string(),
        attempts: z.number().int(),
        failedAt: Instant.nullable(),
      }),
    ),
  })
  .openapi('Jobs');

const Rebuilt = z
  .object({
    check: z.boolean(),
    differences: z.array(
      z.object({ where: z.string(), expected: z.string().nullable(), found: z.string().nullable() }),
    ),
  })
  .openapi('Rebuilt');

const FAILED_SHOWN = 100;
const tags = ['Operations'];

/** For whoever runs the machine. */
export function operationRoutes(deps: WebDeps) {
  return openApi()
    .openapi(
      guarded('admin', {
        method: 'post',
        path: '/rebuild',
        tags,
        summary: 'Compare all cells with their mentions, and write them anew unless `check` is set',
        request: { body: jsonBody(z.object({ check: z.boolean().default(false) })) },
        responses: {
          200: answer(Rebuilt, 'What was different before; at most 100 differences of each kind.'),
        },
      }),
      async (c) => {
        const { check } = c.req.valid('json');
        const differences = await rebuildCells(deps, c.get('principal'), { check });
        return c.json({ check, differences }, 200);
      },
    )
    .openapi(
      guarded('read', {
        method: 'get',
        path: '/jobs',
        tags,
        summary: 'What waits in the queue and what has failed',
        responses: { 200: answer(Jobs, `Counts by queue, and the latest ${FAILED_SHOWN} failed jobs.`) },
      }),
      async (c) => c.json(await readJobs(deps), 200),
    )
    .openapi(
      guarded('admin', {
        method: 'post',
        path: '/jobs/retry',
        tags,
        summary: 'Put failed jobs back in line: the one with this id, or all',
        request: { body: jsonBody(z.object({ id: z.string().optional() })) },
        responses: { 200: answer(z.object({ retried: z.number().int() }), 'How many.') },
      }),
      async (c) => c.json({ retried: await deps.queue.retryFailed(c.req.valid('json').id) }, 200),
    )
    .openapi(
      guarded('read', {
        method: 'get',
        path: '/status',
        tags,
        summary: 'How the installation is doing',
        responses: { 200: answer(Status, 'What `earshot doctor` shows.') },
      }),
      async (c) => c.json(await readStatus(deps), 200),
    );
}

async function readJobs({ queue }: WebDeps): Promise<z.input<typeof Jobs>> {
  const [queues, failed] = await Promise.all([queue.counts(), queue.listFailed(FAILED_SHOWN)]);
  return {
    queues: Object.fromEntries(Object.entries(queues)),
    failed: failed.map((job) => ({ ...job, failedAt: instantOrNull(job.failedAt) })),
  };
}

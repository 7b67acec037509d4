import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import { QUEUE_DASHBOARD } from './auth/authenticate.ts';
import type { WebEnv } from './auth/env.ts';
import { need } from './auth/need.ts';
import type { WebDeps } from './deps.ts';
import { DASHBOARD_POLICY } from './security-headers.ts';

/** The queue's own dashboard (bull-board) for administrators; loaded when somebody looks at it. */
export function queueDashboard(deps: WebDeps): Hono<WebEnv> {
  let board: ReturnType<typeof openBoard> | undefined;
  return new Hono<WebEnv>().all('/*', need('admin'), async (c) => {
    board ??= openBoard(deps);
    const answer = await (await board).fetch(c.req.raw, c.env);
    const headers = new Headers(answer.headers);
    headers.set('content-security-policy', DASHBOARD_POLICY);
    return new Response(answer.body, { status: answer.status, headers });
  });
}

async function openBoard({ queue }: WebDeps): Promise<Hono> {
  const [{ createBullBoard }, { BullMQAdapter }, { HonoAdapter }] = await Promise.all([
    import('@bull-board/api'),
    import('@bull-board/api/bullMQAdapter'),
    import('@bull-board/hono'),
  ]);
  const serverAdapter = new HonoAdapter(serveStatic).setBasePath(QUEUE_DASHBOARD);
  createBullBoard({
    queues: queue.all.map((one) => new BullMQAdapter(one)),
    // The two packages declare the same adapter with and without undefined in optional fields.
    serverAdapter: serverAdapter as unknown as Parameters<typeof createBullBoard>[0]['serverAdapter'],
    options: { uiConfig: { boardTitle: 'Earshot' } },
  });
  return new Hono().route(QUEUE_DASHBOARD, serverAdapter.registerPlugin());
}

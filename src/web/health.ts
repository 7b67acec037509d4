import { Hono } from 'hono';
import { migrationState } from '../store/migrate.ts';
import type { WebEnv } from './auth/env.ts';
import type { WebDeps } from './deps.ts';

const ANSWER_WITHIN_MS = 3_000;

/** GET /healthz: the process is alive. GET /readyz: it can do its work. Neither needs a sign-in nor tells anything else. */
export function healthRoutes(deps: WebDeps): Hono<WebEnv> {
  return new Hono<WebEnv>()
    .get('/healthz', (c) => c.json({ status: 'alive' }))
    .get('/readyz', async (c) => {
      const checks = await readiness(deps);
      const isReady = Object.values(checks).every((check) => check === 'ok');
      return c.json({ status: isReady ? 'ready' : 'not ready', checks }, isReady ? 200 : 503);
    });
}

async function readiness(deps: WebDeps): Promise<Record<'store' | 'migrations' | 'queue', string>> {
  const [migrations, queue] = await Promise.allSettled([
    inTime(migrationState(deps.db)),
    inTime(deps.queue.counts()),
  ]);
  const isMigrated = migrations.status === 'fulfilled' && migrations.value.pending.length === 0;
  return {
    store: migrations.status === 'fulfilled' ? 'ok' : 'does not answer',
    migrations: isMigrated ? 'ok' : 'not done',
    queue: queue.status === 'fulfilled' ? 'ok' : 'does not answer',
  };
}

/** A connection that hangs must not hang the check. */
async function inTime<T>(work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error('no answer in time')), ANSWER_WITHIN_MS);
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
}

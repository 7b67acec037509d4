import { Hono } from 'hono';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { countStored, listRecentFetches } from '../store/measures.ts';
import { listSources } from '../store/sources.ts';
import type { WebEnv } from './auth/env.ts';
import { need } from './auth/need.ts';
import type { WebDeps } from './deps.ts';

/** GET /metrics for Prometheus; asks for the scope `read` (a token of its own is the way). */
export function metricsRoutes(deps: WebDeps): Hono<WebEnv> {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const gauges = gaugesIn(registry);
  return new Hono<WebEnv>().get('/', need('read'), async (c) => {
    await measure(deps, gauges);
    return c.body(await registry.metrics(), 200, { 'content-type': registry.contentType });
  });
}

type Gauges = ReturnType<typeof gaugesIn>;

function gaugesIn(registry: Registry) {
  const gauge = (name: string, help: string, labelNames: string[]) =>
    new Gauge({ name: `earshot_${name}`, help, labelNames, registers: [registry] });
  return {
    mentions: gauge('mentions', 'Stored mentions that are classified, and that wait for it.', ['state']),
    jobs: gauge('queue_jobs', 'Jobs in the queue by their state.', ['queue', 'state']),
    failures: gauge('source_failures', 'Fetches that failed in a row, for each source.', ['source']),
    success: gauge('source_last_success_timestamp_seconds', 'When a source was last read.', ['source']),
    fetches: gauge('fetches_last_hour', 'Fetches that ended in the last hour, by how.', ['status']),
    fetchSeconds: gauge('fetch_seconds_last_hour', 'Mean duration of these fetches.', ['status']),
  };
}

async function measure(deps: WebDeps, gauges: Gauges): Promise<void> {
  const now = deps.now();
  const [stored, counts, sources, fetches] = await Promise.all([
    countStored(deps.db),
    deps.queue.counts(),
    listSources(deps.db),
    listRecentFetches(deps.db, new Date(now.getTime() - 3_600_000)),
  ]);
  for (const gauge of Object.values(gauges)) gauge.reset();
  gauges.mentions.set({ state: 'classified' }, stored.classified);
  gauges.mentions.set({ state: 'pending' }, stored.pending);
  for (const [queue, states] of Object.entries(counts)) {
    for (const [state, jobs] of Object.entries(states)) gauges.jobs.set({ queue, state }, jobs);
  }
  for (const source of sources) {
    gauges.failures.set({ source: source.name }, source.failures);
    if (source.lastSuccessAt)
      gauges.success.set({ source: source.name }, source.lastSuccessAt.getTime() / 1000);
  }
  for (const { status, fetches: n, meanSeconds } of fetches) {
    gauges.fetches.set({ status }, n);
    gauges.fetchSeconds.set({ status }, meanSeconds);
  }
}

import { readFileSync } from 'node:fs';
import { z } from '@hono/zod-openapi';
import { listTroubledDestinations } from '../../store/deliveries.ts';
import { listStuckHandOvers } from '../../store/hand-overs.ts';
import { countStored } from '../../store/measures.ts';
import { migrationState } from '../../store/migrate.ts';
import { countReplies } from '../../store/replies.ts';
import { listSetAside } from '../../store/set-aside.ts';
import { listSpending, stateOfBudget } from '../../store/source-budgets.ts';
import { listSources, type SourceRow } from '../../store/sources.ts';
import { listTopics } from '../../store/topics.ts';
import { getWorkspace } from '../../store/workspace.ts';
import type { WebDeps } from '../deps.ts';
import { endsSoon } from '../parts/source-health.ts';
import { stateOf } from './source-answers.ts';

export const Status = z
  .object({
    version: z.string(),
    node: z.string(),
    mode: z.enum(['embedded', 'server']),
    store: z.enum(['pglite', 'postgres']),
    queue: z.enum(['redis', 'postgres']),
    workspace: z.object({ name: z.string(), timeZone: z.string(), isSample: z.boolean() }),
    migrations: z.object({ applied: z.number().int(), pending: z.array(z.string()) }),
    mentions: z.object({ classified: z.number().int(), pending: z.number().int() }),
    topics: z.number().int(),
    lexiconVersion: z.string(),
    jobs: z.object({
      waiting: z.number().int(),
      active: z.number().int(),
      delayed: z.number().int(),
      failed: z.number().int(),
    }),
    sources: z.object({
      total: z.number().int(),
      enabled: z.number().int(),
      failing: z.array(
        z.object({ name: z.string(), failures: z.number().int(), error: z.string().nullable() }),
      ),
      stale: z.array(z.object({ name: z.string() })),
      budgets: z.array(
        z.object({
          name: z.string(),
          period: z.string(),
          spent: z.number(),
          most: z.number(),
          state: z.string(),
        }),
      ),
    }),
    destinations: z.object({
      troubled: z.array(
        z.object({
          name: z.string(),
          parked: z.number().int(),
          retrying: z.number().int(),
          error: z.string().nullable(),
        }),
      ),
    }),
    replies: z.object({
      waiting: z.number().int().openapi({ description: 'For an approver.' }),
      parked: z.number().int().openapi({ description: 'Set aside until a person looks.' }),
      setAside: z
        .array(
          z.object({
            replyId: z.number().int(),
            source: z.string(),
            since: z.iso.datetime(),
            mayHaveArrived: z.boolean().openapi({ description: 'Nobody knows whether it is there.' }),
            error: z.string().nullable(),
          }),
        )
        .openapi({ description: 'The longest waiting first, twenty at most.' }),
    }),
    handOvers: z.object({
      parked: z.array(
        z.object({ mentionId: z.number().int(), desk: z.string(), error: z.string().nullable() }),
      ),
    }),
    warnings: z.array(z.string()),
  })
  .openapi('Status');

const VERSION = (
  JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as { version: string }
).version;

/** More would say the same again. */
const LISTED = 20;

export async function readStatus(deps: WebDeps): Promise<z.input<typeof Status>> {
  const { db, config } = deps;
  const [workspace, migrations, mentions, topics, sources, counts, warnings, lexicon, spending, troubled] =
    await Promise.all([
      getWorkspace(db),
      migrationState(db),
      countStored(db),
      listTopics(db),
      listSources(db),
      deps.queue.counts(),
      deps.queue.warnings(),
      deps.lexicons.current(db),
      listSpending(db, deps.now()),
      listTroubledDestinations(db),
    ]);
  const [replies, setAside, stuck] = await Promise.all([
    countReplies(db, undefined),
    listSetAside(db, LISTED),
    listStuckHandOvers(db, LISTED),
  ]);
  const { name, timeZone, isSample } = workspace;
  const sum = (state: 'waiting' | 'active' | 'delayed' | 'failed') =>
    Object.values(counts).reduce((total, queue) => total + queue[state], 0);
  const inState = (state: string) => sources.filter((source) => stateOf(source, deps.now()) === state);
  return {
    version: VERSION,
    node: process.version,
    mode: db.kind === 'pglite' ? 'embedded' : 'server',
    store: db.kind,
    queue: config.REDIS_URL ? 'redis' : 'postgres',
    workspace: { name, timeZone, isSample },
    migrations: { applied: migrations.applied.length, pending: [...migrations.pending] },
    mentions,
    topics: topics.length,
    lexiconVersion: lexicon.classifier.version,
    jobs: { waiting: sum('waiting'), active: sum('active'), delayed: sum('delayed'), failed: sum('failed') },
    sources: {
      total: sources.length,
      enabled: sources.filter((source) => source.enabled).length,
      failing: inState('failing').map((source) => ({
        name: source.name,
        failures: source.failures,
        error: source.lastError ?? null,
      })),
      stale: inState('stale').map((source) => ({ name: source.name })),
      budgets: sources.flatMap(({ id, name }) =>
        (spending.get(id) ?? [])
          .map(({ period, spent, most }) => ({
            name,
            period,
            spent,
            most,
            state: stateOfBudget({ period, spent, most }),
          }))
          .filter(({ state }) => state !== 'ok'),
      ),
    },
    destinations: {
      troubled: troubled.map(({ name: called, parked, retrying, lastError }) => ({
        name: called,
        parked,
        retrying,
        error: lastError ?? null,
      })),
    },
    replies: {
      ...replies,
      setAside: setAside.map(({ since, lastError, ...one }) => ({
        ...one,
        since: since.toISOString(),
        error: lastError ?? null,
      })),
    },
    handOvers: {
      parked: stuck.map(({ mentionId, deskName, lastError }) => ({
        mentionId,
        desk: deskName,
        error: lastError ?? null,
      })),
    },
    warnings: [...warnings, ...endingSignIns(sources, deps.now())],
  };
}

function endingSignIns(sources: readonly SourceRow[], now: Date): string[] {
  return sources
    .filter((source) => endsSoon(source, now))
    .map(
      ({ name, signInUntil }) =>
        `The sign-in of the source "${name}" ends on ${signInUntil?.toISOString().slice(0, 10)}; connect it again on its page.`,
    );
}

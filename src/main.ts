import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { getRequestListener, serve } from '@hono/node-server';
import type { Deps } from '../workers/deps.ts';
import { createMailWay } from './channels/smtp.ts';
import type { Config } from './config.ts';
import { Refused } from './domain/errors.ts';
import { withJitter } from './domain/schedule.ts';
import type { Log } from './log.ts';
import { loadClassifiers } from './nlp/classifier.ts';
import { connectQueuePool, connectRedis, type QueueConnection } from './queue/connection.ts';
import { scheduleFetch } from './queue/hand-on.ts';
import type { JobName, Payload, Worker } from './queue/jobs.ts';
import type { Handlers } from './queue/queue.ts';
import { openQueues, type Queues } from './queue/queue.ts';
import { openSample } from './sample.ts';
import { vettedAddress } from './sources/http/address-guard.ts';
import { createHttp, USER_AGENT } from './sources/http.ts';
import { claimDataFolder, type DataFolder } from './store/data-folder.ts';
import type { Db } from './store/db.ts';
import { afterDeadlocks } from './store/deadlocks.ts';
import { resealReplyWays } from './store/desks.ts';
import { resealDestinations } from './store/destinations.ts';
import { LexiconCatalog } from './store/lexicon-catalog.ts';
import { migrate } from './store/migrate.ts';
import { openPglite, openPostgres, openQueuePool } from './store/open.ts';
import { resealSecrets } from './store/source-secrets.ts';
import { listSources } from './store/sources.ts';
import { TopicCatalog } from './store/topic-catalog.ts';
import { keyInFolder, openVault } from './store/vault.ts';
import type { WebDeps } from './web/deps.ts';
import { LOCAL_OPERATOR } from './web/principal.ts';

/** The whole house, opened. The only file that knows everyone. */
export interface Earshot {
  readonly deps: WebDeps;
  /** Plain sentences an operator should read at the start. */
  readonly warnings: readonly string[];
  /** Answers a request of this machine's operator, as if it came over HTTP. */
  fetch(request: Request): Promise<Response>;
  /** Takes jobs until `close`. */
  startWorkers(): Promise<void>;
  /** Serves the web; returns its address. @throws Refused when the port is taken. */
  listen(): Promise<string>;
  /** Finishes or hands back running work, then closes everything. */
  close(): Promise<void>;
}

/** @throws Conflict, Refused, or the driver's error when a server cannot be reached. */
export async function openEarshot(config: Config, log: Log, now = () => new Date()): Promise<Earshot> {
  const closers: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const step of closers.splice(0).reverse()) await step();
  };
  try {
    for (const unknown of config.unknownVariables) log.warn(unknown);
    const folder = config.dataFolder === undefined ? undefined : await claimDataFolder(config.dataFolder);
    if (folder) closers.push(() => folder.release());
    const db = await openStore(config, folder);
    closers.push(() => db.close());
    await migrate(db, { timeZone: config.EARSHOT_TIME_ZONE });
    const connection = await connectQueue(config, db);
    const queue = openQueues(connection);
    closers.push(() => queue.close());
    const allowHosts = [...config.EARSHOT_ALLOW_HOSTS];
    const sample = openSample(allowHosts);
    closers.push(() => sample.close());
    const vault = openVault(await secretKeys(config, folder !== undefined));
    while ((await resealSecrets(db, vault)) > 0);
    await resealDestinations(db, vault);
    await resealReplyWays(db, vault);
    const gateways = config.EARSHOT_API_GATEWAYS;
    const http = createHttp({ userAgent: USER_AGENT, allowPrivate: allowHosts, gateways });
    closers.push(() => http.close());
    const deps: WebDeps = {
      db,
      vault,
      queue,
      http,
      lexicons: new LexiconCatalog(loadClassifiers()),
      topics: new TopicCatalog(),
      sample,
      config,
      log,
      now,
    };
    const { fetch, listen } = await openWeb(deps, folder, closers);
    return {
      deps,
      warnings: await queue.warnings(),
      fetch,
      listen,
      startWorkers: async () => {
        await sample.resume(deps);
        const stop = await startWorkers(deps, allowHosts);
        closers.push(async () => {
          // Nobody waits at the end for a stream that may be silent.
          http.hangUp();
          await stop();
        });
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Processes that share a store have to share a key; one that owns its folder makes its own. */
async function secretKeys(config: Config, isEmbedded: boolean): Promise<readonly string[]> {
  if (config.EARSHOT_SECRET_KEY.length > 0 || !isEmbedded) return config.EARSHOT_SECRET_KEY;
  return [await keyInFolder(path.resolve(config.EARSHOT_DATA))];
}

async function openStore(config: Config, folder: DataFolder | undefined): Promise<Db> {
  if (folder) return openPglite(folder.storeFolder);
  return openPostgres(config.DATABASE_URL ?? '', { max: config.EARSHOT_CONCURRENCY + 6 });
}

async function connectQueue(config: Config, db: Db): Promise<QueueConnection> {
  if (config.REDIS_URL) return connectRedis(config.REDIS_URL);
  if (db.session) return connectQueuePool(db.session.asPool());
  return connectQueuePool(openQueuePool(config.DATABASE_URL ?? '', { max: config.EARSHOT_CONCURRENCY + 6 }));
}

async function startWorkers(deps: WebDeps, allowHosts: readonly string[]): Promise<() => Promise<void>> {
  const { config, queue, db, now } = deps;
  const politeness = {
    hostGapMs: config.EARSHOT_HOST_GAP_MS,
    minIntervalMs: config.EARSHOT_MIN_INTERVAL * 1000,
    mostListeners: Math.max(1, Math.floor(config.EARSHOT_CONCURRENCY / 2)),
  };
  const mail = createMailWay((host, port) => vettedAddress(host, port, allowHosts));
  const ways = { http: deps.http, mail };
  const origin = config.EARSHOT_URL?.replace(/\/$/, '');
  const handlers = await handlersOf({ ...deps, ways, origin, politeness, random: Math.random });
  const stop = await queue.work(handlers, { concurrency: config.EARSHOT_CONCURRENCY, log: deps.log });
  await afterDeadlocks(() => queue.scheduleUpkeep());
  await afterDeadlocks(() => scheduleSources(db, queue, now()));
  // A new version may come with other words: what was counted before is counted again, in the background.
  await queue.enqueue('count-again', { afterId: 0 });
  await queue.enqueue('find-twins', { afterId: 0 });
  return stop;
}

/** One worker a file; a job without its file, or a file without its job, does not compile. */
async function handlersOf(deps: Deps): Promise<Handlers> {
  const from = async <J extends JobName>(file: Promise<{ default: Worker<J, Deps> }>) => {
    const { default: worker } = await file;
    return (payload: Payload<J>) => worker.work(payload, deps);
  };
  return {
    fetch: await from(import('../workers/fetch.ts')),
    classify: await from(import('../workers/classify.ts')),
    'count-again': await from(import('../workers/count-again.ts')),
    'find-twins': await from(import('../workers/find-twins.ts')),
    hubs: await from(import('../workers/hubs.ts')),
    sweep: await from(import('../workers/sweep.ts')),
    publish: await from(import('../workers/publish.ts')),
    retention: await from(import('../workers/retention.ts')),
    vacuum: await from(import('../workers/vacuum.ts')),
    watch: await from(import('../workers/watch.ts')),
    detect: await from(import('../workers/detect.ts')),
    deliver: await from(import('../workers/deliver.ts')),
    digest: await from(import('../workers/digest.ts')),
    invite: await from(import('../workers/invite.ts')),
    triage: await from(import('../workers/triage.ts')),
    reply: await from(import('../workers/reply.ts')),
    'hand-over': await from(import('../workers/hand-over.ts')),
  };
}

/** What is overdue at the start is asked for at this pace: all at once, every host would wait for one process. */
const MS_A_SOURCE = 5;

/** The store knows when each source is due; a queue that forgot learns it again. */
async function scheduleSources(db: Db, queue: Queues, now: Date): Promise<void> {
  const sources = (await listSources(db)).filter((source) => source.enabled && !source.isPushed);
  for (const source of sources) {
    const overdue = new Date(
      now.getTime() + withJitter(1, Math.random()) + Math.random() * sources.length * MS_A_SOURCE,
    );
    await scheduleFetch(queue, source, source.nextFetchAt > now ? source.nextFetchAt : overdue);
  }
}

async function openWeb(deps: WebDeps, folder: DataFolder | undefined, closers: (() => Promise<void>)[]) {
  // Node runs .ts as it is, but not .tsx: the pages are the only files that need a loader.
  const { register } = await import('tsx/esm/api');
  // By its own path: Earshot may be started from any folder.
  register({ tsconfig: fileURLToPath(new URL('../tsconfig.json', import.meta.url)) });
  const { createApp } = await import('./web/app.ts');
  const { closeLive } = await import('./web/live.ts');
  closers.push(() => closeLive(deps.db));
  const app = createApp(deps);
  const asOperator = (request: Request) => Promise.resolve(app.fetch(request, { principal: LOCAL_OPERATOR }));
  folder?.server.on('request', getRequestListener(asOperator));
  if (folder) allowLongUploads(folder.server);
  const listen = async () => {
    const { server, url } = await listenOn(app.fetch, deps.config);
    closers.push(
      () =>
        new Promise<void>((resolve) => {
          server.close(() => resolve());
          if ('closeAllConnections' in server) server.closeAllConnections();
        }),
    );
    return url;
  };
  return { fetch: asOperator, listen };
}

function listenOn(fetch: (request: Request) => Response | Promise<Response>, config: Config) {
  const { promise, resolve, reject } = Promise.withResolvers<{
    server: ReturnType<typeof serve>;
    url: string;
  }>();
  const server = serve({ fetch, hostname: config.HOST, port: config.PORT }, ({ port }) => {
    const host = ['0.0.0.0', '::'].includes(config.HOST) ? 'localhost' : config.HOST;
    resolve({ server, url: config.EARSHOT_URL ?? `http://${host}:${port}` });
  });
  if ('requestTimeout' in server) allowLongUploads(server);
  server.once('error', (error: NodeJS.ErrnoException) => {
    const taken = error.code === 'EADDRINUSE';
    reject(
      new Refused(
        taken
          ? `Port ${config.PORT} is taken by another program. Stop it, or set PORT to a free port.`
          : `The web cannot listen on ${config.HOST}:${config.PORT} (${error.code}).`,
      ),
    );
  });
  return promise;
}

/** A file of a million rows takes longer than Node's five minutes for a request; its head still has one minute. */
function allowLongUploads(server: { requestTimeout: number }): void {
  server.requestTimeout = 0;
}

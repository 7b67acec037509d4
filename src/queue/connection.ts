import { type BackendFactory, type ConnectionOptions, createPostgresBackend, runMigrations } from 'bullmq';
import { Redis } from 'ioredis';

/** Where the queue lives: a Redis server, or the pool of a Postgres (server or embedded). */
export interface QueueConnection {
  readonly kind: 'redis' | 'postgres';
  /** Options for a queue or, with `isBlocking`, for a worker that waits for jobs. */
  options(queue: string, use: { isBlocking: boolean }): { connection: ConnectionOptions; prefix: string };
  readonly backend: BackendFactory | undefined;
  /** Plain sentences about a server that may lose jobs. */
  warnings(): Promise<string[]>;
  close(): Promise<void>;
}

/** The shape of a `pg.Pool`, as far as the queue needs it; the embedded store offers one too. */
export interface QueuePool {
  connect(): Promise<{
    query(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
    release(): void;
  }>;
  end(): Promise<void>;
}

// Braces: all keys of one queue share a slot of a Redis Cluster, and each queue may live in another one.
const prefixOf = (queue: string) => `{earshot:${queue}}`;

/** @throws when the server cannot be reached within five seconds. */
export async function connectRedis(url: string): Promise<QueueConnection> {
  // A producer fails fast, a worker waits for the server to come back.
  const producer = new Redis(url, { maxRetriesPerRequest: 3, lazyConnect: true, connectTimeout: 5_000 });
  const worker = new Redis(url, { maxRetriesPerRequest: null, lazyConnect: true });
  for (const client of [producer, worker]) client.on('error', () => {});
  try {
    await Promise.all([producer.connect(), worker.connect()]);
  } catch (error) {
    producer.disconnect();
    worker.disconnect();
    throw error;
  }
  return {
    kind: 'redis',
    options: (queue, { isBlocking }) => ({
      connection: isBlocking ? worker : producer,
      prefix: prefixOf(queue),
    }),
    backend: undefined,
    warnings: () => redisWarnings(producer),
    close: async () => {
      await Promise.allSettled([producer.quit(), worker.quit()]);
    },
  };
}

/** What a Redis must be set to so that a full memory or a crash loses no job. */
async function redisWarnings(redis: Redis): Promise<string[]> {
  const warnings: string[] = [];
  const memory = await setting(redis, 'maxmemory-policy');
  if (memory === undefined) {
    return [
      'Redis does not let us read its settings. Make sure that maxmemory-policy is noeviction and appendonly is yes.',
    ];
  }
  if (memory !== 'noeviction') {
    warnings.push(
      `Redis has maxmemory-policy ${memory}: when its memory is full it will drop jobs. Set "maxmemory-policy noeviction".`,
    );
  }
  if ((await setting(redis, 'appendonly')) !== 'yes') {
    warnings.push('Redis keeps no append-only file: a crash loses the latest jobs. Set "appendonly yes".');
  }
  return warnings;
}

async function setting(redis: Redis, name: string): Promise<string | undefined> {
  try {
    const answer = (await redis.config('GET', name)) as string[];
    return answer[1];
  } catch {
    return undefined; // managed servers refuse CONFIG
  }
}

/** The queue in Postgres: its tables live in a schema of their own, which the pool has on its search path. */
export async function connectQueuePool(pool: QueuePool): Promise<QueueConnection> {
  const client = await pool.connect();
  try {
    await runMigrations(client as unknown as Parameters<typeof runMigrations>[0], 'bullmq');
  } finally {
    client.release();
  }
  return {
    kind: 'postgres',
    options: (queue) => ({ connection: pool as unknown as ConnectionOptions, prefix: prefixOf(queue) }),
    backend: createPostgresBackend as unknown as BackendFactory,
    warnings: async () => [],
    close: () => pool.end(),
  };
}

import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Redis } from 'ioredis';
import { inject } from 'vitest';
import { createDatabase } from './servers.ts';
import { copyOfTemplate } from './test-store.ts';

/** One way to run Earshot: the environment that makes it, and how to clean up after it. */
export interface Mode {
  readonly name: 'embedded' | 'Postgres' | 'Postgres and Redis';
  readonly isThere: boolean;
  prepare(): Promise<{ env: Record<string, string>; remove: () => void }>;
}

/** The three run modes; a mode whose server is not installed is skipped with its name. */
export function modes(): Mode[] {
  const postgresUrl = inject('postgresUrl');
  const redisUrl = inject('redisUrl');
  const nothing = () => {};
  return [
    { name: 'embedded', isThere: true, prepare: async () => embedded() },
    {
      name: 'Postgres',
      isThere: Boolean(postgresUrl),
      prepare: async () => ({
        env: { DATABASE_URL: await createDatabase(postgresUrl ?? '') },
        remove: nothing,
      }),
    },
    {
      name: 'Postgres and Redis',
      isThere: Boolean(postgresUrl && redisUrl),
      prepare: async () => {
        await emptyRedis(redisUrl ?? '');
        return {
          env: { DATABASE_URL: await createDatabase(postgresUrl ?? ''), REDIS_URL: redisUrl ?? '' },
          remove: nothing,
        };
      },
    },
  ];
}

function embedded() {
  const data = mkdtempSync(path.join(os.tmpdir(), 'earshot-data-'));
  copyOfTemplate(path.join(data, 'store'));
  return { env: { EARSHOT_DATA: data }, remove: () => rmSync(data, { recursive: true, force: true }) };
}

/** The test run owns this Redis; each suite starts with an empty queue. */
async function emptyRedis(url: string): Promise<void> {
  const redis = new Redis(url);
  await redis.flushall();
  await redis.quit();
}

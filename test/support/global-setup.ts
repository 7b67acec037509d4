import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { openPglite } from '../../src/store/open.ts';
import { startPostgres, startRedis } from './servers.ts';

declare module 'vitest' {
  interface ProvidedContext {
    postgresUrl: string | undefined;
    redisUrl: string | undefined;
    /** Folder of an initialised embedded store to copy. */
    storeTemplate: string;
  }
}

let running: Promise<() => Promise<void>> | undefined;
let users = 0;

/** One Postgres and one Redis for the whole run, on free ports, gone afterwards. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  users += 1;
  running ??= start(project);
  const stop = await running;
  return async () => {
    users -= 1;
    if (users === 0) await stop();
  };
}

async function start(project: TestProject): Promise<() => Promise<void>> {
  const template = path.join(mkdtempSync(path.join(os.tmpdir(), 'earshot-template-')), 'store');
  const [postgres, redis] = await Promise.all([startPostgres(), startRedis(), makeTemplate(template)]);
  const missing = [postgres ? '' : 'postgresql', redis ? '' : 'redis-server'].filter(Boolean);
  const used = ['PGlite', postgres?.version, redis?.version].filter(Boolean).join(', ');
  console.log(`Servers under test: ${used}.`);
  if (missing.length > 0) {
    console.log(`Not installed, their suites are skipped: ${missing.join(', ')}. ".ci/run" installs them.`);
  }
  project.provide('postgresUrl', postgres?.url);
  project.provide('redisUrl', redis?.url);
  project.provide('storeTemplate', template);
  return async () => {
    await Promise.all([postgres?.stop(), redis?.stop()]);
    rmSync(path.dirname(template), { recursive: true, force: true });
  };
}

async function makeTemplate(folder: string): Promise<void> {
  const db = await openPglite(folder);
  await db.close();
}

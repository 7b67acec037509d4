import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import pg from 'pg';

/** A server started for the tests on a free port, with data in a folder that goes with it. */
export interface TestServer {
  readonly url: string;
  readonly version: string;
  stop(): Promise<void>;
}

export async function freePort(): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>();
  const server = createServer().listen(0, '127.0.0.1', () => {
    const { port } = server.address() as AddressInfo;
    server.close(() => resolve(port));
  });
  return promise;
}

/** Redis as an operator should run it: append-only file on, nothing evicted. Undefined where none is installed. */
export async function startRedis(
  settings: readonly string[] = ['--appendonly', 'yes'],
): Promise<TestServer | undefined> {
  const binary = findBinary('redis-server', []);
  if (!binary) return undefined;
  const port = await freePort();
  const folder = mkdtempSync(path.join(os.tmpdir(), 'earshot-redis-'));
  const args = ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', folder, '--save', '', ...settings];
  const child = spawn(binary, args, { stdio: 'ignore' });
  const url = `redis://127.0.0.1:${port}`;
  await until(async () => {
    const probe = new Redis(url, { lazyConnect: true, retryStrategy: null });
    probe.on('error', () => {});
    try {
      await probe.connect();
      await probe.ping();
    } finally {
      probe.disconnect();
    }
  }, `Redis on port ${port}`);
  const version = execFileSync(binary, ['--version'], { encoding: 'utf8' }).match(/v=(\S+)/)?.[1] ?? '';
  return { url, version: `Redis ${version}`, stop: () => stop(child, folder) };
}

/** Postgres from an empty cluster. Undefined where none is installed. */
export async function startPostgres(
  settings: readonly string[] = ['-c', 'fsync=off'],
): Promise<TestServer | undefined> {
  const initdb = findBinary('initdb', postgresFolders());
  if (!initdb) return undefined;
  const binary = path.join(path.dirname(initdb), 'postgres');
  const folder = mkdtempSync(path.join(os.tmpdir(), 'earshot-postgres-'));
  const user = unprivileged();
  if (user.uid !== undefined) chownSync(folder, user.uid, user.gid ?? user.uid);
  const data = path.join(folder, 'data');
  execFileSync(
    initdb,
    ['-D', data, '-U', 'earshot', '-A', 'trust', '--no-sync', '-E', 'UTF8', '--locale', 'C'],
    {
      stdio: 'ignore',
      cwd: folder,
      ...user,
    },
  );
  const port = await freePort();
  const args = [
    '-D',
    data,
    '-p',
    `${port}`,
    '-h',
    '127.0.0.1',
    '-k',
    folder,
    '-c',
    'max_connections=200',
    ...settings,
  ];
  const child = spawn(binary, args, { stdio: 'ignore', cwd: folder, ...user });
  const url = `postgres://earshot@127.0.0.1:${port}/postgres`;
  await until(() => asAdmin(url, 'select 1').then(() => {}), `Postgres on port ${port}`);
  const version = execFileSync(binary, ['--version'], { encoding: 'utf8' }).match(/\d+(\.\d+)?/)?.[0] ?? '';
  return { url, version: `Postgres ${version}`, stop: () => stop(child, folder, 'SIGINT') };
}

let databases = 0;

/** A fresh, empty database on a server. */
export async function createDatabase(serverUrl: string): Promise<string> {
  databases += 1;
  const name = `test_${process.pid}_${databases}`;
  await asAdmin(serverUrl, `create database ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

async function asAdmin(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

function postgresFolders(): string[] {
  const root = '/usr/lib/postgresql';
  if (!existsSync(root)) return [];
  const versions = readdirSync(root).sort((a, b) => Number(b) - Number(a));
  return versions.map((version) => path.join(root, version, 'bin'));
}

function findBinary(name: string, folders: readonly string[]): string | undefined {
  const onPath = (process.env['PATH'] ?? '').split(path.delimiter);
  return [...folders, ...onPath].map((folder) => path.join(folder, name)).find((file) => existsSync(file));
}

/** Postgres refuses to run as root: where the tests do, its own user (or nobody) runs it. */
function unprivileged(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  for (const name of ['postgres', 'nobody']) {
    try {
      const idOf = (flag: string) =>
        Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: 'pipe' }));
      return { uid: idOf('-u'), gid: idOf('-g') };
    } catch {}
  }
  return {};
}

const PATIENCE_MS = 30_000;

/** Asks again until it works; a server needs a moment to open its port. */
async function until(attempt: () => Promise<void>, what: string): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > deadline) throw new Error(`${what} did not answer within 30 s`, { cause: error });
      await delay(50);
    }
  }
}

async function stop(child: ChildProcess, folder: string, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  await ended;
  rmSync(folder, { recursive: true, force: true });
}

#!/usr/bin/env node
// The way in for every Node from 20 on. Earshot itself needs Node 24; where an older one starts this file, the
// Node that comes with the package takes over. Plain JavaScript: it must run before anything else can.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const NEEDED = 24;
const TAKEN_OVER = 'EARSHOT_TAKEN_OVER';

// What runs for months keeps a tidy heap: left alone, young objects take up to 130 MB and freed memory is not given
// back. Neither can be set once a process runs.
const TIDY_FLAGS = ['--max-semi-space-size=4', '--heap-growing-percent=20'];
const TIDY_ENV = {
  MALLOC_ARENA_MAX: '1',
  MALLOC_TRIM_THRESHOLD_: '131072',
  MALLOC_MMAP_THRESHOLD_: '131072',
};
// An embedded store shares a small machine with everything else: less optimised code takes more memory off, for a
// fifth of the speed.
const FRUGAL_FLAGS = ['--no-wasm-tier-up', '--no-wasm-dynamic-tiering', '--optimize-for-size'];

// An import makes much short-lived rubbish and has a long way to go: tidy, and as fast as that allows.
const IMPORT_FLAGS = [...TIDY_FLAGS, ...FRUGAL_FLAGS.slice(0, 2)];

const isNewEnough = Number(process.versions.node.split('.')[0]) >= NEEDED;
const flags = flagsOf(process.argv[2]);
if (!isNewEnough) {
  takeOver();
} else if (flags.length > 0 && process.execve && !process.execArgv.includes(flags[0])) {
  process.execve(process.execPath, [process.execPath, ...argumentsOf()], { ...process.env, ...TIDY_ENV });
} else {
  followParent();
  await import('./cli/earshot.ts');
}

function flagsOf(command) {
  if (command === 'import') return IMPORT_FLAGS;
  if (command !== 'start') return [];
  return [...TIDY_FLAGS, ...(process.env.DATABASE_URL ? [] : FRUGAL_FLAGS)];
}

function argumentsOf() {
  return [...process.execArgv, ...flags, fileURLToPath(import.meta.url), ...process.argv.slice(2)];
}

function takeOver() {
  const node = process.env[TAKEN_OVER] ? undefined : findNode();
  if (!node) {
    console.error(
      `earshot: this is Node ${process.version}, but Earshot needs Node ${NEEDED} or newer. ` +
        `Run "npm install" again (it brings one along), or install Node ${NEEDED}.`,
    );
    process.exitCode = 1;
    return;
  }
  const env = { ...process.env, ...(flags.length > 0 ? TIDY_ENV : {}), [TAKEN_OVER]: '1' };
  // The fourth channel carries nothing: it closes when this process dies, however it dies.
  const child = spawn(node, argumentsOf(), { stdio: ['inherit', 'inherit', 'inherit', 'ipc'], env });
  child.channel?.unref();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    console.error(`earshot: ${node} could not be started (${error.message}).`);
    process.exitCode = 1;
  });
  child.on('exit', (code, signal) => {
    if (!signal) process.exit(code ?? 1);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

/** Whoever ends the first process means this one too. */
function followParent() {
  if (!process.env[TAKEN_OVER]) return;
  delete process.env[TAKEN_OVER];
  if (!process.channel) return;
  process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
  process.channel.unref();
}

/** The Node of the package "node", wherever the installer has put it. */
function findNode() {
  const binary = process.platform === 'win32' ? 'node.exe' : 'node';
  const require = createRequire(import.meta.url);
  const folders = [];
  for (const name of [
    'node',
    `node-bin-${process.platform}-${process.arch}`,
    `node-${process.platform}-${process.arch}`,
  ]) {
    try {
      folders.push(path.join(path.dirname(require.resolve(`${name}/package.json`)), 'bin'));
    } catch {
      // Not installed under this name.
    }
  }
  return folders.map((folder) => path.join(folder, binary)).find((file) => existsSync(file));
}

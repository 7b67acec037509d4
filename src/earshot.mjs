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

const isNewEnough = Number(process.versions.node.split('.')[0]) >= NEEDED;
if (isNewEnough) {
  followParent();
  await import('./cli/earshot.ts');
} else {
  takeOver();
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
  const args = [...process.execArgv, fileURLToPath(import.meta.url), ...process.argv.slice(2)];
  const env = { ...process.env, [TAKEN_OVER]: '1' };
  // The fourth channel carries nothing: it closes when this process dies, however it dies.
  const child = spawn(node, args, { stdio: ['inherit', 'inherit', 'inherit', 'ipc'], env });
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

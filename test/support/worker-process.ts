import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** A real `earshot start …` process. */
export interface EarshotProcess {
  readonly pid: number;
  /** Resolves with the first line of output: the process is at work. */
  readonly ready: Promise<string>;
  readonly exited: Promise<number | null>;
  /** Everything it wrote so far. */
  output(): string;
  kill(signal: NodeJS.Signals): void;
}

/** Starts Earshot as an operator would, with nothing in its environment but what is given. */
export function startEarshot(args: readonly string[], env: Record<string, string>): EarshotProcess {
  const child = spawn(process.execPath, ['src/earshot.mjs', 'start', ...args], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  const ready = Promise.withResolvers<string>();
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      if (stream === child.stdout) ready.resolve(line);
    });
  }
  const exited = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  void exited.then(() => ready.reject(new Error(`earshot ended before it was ready:\n${lines.join('\n')}`)));
  ready.promise.catch(() => {});
  return {
    pid: child.pid ?? 0,
    ready: ready.promise,
    exited,
    output: () => lines.join('\n'),
    kill: (signal) => void child.kill(signal),
  };
}

import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const LAUNCHER = fileURLToPath(new URL('../../src/earshot.mjs', import.meta.url));

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly input?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts the real command line as a process of its own. */
export function startEarshot(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): ChildProcessWithoutNullStreams {
  // Nothing of the developer's own configuration may reach it.
  const { PATH = '' } = process.env;
  return spawn(process.execPath, [LAUNCHER, ...args], { env: { PATH, TZ: 'UTC', ...env } });
}

export async function runEarshot(args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  const child = startEarshot(args, options.env);
  // It may end before it has read all of its input.
  child.stdin.on('error', () => {});
  child.stdin.end(options.input ?? '');
  return ended(child);
}

export async function ended(child: ChildProcessWithoutNullStreams): Promise<Ended> {
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const { promise, resolve } = Promise.withResolvers<number | null>();
  child.on('close', resolve);
  const status = await promise;
  return { status, stdout, stderr };
}

/** Resolves with what was printed as soon as it holds `pattern`. */
export function printed(child: ChildProcessWithoutNullStreams, pattern: RegExp): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let seen = '';
  const look = (text: Buffer) => {
    seen += text.toString();
    if (pattern.test(seen)) resolve(seen);
  };
  child.stdout.on('data', look);
  child.stderr.on('data', look);
  child.on('close', (status) =>
    reject(new Error(`ended with ${status} before it printed ${pattern}:\n${seen}`)),
  );
  return promise;
}

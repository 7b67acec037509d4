import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, rm } from 'node:fs/promises';
import { createServer, request, type Server } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { Conflict, Refused } from '../domain/errors.ts';

/**
 * The embedded store has one owner at a time. The owner listens on a socket in the data folder: the socket is
 * the lock (the system drops it with the process, however it ends) and the way in for the command line.
 */
export interface DataFolder {
  readonly storeFolder: string;
  /** Answers whoever may read the folder; its requests come from this machine's operator. */
  readonly server: Server;
  release(): Promise<void>;
}

// The longest path a Unix socket may have on the systems we run on.
const LONGEST_SOCKET_PATH = 100;

/** Where the owner of a data folder listens: inside it, or under a name made from it where that would be too long. */
export function socketOf(folder: string): string {
  const name = createHash('sha256').update(folder).digest('hex').slice(0, 16);
  if (process.platform === 'win32') return `\\\\.\\pipe\\earshot-${name}`;
  const inside = path.join(folder, 'earshot.sock');
  return inside.length <= LONGEST_SOCKET_PATH ? inside : path.join(os.tmpdir(), `earshot-${name}.sock`);
}

/** @throws Conflict when another process owns the folder; Refused when it cannot be written. */
export async function claimDataFolder(folder: string): Promise<DataFolder> {
  try {
    await makeFolder(folder);
  } catch (error) {
    throw new Refused(
      `The data folder ${folder} cannot be made (${codeOf(error)}). Set EARSHOT_DATA to a folder you may write.`,
    );
  }
  const socket = socketOf(folder);
  const server = createServer();
  if (!(await listenOn(server, socket))) {
    if (await isAnswering(socket)) {
      throw new Conflict(
        `Another Earshot is using the data folder ${folder}. Stop it first, or set EARSHOT_DATA to another folder.`,
      );
    }
    await rm(socket, { force: true });
    if (!(await listenOn(server, socket))) {
      throw new Refused(`The socket ${socket} cannot be opened. Check the rights of the data folder.`);
    }
  }
  if (process.platform !== 'win32') await chmod(socket, 0o600);
  return {
    storeFolder: path.join(folder, 'store'),
    server,
    release: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function makeFolder(folder: string): Promise<void> {
  if (existsSync(folder)) return;
  const parent = path.dirname(folder);
  if (!existsSync(parent)) await mkdir(parent, { recursive: true });
  // Not recursive: Node asks for ever where a file system says that the folder itself cannot be.
  await mkdir(folder, { mode: 0o700 });
}

/** True when an Earshot owns the folder right now. */
export async function isAnswering(socket: string): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const probe = request({ socketPath: socket, path: '/healthz', timeout: 5_000 }, (response) => {
    response.resume();
    resolve(true);
  });
  // A refused or missing socket has no owner; one that accepts but is slow to answer has.
  probe.on('error', () => resolve(false));
  probe.on('timeout', () => {
    resolve(true);
    probe.destroy();
  });
  probe.end();
  return promise;
}

function listenOn(server: Server, socket: string): Promise<boolean> {
  const { promise, resolve, reject } = Promise.withResolvers<boolean>();
  const failed = (error: unknown) => {
    if (codeOf(error) === 'EADDRINUSE') resolve(false);
    else reject(new Refused(`The data folder cannot be used: ${codeOf(error)} for ${socket}.`));
  };
  server.once('error', failed);
  server.listen(socket, () => {
    server.off('error', failed);
    resolve(true);
  });
  return promise;
}

const codeOf = (error: unknown) =>
  typeof error === 'object' && error && 'code' in error ? String(error.code) : String(error);

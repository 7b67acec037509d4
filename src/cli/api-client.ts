import { Agent, type BodyInit, fetch as fetchOver } from 'undici';
import type { Config } from '../config.ts';
import { Conflict } from '../domain/errors.ts';
import type { Earshot } from '../main.ts';
import { isAnswering, socketOf } from '../store/data-folder.ts';
import { CouldNot } from './failures.ts';
import { quietLog, settings } from './settings.ts';

/** The store as commands see it: the API, over whichever way leads to it. */
export interface ApiClient {
  /** JSON in, JSON out. @throws ApiFailed */
  call<T>(method: string, path: string, body?: unknown): Promise<T>;
  /** For answers and bodies that are streams. @throws ApiFailed */
  stream(method: string, path: string, body: AsyncIterable<Uint8Array>): Promise<AsyncIterable<Uint8Array>>;
  text(path: string): Promise<string>;
  /** The house in this process; undefined when a running server answers. */
  readonly opened: Earshot | undefined;
}

/** The API refused; the message is its detail. */
class ApiFailed extends CouldNot {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Opens the way to the store, does the work and closes it again. */
export async function withApi<T>(
  work: (api: ApiClient) => Promise<T>,
  config: Config = settings(),
): Promise<T> {
  const way = await openWay(config);
  try {
    return await work(clientOver(way));
  } finally {
    await way.close();
  }
}

interface AnyResponse {
  readonly ok: boolean;
  readonly status: number;
  readonly body: unknown;
  text(): Promise<string>;
  json(): Promise<unknown>;
}

interface Way {
  send(
    path: string,
    init: { method: string; headers?: Record<string, string>; body?: unknown },
  ): Promise<AnyResponse>;
  readonly opened: Earshot | undefined;
  close(): Promise<void>;
}

/** With a database server: this process. Embedded: whoever owns the data folder, and if nobody does, this process. */
async function openWay(config: Config): Promise<Way> {
  if (config.dataFolder === undefined) return openHouse(config);
  const socket = socketOf(config.dataFolder);
  if (await isAnswering(socket)) return overSocket(socket);
  try {
    return await openHouse(config);
  } catch (error) {
    // Somebody opened the folder between our question and our attempt.
    if (error instanceof Conflict && (await isAnswering(socket))) return overSocket(socket);
    throw error;
  }
}

async function openHouse(config: Config): Promise<Way> {
  const { openEarshot } = await import('../main.ts');
  const opened = await openEarshot(config, quietLog(config));
  return {
    opened,
    send: (path, init) =>
      opened.fetch(
        new Request(`http://localhost${path}`, { ...init, duplex: 'half' } as unknown as RequestInit),
      ),
    close: () => opened.close(),
  };
}

function overSocket(socketPath: string): Way {
  // An import may take as long as it takes.
  const dispatcher = new Agent({ connect: { socketPath }, headersTimeout: 0, bodyTimeout: 0 });
  return {
    opened: undefined,
    send: (path, { method, headers = {}, body }) =>
      fetchOver(`http://localhost${path}`, {
        method,
        headers,
        dispatcher,
        duplex: 'half',
        ...(body === undefined ? {} : { body: body as BodyInit }),
      }),
    close: () => dispatcher.close(),
  };
}

function clientOver(way: Way): ApiClient {
  return {
    opened: way.opened,
    call: async <T>(method: string, path: string, body?: unknown) => {
      const json =
        body === undefined
          ? {}
          : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
      const response = await refuseFailed(await way.send(path, { method, ...json }));
      return (response.status === 200 || response.status === 201 ? await response.json() : undefined) as T;
    },
    stream: async (method, path, body) => {
      const response = await refuseFailed(await way.send(path, { method, body: ReadableStream.from(body) }));
      return response.body as AsyncIterable<Uint8Array>;
    },
    text: async (path) => (await refuseFailed(await way.send(path, { method: 'GET' }))).text(),
  };
}

async function refuseFailed(response: AnyResponse): Promise<AnyResponse> {
  if (response.ok) return response;
  const text = await response.text();
  throw new ApiFailed(response.status, detailOf(text) ?? `The API answered ${response.status}.`);
}

function detailOf(text: string): string | undefined {
  try {
    const { detail, pointer } = JSON.parse(text) as { detail?: string; pointer?: string };
    return pointer ? `${detail}\n${pointer}` : detail;
  } catch {
    return undefined;
  }
}

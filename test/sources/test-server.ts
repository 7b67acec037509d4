import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { PAGES_A_RUN, readOnce } from '../../src/sources/context.ts';
import { createHttp, type Http, type HttpOptions } from '../../src/sources/http.ts';
import type { Source, SourceState } from '../../src/sources/source.ts';

export interface TestServer {
  /** "127.0.0.1:12345". */
  readonly host: string;
  readonly url: string;
  /** Every request that came, in order. */
  readonly requests: readonly IncomingMessage[];
}

/** A real server on a free port, gone when the test is. */
export async function startServer(listener: RequestListener): Promise<TestServer> {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    return listener(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { host, url: `http://${host}/`, requests };
}

/** The real way out, which may reach only the named test servers beside the public internet. */
export function openHttp(servers: readonly TestServer[], options: Partial<HttpOptions> = {}): Http {
  const http = createHttp({
    userAgent: 'Earshot/test (+https://earshot.example/)',
    allowPrivate: servers.map(({ host }) => host),
    totalTimeoutMs: 5_000,
    ...options,
  });
  onTestFinished(() => http.close());
  return http;
}

/** One run of a kind, as if it were the source's own. */
export function fetchWith(kind: Source, settings: unknown, state: SourceState, http: Http) {
  return readOnce(kind, { settings, state, http, mostPages: PAGES_A_RUN });
}

/** Sends a byte whenever the last one has gone, until the client gives up. */
export function drip(response: ServerResponse): void {
  const send = () => {
    if (!response.destroyed) response.write(' ', () => setImmediate(send));
  };
  send();
}

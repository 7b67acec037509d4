import { Agent } from 'undici';
import { FetchFailed } from '../domain/errors.ts';
import { type AllowPrivate, guardedConnector } from './http/address-guard.ts';
import { type Gateways, gatewayOf, throughGateways } from './http/gateways.ts';
import { requestHeaders, withoutCredentials } from './http/headers.ts';
import { type Heard, type ListenRequest, listenOver } from './http/listen.ts';
import { type Ask, askOver, bare, discard, type Limits, readAnswer } from './http/one-answer.ts';

export interface HttpRequest {
  /** http or https. A user and password in it are sent to that origin only and appear in no message. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** A request that changes something, or that asks with a body. */
export interface HttpSend extends HttpRequest {
  readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly body?: string;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: Headers;
  /** Unpacked; of an answer of 400 and above at most the first part, and empty when that cannot be read. */
  readonly body: Uint8Array;
  /** Bytes as they came over the wire. */
  readonly wireBytes: number;
  /** Address that answered, without user and password. */
  readonly finalUrl: string;
  /** What is left of the time for the whole fetch, in milliseconds: reading the body has to fit in. */
  readonly remainingMs: number;
  /** Where the address has moved for good (301, 308), as far as no temporary redirect came before. */
  readonly movedTo?: string;
}

/** What servers see of us. */
export const USER_AGENT = 'Earshot/0.1 (feed reader)';

export interface HttpOptions {
  /** Name the product and an address where its operator can be reached. */
  readonly userAgent: string;
  readonly allowPrivate?: AllowPrivate;
  /** Hosts that are asked through another address: "api.example.com" → "http://gateway.internal:8080/example". */
  readonly gateways?: Gateways;
  /** Most bytes of a body after unpacking. */
  readonly maxBytes?: number;
  /** Most bytes of a body on the wire. */
  readonly maxCompressedBytes?: number;
  /** Limit for the whole request: all hops, all bytes. */
  readonly totalTimeoutMs?: number;
  readonly headersTimeoutMs?: number;
  readonly connectTimeoutMs?: number;
  readonly maxRedirects?: number;
}

/** The one way out of the house: address guard on every hop, limits on size, time, redirects and decompression. */
export interface Http {
  /** @throws FetchFailed when no whole answer came; any status is an answer. */
  get(request: HttpRequest): Promise<HttpResponse>;
  /** Sent once and never again by itself; a redirect is an error. @throws FetchFailed as `get`. */
  send(request: HttpSend): Promise<HttpResponse>;
  /** Listens to a WebSocket for a while, text by text. @throws FetchFailed when no connection came about. */
  listen(request: ListenRequest): Promise<Heard>;
  /** Ends all listening, as if the other side had: what was heard counts. Nothing is listened to afterwards. */
  hangUp(): void;
  close(): Promise<void>;
}

/** The largest feeds there are hold a few tens of megabytes. */
const MOST_BYTES = 52_000_000;
const CONNECTIONS_PER_ORIGIN = 4;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const PERMANENT = new Set([301, 308]);

export function createHttp(options: HttpOptions): Http {
  const limits: Limits = {
    userAgent: options.userAgent,
    maxBytes: options.maxBytes ?? MOST_BYTES,
    maxCompressedBytes: options.maxCompressedBytes ?? options.maxBytes ?? MOST_BYTES,
    totalTimeoutMs: options.totalTimeoutMs ?? 30_000,
    headersTimeoutMs: options.headersTimeoutMs ?? 20_000,
    maxRedirects: options.maxRedirects ?? 10,
  };
  const agent = new Agent({
    connect: guardedConnector({
      allowPrivate: options.allowPrivate ?? false,
      connectTimeoutMs: options.connectTimeoutMs ?? 10_000,
    }),
    allowH2: false,
    connections: CONNECTIONS_PER_ORIGIN,
    pipelining: 1,
    keepAliveTimeout: 4_000,
    keepAliveMaxTimeout: 30_000,
    maxHeaderSize: 32_768,
  });
  const hungUp = new AbortController();
  const ask = throughGateways(askOver(agent, limits), options.gateways ?? {});
  return {
    get: (request) => getInTime(ask, request, limits),
    send: (request) => getInTime(ask, request, { ...limits, maxRedirects: 0 }),
    listen: async (request) => {
      const url = gatewayOf(webAddress(request.url), options.gateways ?? {});
      return listenOver(agent, { ...request, url: url.href }, { ...limits, hungUp: hungUp.signal });
    },
    hangUp: () => hungUp.abort(),
    close: () => agent.destroy(),
  };
}

/** A timer over everything, because a server that drips one byte a second never trips a timeout between bytes. */
async function getInTime(ask: Ask, request: HttpRequest | HttpSend, limits: Limits): Promise<HttpResponse> {
  const startedAt = performance.now();
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), limits.totalTimeoutMs);
  const signal = request.signal ? AbortSignal.any([request.signal, late.signal]) : late.signal;
  try {
    const answer = await follow(ask, { ...request, signal }, limits);
    return { ...answer, remainingMs: Math.max(1, limits.totalTimeoutMs - (performance.now() - startedAt)) };
  } catch (error) {
    if (late.signal.aborted) {
      const seconds = limits.totalTimeoutMs / 1000;
      throw new FetchFailed(
        'timeout',
        `${hostOf(request.url)} did not finish its answer within ${seconds} seconds`,
      );
    }
    request.signal?.throwIfAborted();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

async function follow(
  ask: Ask,
  request: Required<Pick<HttpRequest, 'signal'>> & (HttpRequest | HttpSend),
  limits: Limits,
) {
  let url = webAddress(request.url);
  let headers = requestHeaders(url, request.headers ?? {}, limits.userAgent);
  let movedTo: string | undefined;
  let moving = true;
  const seen = new Set<string>();
  for (let hop = 0; hop <= limits.maxRedirects; hop += 1) {
    seen.add(bare(url));
    const answer = await ask({ url, headers, signal: request.signal, ...changeOf(request) });
    if (!REDIRECTS.has(answer.status)) {
      return {
        ...(await readAnswer(answer, { url, limits })),
        finalUrl: bare(url),
        ...(movedTo === undefined ? {} : { movedTo }),
      };
    }
    discard(answer.body);
    if ('method' in request) throw new FetchFailed('redirect', `${url.host} redirects what was sent to it`);
    const location = answer.headers.get('location');
    if (!location) throw new FetchFailed('redirect', `${url.host} redirects without saying where to`);
    const next = webAddress(location, url);
    if (seen.has(bare(next))) throw new FetchFailed('redirect', `${url.host} redirects in a circle`);
    moving &&= PERMANENT.has(answer.status);
    if (moving) movedTo = bare(next);
    if (next.origin !== url.origin) headers = withoutCredentials(headers);
    url = next;
  }
  throw new FetchFailed(
    'redirect',
    `${hostOf(request.url)} redirects more than ${limits.maxRedirects} times`,
  );
}

function changeOf(request: HttpRequest | HttpSend): { method?: HttpSend['method']; body?: string } {
  if (!('method' in request)) return {};
  const { method, body } = request;
  return body === undefined ? { method } : { method, body };
}

/** @throws FetchFailed when it is no address of the web. */
function webAddress(address: string, base?: URL): URL {
  const url = URL.parse(address, base?.href);
  if (!url) {
    const code = base ? 'redirect' : 'blocked';
    throw new FetchFailed(
      code,
      `${base ? `${base.host} redirects to` : 'this is'} no address that can be read`,
    );
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new FetchFailed('blocked', `only http and https addresses are fetched, not "${url.protocol}"`);
  }
  return url;
}

function hostOf(address: string): string {
  return URL.parse(address)?.host || 'the address';
}

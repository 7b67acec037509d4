import { Agent, type Dispatcher, request as send } from 'undici';
import { FetchFailed } from '../domain/errors.ts';
import { type AllowPrivate, guardedConnector } from './http/address-guard.ts';
import { decodeBody, megabytes } from './http/decode-body.ts';
import { readableHeaders, requestHeaders, withoutCredentials } from './http/headers.ts';
import { asFetchFailed } from './http/network-errors.ts';

export interface HttpRequest {
  /** http or https. A user and password in it are sent to that origin only and appear in no message. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
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
  /** Where the address has moved for good (301, 308), as far as no temporary redirect came before. */
  readonly movedTo?: string;
}

export interface HttpOptions {
  /** Name the product and an address where its operator can be reached. */
  readonly userAgent: string;
  readonly allowPrivate?: AllowPrivate;
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
  close(): Promise<void>;
}

interface Limits {
  readonly userAgent: string;
  readonly maxBytes: number;
  readonly maxCompressedBytes: number;
  readonly totalTimeoutMs: number;
  readonly headersTimeoutMs: number;
  readonly maxRedirects: number;
}

const ERROR_BODY_BYTES = 64_000;
const CONNECTIONS_PER_ORIGIN = 4;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const PERMANENT = new Set([301, 308]);
export function createHttp(options: HttpOptions): Http {
  const limits: Limits = {
    userAgent: options.userAgent,
    maxBytes: options.maxBytes ?? 20_000_000,
    maxCompressedBytes: options.maxCompressedBytes ?? options.maxBytes ?? 20_000_000,
    totalTimeoutMs: options.totalTimeoutMs ?? 30_000,
    headersTimeoutMs: options.headersTimeoutMs ?? 20_000,
    maxRedirects: options.maxRedirects ?? 8,
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
  return {
    get: (request) => getInTime(agent, request, limits),
    close: () => agent.destroy(),
  };
}

/** A timer over everything, because a server that drips one byte a second never trips a timeout between bytes. */
async function getInTime(agent: Agent, request: HttpRequest, limits: Limits): Promise<HttpResponse> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), limits.totalTimeoutMs);
  const signal = request.signal ? AbortSignal.any([request.signal, late.signal]) : late.signal;
  try {
    return await follow(agent, { ...request, signal }, limits);
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
  agent: Agent,
  request: Required<Pick<HttpRequest, 'signal'>> & HttpRequest,
  limits: Limits,
) {
  let url = webAddress(request.url);
  let headers = requestHeaders(url, request.headers ?? {}, limits.userAgent);
  let movedTo: string | undefined;
  let moving = true;
  const seen = new Set<string>();
  for (let hop = 0; hop <= limits.maxRedirects; hop += 1) {
    seen.add(bare(url));
    const answer = await ask(agent, { url, headers, signal: request.signal }, limits);
    const location = answer.headers.get('location');
    if (!REDIRECTS.has(answer.status) || location === null) {
      return {
        ...(await readAnswer(answer, { url, limits })),
        finalUrl: bare(url),
        ...(movedTo === undefined ? {} : { movedTo }),
      };
    }
    discard(answer.body);
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

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Dispatcher.ResponseData['body'];
}

async function ask(
  agent: Agent,
  hop: { url: URL; headers: Record<string, string>; signal: AbortSignal },
  limits: Limits,
): Promise<Answer> {
  try {
    const { statusCode, headers, body } = await send(bare(hop.url), {
      dispatcher: agent,
      headers: hop.headers,
      signal: hop.signal,
      headersTimeout: limits.headersTimeoutMs,
      // The timer over everything ends slow bodies.
      bodyTimeout: 0,
    });
    return { status: statusCode, headers: readableHeaders(headers), body };
  } catch (error) {
    throw asFetchFailed(error, { host: hop.url.host, part: 'head' });
  }
}

async function readAnswer(answer: Answer, { url, limits }: { url: URL; limits: Limits }) {
  const { status, headers } = answer;
  if (status < 400) return { status, headers, ...(await readBody(answer, { url, limits })) };
  const small = { ...limits, maxBytes: ERROR_BODY_BYTES, maxCompressedBytes: ERROR_BODY_BYTES };
  try {
    return { status, headers, ...(await readBody(answer, { url, limits: small })) };
  } catch {
    // The status is the news; what an error page says does not change what happens next.
    return { status, headers, body: new Uint8Array(), wireBytes: 0 };
  }
}

async function readBody(answer: Answer, { url, limits }: { url: URL; limits: Limits }) {
  const chunks: Uint8Array[] = [];
  let wireBytes = 0;
  try {
    for await (const chunk of answer.body) {
      wireBytes += chunk.length;
      if (wireBytes > limits.maxCompressedBytes) {
        const limit = megabytes(limits.maxCompressedBytes);
        throw new FetchFailed('too-large', `${url.host} sent more than ${limit} MB`);
      }
      chunks.push(chunk);
    }
  } catch (error) {
    discard(answer.body);
    throw asFetchFailed(error, { host: url.host, part: 'body' });
  }
  const body = await decodeBody(Buffer.concat(chunks), {
    contentEncoding: answer.headers.get('content-encoding'),
    maxBytes: limits.maxBytes,
    host: url.host,
  });
  return { body, wireBytes };
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

/** Gives the connection up instead of reading on. */
function discard(body: Answer['body']): void {
  body.on('error', () => {});
  body.destroy();
}

function bare(url: URL): string {
  const copy = new URL(url);
  copy.username = '';
  copy.password = '';
  copy.hash = '';
  return copy.href;
}

function hostOf(address: string): string {
  return URL.parse(address)?.host || 'the address';
}

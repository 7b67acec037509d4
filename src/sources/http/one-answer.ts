import { type Agent, type Dispatcher, request as send } from 'undici';
import { FetchFailed } from '../../domain/errors.ts';
import { decodeBody, megabytes } from './decode-body.ts';
import { readableHeaders } from './headers.ts';
import { asFetchFailed, codeOf } from './network-errors.ts';

const ERROR_BODY_BYTES = 64_000;

/** What one request may cost. */
export interface Limits {
  readonly userAgent: string;
  readonly maxBytes: number;
  readonly maxCompressedBytes: number;
  readonly totalTimeoutMs: number;
  readonly headersTimeoutMs: number;
  readonly maxRedirects: number;
}

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Dispatcher.ResponseData['body'];
}

export interface Hop {
  readonly url: URL;
  readonly headers: Record<string, string>;
  readonly signal: AbortSignal;
  /** GET when left out. */
  readonly method?: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly body?: string;
}

/** Sends one request and waits for the head of its answer. @throws FetchFailed */
export type Ask = (hop: Hop) => Promise<Answer>;

// Longer than any connection is kept open without use.
const REUSED_WITHIN_MS = 60_000;
const HUNG_UP = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE']);

/**
 * A server may close a kept connection at the very moment a request is sent on it. So where one hangs up that has
 * answered a moment ago, the question is asked once more; one that hangs up on a stranger has said what it means.
 */
export function askOver(agent: Agent, limits: Limits): Ask {
  const answeredAt = new Map<string, number>();
  return async (hop) => {
    const { origin, host } = hop.url;
    const ask = async () => {
      const answer = await send(bare(hop.url), requestOf(hop, { agent, limits }));
      answeredAt.set(origin, performance.now());
      return { status: answer.statusCode, headers: readableHeaders(answer.headers), body: answer.body };
    };
    const mayBeReused = performance.now() - (answeredAt.get(origin) ?? -Infinity) < REUSED_WITHIN_MS;
    try {
      return await ask().catch((error: unknown) => {
        // What changes something may have been done before the hang-up: it is not sent twice.
        if (hop.method !== undefined || !mayBeReused || !HUNG_UP.has(codeOf(error))) throw error;
        return ask();
      });
    } catch (error) {
      answeredAt.delete(origin);
      throw asFetchFailed(error, { host, part: 'head' });
    }
  };
}

function requestOf(
  { headers, signal, method, body }: Hop,
  { agent, limits }: { agent: Agent; limits: Limits },
) {
  // The timer over everything ends slow bodies.
  const options = { dispatcher: agent, headers, signal, method: method ?? 'GET', bodyTimeout: 0 } as const;
  return {
    ...options,
    headersTimeout: limits.headersTimeoutMs,
    ...(body === undefined ? {} : { body }),
  };
}

export async function readAnswer(answer: Answer, { url, limits }: { url: URL; limits: Limits }) {
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

/** Gives the connection up instead of reading on. */
export function discard(body: Answer['body']): void {
  body.on('error', () => {});
  body.destroy();
}

export function bare(url: URL): string {
  const copy = new URL(url);
  copy.username = '';
  copy.password = '';
  copy.hash = '';
  return copy.href;
}

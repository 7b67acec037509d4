import { FetchFailed } from '../../domain/errors.ts';
import type { HttpResponse } from '../http.ts';
import type { ParsedFeed } from './feed-document.ts';
import { WebPageInstead } from './feed-links.ts';
import { createFeedParser, type FeedParser } from './feed-parser.ts';
import type { JsonPaths } from './read-json-api.ts';

/** One for the process, so that one thread serves all sources. */
const parser: FeedParser = createFeedParser({ timeLimitMs: 10_000, idleMs: 30_000, memoryMb: 384 });

/**
 * Reads what came in, in the time that is left for the fetch; `paths` for JSON of somebody's own making.
 * @throws FetchFailed naming the host; WebPageInstead.
 */
export async function readResponse(response: HttpResponse, paths?: JsonPaths): Promise<ParsedFeed> {
  const { headers, body: bytes, finalUrl: url, remainingMs } = response;
  const contentType = headers.get('content-type') ?? undefined;
  const cacheControl = headers.get('cache-control') ?? undefined;
  const document = { bytes, contentType, cacheControl, url, paths, expiresInMs: expiresInMs(headers) };
  try {
    return await parser.parse(document, remainingMs);
  } catch (error) {
    if (!(error instanceof FetchFailed) || error instanceof WebPageInstead) throw error;
    throw atHost(error, url);
  }
}

export function atHost(error: FetchFailed, url: string): FetchFailed {
  return new FetchFailed(error.code, `${URL.parse(url)?.host}: ${error.message}`, { cause: error });
}

/** By the server's own clock, which may differ from ours. */
function expiresInMs(headers: Headers): number | undefined {
  const wait = Date.parse(headers.get('expires') ?? '') - Date.parse(headers.get('date') ?? '');
  return wait > 0 ? wait : undefined;
}

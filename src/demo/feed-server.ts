import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type SampleFeed, sampleCompany } from './company.ts';
import { composeMention, type SampleMention } from './compose.ts';
import { CONTENT_TYPES, feedDocument, TTL_MINUTES } from './feed-documents.ts';
import { type Pace, type Slot, slotsNewestFirst } from './slots.ts';

export interface SampleFeedOptions {
  /** Start of the sample history, 180 days before installation; the same value for as long as the data are kept. */
  readonly since: Date;
  readonly now: () => Date;
  /** 0 or absent: any free port. */
  readonly port?: number;
  /** `lively` when absent. */
  readonly pace?: Pace;
}

export interface SampleFeedServer {
  /** Origin without a slash at the end: "http://127.0.0.1:40123". */
  readonly url: string;
  close(): Promise<void>;
}

const MOST_ITEMS = 3000;
/** What a reader that came back gets again: it may have lost its last two days, not more. */
const OVERLAP_MS = 2 * 86_400_000;
/** Newest slots are looked for this far back first, because a feed with no news in a week is rare. */
const RECENT_MS = 7 * 86_400_000;
const TAG = /^(?:W\/)?"sample-([0-9a-z]+)"$/;

/** Serves the feeds of the sample company on this machine only. @throws when the port is taken. */
export async function startSampleFeeds(options: SampleFeedOptions): Promise<SampleFeedServer> {
  let url = '';
  const server = createServer((request, response) => answer(request, response, { ...options, origin: url }));
  url = `http://127.0.0.1:${await listening(server, options.port ?? 0)}`;
  return { url, close: () => closing(server) };
}

type Serving = SampleFeedOptions & { readonly origin: string };

function answer(request: IncomingMessage, response: ServerResponse, serving: Serving): void {
  const path = URL.parse(request.url ?? '/', serving.origin)?.pathname;
  const feed = sampleCompany.feeds.find((candidate) => candidate.path === path);
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { allow: 'GET, HEAD' }).end();
    return;
  }
  if (!feed) {
    const paths = sampleCompany.feeds.map((known) => known.path).join('\n');
    response
      .writeHead(404, { 'content-type': 'text/plain; charset=utf-8' })
      .end(`The sample feeds are:\n${paths}\n`);
    return;
  }
  answerFeed(feed, { request, response, serving });
}

function answerFeed(
  feed: SampleFeed,
  { request, response, serving }: { request: IncomingMessage; response: ServerResponse; serving: Serving },
): void {
  const until = serving.now();
  const newest = newestSlot(feed, serving, until)?.at ?? serving.since;
  const known = knownInstant(request, newest);
  const headers = {
    etag: tagOf(newest),
    'last-modified': newest.toUTCString(),
    'cache-control': `private, max-age=${TTL_MINUTES * 60}`,
    // A reader that shows what it has gets the latest days only, any other the whole history.
    vary: 'If-None-Match, If-Modified-Since',
  };
  if (known && known >= newest) {
    response.writeHead(304, headers).end();
    return;
  }
  const mentions = slotsOf(feed, serving, { until, after: known && new Date(known.getTime() - OVERLAP_MS) });
  const body = feedDocument({
    feed,
    origin: serving.origin,
    mentions: mentions.map((slot) => mentionAt(slot, until)),
  });
  const length = Buffer.byteLength(body);
  response.writeHead(200, {
    ...headers,
    'content-type': CONTENT_TYPES[feed.format],
    'content-length': length,
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

/** A mention as it stands on an instant: what is answered later is not there yet. */
function mentionAt(slot: Slot, until: Date): SampleMention {
  const { ownerReply, ...mention } = composeMention(slot);
  return ownerReply?.at && ownerReply.at <= until ? { ...mention, ownerReply } : mention;
}

/** The newest instant a reader says it has seen; undefined when it shows nothing of ours. RFC 9110, 13.1. */
function knownInstant(request: IncomingMessage, newest: Date): Date | undefined {
  const tags = request.headers['if-none-match'];
  if (tags !== undefined) {
    const instants = tags.split(',').map((tag) => instantOf(tag.trim(), newest));
    return instants
      .filter((instant) => instant !== undefined)
      .sort((one, other) => other.getTime() - one.getTime())[0];
  }
  const since = Date.parse(request.headers['if-modified-since'] ?? '');
  // Last-Modified has whole seconds, so a reader that shows it has seen all of that second.
  return Number.isNaN(since) ? undefined : new Date(since + 999);
}

function instantOf(tag: string, newest: Date): Date | undefined {
  if (tag === '*') return newest;
  const digits = TAG.exec(tag)?.[1];
  const instant = digits === undefined ? undefined : new Date(Number.parseInt(digits, 36));
  // A tag from the future was not given by us; such a reader starts anew.
  return instant && instant <= newest ? instant : undefined;
}

function tagOf(newest: Date): string {
  return `"sample-${newest.getTime().toString(36)}"`;
}

function newestSlot(feed: SampleFeed, serving: Serving, until: Date): Slot | undefined {
  const recently = new Date(until.getTime() - RECENT_MS);
  return (
    slotsOf(feed, serving, { until, after: recently, most: 1 })[0] ??
    slotsOf(feed, serving, { until, most: 1 })[0]
  );
}

function slotsOf(
  feed: SampleFeed,
  { since, pace = 'lively' }: Serving,
  { until, after, most = MOST_ITEMS }: { until: Date; after?: Date | undefined; most?: number },
): Slot[] {
  const found: Slot[] = [];
  for (const slot of slotsNewestFirst({ since, until, pace, ...(after === undefined ? {} : { after }) })) {
    if (slot.channel !== feed.channel) continue;
    found.push(slot);
    if (found.length >= most) break;
  }
  return found;
}

function listening(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}

function closing(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()));
    server.closeAllConnections();
  });
}

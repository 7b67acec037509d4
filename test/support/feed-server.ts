import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface FeedItem {
  readonly id: string;
  readonly text: string;
  readonly publishedAt: Date;
}

/** A local server whose feeds a test changes while they are read. */
export interface FeedServer {
  readonly url: string;
  readonly host: string;
  /** Items by path, newest first; served as a JSON Feed with an ETag. */
  readonly feeds: Map<string, FeedItem[]>;
  /** Documents by path, served as they are. */
  readonly documents: Map<string, { body: string | Uint8Array; type: string }>;
  /** Answers by path that come instead of a feed. */
  readonly failures: Map<string, (response: ServerResponse) => void>;
  /** How often each path was asked, and how often it could say "not modified". */
  readonly asked: Map<string, number>;
  readonly notModified: Map<string, number>;
  close(): Promise<void>;
}

export async function startFeedServer(): Promise<FeedServer> {
  const feeds = new Map<string, FeedItem[]>();
  const documents: FeedServer['documents'] = new Map();
  const failures: FeedServer['failures'] = new Map();
  const asked = new Map<string, number>();
  const notModified = new Map<string, number>();
  const count = (counts: Map<string, number>, path: string) => counts.set(path, (counts.get(path) ?? 0) + 1);
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    count(asked, path);
    const failure = failures.get(path);
    if (failure) return failure(response);
    const document = documents.get(path);
    if (document) return response.writeHead(200, { 'content-type': document.type }).end(document.body);
    const items = feeds.get(path);
    if (!items) return response.writeHead(404).end();
    const body = JSON.stringify(feedOf(path, items));
    const etag = `"${Buffer.byteLength(body)}-${items.length}-${items[0]?.id ?? ''}"`;
    if (request.headers['if-none-match'] === etag) {
      count(notModified, path);
      return response.writeHead(304, { etag }).end();
    }
    return response.writeHead(200, { 'content-type': 'application/feed+json', etag }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: `http://${host}`,
    host,
    feeds,
    documents,
    failures,
    asked,
    notModified,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function feedOf(path: string, items: readonly FeedItem[]) {
  return {
    version: 'https://jsonfeed.org/version/1.1',
    title: `Feed ${path}`,
    items: items.map(({ id, text, publishedAt }) => ({
      id,
      url: `https://shop.example/${id}`,
      content_text: text,
      date_published: publishedAt.toISOString(),
    })),
  };
}

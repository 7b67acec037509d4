import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';

/** A post as the server has it now. */
export interface Toot {
  readonly id: string;
  text: string;
  readonly at: number;
  readonly visibility?: 'public' | 'private';
}

export interface MastodonServer {
  readonly url: string;
  readonly host: string;
  /** Newest first: what the timelines show. */
  readonly timeline: Toot[];
  /** What a listener is told, in this order; then the server hangs up. */
  readonly says: unknown[];
  /** Called when a listener has come, before it is told anything. */
  whenHeard: () => void;
  /** Called when a listener has answered to what it was told. */
  whenTold: () => void;
  /** Does not hang up. */
  staysOn: boolean;
  /** How a listener is answered: let in, or refused with a status. */
  lets: 'in' | number;
  /** Where the server says that its stream is. */
  streaming: string | undefined;
  /** Addresses asked for, streams included, with the token that came along. */
  readonly asked: { path: string; authorization: string | undefined }[];
  close(): Promise<void>;
}

/** A Mastodon server with a hashtag, its public timelines and a stream of both. */
export async function startMastodon(): Promise<MastodonServer> {
  const http = createServer((request, response) => {
    const asked = new URL(request.url ?? '/', server.url);
    server.asked.push({
      path: `${asked.pathname}${asked.search}`,
      authorization: request.headers.authorization,
    });
    const body = answerTo(asked, server);
    response.writeHead(body === undefined ? 404 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body ?? { error: 'Record not found' }));
  });
  const sockets = new WebSocketServer({ noServer: true });
  http.on('upgrade', (request, socket, head) => {
    server.asked.push({ path: request.url ?? '', authorization: request.headers.authorization });
    if (server.lets !== 'in') {
      socket.end(`HTTP/1.1 ${server.lets} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    sockets.handleUpgrade(request, socket, head, (listener) => {
      server.whenHeard();
      for (const said of server.says) listener.send(typeof said === 'string' ? said : JSON.stringify(said));
      if (!server.staysOn) return listener.close();
      // An answer to a ping comes after all that was sent before it.
      listener.on('pong', () => server.whenTold());
      listener.ping();
    });
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(http.address() as AddressInfo).port}`;
  const server: MastodonServer = {
    url: `http://${host}`,
    host,
    timeline: [],
    says: [],
    whenHeard: () => {},
    whenTold: () => {},
    staysOn: false,
    lets: 'in',
    streaming: `ws://${host}`,
    asked: [],
    close: () =>
      new Promise((resolve) => {
        for (const client of sockets.clients) client.terminate();
        http.close(() => resolve());
        http.closeAllConnections();
      }),
  };
  return server;
}

function answerTo({ pathname, searchParams }: URL, { timeline, streaming }: MastodonServer): unknown {
  if (pathname === '/api/v2/instance') return { title: 'Social', configuration: { urls: { streaming } } };
  if (pathname === '/api/v1/accounts/verify_credentials') return { id: '1', acct: 'acme' };
  if (!pathname.startsWith('/api/v1/timelines/')) return undefined;
  const before = searchParams.get('max_id');
  const older = before === null ? timeline : timeline.filter(({ id }) => BigInt(id) < BigInt(before));
  return older.slice(0, Number(searchParams.get('limit') ?? 20)).map(statusOf);
}

/** An event of the stream, in which a post is JSON within JSON. */
export const told = (event: 'update' | 'status.update', toot: Toot) => ({
  stream: ['hashtag', 'acme'],
  event,
  payload: JSON.stringify(statusOf(toot)),
});

export const gone = (id: string) => ({ stream: ['hashtag', 'acme'], event: 'delete', payload: id });

function statusOf({ id, text, at, visibility = 'public' }: Toot) {
  return {
    id,
    uri: `https://social.example/users/mia/statuses/${id}`,
    url: `https://social.example/@mia/${id}`,
    created_at: new Date(at).toISOString(),
    content: `<p>${text}</p>`,
    visibility,
    language: 'en',
    in_reply_to_id: null,
    reblog: null,
    account: { acct: 'mia@social.example', display_name: 'Mia', url: 'https://social.example/@mia' },
    tags: [{ name: 'acme' }],
  };
}

import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';

/** One thing that happened on the network. */
export interface Happened {
  /** Microseconds since 1970. */
  readonly timeUs: number;
  readonly did: string;
  readonly rkey: string;
  readonly operation?: 'create' | 'delete';
  readonly text?: string;
  readonly record?: Readonly<Record<string, unknown>>;
}

export interface JetstreamServer {
  readonly url: string;
  readonly host: string;
  /** In the order of time; what is older than a listener's cursor is not sent to it. */
  readonly events: Happened[];
  /** What is sent instead of events. */
  sends: 'events' | 'nonsense' | 'nothing';
  /** Hangs up after so many messages. */
  hangsUpAfter: number;
  readonly cursors: (string | null)[];
  close(): Promise<void>;
}

/** A Jetstream server that tells what happened since a cursor and then waits. */
export async function startJetstream(): Promise<JetstreamServer> {
  const sockets = new WebSocketServer({ port: 0, host: '127.0.0.1', path: '/subscribe' });
  await new Promise((resolve) => sockets.once('listening', resolve));
  const { port } = sockets.address() as AddressInfo;
  const server: JetstreamServer = {
    url: `http://127.0.0.1:${port}`,
    host: `127.0.0.1:${port}`,
    events: [],
    sends: 'events',
    hangsUpAfter: Number.POSITIVE_INFINITY,
    cursors: [],
    close: () =>
      new Promise((resolve) => {
        for (const client of sockets.clients) client.terminate();
        sockets.close(() => resolve());
      }),
  };
  sockets.on('connection', (socket, request) => {
    const cursor = new URL(request.url ?? '/', server.url).searchParams.get('cursor');
    server.cursors.push(cursor);
    tell(socket, server, Number(cursor ?? 0));
  });
  return server;
}

function tell(socket: WebSocket, { events, sends, hangsUpAfter }: JetstreamServer, since: number): void {
  if (sends === 'nothing') return;
  let sent = 0;
  for (const event of events.filter(({ timeUs }) => timeUs >= since)) {
    if (sent >= hangsUpAfter) {
      socket.close();
      return;
    }
    socket.send(sends === 'nonsense' ? 'what?' : JSON.stringify(messageOf(event)));
    sent += 1;
  }
}

function messageOf({ timeUs, did, rkey, operation = 'create', text, record }: Happened) {
  const post = record ?? {
    $type: 'app.bsky.feed.post',
    text,
    createdAt: new Date(timeUs / 1000).toISOString(),
    langs: ['en'],
  };
  const commit = {
    rev: 'r',
    operation,
    collection: 'app.bsky.feed.post',
    rkey,
    ...(operation === 'delete' ? {} : { record: post, cid: 'c' }),
  };
  return { did, time_us: timeUs, kind: 'commit', commit };
}

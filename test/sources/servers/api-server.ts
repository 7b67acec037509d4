import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What somebody has published, before a server puts it in its own shape. */
export interface Post {
  readonly id: string;
  text: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  editedAt: number;
  readonly author: string;
  /** 1–5, for places with ratings. */
  readonly stars: number;
  ownerReply?: string;
}

/** One of the places, pages or apps that the account holds. */
export interface Held {
  readonly id: string;
  readonly name: string;
  /** It stands in a second list only, where the service has one. */
  readonly isElsewhere?: true;
}

/** What the server is up to, whatever it is asked. */
export type Mood = 'ok' | 'rate-limited' | 'expired' | 'revoked' | 'malformed' | 'circle';

export interface Asked {
  readonly method: string;
  readonly url: URL;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** A string goes as it is, anything else as JSON. */
  readonly body?: unknown;
}

export interface World {
  /** Newest first. */
  readonly posts: readonly Post[];
  readonly mood: Mood;
  /** Milliseconds since 1970, as the test's clock stands. */
  readonly now: number;
  readonly held: readonly Held[];
  /** Replies that were sent to it. */
  readonly replies: { to: string; text: string; id: string }[];
  /** The token that is good at the moment, for kinds whose tokens are renewed. */
  readonly token: string;
}

/** A stand-in for a service that speaks its interface over real HTTP. One file each, its name is the kind it is for. */
export interface ApiServer {
  /** Hosts of the service that lead here. Left out for kinds whose settings hold an address. */
  readonly hosts?: readonly string[];
  /** Settings of a source; `url` is the server's own address. */
  settings(url: string): Readonly<Record<string, unknown>>;
  /** Posts on one page, so that tests know how many make several. */
  readonly pageSize: number;
  answer(asked: Asked, world: World): Answer;
  /** The wait that `rate-limited` asks for, in milliseconds. */
  readonly waitMs: number;
  /** How a token that ran out ends: with a new one, or with the source stopped until somebody signs in. None: no token. */
  readonly tokens: 'renewed' | 'stopped' | 'none';
  /** What it cannot do, with the reason: "edits are not shown". */
  readonly cannot?: Partial<Record<'edit' | 'remove' | 'pages' | 'circle' | 'resend', string>>;
  /** What it has beside mentions: each post is then an answer or an order as well, worth its stars. */
  readonly brings?: 'answers' | 'orders';
  /** False: its posts are orders only, of the product that is their text. */
  readonly hasMentions?: false;
  /** Each item is asked for once more. */
  readonly asksForEach?: true;
  /** How many of what the account holds come on one page. */
  readonly heldPageSize?: number;
  /** Moves the clock so far before an edit or removal must have been seen, in days. */
  readonly noticedAfterDays?: number;
}

export interface RunningApi {
  readonly url: string;
  readonly host: string;
  readonly asked: readonly Asked[];
  readonly world: World & { posts: Post[]; mood: Mood; now: number; token: string; held: Held[] };
  /** The next answers to a reply are thrown away after it is taken: the sender does not learn that it was. */
  loseAnswers(count: number): void;
  close(): Promise<void>;
}

/** Starts it on a free port of this machine. */
export async function startApi(api: ApiServer): Promise<RunningApi> {
  const world = {
    posts: [] as Post[],
    mood: 'ok' as Mood,
    now: 0,
    held: [] as Held[],
    replies: [] as World['replies'],
    token: 'token-1',
  };
  const asked: Asked[] = [];
  let lost = 0;
  const server = createServer(async (request, response) => {
    const one = await read(request);
    asked.push(one);
    const repliesBefore = world.replies.length;
    const answer = api.answer(one, world);
    if (lost > 0 && world.replies.length > repliesBefore) {
      lost -= 1;
      return response.destroy();
    }
    return write(response, answer);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: `http://${host}`,
    host,
    asked,
    world,
    loseAnswers: (count) => {
      lost = count;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function read(request: IncomingMessage): Promise<Asked> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const url = new URL(request.url ?? '/', 'http://service');
  return {
    method: request.method ?? 'GET',
    url,
    query: url.searchParams,
    headers: request.headers,
    body: Buffer.concat(chunks).toString(),
  };
}

function write(response: ServerResponse, { status = 200, headers = {}, body }: Answer): void {
  const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers }).end(text);
}

/** A page of posts and whether there are more. */
export function pageOf<Item>(
  posts: readonly Item[],
  from: number,
  size: number,
): { page: readonly Item[]; hasMore: boolean } {
  return { page: posts.slice(from, from + size), hasMore: from + size < posts.length };
}

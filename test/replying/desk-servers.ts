import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: what a client sent, looked at by the test
  readonly body: any;
}

/** What a help desk holds, and how it behaves. */
export interface DeskWorld {
  readonly tickets: {
    id: number;
    key: string;
    words: string;
    isSolved: boolean;
    tags?: string[];
    contactId?: number;
  }[];
  readonly contacts: { id: number; identifier: string; name?: string }[];
  /** Lists leave out what only a single ticket is told with. */
  isTerse: boolean;
  /** Answers the next calls with this status instead. */
  readonly refusals: number[];
  /** Answers that are thrown away after the ticket was made. */
  lost: number;
  readonly asked: Asked[];
}

type Answer = { status?: number; body?: unknown };
type Desk = (asked: Asked, world: DeskWorld) => Answer;

const basic = (user: string, password: string) =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
const NOT_FOUND = { status: 404, body: { error: 'not found' } };
const REFUSED = { status: 401, body: { error: "Couldn't authenticate you" } };

function add(world: DeskWorld, key: string, words: string): DeskWorld['tickets'][number] {
  const made = { id: 101 + world.tickets.length, key, words, isSolved: false };
  world.tickets.push(made);
  return made;
}

export const DESKS: Readonly<Record<'zendesk' | 'freshdesk' | 'chatwoot' | 'webhook', Desk>> = {
  zendesk: ({ method, path, query, headers, body }, world) => {
    if (headers.authorization !== basic('ann@example.com/token', 'zen-secret')) return REFUSED;
    const shown = (one: DeskWorld['tickets'][number]) => ({
      id: one.id,
      external_id: one.key,
      status: one.isSolved ? 'solved' : 'open',
    });
    if (path === '/api/v2/tickets' && method === 'POST') {
      const { external_id: key, subject, comment } = body.ticket;
      if (headers['idempotency-key'] !== key) return { status: 400, body: { error: 'no key' } };
      return { status: 201, body: { ticket: shown(add(world, key, `${subject}\n${comment.body}`)) } };
    }
    if (path === '/api/v2/tickets') {
      return {
        body: { tickets: world.tickets.filter(({ key }) => key === query.get('external_id')).map(shown) },
      };
    }
    const found = world.tickets.find(({ id }) => path === `/api/v2/tickets/${id}`);
    return found ? { body: { ticket: shown(found) } } : NOT_FOUND;
  },
  freshdesk: ({ method, path, query, headers, body }, world) => {
    if (headers.authorization !== basic('fresh-secret', 'X')) return REFUSED;
    const whole = (one: DeskWorld['tickets'][number]) => ({
      id: one.id,
      status: one.isSolved ? 4 : 2,
      tags: one.tags,
    });
    const invalid = { status: 400, body: { description: 'Validation failed' } };
    if (path === '/api/v2/tickets' && method === 'POST') {
      const { unique_external_id: identifier, name, tags } = body;
      if (!identifier || !name || body.email || body.status !== 2) return invalid;
      if (tags.some((tag: string) => tag.length > 32)) return invalid;
      let contact = world.contacts.find((one) => one.identifier === identifier);
      if (!contact) {
        contact = { id: 11 + world.contacts.length, identifier, name };
        world.contacts.push(contact);
      }
      const made = add(world, identifier, `${body.subject}\n${body.description}`);
      Object.assign(made, { tags, contactId: contact.id });
      return { status: 201, body: whole(made) };
    }
    if (path === '/api/v2/contacts') {
      const asked = query.get('unique_external_id');
      return { body: world.contacts.filter(({ identifier }) => identifier === asked) };
    }
    if (path === '/api/v2/tickets') {
      const contactId = Number(query.get('requester_id'));
      if (!world.contacts.some(({ id }) => id === contactId)) return invalid;
      const theirs = world.tickets.filter((one) => one.contactId === contactId).toReversed();
      return {
        body: theirs.map((one) => ({ ...whole(one), ...(world.isTerse ? { tags: undefined } : {}) })),
      };
    }
    const found = world.tickets.find(({ id }) => path === `/api/v2/tickets/${id}`);
    return found ? { body: whole(found) } : NOT_FOUND;
  },
  chatwoot: ({ method, path: whole, query, headers, body }, world) => {
    if (headers['api_access_token'] !== 'woot-secret') return REFUSED;
    const path = whole.replace('/api/v1/accounts/7', '');
    const shown = (one: DeskWorld['tickets'][number]) => ({
      id: one.id,
      status: one.isSolved ? 'resolved' : 'open',
    });
    if (path === '/contacts/search') {
      return { body: { payload: world.contacts.filter(({ identifier }) => identifier === query.get('q')) } };
    }
    if (path === '/contacts' && method === 'POST') {
      const contact = { id: 11 + world.contacts.length, identifier: body.identifier };
      world.contacts.push(contact);
      return { body: { payload: { contact } } };
    }
    if (path === '/conversations' && method === 'POST') {
      const contact = world.contacts.find(({ id }) => id === body.contact_id);
      if (!contact || body.inbox_id !== 3) return { status: 422, body: { error: 'invalid' } };
      return { body: shown(add(world, contact.identifier, body.message.content)) };
    }
    const contact = world.contacts.find(({ id }) => path === `/contacts/${id}/conversations`);
    if (contact) {
      return { body: { payload: world.tickets.filter(({ key }) => key === contact.identifier).map(shown) } };
    }
    const found = world.tickets.find(({ id }) => path === `/conversations/${id}`);
    return found ? { body: shown(found) } : NOT_FOUND;
  },
  webhook: ({ headers, body }, world) => {
    const key = String(headers['webhook-id']);
    // A receiver of Standard Webhooks knows an event it has by its id.
    if (!world.tickets.some((one) => one.key === key)) add(world, key, body.data.body);
    return { status: 204 };
  },
};

export interface RunningDesk {
  readonly url: string;
  readonly host: string;
  readonly world: DeskWorld;
  close(): Promise<void>;
}

/** A help desk on a free port of this machine, that speaks the interface of its kind. */
export async function startDesk(desk: Desk): Promise<RunningDesk> {
  const world: DeskWorld = { tickets: [], contacts: [], isTerse: false, refusals: [], lost: 0, asked: [] };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://desk');
      const text = Buffer.concat(chunks).toString();
      const one = {
        method: request.method ?? 'GET',
        path: url.pathname,
        query: url.searchParams,
        headers: request.headers,
        text,
        body: text === '' ? undefined : JSON.parse(text),
      };
      world.asked.push(one);
      const refusal = world.refusals.shift();
      const before = world.tickets.length;
      const { status = 200, body } = refusal ? { status: refusal, body: { error: 'no' } } : desk(one, world);
      if (world.lost > 0 && world.tickets.length > before) {
        world.lost -= 1;
        return response.destroy();
      }
      response
        .writeHead(status, { 'content-type': 'application/json' })
        .end(body === undefined ? '' : JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: `http://${host}`,
    host,
    world,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

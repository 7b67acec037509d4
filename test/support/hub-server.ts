import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Subscription {
  readonly topic: string;
  readonly callback: string;
  readonly secret: string;
  readonly leaseSeconds: number;
}

/** A WebSub hub: takes requests, asks back whether they were meant, and announces what a test publishes. */
export interface HubServer {
  readonly url: string;
  /** What was asked of it, and what came of asking back. */
  readonly log: { mode: string; topic: string; confirmed: boolean }[];
  readonly subscriptions: Map<string, Subscription>;
  /** Asks back at once; without it a request is taken and nothing follows. */
  verifies: boolean;
  /** Answers every request with this status instead. */
  failsWith: number | undefined;
  leaseSeconds: number;
  /** Sends a body to whoever subscribed to the topic; returns the statuses. */
  publish(
    topic: string,
    body: string,
    options?: { signature?: string | null; algorithm?: string },
  ): Promise<number[]>;
  /** Resolves when all that was taken has been asked back. */
  settled(): Promise<unknown>;
  close(): Promise<void>;
}

/** `publicOrigin` is the name under which it is given callbacks, `localOrigin` where that is in truth. */
export async function startHubServer(publicOrigin: string, localOrigin: () => string): Promise<HubServer> {
  const subscriptions: HubServer['subscriptions'] = new Map();
  const log: HubServer['log'] = [];
  let asking: Promise<unknown> = Promise.resolve();
  const local = (callback: string) => {
    if (!callback.startsWith(publicOrigin)) throw new Error(`a callback elsewhere: ${callback}`);
    return callback.replace(publicOrigin, localOrigin());
  };
  const server = createServer(async (request, response) => {
    const form = new URLSearchParams(await bodyOf(request));
    if (hub.failsWith !== undefined) return response.writeHead(hub.failsWith).end();
    response.writeHead(202).end();
    if (hub.verifies) asking = asking.then(() => verify(form));
  });
  async function verify(form: URLSearchParams): Promise<void> {
    const of = (name: string) => form.get(`hub.${name}`) ?? '';
    const challenge = `challenge-${log.length}`;
    const url = new URL(local(of('callback')));
    const lease = { 'hub.lease_seconds': String(hub.leaseSeconds) };
    const asked = { 'hub.mode': of('mode'), 'hub.topic': of('topic'), 'hub.challenge': challenge, ...lease };
    for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value);
    const answer = await fetch(url);
    const confirmed = answer.ok && (await answer.text()) === challenge;
    log.push({ mode: of('mode'), topic: of('topic'), confirmed });
    if (!confirmed) return;
    if (of('mode') === 'unsubscribe') subscriptions.delete(of('callback'));
    else {
      const leaseSeconds = Number(of('lease_seconds'));
      subscriptions.set(of('callback'), {
        topic: of('topic'),
        callback: of('callback'),
        secret: of('secret'),
        leaseSeconds,
      });
    }
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const hub: HubServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    log,
    subscriptions,
    verifies: true,
    failsWith: undefined,
    leaseSeconds: 3600,
    publish: async (topic, body, { signature, algorithm = 'sha256' } = {}) => {
      const statuses: number[] = [];
      for (const one of subscriptions.values()) {
        if (one.topic !== topic) continue;
        const right = `${algorithm}=${createHmac(algorithm, one.secret).update(body).digest('hex')}`;
        const given = signature === undefined ? right : signature;
        const headers = {
          'content-type': 'application/rss+xml',
          ...(given === null ? {} : { 'x-hub-signature': given }),
        };
        statuses.push((await fetch(local(one.callback), { method: 'POST', body, headers })).status);
      }
      return statuses;
    },
    settled: () => asking,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return hub;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

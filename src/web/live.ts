import { type Context, Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import { z } from 'zod';
import type { Db } from '../store/db.ts';
import type { WebEnv } from './auth/env.ts';
import type { WebDeps } from './deps.ts';

const CHANNEL = 'earshot_cells';
const DEBOUNCE_MS = 1_000;
const HEARTBEAT_MS = 25_000;

const Notice = z.object({ topics: z.array(z.number()), items: z.array(z.number()).default([]) });

interface Follower {
  onTopics(ids: readonly number[]): void;
  onItems(ids: readonly number[]): void;
  onEnd(): void;
}

/**
 * GET /live?topic=ID: server-sent events `mentions` with {"topics":[ids]} whenever the numbers of a topic move;
 * GET /live?inbox=1: `inbox` with {"items":[ids]} whenever somebody does something about items of the inbox.
 */
export function liveRoutes(deps: WebDeps): Hono<WebEnv> {
  const live = liveOf(deps.db);
  return new Hono<WebEnv>().get('/live', (c) => follow(c, live));
}

/** Ends every open stream and stops listening: before the server and the store are closed. */
export async function closeLive(db: Db): Promise<void> {
  await liveOf(db).close();
}

function follow(c: Context<WebEnv>, live: Live): Response {
  const wanted = Number(c.req.query('topic') ?? 0) || undefined;
  const isInbox = c.req.query('inbox') !== undefined;
  // Proxies must hand each event on at once.
  c.header('x-accel-buffering', 'no');
  return streamSSE(c, async (stream) => {
    const ended = Promise.withResolvers<void>();
    const write = (event: string, data: unknown) => {
      stream.writeSSE({ event, data: JSON.stringify(data) }).catch(ended.resolve);
    };
    const announce = debounced((topics) => write('mentions', { topics }));
    const tellItems = debounced((items) => write('inbox', { items }));
    const leave = live.join({
      onTopics: (ids) => {
        if (!isInbox && (wanted === undefined || ids.includes(wanted))) announce.add(ids);
      },
      onItems: (ids) => {
        if (isInbox) tellItems.add(ids);
      },
      onEnd: ended.resolve,
    });
    stream.onAbort(ended.resolve);
    const heartbeat = setInterval(() => stream.write(': still here\n\n').catch(ended.resolve), HEARTBEAT_MS);
    await stream.write('retry: 3000\n\n');
    await ended.promise;
    clearInterval(heartbeat);
    announce.stop();
    tellItems.stop();
    leave();
  });
}

/** Collects ids and hands them on together, one second after the first. */
function debounced(handOn: (ids: readonly number[]) => void) {
  const collected = new Set<number>();
  let timer: NodeJS.Timeout | undefined;
  return {
    add(ids: readonly number[]) {
      for (const id of ids) collected.add(id);
      timer ??= setTimeout(() => {
        timer = undefined;
        handOn([...collected]);
        collected.clear();
      }, DEBOUNCE_MS);
    },
    stop: () => clearTimeout(timer),
  };
}

/** One listener on the store, shared by everybody who follows; it listens only while somebody does. */
class Live {
  readonly #db: Db;
  readonly #followers = new Set<Follower>();
  /** Changes of listening, one after the other. */
  #turn: Promise<void> = Promise.resolve();
  #stop: (() => Promise<void>) | undefined;

  constructor(db: Db) {
    this.#db = db;
  }

  join(follower: Follower): () => void {
    this.#followers.add(follower);
    this.#adjust();
    return () => {
      this.#followers.delete(follower);
      this.#adjust();
    };
  }

  async close(): Promise<void> {
    for (const follower of this.#followers) follower.onEnd();
    this.#followers.clear();
    this.#adjust();
    await this.#turn;
  }

  #adjust(): void {
    this.#turn = this.#turn.then(() => this.#listenAsNeeded());
  }

  async #listenAsNeeded(): Promise<void> {
    const isNeeded = this.#followers.size > 0;
    try {
      if (isNeeded && !this.#stop) this.#stop = await this.#db.listen(CHANNEL, (text) => this.#tell(text));
      if (isNeeded || !this.#stop) return;
      const stop = this.#stop;
      this.#stop = undefined;
      await stop();
    } catch {
      // The store is going away or not there yet: whoever follows asks again by itself after three seconds.
      for (const follower of this.#followers) follower.onEnd();
    }
  }

  #tell(text: string): void {
    const notice = Notice.safeParse(parseJson(text));
    if (!notice.success) return;
    const { topics, items } = notice.data;
    for (const follower of this.#followers) {
      if (topics.length > 0) follower.onTopics(topics);
      if (items.length > 0) follower.onItems(items);
    }
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const lives = new WeakMap<Db, Live>();

function liveOf(db: Db): Live {
  const known = lives.get(db);
  if (known) return known;
  const live = new Live(db);
  lives.set(db, live);
  return live;
}

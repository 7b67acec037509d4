import { createHmac, timingSafeEqual } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { fetchAtOnce } from '../queue/hand-on.ts';
import {
  findByCallback,
  forgetHub,
  type HubSubscription,
  hubSecret,
  notePush,
  saveHubError,
  saveLease,
} from '../store/hubs.ts';
import { findSource, makeDue } from '../store/sources.ts';
import type { WebEnv } from './auth/env.ts';
import type { WebDeps } from './deps.ts';
import { WebProblem } from './problem.ts';

/** What hubs call. Its last part is a secret between us and one hub. */
export const HUBS = '/hubs/';

const DAY_MS = 24 * 3_600_000;
const SHORTEST_LEASE_MS = 60_000;
const LONGEST_LEASE_MS = 30 * DAY_MS;
const LARGEST_PUSH = 52_000_000;

/** WebSub: a hub asks whether we meant what we asked it for, and later tells that a feed has news. */
export function hubRoutes(deps: WebDeps): Hono<WebEnv> {
  return new Hono<WebEnv>()
    .get(`${HUBS}:id`, async (c) => confirm(c, deps, await subscriptionFor(c, deps)))
    .post(`${HUBS}:id`, async (c) => {
      const one = await subscriptionFor(c, deps);
      const isSigned = await isSignedWith(
        hubSecret(deps.vault, one),
        c.req.header('x-hub-signature'),
        c.req.raw.body,
      );
      // A hub learns nothing from the answer; what is not signed as agreed is ignored.
      if (isSigned) await takePush(deps, one);
      else
        deps.log.warn(
          { topic: URL.parse(one.topicUrl)?.host },
          'a push without a valid signature was ignored',
        );
      return c.body(null, 202);
    });
}

async function subscriptionFor(c: Context<WebEnv>, { db }: WebDeps): Promise<HubSubscription> {
  const one = await findByCallback(db, c.req.param('id') ?? '');
  if (!one) throw new WebProblem('not-found', 'Nobody here waits for this.');
  return one;
}

/** Yes to what we have asked for, and to nothing else. */
async function confirm(c: Context<WebEnv>, deps: WebDeps, one: HubSubscription): Promise<Response> {
  const mode = c.req.query('hub.mode');
  const isOurs = c.req.query('hub.topic') === one.topicUrl;
  if (isOurs && mode === 'denied') return refused(c, deps, one);
  const isMeant =
    one.state === 'leaving' ? mode === 'unsubscribe' : mode === 'subscribe' && one.state !== 'refused';
  const challenge = c.req.query('hub.challenge');
  if (!isOurs || !isMeant || challenge === undefined) {
    throw new WebProblem('not-found', 'This is not what was asked for.');
  }
  if (mode === 'unsubscribe') await forgetHub(deps.db, one.id);
  else await saveLease(deps.db, one.id, leaseOf(c.req.query('hub.lease_seconds'), deps.now()));
  return c.text(challenge, 200);
}

async function refused(c: Context<WebEnv>, { db, now }: WebDeps, one: HubSubscription): Promise<Response> {
  const error = c.req.query('hub.reason')?.slice(0, 200) || 'the hub refused';
  await saveHubError(db, one.id, { error, askAt: new Date(now().getTime() + DAY_MS), isRefused: true });
  return c.body(null, 200);
}

/** Renewed when two thirds are over, so that a hub that is away for a while costs nothing. */
function leaseOf(seconds: string | undefined, now: Date): { until: Date; askAt: Date } {
  const given = Number(seconds) * 1000;
  const leaseMs = Math.min(LONGEST_LEASE_MS, Math.max(SHORTEST_LEASE_MS, given > 0 ? given : DAY_MS));
  const from = now.getTime();
  return { until: new Date(from + leaseMs), askAt: new Date(from + Math.round((leaseMs * 2) / 3)) };
}

const ALGORITHMS = new Set(['sha1', 'sha256', 'sha384', 'sha512']);

/** Over the bytes as they came, without keeping them: they only say that there is something to fetch. */
async function isSignedWith(
  secret: string,
  header: string | undefined,
  body: ReadableStream<Uint8Array> | null,
): Promise<boolean> {
  const [, algorithm = '', signature = ''] = /^(\w+)=([0-9a-f]+)$/i.exec(header?.trim() ?? '') ?? [];
  const isKnown = ALGORITHMS.has(algorithm.toLowerCase());
  const hmac = createHmac(isKnown ? algorithm.toLowerCase() : 'sha256', secret);
  let bytes = 0;
  for await (const chunk of body ?? []) {
    bytes += chunk.length;
    if (bytes > LARGEST_PUSH)
      throw new WebProblem('too-large', `The push is larger than ${LARGEST_PUSH / 1e6} MB.`);
    hmac.update(chunk);
  }
  const expected = hmac.digest();
  const given = Buffer.from(signature, 'hex');
  return isKnown && given.length === expected.length && timingSafeEqual(given, expected);
}

/** The feed is asked itself, with everything that guards a fetch; what the hub sent is not read. */
async function takePush({ db, queue, now }: WebDeps, one: HubSubscription): Promise<void> {
  if (one.sourceId === undefined || one.state === 'leaving') return;
  const source = await findSource(db, one.sourceId);
  if (!source?.enabled) return;
  await notePush(db, one.id, now());
  await makeDue(db, source.id, now());
  await fetchAtOnce(queue, source, now());
}

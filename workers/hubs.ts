import { FetchFailed, Refused } from '../src/domain/errors.ts';
import { backoff } from '../src/domain/schedule.ts';
import type { Worker } from '../src/queue/jobs.ts';
import { isPublicName } from '../src/sources/http/address-guard.ts';
import { forgetHub, type HubSubscription, hubSecret, saveHubError, takeDueHubs } from '../src/store/hubs.ts';
import type { Deps } from './deps.ts';

const HUBS_A_RUN = 50;
const HOUR_MS = 3_600_000;
/** What we ask for; the hub decides. */
const LEASE_SECONDS = 10 * 24 * 3600;
/** A hub that is not told to stop forgets by itself when its lease ends. */
const MOST_FAREWELLS = 5;

export default {
  job: 'hubs',
  async work(_, deps) {
    const { db, now } = deps;
    const callback = callbackBase(deps.origin);
    if (callback === undefined) return;
    // A hub that takes the request and never calls back is asked again.
    const againAt = new Date(now().getTime() + HOUR_MS);
    for (const one of await takeDueHubs(db, { now: now(), againAt, limit: HUBS_A_RUN })) {
      if (one.state === 'leaving' && one.asks > MOST_FAREWELLS) await forgetHub(db, one.id);
      else await askHub(one, callback, deps);
    }
  },
} satisfies Worker<'hubs', Deps>;

/** A hub can reach us only under a public name, and only https keeps what it sends to ourselves. */
function callbackBase(origin: string | undefined): string | undefined {
  const url = origin === undefined ? null : URL.parse(origin);
  if (url?.protocol !== 'https:' || !isPublicName(url.hostname)) return undefined;
  return `${url.href.replace(/\/$/, '')}/hubs/`;
}

/** Asks a hub to begin, to go on, or to stop. Its yes comes later, as a call to our address. */
async function askHub(
  one: HubSubscription,
  callback: string,
  { db, vault, http, now, log }: Deps,
): Promise<void> {
  const isLeaving = one.state === 'leaving';
  try {
    const form = new URLSearchParams({
      'hub.mode': isLeaving ? 'unsubscribe' : 'subscribe',
      'hub.topic': one.topicUrl,
      'hub.callback': callback + one.callbackId,
      ...(isLeaving
        ? {}
        : { 'hub.secret': hubSecret(vault, one), 'hub.lease_seconds': String(LEASE_SECONDS) }),
    });
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const answer = await http.send({ url: one.hubUrl, method: 'POST', headers, body: form.toString() });
    if (answer.status >= 200 && answer.status < 300) return;
    throw new FetchFailed('http', `the hub answered ${answer.status}`);
  } catch (error) {
    const retryAfterMs = error instanceof FetchFailed ? error.retryAfterMs : undefined;
    if (!(error instanceof FetchFailed || error instanceof Refused)) throw error;
    const waitMs = backoff(one.asks, { intervalMs: HOUR_MS, retryAfterMs });
    const askAt = new Date(now().getTime() + waitMs);
    await saveHubError(db, one.id, { error: error.message, askAt, isRefused: false });
    log.warn({ hub: URL.parse(one.hubUrl)?.host, error: error.message }, 'hub could not be asked');
  }
}

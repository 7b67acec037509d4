import { setTimeout as delay } from 'node:timers/promises';
import type { ApiClient } from './api-client.ts';
import { note, showProgress } from './output.ts';

const ASK_EVERY_MS = 200;
/** Nothing got less for so long: whoever should work does not. */
const GIVE_UP_AFTER_MS = 60_000;

/**
 * Waits until every stored mention is classified. Where the house is open in this process, this process does the work.
 * With a database server the workers elsewhere do it, and nobody waits.
 */
export async function workOff(api: ApiClient): Promise<void> {
  if (api.opened?.deps.db.kind === 'postgres') return tellPending(await countPending(api));
  await api.opened?.startWorkers();
  let least = Number.POSITIVE_INFINITY;
  let leastAt = performance.now();
  for (;;) {
    const pending = await countPending(api);
    if (pending === 0) break;
    if (pending < least) {
      least = pending;
      leastAt = performance.now();
    } else if (performance.now() - leastAt > GIVE_UP_AFTER_MS) return tellPending(pending);
    showProgress(`${pending} mentions wait for classification`);
    await delay(ASK_EVERY_MS);
  }
  showProgress('');
}

async function countPending(api: ApiClient): Promise<number> {
  return (await api.call<{ mentions: { pending: number } }>('GET', '/api/v1/status')).mentions.pending;
}

function tellPending(pending: number): void {
  if (pending > 0) note(`${pending} mentions wait for classification; the workers go on with them.`);
}

/** What was put in line in this process waits until somebody takes it. */
export function tellWaiting(api: ApiClient): void {
  if (api.opened?.deps.db.kind === 'pglite')
    note('Earshot is not running: this is done when it starts ("earshot start").');
}

import { deliver } from '../src/alerting/deliver.ts';
import type { Worker } from '../src/queue/jobs.ts';
import type { Deps } from './deps.ts';

export default {
  job: 'deliver',
  async work({ deliveryId }, { db, vault, ways, origin, now, random, log }) {
    const failed = await deliver({ db, vault, ways, origin, now, random }, deliveryId);
    if (failed) log.warn({ delivery: deliveryId, ...failed }, 'message could not be delivered');
  },
} satisfies Worker<'deliver', Deps>;

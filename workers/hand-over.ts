import type { Worker } from '../src/queue/jobs.ts';
import { handOver } from '../src/replying/hand-over.ts';
import type { Deps } from './deps.ts';

export default {
  job: 'hand-over',
  async work({ handOverId }, deps) {
    const failed = await handOver(deps, handOverId);
    if (failed) deps.log.warn({ handOver: handOverId, ...failed }, 'item could not be handed over');
  },
} satisfies Worker<'hand-over', Deps>;

import type { Worker } from '../src/queue/jobs.ts';
import { seekTwins } from '../src/store/twin-rule.ts';
import type { Deps } from './deps.ts';

const MENTIONS_A_STEP = 250;

export default {
  job: 'find-twins',
  async work({ afterId }, { db, queue }) {
    const last = await seekTwins(db, { afterId, limit: MENTIONS_A_STEP });
    if (last !== undefined) await queue.enqueue('find-twins', { afterId: last });
  },
} satisfies Worker<'find-twins', Deps>;

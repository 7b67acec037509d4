import { handOnToClassify } from '../src/queue/hand-on.ts';
import type { Worker } from '../src/queue/jobs.ts';
import { listCountedWithOldTopics } from '../src/store/topics.ts';
import type { Deps } from './deps.ts';

const MENTIONS_A_STEP = 5_000;

export default {
  job: 'apply-topics',
  async work({ afterId }, { db, queue }) {
    const ids = await listCountedWithOldTopics(db, afterId, MENTIONS_A_STEP);
    await handOnToClassify(queue, ids);
    const last = ids.at(-1);
    if (last !== undefined && ids.length === MENTIONS_A_STEP)
      await queue.enqueue('apply-topics', { afterId: last });
  },
} satisfies Worker<'apply-topics', Deps>;

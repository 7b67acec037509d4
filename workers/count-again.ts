import { handOnToClassify } from '../src/queue/hand-on.ts';
import type { Worker } from '../src/queue/jobs.ts';
import { listCountedOtherwise } from '../src/store/topics.ts';
import type { Deps } from './deps.ts';

const MENTIONS_A_STEP = 5_000;

export default {
  job: 'count-again',
  async work({ afterId }, { db, queue, lexicons }) {
    const { classifier } = await lexicons.current(db);
    const from = { afterId, lexiconVersion: classifier.version, limit: MENTIONS_A_STEP };
    const ids = await listCountedOtherwise(db, from);
    await handOnToClassify(queue, ids);
    const last = ids.at(-1);
    if (last !== undefined && ids.length === MENTIONS_A_STEP)
      await queue.enqueue('count-again', { afterId: last });
  },
} satisfies Worker<'count-again', Deps>;

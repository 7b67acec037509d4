import { fetchAtOnce, handOnToClassify } from '../src/queue/hand-on.ts';
import type { Worker } from '../src/queue/jobs.ts';
import { listForgotten } from '../src/store/mentions.ts';
import { listSources } from '../src/store/sources.ts';
import type { Deps } from './deps.ts';

const FORGOTTEN_AFTER_MS = 60_000;
const OVERDUE_AFTER_MS = 120_000;
const MENTIONS_A_SWEEP = 20_000;

export default {
  job: 'sweep',
  async work(_, { db, queue, now }) {
    const olderThan = new Date(now().getTime() - FORGOTTEN_AFTER_MS);
    await handOnToClassify(queue, await listForgotten(db, { olderThan, limit: MENTIONS_A_SWEEP }));
    for (const source of await listSources(db)) {
      const isOverdue =
        source.enabled &&
        !source.isPushed &&
        source.nextFetchAt.getTime() < now().getTime() - OVERDUE_AFTER_MS;
      if (isOverdue) await fetchAtOnce(queue, source, now());
    }
  },
} satisfies Worker<'sweep', Deps>;

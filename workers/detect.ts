import { judgeTopic } from '../src/alerting/judge-topic.ts';
import { judgeMetrics } from '../src/alerting/metric-rules.ts';
import { NotFound } from '../src/domain/errors.ts';
import type { Worker } from '../src/queue/jobs.ts';
import { listDueDeliveries } from '../src/store/deliveries.ts';
import type { Deps } from './deps.ts';

const DELIVERIES_A_LOOK = 500;

export default {
  job: 'detect',
  async work({ topicId }, { db, queue, now }) {
    try {
      await judgeTopic(db, topicId, now());
      await judgeMetrics(db, topicId, now());
    } catch (error) {
      if (error instanceof NotFound) return; // removed meanwhile
      throw error;
    }
    const due = await listDueDeliveries(db, now(), DELIVERIES_A_LOOK);
    await queue.enqueueAll(
      'deliver',
      due.map((deliveryId) => ({ deliveryId })),
    );
  },
} satisfies Worker<'detect', Deps>;

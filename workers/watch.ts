import { takeDueDigests } from '../src/alerting/issue-digest.ts';
import { escalate } from '../src/alerting/raise.ts';
import { judgeSources } from '../src/alerting/stale-sources.ts';
import type { Worker } from '../src/queue/jobs.ts';
import { takeOverdueAlerts } from '../src/store/alerts.ts';
import { listDueDeliveries } from '../src/store/deliveries.ts';
import { listDueInvitations } from '../src/store/invitations.ts';
import { listTopicsWithDueMetrics } from '../src/store/metric-hours.ts';
import { listDueReplies } from '../src/store/reply-sending.ts';
import { listTopicsToJudge } from '../src/store/topic-arrivals.ts';
import type { Deps } from './deps.ts';

const SLOT_MS = 15 * 60_000;
const HOUR_MS = 60 * 60_000;
const DELIVERIES_A_LOOK = 500;
const REPLIES_A_LOOK = 100;

export default {
  job: 'watch',
  async work(_, { db, queue, now }) {
    const judgedBefore = new Date(Math.floor(now().getTime() / SLOT_MS) * SLOT_MS);
    const hour = new Date(Math.floor(now().getTime() / HOUR_MS) * HOUR_MS);
    const topicIds = new Set([
      ...(await listTopicsToJudge(db, judgedBefore)),
      ...(await listTopicsWithDueMetrics(db, hour)),
    ]);
    await queue.enqueueAll(
      'detect',
      [...topicIds].map((topicId) => ({ topicId })),
    );
    await judgeSources(db, now());
    await db.transaction(async (sql) => {
      for (const alertId of await takeOverdueAlerts(sql, now())) await escalate(sql, alertId, now());
    });
    await queue.enqueueAll(
      'digest',
      (await takeDueDigests(db, now())).map((digestId) => ({ digestId })),
    );
    const due = await listDueDeliveries(db, now(), DELIVERIES_A_LOOK);
    await queue.enqueueAll(
      'deliver',
      due.map((deliveryId) => ({ deliveryId })),
    );
    const invitations = await listDueInvitations(db, now(), DELIVERIES_A_LOOK);
    await queue.enqueueAll(
      'invite',
      invitations.map((invitationId) => ({ invitationId })),
    );
    const replies = await listDueReplies(db, now(), REPLIES_A_LOOK);
    await queue.enqueueAll(
      'reply',
      replies.map((replyId) => ({ replyId })),
    );
  },
} satisfies Worker<'watch', Deps>;

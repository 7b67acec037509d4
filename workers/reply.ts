import type { Worker } from '../src/queue/jobs.ts';
import { followUp } from '../src/replying/follow-up.ts';
import { sendOne } from '../src/replying/send-one.ts';
import type { Deps } from './deps.ts';

export default {
  job: 'reply',
  async work({ replyId }, deps) {
    const failed = await sendOne(deps, replyId);
    if (failed) return deps.log.warn({ reply: replyId, ...failed }, 'reply could not be sent');
    await followUp(deps, replyId);
  },
} satisfies Worker<'reply', Deps>;

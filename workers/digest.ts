import { issueDigest } from '../src/alerting/issue-digest.ts';
import { NotFound } from '../src/domain/errors.ts';
import type { Worker } from '../src/queue/jobs.ts';
import type { Deps } from './deps.ts';

export default {
  job: 'digest',
  async work({ digestId }, { db, now }) {
    try {
      await issueDigest(db, digestId, now());
    } catch (error) {
      if (error instanceof NotFound) return; // removed meanwhile
      throw error;
    }
  },
} satisfies Worker<'digest', Deps>;

import { dayOf } from '../src/domain/day.ts';
import type { Worker } from '../src/queue/jobs.ts';
import { listDayCoverage } from '../src/store/coverage.ts';
import { publishDays } from '../src/store/scores.ts';
import { listTopics } from '../src/store/topics.ts';
import type { Deps } from './deps.ts';

export default {
  job: 'publish',
  async work(_, { db, now }) {
    for (const topic of await listTopics(db)) {
      const today = dayOf(now(), topic.timeZone);
      const coverage = await listDayCoverage(db, { days: 32, timeZone: topic.timeZone, now: now() });
      await publishDays(db, topic, { today, coverageOf: (day) => coverage.get(day) ?? 0, now: now() });
    }
  },
} satisfies Worker<'publish', Deps>;

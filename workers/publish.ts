import { dayOf } from '../src/domain/day.ts';
import type { Worker } from '../src/queue/jobs.ts';
import { listDayCoverage } from '../src/store/coverage.ts';
import { publishDays } from '../src/store/scores.ts';
import { isPastComing } from '../src/store/topic-arrivals.ts';
import { listTopics } from '../src/store/topics.ts';
import type { Deps } from './deps.ts';

export default {
  job: 'publish',
  async work(_, { db, now }) {
    // Days of a past that is still being read would be published half and corrected at once.
    if (await isPastComing(db, now())) return;
    const topics = Map.groupBy(await listTopics(db), (topic) => topic.timeZone);
    for (const [timeZone, inZone] of topics) {
      const today = dayOf(now(), timeZone);
      const coverage = await listDayCoverage(db, { days: 32, timeZone, now: now() });
      for (const topic of inZone) {
        await publishDays(db, topic, { today, coverageOf: (day) => coverage.get(day) ?? 0, now: now() });
      }
    }
  },
} satisfies Worker<'publish', Deps>;

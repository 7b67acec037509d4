import { warnOfTargets } from '../src/alerting/inbox-targets.ts';
import type { Worker } from '../src/queue/jobs.ts';
import { releaseIdle } from '../src/store/claims.ts';
import { noteAged } from '../src/store/inbox-arrivals.ts';
import { fileArrivals } from '../src/store/inbox-filing.ts';
import type { Deps } from './deps.ts';

const AGED_A_LOOK = 5_000;
/** Leaves the store to others now and then; what is left waits for the next look. */
const STEPS_A_LOOK = 100;

export default {
  job: 'triage',
  async work(_, { db, now }) {
    while ((await db.transaction((sql) => releaseIdle(sql, now()))).length > 0);
    await noteAged(db, now(), AGED_A_LOOK);
    for (let step = 0; step < STEPS_A_LOOK; step += 1) {
      if ((await fileArrivals(db, now())) === 0) break;
    }
    await warnOfTargets(db, now());
  },
} satisfies Worker<'triage', Deps>;

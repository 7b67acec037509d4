import type { Worker } from '../src/queue/jobs.ts';
import { vacuumWhereDue } from '../src/store/vacuum.ts';
import type { Deps } from './deps.ts';

export default {
  job: 'vacuum',
  async work(_, { db }) {
    if (db.kind === 'pglite') await vacuumWhereDue(db);
  },
} satisfies Worker<'vacuum', Deps>;

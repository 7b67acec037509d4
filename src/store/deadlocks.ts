import { isSqlState } from './db.ts';

const DEADLOCK = '40P01';
const MOST_DEADLOCKS = 5;

/** Processes that start and work at the same moment may stand in each other's way: whoever has to give in tries again. */
export async function afterDeadlocks(work: () => Promise<void>): Promise<void> {
  for (let met = 0; ; met += 1) {
    try {
      return await work();
    } catch (error) {
      if (!isSqlState(error, DEADLOCK) || met >= MOST_DEADLOCKS) throw error;
    }
  }
}

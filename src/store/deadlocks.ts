import { isSqlState } from './db.ts';

const DEADLOCK = '40P01';
const MOST_DEADLOCKS = 5;

/**
 * Transactions may stand in each other's way: where a statement moves cells of several places, it takes their totals in
 * two goes. Whoever has to give in has written nothing, and tries again.
 */
export async function afterDeadlocks<T>(work: () => Promise<T>): Promise<T> {
  for (let met = 0; ; met += 1) {
    try {
      return await work();
    } catch (error) {
      if (!isSqlState(error, DEADLOCK) || met >= MOST_DEADLOCKS) throw error;
    }
  }
}

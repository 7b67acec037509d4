import { saveAudit } from '../../store/audit-log.ts';
import {
  type Difference,
  findDifferences,
  recount,
  rewriteCells,
  rewriteContributions,
} from '../../store/cells.ts';
import { TOPICS_LOCK } from '../../store/classifications.ts';
import { findFactDifferences, rewriteFactCells } from '../../store/fact-cells.ts';
import { listMisplaced } from '../../store/misplaced-twins.ts';
import { lockTwins, settleTwins } from '../../store/twins.ts';
import type { WebDeps } from '../deps.ts';
import type { Principal } from '../principal.ts';

/**
 * Compares every cell with the mentions, answers and stays it is made of; with `check: false` also writes all cells anew. Returns what
 * was different before. Nobody classifies meanwhile: the lock of the topics is held alone.
 */
export async function rebuildCells(
  deps: WebDeps,
  by: Principal,
  { check }: { check: boolean },
): Promise<Difference[]> {
  const found = await deps.db.transaction(async (sql) => {
    await sql`select pg_advisory_xact_lock(${TOPICS_LOCK})`;
    const differences = [...(await findDifferences(sql)), ...(await findFactDifferences(sql))];
    if (!check) {
      await lockTwins(sql);
      await recount(sql, await settleTwins(sql, await listMisplaced(sql)));
      await rewriteFactCells(sql);
      await rewriteContributions(sql);
      await rewriteCells(sql);
    }
    return differences;
  });
  if (!check) {
    const detail = { differences: found.length };
    await saveAudit(deps.db, { at: deps.now(), actor: by.name, action: 'rebuild', target: 'cells', detail });
  }
  return found;
}

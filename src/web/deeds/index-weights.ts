import type { IndexWeights } from '../../domain/cx-index.ts';
import { Refused } from '../../domain/errors.ts';
import { saveAudit } from '../../store/audit-log.ts';
import { saveIndexWeights } from '../../store/index-weights.ts';
import type { WebDeps } from '../deps.ts';
import type { Principal } from '../principal.ts';

/** Sets how much each part of the index counts for, from now on and for the past that is shown. @throws Refused */
export async function setIndexWeights(deps: WebDeps, by: Principal, weights: IndexWeights): Promise<void> {
  if (Object.values(weights).every((weight) => weight === 0)) {
    throw new Refused('At least one part has to count: an index of nothing is none.');
  }
  const at = deps.now();
  await deps.db.transaction(async (sql) => {
    await saveIndexWeights(sql, weights, { author: by.name, at });
    const detail = { ...weights };
    await saveAudit(sql, { at, actor: by.name, action: 'set index weights', target: 'index', detail });
  });
}

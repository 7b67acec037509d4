import { setApart } from '../../store/apart.ts';
import { saveAudit } from '../../store/audit-log.ts';
import type { WebDeps } from '../deps.ts';
import type { Principal } from '../principal.ts';

/** "Not the same": a mention counts for itself from now on; or, taken back, may be a duplicate again. @throws NotFound */
export async function keepApart(
  deps: WebDeps,
  by: Principal,
  change: { mentionId: number; isApart: boolean },
): Promise<void> {
  await setApart(deps.db, change.mentionId, change.isApart);
  await saveAudit(deps.db, {
    at: deps.now(),
    actor: by.name,
    action: change.isApart ? 'keep apart' : 'let be a duplicate',
    target: `mention ${change.mentionId}`,
  });
}

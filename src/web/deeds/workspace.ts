import { Refused } from '../../domain/errors.ts';
import { saveAudit } from '../../store/audit-log.ts';
import { setTwinDays } from '../../store/twin-rule.ts';
import {
  getWorkspace,
  hasCountedDays,
  nameWorkspace,
  renameWorkspace,
  type Workspace,
} from '../../store/workspace.ts';
import type { WebDeps } from '../deps.ts';
import type { Principal } from '../principal.ts';

/** Names the workspace, says how long the same counts once, or sets its time zone while nothing is counted yet. @throws Refused */
export async function changeWorkspace(
  deps: WebDeps,
  by: Principal,
  change: { name?: string; timeZone?: string; twinDays?: number },
): Promise<Workspace> {
  const workspace = await deps.db.transaction(async (sql) => {
    const before = await getWorkspace(sql);
    const { name = before.name, timeZone = before.timeZone } = change;
    if (timeZone !== before.timeZone) {
      if (await hasCountedDays(sql)) {
        throw new Refused(
          'The time zone stays as it is once mentions are counted: days would shift under the numbers.',
        );
      }
      await nameWorkspace(sql, { ...before, timeZone });
    }
    await renameWorkspace(sql, name);
    if (change.twinDays !== undefined) await setTwinDays(sql, change.twinDays);
    return getWorkspace(sql);
  });
  // What is stored follows the new rule in the background.
  if (change.twinDays !== undefined) await deps.queue.enqueue('find-twins', { afterId: 0 });
  const detail = { ...change };
  await saveAudit(deps.db, {
    at: deps.now(),
    actor: by.name,
    action: 'change workspace',
    target: workspace.name,
    detail,
  });
  return workspace;
}

import type { Label } from '../../domain/classification.ts';
import { saveAudit } from '../../store/audit-log.ts';
import { overrideLabel } from '../../store/overrides.ts';
import type { WebDeps } from '../deps.ts';
import type { Principal } from '../principal.ts';

/** Sets a person's label over the computed one, or takes it back with `undefined`. @throws NotFound, Refused */
export async function overrideMention(
  deps: WebDeps,
  by: Principal,
  change: { mentionId: number; label: Exclude<Label, 'unknown'> | undefined },
): Promise<void> {
  const now = deps.now();
  await overrideLabel(deps.db, deps.topics, { ...change, userId: by.userId, now });
  await saveAudit(deps.db, {
    at: now,
    actor: by.name,
    action: change.label ? 'override label' : 'undo override',
    target: `mention ${change.mentionId}`,
    detail: { label: change.label ?? null },
  });
}

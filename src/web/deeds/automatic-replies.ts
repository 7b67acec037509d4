import { Refused } from '../../domain/errors.ts';
import { needsConsent } from '../../replying/automatic.ts';
import { canReply } from '../../replying/open-source.ts';
import { saveAudit } from '../../store/audit-log.ts';
import {
  type AutomaticRuleInput,
  deleteAutomaticRule,
  dropAutomatic,
  getAutomaticRule,
  insertAutomaticRule,
  saveConsent,
  switchAutomaticRule,
} from '../../store/automatic-replies.ts';
import { saveAutomaticSwitch } from '../../store/reply-settings.ts';
import { getSavedReply } from '../../store/saved-replies.ts';
import { getSource } from '../../store/sources.ts';
import type { WebDeps } from '../deps.ts';
import type { Principal } from '../principal.ts';

/** The one switch over all rules, and how many may go out in 24 hours. Off, nothing waits any longer. */
export async function switchAutomatic(
  deps: WebDeps,
  by: Principal,
  { isOn, perDay }: { isOn: boolean; perDay: number },
): Promise<void> {
  await deps.db.transaction(async (sql) => {
    await saveAutomaticSwitch(sql, isOn, perDay);
    if (!isOn) await dropAutomatic(sql, undefined);
  });
  await audit(deps, by, isOn ? 'switch automatic replies on' : 'switch automatic replies off', 'replies', {
    perDay,
  });
}

/** @throws Refused, Conflict, NotFound */
export async function addAutomaticRule(
  deps: WebDeps,
  by: Principal,
  input: AutomaticRuleInput,
): Promise<number> {
  const source = await getSource(deps.db, input.sourceId);
  if (!canReply(source.kind)) throw new Refused(`“${source.name}” takes no replies from programs.`);
  const saved = await getSavedReply(deps.db, input.savedReplyId);
  if (saved.language !== undefined && saved.language !== input.language) {
    throw new Refused(`The saved reply “${saved.name}” is in another language (${saved.language}).`);
  }
  const id = await insertAutomaticRule(deps.db, input, { by: by.name, now: deps.now() });
  await audit(deps, by, 'add automatic rule', input.name);
  return id;
}

/** @throws Refused without the consent that the place asks for. */
export async function switchRule(deps: WebDeps, by: Principal, id: number, isOn: boolean): Promise<void> {
  const rule = await getAutomaticRule(deps.db, id);
  if (isOn && needsConsent(rule.sourceKind) && !rule.consent) {
    throw new Refused('Google wants the owner’s agreement before a program answers. Record it first.');
  }
  await deps.db.transaction((sql) => switchAutomaticRule(sql, id, isOn ? deps.now() : undefined));
  await audit(deps, by, isOn ? 'switch rule on' : 'switch rule off', rule.name);
}

/** Who has agreed that a program answers in their name. */
export async function recordConsent(deps: WebDeps, by: Principal, id: number, of: string): Promise<void> {
  const rule = await getAutomaticRule(deps.db, id);
  await saveConsent(deps.db, id, { of, by: by.name, at: deps.now() });
  await audit(deps, by, 'record consent', rule.name, { of });
}

export async function removeAutomaticRule(deps: WebDeps, by: Principal, id: number): Promise<void> {
  const rule = await getAutomaticRule(deps.db, id);
  await deps.db.transaction((sql) => deleteAutomaticRule(sql, id));
  await audit(deps, by, 'remove automatic rule', rule.name);
}

function audit(
  deps: WebDeps,
  by: Principal,
  action: string,
  target: string,
  detail: Record<string, unknown> = {},
) {
  return saveAudit(deps.db, { at: deps.now(), actor: by.name, action, target, detail });
}

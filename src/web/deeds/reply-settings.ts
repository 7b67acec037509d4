import { Refused } from '../../domain/errors.ts';
import {
  type DraftEndpoint,
  keptDraftKey,
  readDraftEndpoint,
  setDraftEndpoint,
} from '../../replying/generate.ts';
import { saveAudit } from '../../store/audit-log.ts';
import { type ReplySettings, saveReplySettings } from '../../store/reply-settings.ts';
import type { WebDeps } from '../deps.ts';
import type { Principal } from '../principal.ts';

/** How the team answers: who has to agree, and who signs. */
export async function changeReplySettings(
  deps: WebDeps,
  by: Principal,
  settings: Pick<ReplySettings, 'needsApproval' | 'mayApproveOwn' | 'company' | 'signature'>,
): Promise<void> {
  await saveReplySettings(deps.db, settings);
  const { needsApproval, mayApproveOwn } = settings;
  await saveAudit(deps.db, {
    at: deps.now(),
    actor: by.name,
    action: 'change reply settings',
    target: 'replies',
    detail: { needsApproval, mayApproveOwn },
  });
}

/**
 * Sets up where drafts are written, or switches that off. A key that is left out stays as it is, but goes only where
 * it went before. @throws Refused
 */
export async function changeDraftEndpoint(
  deps: WebDeps,
  by: Principal,
  endpoint: (DraftEndpoint & { key: string | undefined }) | undefined,
): Promise<void> {
  await setDraftEndpoint(deps.db, deps.vault, endpoint && { ...endpoint, key: await keyFor(deps, endpoint) });
  await saveAudit(deps.db, {
    at: deps.now(),
    actor: by.name,
    action: endpoint ? 'set up drafts' : 'switch drafts off',
    target: 'replies',
    detail: endpoint ? { host: new URL(endpoint.baseUrl).host, model: endpoint.model } : {},
  });
}

async function keyFor(
  deps: WebDeps,
  { baseUrl, key }: { baseUrl: string; key: string | undefined },
): Promise<string> {
  if (key !== undefined) return key;
  const before = await readDraftEndpoint(deps.db);
  if (!before) return '';
  if (new URL(before.baseUrl).host !== new URL(baseUrl).host) {
    throw new Refused(
      'The endpoint is at another host now. Enter its key again: it is not sent to a new place by itself.',
    );
  }
  return (await keptDraftKey(deps.db, deps.vault)) ?? '';
}

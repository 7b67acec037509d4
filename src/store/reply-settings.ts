import type { Row, Sql } from './db.ts';
import type { Sealed } from './vault.ts';

/** How the team answers. */
export interface ReplySettings {
  readonly needsApproval: boolean;
  /** An approver's own reply may go out on that approver's word. */
  readonly mayApproveOwn: boolean;
  /** The one switch over all automatic replies. */
  readonly isAutomaticOn: boolean;
  readonly automaticPerDay: number;
  /** {{company}}; empty: the workspace's name. */
  readonly company: string;
  /** Below a suggestion; may hold {{agent}} and {{company}}. */
  readonly signature: string;
}

interface Stored extends Row {
  needs_approval: boolean;
  may_approve_own: boolean;
  automatic_on: boolean;
  automatic_per_day: number;
  company: string;
  signature: string;
}

export async function getReplySettings(sql: Sql): Promise<ReplySettings> {
  const [row] = await sql<Stored>`
    select needs_approval, may_approve_own, automatic_on, automatic_per_day, company, signature from reply_settings`;
  if (!row) throw new Error('The row of reply_settings is missing: the database was changed by hand.');
  return {
    needsApproval: row.needs_approval,
    mayApproveOwn: row.may_approve_own,
    isAutomaticOn: row.automatic_on,
    automaticPerDay: row.automatic_per_day,
    company: row.company,
    signature: row.signature,
  };
}

export async function saveReplySettings(
  sql: Sql,
  settings: Omit<ReplySettings, 'isAutomaticOn' | 'automaticPerDay'>,
): Promise<void> {
  await sql`
    update reply_settings
       set needs_approval = ${settings.needsApproval}, may_approve_own = ${settings.mayApproveOwn},
           company = ${settings.company}, signature = ${settings.signature}`;
}

export async function saveAutomaticSwitch(sql: Sql, isOn: boolean, perDay: number): Promise<void> {
  await sql`update reply_settings set automatic_on = ${isOn}, automatic_per_day = ${perDay}`;
}

/** The endpoint that writes drafts: its open settings and its sealed key; undefined: off. */
export async function findDraftEndpoint(
  sql: Sql,
): Promise<{ settings: unknown; sealed: Sealed } | undefined> {
  const [row] = await sql<{
    draft_settings: unknown;
    draft_key_id: string | null;
    draft_sealed: string | null;
  }>`
    select draft_settings, draft_key_id, draft_sealed from reply_settings`;
  if (!row || row.draft_key_id === null || row.draft_sealed === null) return undefined;
  return { settings: row.draft_settings, sealed: { keyId: row.draft_key_id, sealed: row.draft_sealed } };
}

export async function saveDraftEndpoint(
  sql: Sql,
  endpoint: { settings: string; sealed: Sealed } | undefined,
): Promise<void> {
  await sql`
    update reply_settings
       set draft_settings = ${endpoint?.settings ?? '{}'}::jsonb, draft_key_id = ${endpoint?.sealed.keyId ?? null},
           draft_sealed = ${endpoint?.sealed.sealed ?? null}`;
}

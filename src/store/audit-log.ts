import { json, type Sql } from './db.ts';

/** One line of who did what, when; never holds a secret or a mention's text. */
export async function saveAudit(
  sql: Sql,
  entry: { at: Date; actor: string; action: string; target: string; detail?: Record<string, unknown> },
): Promise<void> {
  await sql`
    insert into audit_log (at, actor, action, target, detail)
    values (${entry.at}, ${entry.actor}, ${entry.action}, ${entry.target}, ${json(entry.detail ?? {})}::jsonb)`;
}

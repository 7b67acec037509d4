import type { Sql } from './db.ts';

/** Writes down that a source still shows these answers, or was asked about them. */
export async function noteAnswersSeen(
  sql: Sql,
  at: { sourceId: number; now: Date },
  externalIds: readonly string[],
): Promise<void> {
  if (externalIds.length === 0) return;
  await sql`
    update survey_responses
       set seen_at = ${at.now}
     where source_id = ${at.sourceId}
       and external_id = any(${externalIds}::text[])`;
}

/**
 * The answers without a comment that a source has shown or was asked about longest ago, among those given lately; an
 * answer with one is looked at with its mention. Of a response with several rated questions only the first stands
 * here: its id is the response's, those of the others have a part after a slash.
 */
export async function listUnseenAnswers(
  sql: Sql,
  due: { sourceId: number; seenBefore: Date; answeredSince: Date; limit: number },
): Promise<string[]> {
  const rows = await sql<{ external_id: string }>`
    select r.external_id
      from survey_responses r
     where r.source_id = ${due.sourceId}
       and r.seen_at < ${due.seenBefore}
       and r.removed_at is null
       and r.answered_at > ${due.answeredSince}
       and r.external_id not like '%/%'
       and not exists (
           select from mentions m
            where m.source_id = r.source_id
              and m.external_id = r.external_id
              and m.removed_at is null)
     order by r.seen_at
     limit ${due.limit}`;
  return rows.map((row) => row.external_id);
}

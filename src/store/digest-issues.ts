import type { Day } from '../domain/day.ts';
import type { DigestReport, Period } from '../domain/digest.ts';
import { NotFound } from '../domain/errors.ts';
import { json, type Row, type Sql } from './db.ts';

/** What a digest said of one period. */
export interface DigestIssueRow {
  readonly id: number;
  readonly digestId: number;
  readonly digestName: string;
  readonly period: Period;
  /** Made because somebody asked for it. */
  readonly isExtra: boolean;
  readonly madeAt: Date;
  readonly report: DigestReport;
}

interface Stored extends Row {
  id: number;
  digest_id: number;
  digest_name: string;
  period_from: Day;
  period_to: Day;
  is_extra: boolean;
  made_at: Date;
  report: DigestReport;
}

/** Keeps an issue once a period; the same period again gives undefined and changes nothing. */
export async function insertIssue(
  sql: Sql,
  issue: { digestId: number; isExtra: boolean; report: DigestReport },
  now: Date,
): Promise<number | undefined> {
  const { from, to } = issue.report.period;
  const [row] = await sql<{ id: number }>`
    insert into digest_issues (digest_id, period_from, period_to, is_extra, made_at, report)
    values (${issue.digestId}, ${from}::date, ${to}::date, ${issue.isExtra}, ${now}, ${json(issue.report)}::jsonb)
        on conflict (digest_id, period_to) where not is_extra do nothing
    returning id`;
  return row?.id;
}

/** Whether the period of a digest has had its issue. */
export async function hasIssue(sql: Sql, digestId: number, { to }: Period): Promise<boolean> {
  const rows = await sql`
    select id
      from digest_issues
     where digest_id = ${digestId}
       and period_to = ${to}::date
       and not is_extra`;
  return rows.length > 0;
}

const ISSUES = `
    select i.id, i.digest_id, d.name as digest_name, i.period_from::text as period_from,
           i.period_to::text as period_to, i.is_extra, i.made_at, i.report
      from digest_issues i
      join digests d on d.id = i.digest_id`;

/** The latest first. */
export async function listIssues(sql: Sql, digestId: number, limit: number): Promise<DigestIssueRow[]> {
  const rows = await sql.raw<Stored>(`${ISSUES} where i.digest_id = $1 order by i.id desc limit $2`, [
    digestId,
    limit,
  ]);
  return rows.map(issueOf);
}

/** @throws NotFound */
export async function getIssue(sql: Sql, id: number): Promise<DigestIssueRow> {
  const [row] = await sql.raw<Stored>(`${ISSUES} where i.id = $1`, [id]);
  if (!row) throw new NotFound(`There is no issue of a digest with the id ${id}.`);
  return issueOf(row);
}

function issueOf(row: Stored): DigestIssueRow {
  return {
    id: row.id,
    digestId: row.digest_id,
    digestName: row.digest_name,
    period: { from: row.period_from, to: row.period_to },
    isExtra: row.is_extra,
    madeAt: row.made_at,
    report: row.report,
  };
}

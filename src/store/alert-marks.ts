import type { Row, Sql } from './db.ts';

/** How right a rule has been, by what people say of its alerts. */
export interface RuleRecord {
  /** Alerts that people resolved, and those they called false. */
  readonly right: number;
  readonly wrong: number;
  /** Incidents people say it missed. */
  readonly missed: number;
  /** Alerts nobody has judged yet. */
  readonly open: number;
}

export const NO_RECORD: RuleRecord = { right: 0, wrong: 0, missed: 0, open: 0 };

/** By rule; what was found in the past counts only where somebody called it false. */
export async function recordsOfRules(sql: Sql): Promise<Map<number, RuleRecord>> {
  const rows = await sql<{
    rule_id: number;
    was_right: number;
    was_wrong: number;
    missed: number;
    open: number;
  }>`
    select r.id as rule_id,
           count(a.id) filter (where a.state = 'resolved' and not a.is_past) as was_right,
           count(a.id) filter (where a.state = 'false_alarm') as was_wrong,
           count(a.id) filter (where a.state in ('open', 'acknowledged')) as open,
           (select count(*) from missed_alerts m where m.rule_id = r.id) as missed
      from alert_rules r
      left join alerts a on a.rule_id = r.id
     group by r.id`;
  return new Map(
    rows.map((row) => [
      row.rule_id,
      { right: row.was_right, wrong: row.was_wrong, missed: row.missed, open: row.open },
    ]),
  );
}

/** Of the alerts that people judged, the share that was right; of the incidents they know of, the share it found. */
export function qualityOf({ right, wrong, missed }: RuleRecord): {
  readonly precision: number | undefined;
  readonly recall: number | undefined;
} {
  return {
    precision: right + wrong > 0 ? right / (right + wrong) : undefined,
    recall: right + missed > 0 ? right / (right + missed) : undefined,
  };
}

/** An incident that a rule raised no alert for, as somebody says. */
export interface MissedAlert {
  readonly id: number;
  readonly at: Date;
  readonly note: string;
  readonly author: string;
}

/** The latest first. */
export async function listMissedAlerts(sql: Sql, ruleId: number): Promise<MissedAlert[]> {
  return sql<MissedAlert & Row>`
    select id, at, note, author from missed_alerts where rule_id = ${ruleId} order by at desc, id desc`;
}

export async function saveMissedAlert(
  sql: Sql,
  missed: { ruleId: number; at: Date; note: string; author: string },
): Promise<number> {
  const [row] = await sql<{ id: number }>`
    insert into missed_alerts (rule_id, at, note, author)
    values (${missed.ruleId}, ${missed.at}, ${missed.note}, ${missed.author})
    returning id`;
  return row?.id ?? 0;
}

/** False when there is no such mark of this rule. */
export async function deleteMissedAlert(
  sql: Sql,
  { ruleId, id }: { ruleId: number; id: number },
): Promise<boolean> {
  const rows = await sql`delete from missed_alerts where id = ${id} and rule_id = ${ruleId} returning id`;
  return rows.length > 0;
}

/** Something that happened, or did not, as people say. */
export interface AlertMark {
  /** When it was known, or when what was missed began. */
  readonly at: Date;
  readonly isReal: boolean;
}

/** What people say of the alerts of a rule, and of those it should have raised, since an instant. */
export async function listMarks(sql: Sql, ruleId: number, since: Date): Promise<AlertMark[]> {
  const rows = await sql<{ at: Date; is_real: boolean }>`
    select at, state = 'resolved' as is_real
      from alerts
     where rule_id = ${ruleId}
       and at >= ${since}
       and (state = 'false_alarm' or (state = 'resolved' and not is_past))
     union all
    select at, true
      from missed_alerts
     where rule_id = ${ruleId}
       and at >= ${since}
     order by at`;
  return rows.map((row) => ({ at: row.at, isReal: row.is_real }));
}

import type { MetricCondition, RuleKind, Severity } from '../domain/alert.ts';
import { type AreaKey, areaInWords } from '../domain/area.ts';
import type { Risk } from '../domain/classification.ts';
import { Conflict, NotFound } from '../domain/errors.ts';
import { isSqlState, type Row, type Sql } from './db.ts';

export type Sensitivity = 'fewer' | 'balanced' | 'more';

/** What is to be found, as a person sets it. */
export interface AlertRuleInput {
  readonly name: string;
  readonly kind: RuleKind;
  /** Undefined only for the kind `stale`, which is about every source. */
  readonly topicId: number | undefined;
  readonly locationId: number | undefined;
  /** In the place of a location: everything in a country or region. */
  readonly area?: AreaKey | undefined;
  readonly sourceId: number | undefined;
  readonly severity: Severity;
  readonly sensitivity: Sensitivity;
  readonly minimumN: number;
  /** Of the kind `metric`. */
  readonly condition: MetricCondition | undefined;
  readonly starsAtMost: number | undefined;
  readonly reachAtLeast: number | undefined;
  readonly phrases: readonly string[];
  readonly risks: readonly Risk[];
  /** A single mention speaks badly of one of them; in a spike only what is said of them counts. */
  readonly aspects: readonly string[];
  readonly quietFrom: number | undefined;
  readonly quietTo: number | undefined;
  readonly coolDownMinutes: number;
  readonly escalateMinutes: number | undefined;
  readonly looksBack: boolean;
  readonly enabled: boolean;
}

export interface AlertRuleRow extends AlertRuleInput {
  readonly id: number;
  readonly topicName: string | undefined;
  /** Of the location or of the area. */
  readonly locationName: string | undefined;
  readonly sourceName: string | undefined;
  readonly author: string;
  readonly createdAt: Date;
}

interface Stored extends Row {
  id: number;
  name: string;
  kind: RuleKind;
  topic_id: number | null;
  topic_name: string | null;
  location_id: number | null;
  location_name: string | null;
  area: string | null;
  source_id: number | null;
  source_name: string | null;
  severity: Severity;
  sensitivity: Sensitivity;
  minimum_n: number;
  stars_at_most: number | null;
  reach_at_least: number | null;
  phrases: string[];
  risks: Risk[];
  aspects: string[];
  metric: MetricCondition['metric'] | null;
  direction: MetricCondition['direction'] | null;
  change_at_least: number | null;
  window_days: MetricCondition['windowDays'] | null;
  quiet_from: number | null;
  quiet_to: number | null;
  cool_down_minutes: number;
  escalate_minutes: number | null;
  looks_back: boolean;
  enabled: boolean;
  author: string;
  created_at: Date;
}

const RULES = `
    select r.*, t.name as topic_name, l.name as location_name, s.name as source_name
      from alert_rules r
      left join topics t on t.id = r.topic_id
      left join locations l on l.id = r.location_id
      left join sources s on s.id = r.source_id`;

/** All rules, in order of their names. */
export async function listAlertRules(sql: Sql): Promise<AlertRuleRow[]> {
  return (await sql.raw<Stored>(`${RULES} order by lower(r.name)`)).map(ruleOf);
}

/** The rules of a topic that are switched on. */
export async function listRulesOfTopic(sql: Sql, topicId: number): Promise<AlertRuleRow[]> {
  const rows = await sql.raw<Stored>(`${RULES} where r.topic_id = $1 and r.enabled order by r.id`, [topicId]);
  return rows.map(ruleOf);
}

/** @throws NotFound */
export async function getAlertRule(sql: Sql, id: number): Promise<AlertRuleRow> {
  const [row] = await sql.raw<Stored>(`${RULES} where r.id = $1`, [id]);
  if (!row) throw new NotFound(`There is no alert rule with the id ${id}.`);
  return ruleOf(row);
}

/** @throws Conflict when the name is taken. */
export async function insertAlertRule(
  sql: Sql,
  rule: AlertRuleInput,
  made: { by: string; at: Date },
): Promise<number> {
  return named(rule.name, async () => {
    const [row] = await sql<{ id: number }>`
      insert into alert_rules (name, kind, topic_id, location_id, area, source_id, severity, sensitivity, minimum_n,
                               stars_at_most, reach_at_least, phrases, risks, aspects, metric, direction,
                               change_at_least, window_days, quiet_from, quiet_to, cool_down_minutes,
                               escalate_minutes, looks_back, enabled, author, created_at)
      values (${rule.name}, ${rule.kind}, ${rule.topicId ?? null}, ${rule.locationId ?? null},
              ${rule.area ?? null}, ${rule.sourceId ?? null}, ${rule.severity}, ${rule.sensitivity}, ${rule.minimumN},
              ${rule.starsAtMost ?? null}, ${rule.reachAtLeast ?? null}, ${[...rule.phrases]}::text[],
              ${[...rule.risks]}::text[], ${[...rule.aspects]}::text[], ${rule.condition?.metric ?? null},
              ${rule.condition?.direction ?? null}, ${rule.condition?.changeAtLeast ?? null},
              ${rule.condition?.windowDays ?? null},
              ${rule.quietFrom ?? null}, ${rule.quietTo ?? null}, ${rule.coolDownMinutes},
              ${rule.escalateMinutes ?? null}, ${rule.looksBack}, ${rule.enabled}, ${made.by}, ${made.at})
      returning id`;
    return row?.id ?? 0;
  });
}

/** The kind of a rule stays. @throws Conflict when the name is taken. */
export async function updateAlertRule(sql: Sql, id: number, rule: AlertRuleInput): Promise<void> {
  await named(
    rule.name,
    () => sql`
      update alert_rules
         set name = ${rule.name}, topic_id = ${rule.topicId ?? null}, location_id = ${rule.locationId ?? null},
             area = ${rule.area ?? null}, source_id = ${rule.sourceId ?? null}, severity = ${rule.severity},
             sensitivity = ${rule.sensitivity}, minimum_n = ${rule.minimumN},
             stars_at_most = ${rule.starsAtMost ?? null}, reach_at_least = ${rule.reachAtLeast ?? null},
             phrases = ${[...rule.phrases]}::text[], risks = ${[...rule.risks]}::text[],
             aspects = ${[...rule.aspects]}::text[], metric = ${rule.condition?.metric ?? null},
             direction = ${rule.condition?.direction ?? null},
             change_at_least = ${rule.condition?.changeAtLeast ?? null},
             window_days = ${rule.condition?.windowDays ?? null}, quiet_from = ${rule.quietFrom ?? null},
             quiet_to = ${rule.quietTo ?? null}, cool_down_minutes = ${rule.coolDownMinutes},
             escalate_minutes = ${rule.escalateMinutes ?? null}, looks_back = ${rule.looksBack},
             enabled = ${rule.enabled}
       where id = ${id}`,
  );
}

export async function deleteAlertRule(sql: Sql, id: number): Promise<void> {
  await sql`delete from alert_rules where id = ${id}`;
}

const UNIQUE_VIOLATION = '23505';

async function named<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isSqlState(error, UNIQUE_VIOLATION)) throw error;
    throw new Conflict(`There is already an alert rule called "${name}". Choose another name.`);
  }
}

function conditionOf(row: Stored): MetricCondition | undefined {
  const { metric, direction, change_at_least: changeAtLeast, window_days: windowDays } = row;
  if (metric === null || direction === null || changeAtLeast === null || windowDays === null)
    return undefined;
  return { metric, direction, changeAtLeast, windowDays };
}

function ruleOf(row: Stored): AlertRuleRow {
  return {
    id: row.id,
    name: row.name,
    kind: row.kind,
    topicId: row.topic_id ?? undefined,
    topicName: row.topic_name ?? undefined,
    locationId: row.location_id ?? undefined,
    area: row.area ?? undefined,
    locationName: row.location_name ?? (row.area === null ? undefined : areaInWords(row.area)),
    sourceId: row.source_id ?? undefined,
    sourceName: row.source_name ?? undefined,
    severity: row.severity,
    sensitivity: row.sensitivity,
    minimumN: row.minimum_n,
    starsAtMost: row.stars_at_most ?? undefined,
    reachAtLeast: row.reach_at_least ?? undefined,
    phrases: row.phrases,
    risks: row.risks,
    aspects: row.aspects,
    condition: conditionOf(row),
    quietFrom: row.quiet_from ?? undefined,
    quietTo: row.quiet_to ?? undefined,
    coolDownMinutes: row.cool_down_minutes,
    escalateMinutes: row.escalate_minutes ?? undefined,
    looksBack: row.looks_back,
    enabled: row.enabled,
    author: row.author,
    createdAt: row.created_at,
  };
}

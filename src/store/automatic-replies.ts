import type { Label } from '../domain/classification.ts';
import { NotFound } from '../domain/errors.ts';
import type { Row, Sql } from './db.ts';
import { underFreeName } from './free-name.ts';

/** What may be answered without a person. */
export interface AutomaticRuleInput {
  readonly name: string;
  readonly sourceId: number;
  readonly language: string;
  readonly label: Exclude<Label, 'unknown'>;
  readonly starsFrom: number | undefined;
  readonly starsTo: number | undefined;
  readonly savedReplyId: number;
  readonly delayMinutes: number;
  readonly perDay: number;
}

export interface AutomaticRule extends AutomaticRuleInput {
  readonly id: number;
  readonly sourceName: string;
  readonly sourceKind: string;
  readonly savedReplyName: string;
  /** Undefined: off. */
  readonly enabledAt: Date | undefined;
  readonly consent: { readonly of: string; readonly by: string; readonly at: Date } | undefined;
  readonly author: string;
  /** How many went out by it, ever. */
  readonly sent: number;
}

interface Stored extends Row {
  id: number;
  name: string;
  source_id: number;
  source_name: string;
  source_kind: string;
  saved_reply_name: string;
  language: string;
  label: AutomaticRule['label'];
  stars_from: number | null;
  stars_to: number | null;
  saved_reply_id: number;
  delay_minutes: number;
  per_day: number;
  enabled_at: Date | null;
  consent: string | null;
  consent_by: string | null;
  consent_at: Date | null;
  author: string;
  sent: number;
}

const RULES = `
    select a.*, s.name as source_name, s.kind as source_kind, r.name as saved_reply_name,
           (select count(*) from replies p where p.automatic_rule_id = a.id and p.sent_at is not null) as sent
      from automatic_reply_rules a
      join sources s on s.id = a.source_id
      join saved_replies r on r.id = a.saved_reply_id`;

export async function listAutomaticRules(sql: Sql): Promise<AutomaticRule[]> {
  return (await sql.raw<Stored>(`${RULES} order by lower(a.name)`)).map(ruleOf);
}

/** @throws NotFound */
export async function getAutomaticRule(sql: Sql, id: number): Promise<AutomaticRule> {
  const [row] = await sql.raw<Stored>(`${RULES} where a.id = $1`, [id]);
  if (!row) throw new NotFound(`There is no rule for automatic replies with the id ${id}.`);
  return ruleOf(row);
}

/** Off, until somebody switches it on. @throws Conflict when the name is taken */
export async function insertAutomaticRule(
  sql: Sql,
  rule: AutomaticRuleInput,
  { by, now }: { by: string; now: Date },
): Promise<number> {
  return underFreeName({ what: 'rule', name: rule.name }, async () => {
    const [row] = await sql<{ id: number }>`
      insert into automatic_reply_rules (name, source_id, language, label, stars_from, stars_to, saved_reply_id,
                                         delay_minutes, per_day, author, created_at)
      values (${rule.name}, ${rule.sourceId}, ${rule.language}, ${rule.label}, ${rule.starsFrom ?? null},
              ${rule.starsTo ?? null}, ${rule.savedReplyId}, ${rule.delayMinutes}, ${rule.perDay}, ${by}, ${now})
      returning id`;
    return row?.id ?? 0;
  });
}

/** Switches a rule on from now, or off; what it has not sent yet is dropped. */
export async function switchAutomaticRule(sql: Sql, id: number, enabledAt: Date | undefined): Promise<void> {
  await sql`update automatic_reply_rules set enabled_at = ${enabledAt ?? null} where id = ${id}`;
  if (enabledAt === undefined) await dropAutomatic(sql, id);
}

/** Drops what was not sent yet: of one rule, or of all. */
export async function dropAutomatic(sql: Sql, ruleId: number | undefined): Promise<void> {
  await sql`
    update replies
       set state = 'dropped', due_at = null, last_error = 'Automatic replies were switched off.'
     where is_automated
       and state in ('queued', 'parked')
       and (${ruleId ?? null}::bigint is null or automatic_rule_id = ${ruleId ?? null})`;
}

export async function saveConsent(
  sql: Sql,
  id: number,
  consent: { of: string; by: string; at: Date },
): Promise<void> {
  await sql`
    update automatic_reply_rules
       set consent = ${consent.of}, consent_by = ${consent.by}, consent_at = ${consent.at}
     where id = ${id}`;
}

export async function deleteAutomaticRule(sql: Sql, id: number): Promise<void> {
  await dropAutomatic(sql, id);
  await sql`delete from automatic_reply_rules where id = ${id}`;
}

/** What a rule may answer: nobody has it open or has answered, it is new, whole, harmless and as the rule says. */
export interface Answerable {
  readonly mentionId: number;
  readonly revision: number;
  readonly title: string | undefined;
  readonly text: string;
  readonly language: string;
  readonly author: string | undefined;
  readonly product: string | undefined;
  readonly location: string | undefined;
}

export async function listAnswerable(
  sql: Sql,
  rule: AutomaticRule,
  { now, limit }: { now: Date; limit: number },
): Promise<Answerable[]> {
  const rows = await sql<{
    id: number;
    revision: number;
    title: string | null;
    text: string;
    language: string;
    author: string | null;
    product: string | null;
    location: string | null;
  }>`
    select m.id, m.revision, m.title, m.text, m.language, coalesce(m.author_name, m.author_handle) as author,
           m.product, l.name as location
      from inbox_items i
      join mentions m on m.id = i.mention_id
      left join locations l on l.id = m.location_id
     where i.status = 'new'
       and i.source_id = ${rule.sourceId}
       and i.assigned_to is null
       and i.snoozed_until is null
       and i.entered_at >= ${rule.enabledAt ?? now}
       and (i.claimed_until is null or i.claimed_until <= ${now})
       and m.counted_revision = m.revision
       and m.language = ${rule.language}
       and case when m.override_revision = m.revision then coalesce(m.override_label, m.label)
                else m.label end = ${rule.label}
       and ((${rule.starsFrom ?? null}::int is null and ${rule.starsTo ?? null}::int is null)
            or round(stars_of(m.rating_value, m.rating_min, m.rating_max))
               between ${rule.starsFrom ?? 1}::int and ${rule.starsTo ?? 5}::int)
       and m.risks = '{}'
       and m.text !~ '[?？]'
       and not m.is_conflict
       and not m.is_truncated
       and not m.is_backfill
       and m.withheld is null
       and m.removed_at is null
       and m.owner_reply is null
       and not exists (select from replies r where r.mention_id = m.id)
     order by m.id
     limit ${limit}`;
  return rows.map((row) => ({
    mentionId: row.id,
    revision: row.revision,
    title: row.title ?? undefined,
    text: row.text,
    language: row.language,
    author: row.author ?? undefined,
    product: row.product ?? undefined,
    location: row.location ?? undefined,
  }));
}

/** Written by rules since an instant: by one, and by all together. */
export async function countAutomatic(
  sql: Sql,
  since: Date,
  ruleId: number,
): Promise<{ byRule: number; byAll: number }> {
  const [row] = await sql<{ by_rule: number; by_all: number }>`
    select count(*) filter (where automatic_rule_id = ${ruleId}) as by_rule, count(*) as by_all
      from replies
     where is_automated
       and submitted_at >= ${since}
       and state <> 'dropped'`;
  return { byRule: row?.by_rule ?? 0, byAll: row?.by_all ?? 0 };
}

function ruleOf(row: Stored): AutomaticRule {
  const { consent, consent_by: by, consent_at: at } = row;
  return {
    id: row.id,
    name: row.name,
    sourceId: row.source_id,
    sourceName: row.source_name,
    sourceKind: row.source_kind,
    savedReplyName: row.saved_reply_name,
    language: row.language,
    label: row.label,
    starsFrom: row.stars_from ?? undefined,
    starsTo: row.stars_to ?? undefined,
    savedReplyId: row.saved_reply_id,
    delayMinutes: row.delay_minutes,
    perDay: row.per_day,
    enabledAt: row.enabled_at ?? undefined,
    consent: consent === null || by === null || at === null ? undefined : { of: consent, by, at },
    author: row.author,
    sent: row.sent,
  };
}

import type { Label } from '../domain/classification.ts';
import { Conflict, NotFound } from '../domain/errors.ts';
import { type LexiconRule, parsePattern, patternText } from '../domain/lexicon-rule.ts';
import { TOPICS_LOCK } from './classifications.ts';
import { type Db, isSqlState, type Row, type Sql } from './db.ts';

/** A workspace rule as people keep it. */
export interface RuleRow extends LexiconRule {
  readonly topicName: string | undefined;
  readonly note: string;
  readonly author: string;
  readonly fromMentionId: number | undefined;
  readonly enabled: boolean;
  readonly createdAt: Date;
}

export interface NewRule {
  readonly pattern: string;
  readonly language: string | undefined;
  readonly topicId: number | undefined;
  readonly valence: number;
  readonly note: string;
  readonly fromMentionId: number | undefined;
}

interface Stored extends Row {
  id: number;
  pattern: string;
  language: string | null;
  topic_id: number | null;
  topic_name: string | null;
  valence: number;
  note: string;
  author: string;
  from_mention_id: number | null;
  enabled: boolean;
  created_at: Date;
}

const UNIQUE_VIOLATION = '23505';
const FOREIGN_KEY_VIOLATION = '23503';

function ruleOf(row: Stored): RuleRow {
  return {
    id: row.id,
    pattern: row.pattern,
    language: row.language ?? undefined,
    topicId: row.topic_id ?? undefined,
    topicName: row.topic_name ?? undefined,
    // A real column holds 1.3 as 1.2999…
    valence: Math.round(row.valence * 100) / 100,
    note: row.note,
    author: row.author,
    fromMentionId: row.from_mention_id ?? undefined,
    enabled: row.enabled,
    createdAt: row.created_at,
  };
}

/** The newest first. */
export async function listRules(sql: Sql): Promise<RuleRow[]> {
  const rows = await sql<Stored>`
    select r.*, t.name as topic_name
      from lexicon_rules r
      left join topics t on t.id = r.topic_id
     order by r.id desc`;
  return rows.map(ruleOf);
}

/** @throws NotFound */
export async function getRule(sql: Sql, id: number): Promise<RuleRow> {
  const [row] = await sql<Stored>`
    select r.*, t.name as topic_name
      from lexicon_rules r
      left join topics t on t.id = r.topic_id
     where r.id = ${id}`;
  if (!row) throw new NotFound(`There is no rule with the id ${id}. List them with "earshot rule list".`);
  return ruleOf(row);
}

/** @throws Refused when the pattern cannot be read; Conflict when there is the same rule already; NotFound (topic). */
export async function insertRule(db: Db, rule: NewRule & { author: string; now: Date }): Promise<RuleRow> {
  parsePattern(rule.pattern);
  const id = await changeWording(db, rule.pattern, async (sql) => {
    const [row] = await sql<{ id: number }>`
      insert into lexicon_rules (pattern, language, topic_id, valence, note, author, from_mention_id, created_at, changed_at)
      values (${patternText(rule.pattern)}, ${rule.language ?? null}, ${rule.topicId ?? null}, ${rule.valence},
              ${rule.note}, ${rule.author}, ${rule.fromMentionId ?? null}, ${rule.now}, ${rule.now})
      returning id`;
    return row?.id ?? 0;
  });
  return getRule(db, id);
}

export type RuleChange = Omit<NewRule, 'fromMentionId'> & { readonly enabled: boolean };

/** @throws Refused, Conflict, NotFound as for a new one. */
export async function updateRule(db: Db, id: number, rule: RuleChange, now: Date): Promise<RuleRow> {
  parsePattern(rule.pattern);
  await getRule(db, id);
  await changeWording(db, rule.pattern, async (sql) => {
    await sql`
      update lexicon_rules
         set pattern = ${patternText(rule.pattern)}, language = ${rule.language ?? null},
             topic_id = ${rule.topicId ?? null}, valence = ${rule.valence}, note = ${rule.note},
             enabled = ${rule.enabled}, changed_at = ${now}
       where id = ${id}`;
  });
  return getRule(db, id);
}

export async function deleteRule(db: Db, id: number): Promise<void> {
  await changeWording(db, '', async (sql) => {
    await sql`delete from lexicon_rules where id = ${id}`;
  });
}

/** Sets the lines of business whose words count. The caller knows which there are. */
export async function chooseDomains(db: Db, domains: readonly string[]): Promise<void> {
  await changeWording(db, '', async (sql) => {
    await sql`update workspace set domains = ${domains}::text[]`;
  });
}

/** Alone with the words: every classifying transaction sees them either before or after the change. */
async function changeWording<T>(db: Db, pattern: string, change: (sql: Sql) => Promise<T>): Promise<T> {
  try {
    return await db.transaction(async (sql) => {
      await sql`select pg_advisory_xact_lock(${TOPICS_LOCK})`;
      const result = await change(sql);
      await sql`update workspace set rules_revision = rules_revision + 1`;
      return result;
    });
  } catch (error) {
    if (isSqlState(error, FOREIGN_KEY_VIOLATION)) {
      throw new NotFound('There is no topic or mention with this id to make the rule for.');
    }
    if (!isSqlState(error, UNIQUE_VIOLATION)) throw error;
    throw new Conflict(
      `There is already a rule for "${patternText(pattern)}" in this language and topic. Change that one.`,
    );
  }
}

/** What a rule does to the mentions as they are counted now. */
export interface RuleMeasure {
  /** Mentions it is met in. */
  readonly touched: number;
  /** Of these, how many have another label without it, by what it makes of them. */
  readonly moved: readonly { readonly from: Label; readonly to: Label; readonly n: number }[];
  /** Of those that people have labelled: how many are right with it, and without. */
  readonly judged: number;
  readonly rightWith: number;
  readonly rightWithout: number;
}

/** The measure of every rule that is met anywhere, by its id. */
export async function measureRules(sql: Sql): Promise<Map<number, RuleMeasure>> {
  const rows = await sql<{
    rule_id: number;
    from: Label;
    to: Label;
    n: number;
    judged: number;
    right_with: number;
    right_without: number;
  }>`
    select e.rule_id, e.without_label as from, m.label as to, count(*)::int as n,
           count(j.truth)::int as judged,
           count(*) filter (where j.truth = m.label)::int as right_with,
           count(*) filter (where j.truth = e.without_label)::int as right_without
      from rule_effects e
      join mentions m on m.id = e.mention_id and m.removed_at is null
      left join judged_mentions j on j.mention_id = m.id
     group by 1, 2, 3
     order by n desc`;
  const measures = new Map<number, RuleMeasure>();
  for (const [id, parts] of Map.groupBy(rows, (row) => row.rule_id)) {
    const sum = (pick: (row: (typeof rows)[number]) => number) =>
      parts.reduce((total, row) => total + pick(row), 0);
    measures.set(id, {
      touched: sum((row) => row.n),
      moved: parts.filter((row) => row.from !== row.to).map(({ from, to, n }) => ({ from, to, n })),
      judged: sum((row) => row.judged),
      rightWith: sum((row) => row.right_with),
      rightWithout: sum((row) => row.right_without),
    });
  }
  return measures;
}

export const NO_MEASURE: RuleMeasure = { touched: 0, moved: [], judged: 0, rightWith: 0, rightWithout: 0 };

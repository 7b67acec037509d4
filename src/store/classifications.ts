import type { Classification, Label } from '../domain/classification.ts';
import type { MentionKind } from '../domain/mention.ts';
import { recount } from './cells.ts';
import { type Db, json, type Sql } from './db.ts';
import { noteForInbox } from './inbox-arrivals.ts';
import { listToSettle } from './twin-rows.ts';
import { lockTwins, type Recountable, settleTwins } from './twins.ts';

/** A mention as the classifier and the topics need it. */
export interface MentionToClassify {
  readonly id: number;
  readonly revision: number;
  readonly kind: MentionKind;
  readonly title: string | undefined;
  readonly text: string;
  readonly declaredLanguage: string | undefined;
  /** 1–5, from the rating and its scale. */
  readonly stars: number | undefined;
  readonly isRemoved: boolean;
  /** False where the source's terms forbid it. */
  readonly mayAnalyse: boolean;
  readonly overrideLabel: Label | undefined;
  readonly sourceName: string;
  readonly sourceKind: string;
  readonly url: string | undefined;
  readonly author: string | undefined;
  readonly country: string | undefined;
  readonly tags: readonly string[];
  readonly location: string | undefined;
  readonly product: string | undefined;
}

export interface ClassifiedMention {
  readonly mention: MentionToClassify;
  readonly classification: Classification;
  /** What each rule that it met does to it. */
  readonly effects: readonly RuleEffect[];
  readonly topicIds: readonly number[];
}

/** The label a mention would have without one of the workspace's rules. */
export interface RuleEffect {
  readonly ruleId: number;
  readonly withoutLabel: Label;
}

interface MentionRow extends Record<string, unknown> {
  id: number;
  revision: number;
  kind: MentionKind;
  title: string | null;
  text: string;
  declared_language: string | null;
  stars: number | null;
  is_removed: boolean;
  may_analyse: boolean;
  override_label: Label | null;
  source_name: string;
  source_kind: string;
  url: string | null;
  author: string | null;
  country: string | null;
  tags: string[];
  location: string | null;
  product: string | null;
}

// Shared by everybody who classifies, exclusive for who changes the topics or what words mean: these change
// between two classifying transactions, never during one.
export const TOPICS_LOCK = 723_401_002;

/** The mentions of a batch that are not yet counted with this lexicon and these topics. */
export async function listToClassify(
  sql: Sql,
  ids: readonly number[],
  current: { lexiconVersion: string; topicsRevision: number },
): Promise<MentionToClassify[]> {
  const rows = await sql<MentionRow>`
    select m.id, m.revision, m.kind, m.title, m.text, m.declared_language, m.url, m.country, m.tags, m.product,
           case when m.rating_max > m.rating_min
                then 1 + 4 * least(1, greatest(0, (m.rating_value - m.rating_min) / (m.rating_max - m.rating_min)))
            end as stars,
           m.removed_at is not null as is_removed, m.withheld is null as may_analyse,
           case when m.override_revision = m.revision then m.override_label end as override_label,
           coalesce(m.author_handle, m.author_name) as author,
           s.name as source_name, s.kind as source_kind, l.code as location
      from mentions m
      join sources s on s.id = m.source_id
      left join locations l on l.id = m.location_id
     where m.id = any(${ids}::bigint[])
           -- without its text a mention stays counted as it was
       and m.withheld is distinct from 'text'
       and (m.counted_revision is distinct from m.revision
            or m.topics_revision is distinct from ${current.topicsRevision}
            or m.lexicon_version is distinct from ${current.lexiconVersion})
     order by m.id`;
  return rows.map(mentionOf);
}

function mentionOf(row: MentionRow): MentionToClassify {
  return {
    id: row.id,
    revision: row.revision,
    kind: row.kind,
    title: row.title ?? undefined,
    text: row.text,
    declaredLanguage: row.declared_language ?? undefined,
    stars: row.stars ?? undefined,
    isRemoved: row.is_removed,
    mayAnalyse: row.may_analyse,
    overrideLabel: row.override_label ?? undefined,
    sourceName: row.source_name,
    sourceKind: row.source_kind,
    url: row.url ?? undefined,
    author: row.author ?? undefined,
    country: row.country ?? undefined,
    tags: row.tags,
    location: row.location ?? undefined,
    product: row.product ?? undefined,
  };
}

/**
 * Makes a batch of classifications the ones that count, together with what they add to the cells: writes them to
 * their mentions and moves the cells by new − old. A mention that changed since it was read is left for its own job;
 * doing the same batch again changes nothing. Returns false when topics or rules have changed: the batch is to come
 * again.
 */
export async function saveClassifications(
  db: Db,
  batch: readonly ClassifiedMention[],
  at: { topicsRevision: number; rulesRevision: number },
): Promise<boolean> {
  let twins: readonly ClassifiedMention[] = [];
  const isSaved = await db.transaction(async (sql) => {
    if (!(await holdMeaning(sql, at))) return false;
    await noteForInbox(sql, idsOf(batch));
    await lockMentions(sql, idsOf(batch));
    // Those that may be duplicates need the lock of the twins, which comes before any row: they take a turn of their own.
    const unsettled = await listToSettle(sql, idsOf(batch));
    twins = batch.filter(({ mention }) => unsettled.has(mention.id));
    await count(
      sql,
      batch.filter(({ mention }) => !unsettled.has(mention.id)),
      [],
      at,
    );
    return true;
  });
  if (!isSaved || twins.length === 0) return isSaved;
  return db.transaction(async (sql) => {
    if (!(await holdMeaning(sql, at))) return false;
    await lockTwins(sql);
    await noteForInbox(sql, idsOf(twins));
    await lockMentions(sql, idsOf(twins));
    await count(sql, twins, await settleTwins(sql, idsOf(twins)), at);
    return true;
  });
}

const idsOf = (batch: readonly ClassifiedMention[]) => batch.map(({ mention }) => mention.id);

/** Keeps topics and rules as they are until the commit; false when they are no longer those of the batch. */
async function holdMeaning(
  sql: Sql,
  at: { topicsRevision: number; rulesRevision: number },
): Promise<boolean> {
  await sql`select pg_advisory_xact_lock_shared(${TOPICS_LOCK})`;
  const [workspace] = await sql<{ topics_revision: number; rules_revision: number }>`
    select topics_revision, rules_revision from workspace`;
  return workspace?.topics_revision === at.topicsRevision && workspace.rules_revision === at.rulesRevision;
}

/** Writes and counts a batch, and whatever else counts differently because of it. */
async function count(
  sql: Sql,
  batch: readonly ClassifiedMention[],
  changed: readonly Recountable[],
  at: { topicsRevision: number },
): Promise<void> {
  if (batch.length === 0 && changed.length === 0) return;
  await writeClassifications(sql, batch, at.topicsRevision);
  await writeEffects(sql, batch);
  const fresh = batch.map(({ mention, topicIds }) => ({
    id: mention.id,
    revision: mention.revision,
    topicIds,
  }));
  const isFresh = new Set(fresh.map(({ id, revision }) => `${id} ${revision}`));
  const others = changed.filter(({ id, revision }) => !isFresh.has(`${id} ${revision}`));
  const topics = await recount(sql, [...fresh, ...others]);
  if (topics.length > 0) await sql`select pg_notify('earshot_cells', ${JSON.stringify({ topics })})`;
}

/** Whoever changes what a mention counts for holds its row; in order of id, so that nobody waits in a circle. */
export async function lockMentions(sql: Sql, ids: readonly number[]): Promise<void> {
  await sql`select id from mentions where id = any(${ids}::bigint[]) order by id for update`;
}

async function writeClassifications(sql: Sql, batch: readonly ClassifiedMention[], topicsRevision: number) {
  const rows = batch.map(({ mention, classification: c }) => ({
    id: mention.id,
    revision: mention.revision,
    lexicon_version: c.lexiconVersion,
    label: c.label,
    compound_e4: Math.round(c.compound * 10_000),
    confidence: c.confidence,
    language: c.lang,
    is_conflict: c.conflict,
    aspects: c.aspects,
    emotions: c.emotions,
    risks: c.risks,
    evidence: c.evidence,
  }));
  await sql`
    update mentions m
       set counted_revision = n.revision, topics_revision = ${topicsRevision}::bigint,
           lexicon_version = n.lexicon_version, label = n.label, compound_e4 = n.compound_e4,
           confidence = n.confidence, language = n.language, is_conflict = n.is_conflict,
           aspects = n.aspects, emotions = n.emotions, risks = n.risks, evidence = n.evidence,
           twins_sought_for = n.revision, twins_sought_by = w.twins_revision
      from workspace w, jsonb_to_recordset(${json(rows)}::jsonb) as n (
           id bigint, revision int, lexicon_version text, label text, compound_e4 int, confidence real,
           language text, is_conflict boolean, aspects jsonb, emotions jsonb, risks text[], evidence jsonb)
     where m.id = n.id
       and m.revision = n.revision`;
}

/** What the rules do to these mentions, in place of what was written of them before. */
async function writeEffects(sql: Sql, batch: readonly ClassifiedMention[]): Promise<void> {
  const ids = batch.map(({ mention }) => mention.id);
  await sql`delete from rule_effects where mention_id = any(${ids}::bigint[])`;
  const rows = batch.flatMap(({ mention, effects }) =>
    effects.map(({ ruleId, withoutLabel }) => ({
      id: mention.id,
      revision: mention.revision,
      rule_id: ruleId,
      without_label: withoutLabel,
    })),
  );
  if (rows.length === 0) return;
  await sql`
    insert into rule_effects (mention_id, rule_id, without_label)
    select m.id, n.rule_id, n.without_label
      from jsonb_to_recordset(${json(rows)}::jsonb) as n (id bigint, revision int, rule_id bigint, without_label text)
      join mentions m on m.id = n.id and m.revision = n.revision`;
}

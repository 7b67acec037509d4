import { afterBusinessTime, type BusinessHours } from '../domain/business-hours.ts';
import { isOpen } from '../domain/inbox.ts';
import type { InboxSettings } from '../domain/inbox-settings.ts';
import { type ResponseTarget, targetOf } from '../domain/targets.ts';
import { triage } from '../domain/triage.ts';
import { type Db, json, type Sql } from './db.ts';
import { announceItems, saveInboxEvent, setStatus } from './inbox.ts';
import { lockItems } from './inbox-batches.ts';
import { type FiledMention, readForFiling } from './inbox-facts.ts';
import { getInboxSettings, hoursAt, listBusinessHours, listTargets } from './inbox-settings.ts';
import { forgetWords, writeWords } from './inbox-words.ts';

const MENTIONS_A_STEP = 250;
const DAY_MS = 86_400_000;
const EARSHOT = 'Earshot';

/**
 * Files the mentions that wait for it: those that may want an answer become items or have theirs judged anew; an edit
 * or another word of the customer brings a closed one back. In one transaction with taking them from the waiting list;
 * filing the same again changes nothing. Returns how many were looked at.
 */
export async function fileArrivals(db: Db, now: Date): Promise<number> {
  return db.transaction(async (sql) => {
    const ids = await takeArrivals(sql);
    if (ids.length === 0) return 0;
    const rules = await readRules(sql, now);
    await lockItems(sql, ids);
    const mentions = await readForFiling(sql, ids, now);
    const [goneOn, own] = partition(
      mentions,
      ({ parent, item }) => parent !== undefined && item === undefined,
    );
    const filed = own.flatMap((mention) => filingOf(mention, rules, now) ?? []);
    await writeItems(sql, filed, now);
    await writeWords(
      sql,
      filed.filter(({ hasNewWords }) => hasNewWords).map(({ mention }) => mention),
    );
    for (const filing of filed) await follow(sql, filing, now);
    for (const mention of own) if (mention.isGone || mention.isCopy) await putAway(sql, mention, now);
    for (const mention of goneOn) await noteWroteAgain(sql, mention, now);
    await announceItems(
      sql,
      filed.map(({ mention }) => mention.id),
    );
    return ids.length;
  });
}

async function takeArrivals(sql: Sql): Promise<number[]> {
  const rows = await sql<{ mention_id: number }>`
    delete from inbox_arrivals
     where mention_id in (
           select mention_id from inbox_arrivals order by mention_id limit ${MENTIONS_A_STEP} for update skip locked)
    returning mention_id`;
  return rows.map((row) => row.mention_id).toSorted((a, b) => a - b);
}

export interface FilingRules {
  readonly settings: InboxSettings;
  readonly targets: readonly ResponseTarget[];
  readonly hours: ReadonlyMap<number, BusinessHours>;
}

export async function readRules(sql: Sql, now: Date): Promise<FilingRules> {
  return {
    settings: await getInboxSettings(sql),
    targets: await listTargets(sql),
    hours: await listBusinessHours(sql, now),
  };
}

export interface Filing {
  readonly mention: FiledMention;
  readonly score: number;
  readonly parts: readonly unknown[];
  readonly beganAt: Date;
  readonly dueAt: Date | undefined;
  readonly rescoreAt: Date | undefined;
  /** It was closed, and its author has changed it since. */
  readonly isBack: boolean;
  readonly hasNewWords: boolean;
}

/** Undefined for what does not belong in the inbox. */
export function filingOf(mention: FiledMention, rules: FilingRules, now: Date): Filing | undefined {
  const { item, facts } = mention;
  if (mention.isGone || mention.isCopy) return undefined;
  if (!item && !enters(mention, rules.settings, now)) return undefined;
  const isBack =
    item?.closedAt !== undefined &&
    mention.revision > (item.closedRevision ?? 0) &&
    mention.editedAt !== undefined &&
    mention.editedAt > item.closedAt;
  const beganAt = (isBack ? mention.editedAt : item?.beganAt) ?? beginOf(mention);
  const stars = wholeStars(facts.stars);
  const target = targetOf({ stars, sourceId: mention.sourceId, language: mention.language }, rules.targets);
  const dueAt =
    target && afterBusinessTime(beganAt, target.minutes, hoursAt(rules.hours, mention.locationId));
  const judged = triage({ ...facts, target: dueAt && { beganAt, dueAt } }, rules.settings.weights, now);
  return {
    mention,
    score: judged.score,
    parts: judged.parts,
    beganAt,
    dueAt,
    rescoreAt: judged.nextAt,
    isBack,
    hasNewWords:
      mention.mayAnalyse &&
      (item === undefined || item.revision !== mention.revision || item.language !== mention.language),
  };
}

/** What a source had when it was first read waits from when we know of it. */
function beginOf({ publishedAt, collectedAt, isBackfill }: FiledMention): Date {
  return isBackfill || publishedAt === undefined || publishedAt > collectedAt ? collectedAt : publishedAt;
}

function enters(mention: FiledMention, settings: InboxSettings, now: Date): boolean {
  const { facts, publishedAt, collectedAt } = mention;
  const entry = settings.enters[facts.kind];
  if (entry === 'none') return false;
  const isOld = now.getTime() - (publishedAt ?? collectedAt).getTime() > settings.oldestDays * DAY_MS;
  if (isOld) return false;
  // A review stands on a page of ours, whomever it compares us with.
  if (settings.skipsCompetitors && mention.isElsewhere && facts.kind !== 'review') return false;
  if (entry === 'all' || facts.label === 'negative') return true;
  return facts.asks || facts.waitsFor !== undefined || facts.risks.length > 0;
}

const wholeStars = (stars: number | undefined) => (stars === undefined ? undefined : Math.round(stars));

async function writeItems(sql: Sql, filed: readonly Filing[], now: Date): Promise<void> {
  if (filed.length === 0) return;
  const rows = filed.map(({ mention, score, parts, beganAt, dueAt, rescoreAt, isBack }) => ({
    mention_id: mention.id,
    kind: mention.facts.kind,
    source_id: mention.sourceId,
    location_id: mention.locationId,
    language: mention.language,
    stars: wholeStars(mention.facts.stars),
    revision: mention.revision,
    score_e2: Math.round(score * 100),
    parts,
    began_at: beganAt,
    due_at: dueAt,
    rescore_at: rescoreAt,
    is_back: isBack,
  }));
  await sql`
    insert into inbox_items as i (mention_id, kind, source_id, location_id, language, stars, revision, score_e2, parts,
                                  scored_at, began_at, due_at, rescore_at, entered_at, updated_at)
    select n.mention_id, n.kind, n.source_id, n.location_id, n.language, n.stars, n.revision, n.score_e2, n.parts,
           ${now}::timestamptz, n.began_at, n.due_at, n.rescore_at, ${now}, ${now}
      from jsonb_to_recordset(${json(rows)}::jsonb) as n (
           mention_id bigint, kind text, source_id bigint, location_id bigint, language text, stars int, revision int,
           score_e2 int, parts jsonb, began_at timestamptz, due_at timestamptz, rescore_at timestamptz)
     order by n.mention_id
        on conflict (mention_id) do update
       set kind = excluded.kind, source_id = excluded.source_id, location_id = excluded.location_id,
           language = excluded.language, stars = excluded.stars, score_e2 = excluded.score_e2, parts = excluded.parts,
           scored_at = excluded.scored_at, began_at = excluded.began_at, due_at = excluded.due_at,
           rescore_at = excluded.rescore_at, revision = excluded.revision,
           -- what is due later than it was has not been warned of
           warned_at = case when excluded.due_at > i.due_at then null else i.warned_at end`;
}

/** What an edit, or an answer that was given at the source, means for an item. */
async function follow(sql: Sql, { mention, isBack }: Filing, now: Date): Promise<void> {
  const { id, item, facts } = mention;
  const change = { mentionId: id, actor: EARSHOT, now };
  if (isBack) {
    await setStatus(sql, { ...change, status: 'new', detail: { why: 'the author edited it' } });
  } else if (item && isOpen(item.status) && item.revision !== mention.revision && mention.editedAt) {
    await sql`update inbox_items set snoozed_until = null where mention_id = ${id}`;
    await saveInboxEvent(sql, id, { at: now, actor: EARSHOT, deed: 'the author edited it', detail: {} });
  }
  // Whoever has it open decides; others need not see it any more.
  if (facts.isAnswered && (!item || isOpen(item.status) || isBack) && !item?.isClaimed) {
    await setStatus(sql, { ...change, status: 'replied', detail: { how: 'elsewhere' } });
    await sql`
      update inbox_items i
         set answered_at = coalesce(m.owner_reply_at, i.answered_at)
        from mentions m
       where m.id = i.mention_id
         and i.mention_id = ${id}
         and i.answered_how = 'elsewhere'`;
  }
}

async function putAway(sql: Sql, { id, item, isGone }: FiledMention, now: Date): Promise<void> {
  if (item && isOpen(item.status)) {
    const why = isGone
      ? 'its source has removed it, or its text may no longer be kept'
      : 'it is a copy of another mention';
    await setStatus(sql, { mentionId: id, status: 'archived', actor: EARSHOT, now, detail: { why } });
  }
  if (item && isGone) await forgetWords(sql, [id]);
}

/** The customer goes on below an item: it is about that item, which comes back. */
async function noteWroteAgain(sql: Sql, mention: FiledMention, now: Date): Promise<void> {
  const { parent, id, revision } = mention;
  if (!parent || mention.isGone) return;
  const detail = { mention: id, revision };
  const known = await sql`
    select from inbox_events
     where mention_id = ${parent.id}
       and deed = ${WROTE_AGAIN}
       and detail @> ${json(detail)}::jsonb`;
  if (known.length > 0) return;
  const at = mention.editedAt ?? mention.publishedAt ?? mention.collectedAt;
  if (parent.closedAt && at <= parent.closedAt) return;
  await saveInboxEvent(sql, parent.id, { at: now, actor: EARSHOT, deed: WROTE_AGAIN, detail });
  await sql`
    update inbox_items
       set began_at = case when status in ('replied', 'archived') then ${at}::timestamptz else began_at end,
           snoozed_until = null
     where mention_id = ${parent.id}`;
  const isBack = await setStatus(sql, { mentionId: parent.id, status: 'new', actor: EARSHOT, now, detail });
  // Its target begins anew: the next filing sets it.
  if (isBack) await sql`insert into inbox_arrivals (mention_id) values (${parent.id}) on conflict do nothing`;
}

const WROTE_AGAIN = 'the customer wrote again';

function partition<T>(all: readonly T[], isFirst: (one: T) => boolean): [T[], T[]] {
  return [all.filter(isFirst), all.filter((one) => !isFirst(one))];
}

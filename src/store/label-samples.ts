import { allocate, JUDGED_LABELS } from '../domain/accuracy.ts';
import type { Label } from '../domain/classification.ts';
import type { Day } from '../domain/day.ts';
import { NotFound, Refused } from '../domain/errors.ts';
import { type Db, json, type Sql } from './db.ts';

/** A drawn sample of mentions whose labels people check. */
export interface LabelSample {
  readonly id: number;
  readonly seed: string;
  readonly from: Day | undefined;
  readonly to: Day | undefined;
  readonly lexiconVersion: string;
  readonly drawnBy: string;
  readonly drawnAt: Date;
  /** Mentions it was drawn from, how many were drawn, and how many of these are answered. */
  readonly population: number;
  readonly drawn: number;
  readonly answered: number;
}

export interface Draw {
  readonly seed: string;
  readonly size: number;
  readonly from: Day | undefined;
  readonly to: Day | undefined;
  readonly timeZone: string;
  readonly lexiconVersion: string;
  readonly by: string;
  readonly now: Date;
}

interface Stratum {
  readonly label: Label;
  readonly language: string;
  readonly population: number;
}

/**
 * Draws mentions at random within each pair of label and language. The order is that of a fingerprint of seed and
 * mention, so the same seed draws the same mentions. @throws Refused when there is nothing to draw from.
 */
export async function drawSample(db: Db, draw: Draw): Promise<LabelSample> {
  const id = await db.transaction(async (sql) => {
    const strata = await readStrata(sql, draw);
    if (strata.length === 0) throw new Refused('There are no labelled mentions in these days to draw from.');
    const shares = allocate(
      strata.map(({ population }) => population),
      draw.size,
    );
    const [row] = await sql<{ id: number }>`
      insert into label_samples (seed, from_day, to_day, lexicon_version, drawn_by, drawn_at)
      values (${draw.seed}, ${draw.from ?? null}::date, ${draw.to ?? null}::date, ${draw.lexiconVersion}, ${draw.by}, ${draw.now})
      returning id`;
    const sampleId = row?.id ?? 0;
    const drawn = strata.map((stratum, at) => ({ ...stratum, drawn: shares[at] ?? 0 }));
    await sql`
      insert into label_sample_strata (sample_id, label, language, population, drawn)
      select ${sampleId}::bigint, label, language, population, drawn
        from jsonb_to_recordset(${json(drawn)}::jsonb) as n (label text, language text, population bigint, drawn int)`;
    await drawItems(sql, sampleId, draw);
    return sampleId;
  });
  return getSample(db, id);
}

async function readStrata(sql: Sql, { from, to, timeZone }: Draw): Promise<Stratum[]> {
  const rows = await sql<{ label: Label; language: string; population: number }>`
    select m.label, coalesce(m.language, 'und') as language, count(*)::int as population
      from mention_topics mt
      join topics t on t.id = mt.topic_id and t.kind = 'everything'
      join mentions m on m.id = mt.mention_id
     where m.label = any(${JUDGED_LABELS}::text[])
       and (${from ?? null}::date is null or (mt.counted_at at time zone ${timeZone})::date >= ${from ?? null}::date)
       and (${to ?? null}::date is null or (mt.counted_at at time zone ${timeZone})::date <= ${to ?? null}::date)
     group by 1, 2
     order by 1, 2`;
  return rows;
}

async function drawItems(sql: Sql, sampleId: number, { seed, from, to, timeZone }: Draw): Promise<void> {
  // Every position is equally likely to hold any stratum: whoever stops half-way has still drawn at random.
  await sql`
    insert into label_sample_items (sample_id, position, mention_id, content_hash, label, language, confidence)
    select ${sampleId}::bigint, row_number() over (order by md5(${seed}::text || ' position ' || id)), id, content_hash,
           label, language, confidence
      from (select m.id, m.content_hash, m.label, s.language, coalesce(m.confidence, 0) as confidence, s.drawn,
                   row_number() over (partition by s.label, s.language order by md5(${seed}::text || ' ' || m.id)) as rank
              from mention_topics mt
              join topics t on t.id = mt.topic_id and t.kind = 'everything'
              join mentions m on m.id = mt.mention_id
              join label_sample_strata s
                on s.sample_id = ${sampleId} and s.label = m.label and s.language = coalesce(m.language, 'und')
             where (${from ?? null}::date is null or (mt.counted_at at time zone ${timeZone})::date >= ${from ?? null}::date)
               and (${to ?? null}::date is null or (mt.counted_at at time zone ${timeZone})::date <= ${to ?? null}::date)
           ) ranked
     where rank <= drawn`;
}

const SAMPLES = `
    select s.id, s.seed, s.from_day::text, s.to_day::text, s.lexicon_version, s.drawn_by, s.drawn_at,
           (select coalesce(sum(population), 0)::bigint from label_sample_strata where sample_id = s.id) as population,
           (select count(*)::int from label_sample_items where sample_id = s.id) as drawn,
           (select count(*)::int from label_sample_items where sample_id = s.id and answer is not null) as answered
      from label_samples s
     where ($1::bigint is null or s.id = $1)
       -- of a sample whose mentions are all gone nothing can be said
       and exists (select from label_sample_items where sample_id = s.id)
     order by s.id desc`;

/** The latest first. */
export async function listSamples(sql: Sql, id?: number): Promise<LabelSample[]> {
  const rows = await sql.raw<{
    id: number;
    seed: string;
    from_day: Day | null;
    to_day: Day | null;
    lexicon_version: string;
    drawn_by: string;
    drawn_at: Date;
    population: number;
    drawn: number;
    answered: number;
  }>(SAMPLES, [id ?? null]);
  return rows.map((row) => ({
    id: row.id,
    seed: row.seed,
    from: row.from_day ?? undefined,
    to: row.to_day ?? undefined,
    lexiconVersion: row.lexicon_version,
    drawnBy: row.drawn_by,
    drawnAt: row.drawn_at,
    population: row.population,
    drawn: row.drawn,
    answered: row.answered,
  }));
}

/** @throws NotFound */
export async function getSample(sql: Sql, id: number): Promise<LabelSample> {
  const [sample] = await listSamples(sql, id);
  if (!sample) throw new NotFound(`There is no sample with the id ${id}.`);
  return sample;
}

export type Answer = 'positive' | 'neutral' | 'negative' | 'skipped';

export interface SampleItem {
  readonly position: number;
  readonly mentionId: number;
  /** As drawn. */
  readonly label: Label;
  readonly answer: Answer | undefined;
}

/** The first item without an answer; undefined when all are answered. Texts that are gone or edited are passed over. */
export async function nextItem(sql: Sql, sampleId: number): Promise<SampleItem | undefined> {
  const [item] = await readItems(sql, sampleId, 'next');
  return item;
}

/** The item that was answered last, to say what it was and to take it back. */
export async function lastAnswered(sql: Sql, sampleId: number): Promise<SampleItem | undefined> {
  const [item] = await readItems(sql, sampleId, 'last');
  return item;
}

async function readItems(sql: Sql, sampleId: number, which: 'next' | 'last'): Promise<SampleItem[]> {
  const rows = await sql<{ position: number; mention_id: number; label: Label; answer: Answer | null }>`
    select i.position, i.mention_id, i.label, i.answer
      from label_sample_items i
      join mentions m on m.id = i.mention_id and m.removed_at is null and m.content_hash = i.content_hash
     where i.sample_id = ${sampleId}
       and (i.answer is null) = ${which === 'next'}
     order by i.answered_at desc nulls last, i.position
     limit 1`;
  return rows.map((row) => ({
    position: row.position,
    mentionId: row.mention_id,
    label: row.label,
    answer: row.answer ?? undefined,
  }));
}

/** An item's mention as it counts at this moment. */
export interface ItemNow extends SampleItem {
  readonly counted: Label;
  /** Its answer corrected the mention. */
  readonly hasCorrected: boolean;
}

/** @throws NotFound */
export async function getItem(sql: Sql, item: { sampleId: number; position: number }): Promise<ItemNow> {
  const [row] = await sql<{
    position: number;
    mention_id: number;
    label: Label;
    answer: Answer | null;
    has_corrected: boolean;
    counted: Label;
  }>`
    select i.position, i.mention_id, i.label, i.answer, i.has_corrected,
           case when m.override_revision = m.revision then coalesce(m.override_label, m.label) else m.label end as counted
      from label_sample_items i
      join mentions m on m.id = i.mention_id
     where i.sample_id = ${item.sampleId}
       and i.position = ${item.position}`;
  if (!row) throw new NotFound(`Sample ${item.sampleId} has no item ${item.position}.`);
  return {
    position: row.position,
    mentionId: row.mention_id,
    label: row.label,
    answer: row.answer ?? undefined,
    hasCorrected: row.has_corrected,
    counted: row.counted,
  };
}

/** Writes a person's answer, or takes it back with undefined. */
export async function saveAnswer(
  sql: Sql,
  item: { sampleId: number; position: number },
  answer: { label: Answer | undefined; hasCorrected: boolean; by: string; now: Date },
): Promise<void> {
  await sql`
    update label_sample_items
       set answer = ${answer.label ?? null},
           answered_by = ${answer.label ? answer.by : null},
           answered_at = ${answer.label ? answer.now : null},
           has_corrected = ${answer.hasCorrected}
     where sample_id = ${item.sampleId}
       and position = ${item.position}`;
}

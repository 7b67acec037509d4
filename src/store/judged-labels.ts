import type { JudgedLabel } from '../domain/accuracy.ts';
import type { Label } from '../domain/classification.ts';
import type { Day } from '../domain/day.ts';
import type { Row, Sql } from './db.ts';

/** A label by a person beside the computed one, and what it can be grouped by. */
export interface TeamLabel extends JudgedLabel {
  readonly mentionId: number;
  readonly sourceId: number;
  readonly sourceName: string;
  readonly language: string;
  /** The month it counts in, like 2026-03. */
  readonly month: string;
}

export interface LabelFilter {
  readonly sourceId?: number | undefined;
  readonly language?: string | undefined;
  /** First and last calendar day, both included, in `timeZone`. */
  readonly from?: Day | undefined;
  readonly to?: Day | undefined;
  readonly timeZone: string;
}

interface Stored extends Row {
  mention_id: number;
  truth: Label;
  predicted: Label;
  confidence: number;
  weight: number;
  source_id: number;
  source_name: string;
  language: string;
  month: string;
}

/** Everything people have said of labels, corrections and confirmations, beside the labels computed today. */
export async function listTeamLabels(sql: Sql, filter: LabelFilter): Promise<TeamLabel[]> {
  const { sourceId, language, from, to, timeZone } = filter;
  const rows = await sql<Stored>`
    select m.id as mention_id, j.truth, m.label as predicted, coalesce(m.confidence, 0) as confidence, 1 as weight,
           m.source_id, s.name as source_name, coalesce(m.language, 'und') as language,
           to_char(least(coalesce(m.published_at, m.collected_at), m.collected_at) at time zone ${timeZone}, 'YYYY-MM') as month
      from judged_mentions j
      join mentions m on m.id = j.mention_id and m.label is not null
      join sources s on s.id = m.source_id
     where (${sourceId ?? null}::bigint is null or m.source_id = ${sourceId ?? null})
       and (${language ?? null}::text is null or m.language = ${language ?? null})
       and (${from ?? null}::date is null
            or (least(coalesce(m.published_at, m.collected_at), m.collected_at) at time zone ${timeZone})::date >= ${from ?? null}::date)
       and (${to ?? null}::date is null
            or (least(coalesce(m.published_at, m.collected_at), m.collected_at) at time zone ${timeZone})::date <= ${to ?? null}::date)
     order by m.id`;
  return rows.map(labelOf);
}

/**
 * The answers to a drawn sample beside the labels as they were drawn, each with the number of mentions it stands for:
 * those of its label and language, shared by the answered ones. Labels computed later would flatter: rules made of
 * these very answers put them right.
 */
export async function listSampleLabels(
  sql: Sql,
  sampleId: number,
  filter: LabelFilter,
): Promise<TeamLabel[]> {
  const { sourceId, language, from, to, timeZone } = filter;
  const rows = await sql<Stored>`
    with answered as (
      select i.*, st.population::float8 / count(*) over (partition by i.label, i.language) as weight
        from label_sample_items i
        join label_sample_strata st
          on st.sample_id = i.sample_id and st.label = i.label and st.language = i.language
       where i.sample_id = ${sampleId}
         and i.answer in ('positive', 'neutral', 'negative')
    )
    select m.id as mention_id, a.answer as truth, a.label as predicted, a.confidence, a.weight,
           m.source_id, s.name as source_name, a.language,
           to_char(least(coalesce(m.published_at, m.collected_at), m.collected_at) at time zone ${timeZone}, 'YYYY-MM') as month
      from answered a
      join mentions m on m.id = a.mention_id
      join sources s on s.id = m.source_id
     where (${sourceId ?? null}::bigint is null or m.source_id = ${sourceId ?? null})
       and (${language ?? null}::text is null or a.language = ${language ?? null})
       and (${from ?? null}::date is null
            or (least(coalesce(m.published_at, m.collected_at), m.collected_at) at time zone ${timeZone})::date >= ${from ?? null}::date)
       and (${to ?? null}::date is null
            or (least(coalesce(m.published_at, m.collected_at), m.collected_at) at time zone ${timeZone})::date <= ${to ?? null}::date)
     order by m.id`;
  return rows.map(labelOf);
}

function labelOf(row: Stored): TeamLabel {
  return {
    mentionId: row.mention_id,
    truth: row.truth,
    predicted: row.predicted,
    confidence: row.confidence,
    weight: row.weight,
    sourceId: row.source_id,
    sourceName: row.source_name,
    language: row.language,
    month: row.month,
  };
}

/** Mentions of the sample's strata that nobody has answered for yet: the estimate leaves these out. */
export async function countUncovered(sql: Sql, sampleId: number): Promise<number> {
  const [row] = await sql<{ n: number }>`
    select coalesce(sum(population), 0)::bigint as n
      from label_sample_strata st
     where sample_id = ${sampleId}
       and not exists (
           select from label_sample_items i
            where i.sample_id = st.sample_id and i.label = st.label and i.language = st.language
              and i.answer in ('positive', 'neutral', 'negative'))`;
  return Number(row?.n ?? 0);
}

import type { Label } from '../domain/classification.ts';
import type { SurveyKind } from '../domain/facts.ts';
import type { KpiCut } from '../domain/kpi.ts';
import { COUNTED_ANSWER, onScale } from './answer-cells.ts';
import type { Row, Sql } from './db.ts';

/** Who stands on which side of a number: promoters, satisfied and easy are high; detractors, dissatisfied and hard low. */
export type AnswerBand = 'high' | 'middle' | 'low' | 'unanswered';

export const ANSWER_BANDS: readonly AnswerBand[] = ['high', 'middle', 'low', 'unanswered'];

/** One person's answer with its words, as somebody who opens a number reads it. */
export interface AnswerBehind {
  readonly id: number;
  readonly kind: SurveyKind;
  readonly score: number | undefined;
  readonly scale: { readonly min: number; readonly max: number };
  readonly band: AnswerBand;
  readonly answeredAt: Date;
  readonly question: string | undefined;
  readonly source: string;
  /** The customer's id as the team's own system has it. */
  readonly customer: string | undefined;
  readonly location: string | undefined;
  readonly touchpoint: string | undefined;
  readonly product: string | undefined;
  readonly segment: string | undefined;
  readonly mayQuote: boolean;
  /** The comment, as a mention. */
  readonly mention:
    | { readonly id: number; readonly text: string; readonly label: Label | undefined }
    | undefined;
}

interface Stored extends Row {
  id: number;
  kind: SurveyKind;
  score: number | null;
  scale_min: number;
  scale_max: number;
  band: AnswerBand;
  answered_at: Date;
  question: string | null;
  source: string;
  customer_external_id: string | null;
  location: string | null;
  touchpoint: string | null;
  product: string | null;
  segment: string | null;
  may_quote: boolean;
  mention_id: number | null;
  text: string | null;
  label: Label | null;
}

export interface AnswersAsked {
  readonly kinds: readonly SurveyKind[];
  /** undefined: all. */
  readonly band: AnswerBand | undefined;
  readonly limit: number;
  /** The last answer of the page before. */
  readonly after?: { readonly answeredAt: Date; readonly id: number };
  /** Only answers with words. */
  readonly withComment?: boolean;
}

const ANSWERS = `
  select r.id, r.kind, r.score, r.scale_min, r.scale_max, ${COUNTED_ANSWER} as band, r.answered_at, r.question,
         s.name as source, r.customer_external_id, coalesce(l.name, l.code) as location, r.touchpoint, r.product,
         r.segment, r.may_quote, m.id as mention_id, nullif(m.text, '') as text, p.label
    from ${onScale('survey_responses')} r
    join sources s on s.id = r.source_id
    left join locations l on l.id = r.location_id
    left join mentions m on m.source_id = r.source_id and m.external_id = r.external_id and m.removed_at is null
   cross join lateral (
         select case when m.override_revision = m.revision then coalesce(m.override_label, m.label)
                     else m.label end as label) p
   where r.kind = any($1::text[])
     and r.answered_at >= $2::date::timestamp at time zone $4
     and r.answered_at < ($3::date + 1)::timestamp at time zone $4
     and r.removed_at is null
     and ($5::text is null or ${COUNTED_ANSWER} = $5)
     and ($6::text is null or r.touchpoint = $6)
     and ($7::text is null or r.segment = $7)
     and ($8::bigint[] is null or r.location_id = any($8))
     and ($9::bigint is null
          or exists (select from topics where id = $9 and kind = 'everything')
          or exists (select from mention_topics t where t.mention_id = m.id and t.topic_id = $9))
     and ($10::timestamptz is null or (r.answered_at, r.id) < ($10, $11::bigint))
     and (not $12::boolean or m.text <> '')
   order by r.answered_at desc, r.id desc
   limit $13`;

/** The answers a number was reckoned from, the latest first. A topic holds comments; everything holds all. */
export async function answersOf(
  sql: Sql,
  cut: Omit<KpiCut, 'by'>,
  asked: AnswersAsked,
): Promise<AnswerBehind[]> {
  const { from, to, timeZone, touchpoint, segment, locationId, locationIds, topicId } = cut;
  const rows = await sql.raw<Stored>(ANSWERS, [
    asked.kinds,
    from,
    to,
    timeZone,
    asked.band ?? null,
    touchpoint ?? null,
    segment ?? null,
    locationId === undefined ? (locationIds ?? null) : [locationId],
    topicId ?? null,
    asked.after?.answeredAt ?? null,
    asked.after?.id ?? null,
    asked.withComment ?? false,
    asked.limit,
  ]);
  return rows.map(answerOf);
}

function answerOf(row: Stored): AnswerBehind {
  return {
    id: row.id,
    kind: row.kind,
    score: row.score ?? undefined,
    scale: { min: row.scale_min, max: row.scale_max },
    band: row.band,
    answeredAt: row.answered_at,
    question: row.question ?? undefined,
    source: row.source,
    customer: row.customer_external_id ?? undefined,
    location: row.location ?? undefined,
    touchpoint: row.touchpoint ?? undefined,
    product: row.product ?? undefined,
    segment: row.segment ?? undefined,
    mayQuote: row.may_quote,
    mention:
      row.mention_id === null
        ? undefined
        : { id: row.mention_id, text: row.text ?? '', label: row.label ?? undefined },
  };
}

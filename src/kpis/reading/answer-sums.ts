import type { SurveyKind } from '../../domain/facts.ts';
import { COUNTED_ANSWER, onScale } from '../../store/answer-cells.ts';
import { cellsOrTotals } from '../../store/day-totals.ts';
import type { Row, Sql } from '../../store/db.ts';
import type { KpiSums, ReadCut } from './kpi-source.ts';
import { periodOf } from './periods.ts';

/** Answers of one kind in one period: by band, and their scores on the kind's own scale. */
export interface AnswerSums extends KpiSums {
  readonly unanswered: number;
  readonly low: number;
  readonly middle: number;
  readonly high: number;
  readonly score_sum: number;
  readonly score_squares: number;
}

type Stored = AnswerSums & Row;

/** From the day cells where these hold what is asked for, else from the answers themselves. */
export function readAnswers(
  sql: Sql,
  cut: ReadCut,
  kinds: readonly SurveyKind[],
): Promise<readonly AnswerSums[]> {
  const isInCells = cut.isEverything && (cut.touchpoint === undefined || cut.segment === undefined);
  return cut.once(`answers ${kinds}`, () =>
    isInCells ? readCells(sql, cut, kinds) : readEach(sql, cut, kinds),
  );
}

const cellsIn = (rows: string) => `
  select ${periodOf('day', { from: '$1', by: '$3' })}::text as period,
         case when $4::boolean then location_id else 0 end as location_id,
         sum(unanswered) as unanswered, sum(low) as low, sum(middle) as middle, sum(high) as high,
         sum(score_e4_sum)::float8 / 1e4 as score_sum, sum(score_e8_square_sum)::float8 / 1e8 as score_squares
    from ${rows} cells
   where kind = any($5::text[])
     and dimension = $6
     and value = $7
     and day between $1::date and $2::date
     and ($8::bigint[] is null or location_id = any($8))
   group by ${periodOf('day', { from: '$1', by: '$3' })}, 2`;

function readCells(sql: Sql, cut: ReadCut, kinds: readonly SurveyKind[]): Promise<Stored[]> {
  const { from, to, by, perLocation, touchpoint, segment, locations } = cut;
  const dimension = touchpoint === undefined ? (segment === undefined ? 'all' : 'segment') : 'touchpoint';
  const value = touchpoint ?? segment ?? '';
  const rows = cellsOrTotals('kpi_days', cut);
  return sql.raw<Stored>(cellsIn(rows), [
    from,
    to,
    by,
    perLocation,
    kinds,
    dimension,
    value,
    locations ?? null,
  ]);
}

// A topic holds comments; an answer without one is only in everything.
const EACH = `
  select ${periodOf('day', { from: '$1', by: '$3' })}::text as period,
         case when $4::boolean then location_id else 0 end as location_id,
         count(*) filter (where band = 'unanswered') as unanswered,
         count(*) filter (where band = 'low') as low,
         count(*) filter (where band = 'middle') as middle,
         count(*) filter (where band = 'high') as high,
         coalesce(sum(on_scale), 0)::float8 as score_sum,
         coalesce(sum(on_scale * on_scale), 0)::float8 as score_squares
    from (select (r.answered_at at time zone $6)::date as day, coalesce(r.location_id, 0) as location_id,
                 ${COUNTED_ANSWER} as band, r.on_scale
            from ${onScale('survey_responses')} r
           where r.kind = any($5::text[])
             and r.answered_at >= $1::date::timestamp at time zone $6
             and r.answered_at < ($2::date + 1)::timestamp at time zone $6
             and r.removed_at is null
             and ($7::text is null or r.touchpoint = $7)
             and ($8::text is null or r.segment = $8)
             and ($9::bigint[] is null or r.location_id = any($9))
             and ($10::bigint is null
                  or exists (
                     select from mentions m
                       join mention_topics t on t.mention_id = m.id
                      where m.source_id = r.source_id
                        and m.external_id = r.external_id
                        and t.topic_id = $10))) counted
   group by 1, 2`;

function readEach(sql: Sql, cut: ReadCut, kinds: readonly SurveyKind[]): Promise<Stored[]> {
  const { from, to, by, perLocation, timeZone, touchpoint, segment, locations, isEverything, topic } = cut;
  return sql.raw<Stored>(EACH, [
    from,
    to,
    by,
    perLocation,
    kinds,
    timeZone,
    touchpoint ?? null,
    segment ?? null,
    locations ?? null,
    isEverything ? null : topic.id,
  ]);
}

export function answered(sums: AnswerSums | undefined): number {
  return sums ? sums.low + sums.middle + sums.high : 0;
}

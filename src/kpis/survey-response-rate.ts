import { shareOf } from '../domain/estimates.ts';
import { cellsOrTotals } from '../store/day-totals.ts';
import type { Row } from '../store/db.ts';
import type { KpiSource, KpiSums } from './reading/kpi-source.ts';
import { periodOf } from './reading/periods.ts';

const NEEDS =
  'Invitations to a survey of your own, or questions that were asked and not answered beside those that were: an export with empty scores.';

interface Sums extends KpiSums {
  readonly answers: number;
  readonly unanswered: number;
}

// Tools that export answers only would make every rate 100 %, so a source has to have shown an unanswered question
// before. Of surveys of our own the invitations tell it: whoever came without one was not asked.
// Cells know a touchpoint or a segment, not both at once.
const CELLS = (rows: string) => `
          select day, location_id, low + middle + high as answers, unanswered
            from ${rows} cells
           where dimension = case when $5::text is not null then 'touchpoint'
                                  when $6::text is not null then 'segment' else 'all' end
             and value = coalesce($5, $6, '')
             and day between $1::date and $2::date
             and source_id in (select source_id from kpi_totals where unanswered > 0)
             and source_id not in (select source_id from surveys)`;

const EACH = `
          select (answered_at at time zone $7)::date, coalesce(location_id, 0), (score is not null)::int,
                 (score is null)::int
            from survey_responses
           where touchpoint = $5
             and segment = $6
             and removed_at is null
             and answered_at >= $1::date::timestamp at time zone $7
             and answered_at < ($2::date + 1)::timestamp at time zone $7
             and source_id in (select source_id from kpi_totals where unanswered > 0)
             and source_id not in (select source_id from surveys)`;

const askedIn = (known: string) => `
  select ${periodOf('day', { from: '$1', by: '$3' })}::text as period,
         case when $4::boolean then location_id else 0 end as location_id,
         sum(answers) as answers, sum(unanswered) as unanswered
    from (${known}
           union all
          select (i.sent_at at time zone $7)::date, coalesce(l.id, 0),
                 (i.answered_at is not null)::int, (i.answered_at is null)::int
            from invitations i
            join surveys s on s.id = i.survey_id
            left join locations l on l.code = coalesce(i.location_code, s.location_code)
           where i.sent_at >= $1::date::timestamp at time zone $7
             and i.sent_at < ($2::date + 1)::timestamp at time zone $7
             and ($5 is null or coalesce(i.touchpoint, s.touchpoint) = $5)
             and ($6 is null or i.segment = $6)) asked (day, location_id, answers, unanswered)
   where $8::bigint[] is null or location_id = any($8)
   group by 1, 2`;

export default {
  name: 'Survey response rate',
  unit: 'percent',
  direction: 'higher',
  minimumN: 10,
  formula:
    'Answers / questions that were put to somebody, answered or not (response rate RR1 of the AAPOR Standard Definitions), on the day of the answer or, for invitations, of the mail. 95 % interval after Wilson.',
  needs: NEEDS,
  counted: 'questions asked',
  cutBy: ['location', 'touchpoint', 'segment'],
  sums: (sql, cut) => {
    const { from, to, by, perLocation, touchpoint, segment, timeZone, locations } = cut;
    const isInCells = touchpoint === undefined || segment === undefined;
    const known = isInCells ? CELLS(cellsOrTotals('kpi_days', cut)) : EACH;
    return sql.raw<Sums & Row>(askedIn(known), [
      from,
      to,
      by,
      perLocation,
      touchpoint ?? null,
      segment ?? null,
      timeZone,
      locations ?? null,
    ]);
  },
  measure: (sums) => {
    const { answers = 0, unanswered = 0 } = sums ?? {};
    const parts = { answers, unanswered };
    const interval = shareOf(answers, answers + unanswered);
    if (!interval) return { value: undefined, n: 0, parts, missing: `Who was asked is not known. ${NEEDS}` };
    return { ...interval, n: answers + unanswered, parts };
  },
} satisfies KpiSource<Sums>;

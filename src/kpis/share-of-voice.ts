import { shareOf } from '../domain/estimates.ts';
import { cellsOrTotals } from '../store/day-totals.ts';
import type { Row } from '../store/db.ts';
import type { KpiSource, KpiSums } from './reading/kpi-source.ts';
import { periodOf } from './reading/periods.ts';

const NEEDS = 'It needs a topic of the kind “competitor” beside your own.';
const OWN_NEEDED = 'It needs a topic of the kind “brand”, or choose a topic.';

interface Sums extends KpiSums {
  readonly own: number;
  readonly rivals: number;
  readonly own_topics: number;
  readonly rival_topics: number;
}

// Without a topic the brand's own topics speak for it; seen from a competitor, the brand is one of its rivals.
const voicesIn = (rows: string) => `
  with sides as (
    select id, id = $5 or ($6::boolean and kind = 'brand') as is_own
      from topics
     where id = $5 and not $6::boolean
        or kind = 'competitor'
        or (kind = 'brand' and ($6::boolean or $7::boolean))
  )
  select ${periodOf('c.day', { from: '$1', by: '$3' })}::text as period,
         case when $4::boolean then c.location_id else 0 end as location_id,
         coalesce(sum(c.positive + c.neutral + c.negative + c.unknown) filter (where s.is_own), 0) as own,
         coalesce(sum(c.positive + c.neutral + c.negative + c.unknown) filter (where not s.is_own), 0) as rivals,
         (select count(*) from sides where is_own) as own_topics,
         (select count(*) from sides where not is_own) as rival_topics
    from ${rows} c
    join sides s on s.id = c.topic_id
   where c.day between $1::date and $2::date
     and ($8::bigint[] is null or c.location_id = any($8))
   group by 1, 2`;

export default {
  name: 'Share of voice',
  unit: 'percent',
  direction: 'higher',
  minimumN: 10,
  formula:
    'Mentions of the topic / mentions of the topic and of all topics of the kind “competitor”. A mention of two of them counts for both. Without a topic the topics of the kind “brand” are taken together. 95 % interval after Wilson.',
  needs: NEEDS,
  counted: 'mentions of all of them',
  cutBy: ['topic', 'location'],
  sums: (sql, cut) => {
    const { from, to, by, perLocation, topic, isEverything, locations } = cut;
    return sql.raw<Sums & Row>(voicesIn(cellsOrTotals('day_cells', cut)), [
      from,
      to,
      by,
      perLocation,
      topic.id,
      isEverything,
      topic.kind === 'competitor',
      locations ?? null,
    ]);
  },
  measure: (sums) => {
    if (!sums) return { value: undefined, n: 0, parts: {}, missing: `No mentions in this period. ${NEEDS}` };
    const { own, rivals } = sums;
    const parts = { own, rivals };
    if (sums.own_topics === 0) return { value: undefined, n: 0, parts, missing: OWN_NEEDED };
    if (sums.rival_topics === 0) return { value: undefined, n: 0, parts, missing: NEEDS };
    const interval = shareOf(own, own + rivals);
    if (!interval) return { value: undefined, n: 0, parts, missing: 'No mentions in this period.' };
    return { ...interval, n: own + rivals, parts };
  },
} satisfies KpiSource<Sums>;

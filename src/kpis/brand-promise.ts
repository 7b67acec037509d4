import { shareOf } from '../domain/estimates.ts';
import type { Row, Sql } from '../store/db.ts';
import type { KpiSource, KpiSums, ReadCut } from './reading/kpi-source.ts';
import { periodOf } from './reading/periods.ts';

interface PraiseSums extends KpiSums {
  readonly positive: number;
  readonly neutral: number;
  readonly negative: number;
}

const NEEDS = 'A promise on the page Promises, and mentions that speak of what it is about.';

export default {
  name: 'Brand promises',
  unit: 'percent',
  direction: 'higher',
  minimumN: 10,
  formula:
    'Of what is said of the aspects that our promises name, the share of praise among praise and blame; an aspect that several promises name counts once. 95 % interval after Wilson.',
  needs: NEEDS,
  counted: 'words of praise or blame',
  cutBy: ['topic', 'location'],
  sums: readPraise,
  measure: (sums) => {
    const { positive = 0, neutral = 0, negative = 0 } = sums ?? {};
    const parts = { positive, neutral, negative };
    const n = positive + negative;
    const share = shareOf(positive, n);
    if (!share)
      return { value: undefined, n, parts, missing: `Nothing was said of them in this period. ${NEEDS}` };
    return { ...share, n, parts };
  },
} satisfies KpiSource<PraiseSums>;

const SUMS = `
  select ${periodOf('day', { from: '$1', by: '$3' })}::text as period,
         case when $4::boolean then location_id else 0 end as location_id,
         sum(positive) as positive, sum(neutral) as neutral, sum(negative) as negative
    from aspect_day_cells
   where topic_id = $5
     and day between $1::date and $2::date
     and ($6::bigint[] is null or location_id = any($6))
     and aspect in (select unnest(aspects) from promises)
   group by 1, 2`;

function readPraise(
  sql: Sql,
  { from, to, by, perLocation, topic, locations }: ReadCut,
): Promise<PraiseSums[]> {
  return sql.raw<PraiseSums & Row>(SUMS, [from, to, by, perLocation, topic.id, locations ?? null]);
}

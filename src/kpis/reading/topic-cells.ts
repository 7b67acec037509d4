import { type Cells, cellsOrTotals } from '../../store/day-totals.ts';
import type { Row, Sql } from '../../store/db.ts';
import type { ReadCut } from './kpi-source.ts';
import { periodOf } from './periods.ts';

/** A topic's day cells added up by period, and by location where places are told apart; `sums` are the columns. */
export function readTopicCells<T extends Row>(
  sql: Sql,
  { cells, sums }: { cells: Cells; sums: string },
  cut: ReadCut,
): Promise<T[]> {
  const { from, to, by, perLocation, topic, locations } = cut;
  return sql.raw<T>(
    `
    select ${periodOf('day', { from: '$1', by: '$3' })}::text as period,
           case when $4::boolean then location_id else 0 end as location_id,
           ${sums}
      from ${cellsOrTotals(cells, cut)} cells
     where topic_id = $5
       and day between $1::date and $2::date
       and ($6::bigint[] is null or location_id = any($6))
     group by 1, 2`,
    [from, to, by, perLocation, topic.id, locations ?? null],
  );
}

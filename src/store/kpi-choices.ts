import type { Row, Sql } from './db.ts';

/** The touchpoints and segments that answers were given at and by: what numbers can be narrowed to. */
export async function listKpiChoices(sql: Sql): Promise<{ touchpoints: string[]; segments: string[] }> {
  // Jumps from one value to the next along the index: the rows of a year are many, the values few.
  const rows = await sql<Row & { dimension: string; value: string }>`
    with recursive seen as (
      (select kind, dimension, value
         from kpi_totals
        order by kind, dimension, value
        limit 1)
       union all
      select next.kind, next.dimension, next.value
        from seen
       cross join lateral (
             select kind, dimension, value
               from kpi_totals
              where (kind, dimension, value) > (seen.kind, seen.dimension, seen.value)
              order by kind, dimension, value
              limit 1) next
    )
    select distinct dimension, value
      from seen
     where dimension <> 'all'
     order by dimension, value`;
  const of = (dimension: string) =>
    rows.filter((row) => row.dimension === dimension).map(({ value }) => value);
  return { touchpoints: of('touchpoint'), segments: of('segment') };
}

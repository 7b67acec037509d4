import type { Row, Sql } from './db.ts';

/** Cells by day and location, and their totals over all locations (migration 0050). */
const ADDED_UP = [
  { cells: 'day_cells', totals: 'day_totals', key: 'topic_id, day, source_id' },
  { cells: 'emotion_days', totals: 'emotion_totals', key: 'topic_id, day, source_id' },
  { cells: 'kpi_days', totals: 'kpi_totals', key: 'kind, dimension, value, day, source_id' },
] as const;

export type Cells = (typeof ADDED_UP)[number]['cells'];

/** Rows of the cells, or of their totals where no location is asked for: the same columns, and 0 for the location. */
export function cellsOrTotals(cells: Cells, { byLocation }: { byLocation: boolean }): string {
  const totals = ADDED_UP.find((kept) => kept.cells === cells)?.totals;
  return byLocation ? cells : `(select total.*, 0::bigint as location_id from ${totals} total)`;
}

/** Takes the totals away before their cells are written anew, which makes them anew. */
export async function forgetTotals(sql: Sql, ...of: readonly Cells[]): Promise<void> {
  for (const { cells, totals } of ADDED_UP) {
    if (of.includes(cells)) await sql.raw(`delete from ${totals}`);
  }
}

/** Totals that are not what their cells add up to; at most 100 of each kind. */
export async function findWrongTotals(sql: Sql, ...of: readonly Cells[]) {
  const found: { where: string; expected: string; found: string }[] = [];
  for (const { cells, totals, key } of ADDED_UP.filter((kept) => of.includes(kept.cells))) {
    const rows = await sql<{ name: string }>`
      select attname::text as name
        from pg_attribute
       where attrelid = ${totals}::text::regclass
         and attnum > 0
         and not attisdropped
         and attname <> all(${key.split(', ')}::text[])
       order by attnum`;
    found.push(...(await sql.raw<Row & (typeof found)[number]>(differencesIn(cells, totals, key, rows))));
  }
  return found;
}

function differencesIn(cells: Cells, totals: string, key: string, sums: readonly { name: string }[]): string {
  const values = (alias: string) =>
    `row(${sums.map(({ name }) => `coalesce(${alias}.${name}, 0)`).join(', ')})`;
  return `
    select '${totals} ' || row(${key})::text as "where", ${values('e')}::text as expected,
           ${values('f')}::text as found
      from (select ${key}, ${sums.map(({ name }) => `sum(${name})::bigint as ${name}`).join(', ')}
              from ${cells}
             group by ${key}) e
      full join ${totals} f using (${key})
     where ${values('e')} is distinct from ${values('f')}
     order by 1
     limit 100`;
}

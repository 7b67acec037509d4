/** The sums a cell keeps: whole numbers only, so that adding and taking away never drifts. */
export const SUMS = [
  'positive',
  'neutral',
  'negative',
  'unknown',
  'conflicts',
  'undated',
  'compound_e4_sum',
  'compound_e8_square_sum',
  'stars_e2_sum',
  'stars_e4_square_sum',
  'stars_n',
  'reach_sum',
] as const;

/** The sums over rows of mention_topics (or their like) with a `sign` of +1 or −1. */
const SUMS_OF_ROWS = `
         sum(sign) filter (where label = 'positive') as positive,
         sum(sign) filter (where label = 'neutral') as neutral,
         sum(sign) filter (where label = 'negative') as negative,
         sum(sign) filter (where label = 'unknown') as unknown,
         sum(sign) filter (where is_conflict) as conflicts,
         sum(sign) filter (where not is_dated) as undated,
         sum(sign * compound_e4::bigint) as compound_e4_sum,
         sum(sign * compound_e4::bigint * compound_e4) as compound_e8_square_sum,
         sum(sign * stars_e2::bigint) as stars_e2_sum,
         sum(sign * stars_e2::bigint * stars_e2) as stars_e4_square_sum,
         sum(sign) filter (where stars_e2 is not null) as stars_n,
         sum(sign * reach) as reach_sum`;

export const CONTRIBUTION =
  'source_id, location_id, counted_at, is_dated, label, compound_e4, stars_e2, reach, is_conflict';

/** The two grains of cells: which table, which key column, and how an instant finds its key. */
export const GRAINS = [
  { table: 'hour_cells', key: 'hour', keyOf: `date_trunc('hour', counted_at, 'UTC')` },
  { table: 'day_cells', key: 'day', keyOf: '(counted_at at time zone time_zone)::date' },
] as const;

export type Grain = (typeof GRAINS)[number];

/** Signed rows in, sums per cell out, cells without any difference left out. */
export function sumsPerCell(grain: Grain, rows: string): string {
  const sums = SUMS.map((sum) => `coalesce(${sum}, 0)::bigint as ${sum}`).join(', ');
  return `
    select * from (
      select topic_id, key, source_id, location_id, ${sums}
        from (select topic_id, ${grain.keyOf} as key, source_id, location_id, ${SUMS_OF_ROWS}
                from (select r.*, topics.time_zone from ${rows} r join topics on topics.id = r.topic_id) signed
               group by 1, 2, 3, 4) grouped) summed
     where (${SUMS.join(', ')}) <> (${SUMS.map(() => '0').join(', ')})`;
}

/** Adds sums to cells in the order of their key: every writer takes the rows in the same sequence. */
export function addToCells(grain: Grain, rows: string): string {
  return `
    insert into ${grain.table} as cell (topic_id, ${grain.key}, source_id, location_id, ${SUMS.join(', ')})
    select * from (${sumsPerCell(grain, rows)}) sums order by topic_id, key, source_id, location_id
        on conflict (topic_id, ${grain.key}, source_id, location_id) do update
       set ${SUMS.map((sum) => `${sum} = cell.${sum} + excluded.${sum}`).join(', ')}`;
}

import type { Sql } from './db.ts';

const LATEST = 2_000;

/** In how many of the latest mentions each phrase stands, capitals aside. */
export async function countHolding(
  sql: Sql,
  phrases: readonly string[],
): Promise<{ holding: Map<string, number>; looked: number }> {
  if (phrases.length === 0) return { holding: new Map(), looked: 0 };
  const rows = await sql<{ phrase: string | null; n: number }>`
    with latest as materialized (
      select lower(coalesce(title, '') || ' ' || text) as words from mentions order by id desc limit ${LATEST}
    )
    select phrase, count(*)::int as n
      from unnest(${phrases}::text[]) as phrase
      join latest on strpos(words, phrase) > 0
     group by phrase
     union all
    select null, count(*)::int from latest`;
  const holding = new Map<string, number>();
  let looked = 0;
  for (const { phrase, n } of rows) {
    if (phrase === null) looked = n;
    else holding.set(phrase, n);
  }
  return { holding, looked };
}

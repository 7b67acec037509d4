import { FIRST_WEIGHTS, INDEX_PART_IDS, type IndexWeights } from '../domain/cx-index.ts';
import type { Sql } from './db.ts';

/** What the team has set, and as shipped where it has not. */
export interface SetWeights {
  readonly weights: IndexWeights;
  /** Who set them last; undefined: nobody has. */
  readonly by: { readonly author: string; readonly at: Date } | undefined;
}

export async function getIndexWeights(sql: Sql): Promise<SetWeights> {
  const rows = await sql<{ part: string; weight: number; author: string; at: Date }>`
    select part, weight, author, at from index_weights order by at desc`;
  const set = new Map(rows.map(({ part, weight }) => [part, weight]));
  const weights = Object.fromEntries(INDEX_PART_IDS.map((id) => [id, set.get(id) ?? FIRST_WEIGHTS[id]]));
  const [latest] = rows;
  return {
    weights: weights as unknown as IndexWeights,
    by: latest && { author: latest.author, at: latest.at },
  };
}

export async function saveIndexWeights(
  sql: Sql,
  weights: IndexWeights,
  { author, at }: { author: string; at: Date },
): Promise<void> {
  for (const id of INDEX_PART_IDS) {
    await sql`
      insert into index_weights (part, weight, author, at)
      values (${id}, ${weights[id]}, ${author}, ${at})
          on conflict (part) do update
         set weight = excluded.weight, author = excluded.author, at = excluded.at`;
  }
}

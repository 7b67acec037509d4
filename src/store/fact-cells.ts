import { ANSWER_DIFFERENCES, rewriteAnswerCells } from './answer-cells.ts';
import type { Difference } from './cells.ts';
import { rewriteSpells, SPELL_DIFFERENCES } from './customers.ts';
import { findWrongTotals } from './day-totals.ts';
import type { Sql } from './db.ts';

/** Compares what is added up of answers and customers with themselves; at most 100 differences of each kind. */
export async function findFactDifferences(sql: Sql): Promise<Difference[]> {
  const found: Difference[] = [];
  for (const statement of [ANSWER_DIFFERENCES, SPELL_DIFFERENCES]) {
    found.push(...(await sql.raw<Difference & Record<string, unknown>>(statement)));
  }
  return [...found, ...(await findWrongTotals(sql, 'kpi_days'))];
}

/** Writes all of it anew. Nobody stores facts meanwhile: the tables are held. */
export async function rewriteFactCells(sql: Sql): Promise<void> {
  await sql`lock table survey_responses, customer_stays in share row exclusive mode`;
  await rewriteAnswerCells(sql);
  await rewriteSpells(sql);
}

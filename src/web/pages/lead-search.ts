import { isEnough, type KpiPoint } from '../../domain/kpi.ts';
import { kpiOf } from '../../kpis/reading/read-kpis.ts';
import { judgeLeads, type LeadVerdict } from '../../stats/claims.ts';
import { findLead, type LeadAnswer } from '../../stats/lead.ts';
import type { Weekly } from '../../stats/series.ts';
import { SENTIMENT } from './kpi-query.ts';

export interface FoundLead {
  readonly id: string;
  readonly name: string;
  readonly verdict: LeadVerdict;
}

/** Whether weekly sentiment goes before each of the numbers, judged together. */
export function findLeads(
  ids: readonly string[],
  series: ReadonlyMap<string, readonly KpiPoint[]>,
): readonly FoundLead[] {
  const leading = weeklyOf(SENTIMENT, series.get(SENTIMENT) ?? []);
  const answers = ids.map((id) => answerFor(leading, weeklyOf(id, series.get(id) ?? [])));
  const verdicts = judgeLeads(answers);
  return ids.flatMap((id, at) => {
    const verdict = verdicts[at];
    return verdict ? [{ id, name: kpiOf(id).name, verdict }] : [];
  });
}

function weeklyOf(id: string, points: readonly KpiPoint[]): Weekly {
  const kpi = kpiOf(id);
  return points.map((point) => (isEnough(kpi, point) ? point.value : undefined));
}

// A search costs some milliseconds and its numbers change once a week: the same numbers are searched once.
const answers = new Map<string, LeadAnswer>();
const MOST_KEPT = 200;

function answerFor(leading: Weekly, following: Weekly): LeadAnswer {
  // What lies before the first week that both have, or after the last, says nothing about the two.
  const both = following.map((value, at) => value !== undefined && leading[at] !== undefined);
  const [first, last] = [both.indexOf(true), both.lastIndexOf(true)];
  const pair = first < 0 ? [[], []] : [leading.slice(first, last + 1), following.slice(first, last + 1)];
  const key = JSON.stringify(pair);
  const known = answers.get(key) ?? findLead(pair[0] ?? [], pair[1] ?? []);
  answers.delete(key);
  answers.set(key, known);
  const oldest = answers.size > MOST_KEPT ? answers.keys().next().value : undefined;
  if (oldest !== undefined) answers.delete(oldest);
  return known;
}

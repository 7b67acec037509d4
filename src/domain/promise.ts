import { shareOf } from './estimates.ts';
import { type Estimate, MINIMUM_N } from './sentiment.ts';

/** What the company says of itself, and the parts of the product by which customers can tell. */
export interface BrandPromise {
  readonly id: number;
  readonly text: string;
  readonly aspects: readonly string[];
  /** Undefined: in everything that is heard. */
  readonly topicId: number | undefined;
  readonly author: string;
  readonly createdAt: Date;
  /** Newest first. */
  readonly assessments: readonly Assessment[];
}

/** How far somebody of the team thinks a promise is kept, 0…100. */
export interface Assessment {
  readonly score: number;
  readonly note: string;
  readonly author: string;
  readonly at: Date;
}

/** What the team and its customers say of the same promise. */
export interface Mirror {
  /** Of what was said of the aspects with praise or blame, the share 0…100 that was praise. */
  readonly customers: Estimate | undefined;
  readonly team: TeamView | undefined;
  /** The team's number minus the customers'; undefined unless there are both. */
  readonly gap: { readonly value: number; readonly isClear: boolean } | undefined;
}

export interface TeamView {
  /** Mean of the latest word of each person. */
  readonly value: number;
  readonly people: number;
  readonly low: number;
  readonly high: number;
}

export function mirrorOf(
  assessments: readonly Assessment[],
  said: { readonly positive: number; readonly negative: number },
): Mirror {
  const customers = sharePositive(said);
  const team = teamView(assessments);
  const isEnough = customers !== undefined && customers.n >= MINIMUM_N;
  const gap =
    isEnough && team
      ? {
          value: team.value - customers.value,
          isClear: team.value < customers.low || team.value > customers.high,
        }
      : undefined;
  return { customers, team, gap };
}

/** Praise as a share of praise and blame, 0…100, with its 95 % interval. */
export function sharePositive({
  positive,
  negative,
}: {
  readonly positive: number;
  readonly negative: number;
}): Estimate | undefined {
  const n = positive + negative;
  const share = shareOf(positive, n);
  return share && { ...share, n };
}

/** `assessments` with the newest first. */
function teamView(assessments: readonly Assessment[]): TeamView | undefined {
  const latest = new Map<string, number>();
  for (const { author, score } of assessments) if (!latest.has(author)) latest.set(author, score);
  const scores = [...latest.values()];
  if (scores.length === 0) return undefined;
  return {
    value: scores.reduce((sum, score) => sum + score, 0) / scores.length,
    people: scores.length,
    low: Math.min(...scores),
    high: Math.max(...scores),
  };
}

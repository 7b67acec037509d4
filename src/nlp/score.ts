import type { Charge } from './state.ts';

/** The sum of a text's charges and what it comes to between −1 and 1. */
export interface Score {
  readonly compound: number;
  /** What one unit of valence adds to the compound, so that evidence adds up to it. */
  readonly perValence: number;
}

// compound = sum / √(sum² + 15): the normalisation of Hutto and Gilbert (2014), VADER.
const SOFTNESS = 15;

/** Adds up charges; 0 when there are none. */
export function scoreOf(charges: readonly Charge[]): Score {
  let sum = 0;
  for (const charge of charges) sum += charge.valence;
  const perValence = 1 / Math.sqrt(sum * sum + SOFTNESS);
  return { compound: within(sum * perValence), perValence };
}

/** The compound of a sum of valences. */
export function scoreOfSum(sum: number): number {
  return sum / Math.sqrt(sum * sum + SOFTNESS);
}

function within(compound: number): number {
  return Math.max(-1, Math.min(1, compound));
}

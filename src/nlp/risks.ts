import { RISKS, type Risk } from '../domain/classification.ts';
import { NEGATION_REACH } from './sentence.ts';
import type { RiskNaming, State } from './state.ts';

const NONE: readonly Risk[] = Object.freeze([]);

/** "Ich kündige nicht": the negation at the end takes the risk before it back. */
export function denyRisk(state: State, at: number): void {
  const last = state.out.risks.at(-1);
  if (last && last.clause === state.clause && at - last.to < NEGATION_REACH) state.out.risks.pop();
}

/** Each risk once, the gravest first. */
export function risksOf(namings: readonly RiskNaming[]): readonly Risk[] {
  if (namings.length === 0) return NONE;
  return RISKS.filter((risk) => namings.some((naming) => naming.risk === risk));
}

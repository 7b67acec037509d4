import { RISKS, type Risk } from '../domain/classification.ts';
import type { Entry } from './entry.ts';
import { longestPhrase } from './phrases.ts';
import { NEGATION_REACH } from './sentence.ts';
import type { RiskNaming, State } from './state.ts';

const NONE: readonly Risk[] = Object.freeze([]);

/** Notes the risk that the word or a phrase from here speaks of; "no allergic reaction" is none. */
export function nameRisk(state: State, at: number, opener: Entry): void {
  if (!opener.risk && !opener.riskPhrases) return;
  const phrase = longestPhrase(opener.riskPhrases, state.pieces, at);
  const risk = phrase?.entry.risk ?? opener.risk;
  if (!risk || state.negationReach > 0) return;
  state.out.risks.push({ risk, to: at + 1 + (phrase?.rest.length ?? 0), clause: state.clause });
}

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

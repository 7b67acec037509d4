import type { Risk } from '../domain/classification.ts';
import { nodeAt } from './phrases.ts';
import type { State } from './state.ts';

/** A phrase that means something as a whole still speaks of what its words name: "lovely staff". */
export function nameWithin(state: State, from: number, end: number): void {
  for (let at = from; at < end; at += 1) {
    const entry = state.pieces[at]?.entry;
    if (!entry) continue;
    let { aspect, risk } = entry;
    let riskTo = at + 1;
    for (let to = at + 1, node = entry.phrases && nodeAt(entry.phrases, state.pieces[to]); node; to += 1) {
      if (node.aspect) aspect = node.aspect;
      if (node.risk) {
        risk = node.risk;
        riskTo = to + 1;
      }
      node = node.next && nodeAt(node.next, state.pieces[to + 1]);
    }
    if (aspect) nameAspect(state, aspect, at);
    if (risk) nameRisk(state, risk, riskTo);
  }
}

export function nameAspect(state: State, aspect: string, at: number): void {
  state.out.namings.push({ at, aspect, sentence: state.sentence, clause: state.clause });
}

/** Notes the risk that a word or phrase speaks of; "no allergic reaction" is none. */
export function nameRisk(state: State, risk: Risk, to: number): void {
  if (state.negationReach <= 0) state.out.risks.push({ risk, to, clause: state.clause });
}

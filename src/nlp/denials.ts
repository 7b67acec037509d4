import type { Entry } from './entry.ts';
import { denyRisk } from './risks.ts';
import { CLAUSE_REACH, deny, FAR_REACH, NEGATION_REACH, weighBareNegation } from './sentence.ts';
import { BARE_NEGATION, isCharged, type State } from './state.ts';
import { STRENGTH } from './strength.ts';

// Words from an opinion to the denial of it.
const OPINION_BEFORE = 1;

/** Opens a negation, or denies what stands before it. */
export function negate(state: State, entry: Entry, at: number, to: number): void {
  state.negationTo = to;
  if (entry.deniesBefore && endsClause(state, at + 1)) denyRisk(state, at);
  const last = state.lastCharge;
  const isNearLast = last !== undefined && last.clause === state.clause && at - last.to < NEGATION_REACH;
  // "n'aime pas": the second half of a negation that has done its work.
  if (isNearLast && last.negatedBy >= 0 && at === last.to && !isCharged(state.pieces[to])) return;
  if (
    isNearLast &&
    entry.deniesBefore &&
    last.negatedBy < 0 &&
    last.entry.valence !== 0 &&
    endsClause(state, at + 1)
  ) {
    deny(last, at, STRENGTH.negatedPositive, STRENGTH.negatedNegative);
    return;
  }
  if (state.negationReach <= 0) weighBareNegation(state);
  state.negation = at;
  state.negationReach = reachOf(state, entry, at);
  state.isClauseDenied = state.negationReach === CLAUSE_REACH;
  // "Not once did they …": some denials say something by themselves.
  state.bare = entry.idiom ? entry : BARE_NEGATION;
  state.negationSinceContrast = at;
}

function reachOf(state: State, entry: Entry, at: number): number {
  // "Ich glaube nicht, dass …", "je ne pense pas que …".
  const isOpinion = at - state.opinion <= OPINION_BEFORE;
  if (entry.deniesFar || isOpinion) return FAR_REACH;
  return entry.deniesClause ? CLAUSE_REACH : NEGATION_REACH;
}

function endsClause(state: State, at: number): boolean {
  const next = state.pieces[at];
  return (
    next === undefined || next.kind === 'pause' || next.kind === 'stop' || next.entry?.contrast !== undefined
  );
}

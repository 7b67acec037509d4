import type { Entry } from './entry.ts';
import type { Charge, State } from './state.ts';
import { STRENGTH } from './strength.ts';

/** "Last year …", "… at first": speaks of its whole clause, and of what follows. */
export function goBackThen(state: State, to: number): void {
  state.isThen = true;
  state.markerTo = to;
  const { charges } = state.out;
  for (let k = charges.length - 1; k >= state.sentenceFrom; k -= 1) {
    const charge = charges[k] as Charge;
    if (charge.clause !== state.clause) return;
    placeThen(state, charge);
  }
}

/** A charge that is made while the text speaks of then. */
export function place(state: State, made: Charge): void {
  placeThen(state, made);
  if (made.entry.modifier !== 'compared') return;
  made.valence *= STRENGTH.comparedWithThen;
  made.isUndone = true;
}

function placeThen(state: State, charge: Charge): void {
  charge.isBygone = true;
  // "It is good now, last year it was bad."
  if (state.nowClause >= 0 && charge.clause > state.nowClause) charge.valence *= STRENGTH.outdated;
}

/** "Now …": what is said next counts, not what was so then. */
export function comeToNow(state: State): void {
  state.isNow = true;
  state.isThen = false;
  state.past = 1;
  state.nowClause = state.clause;
}

/** Something is said of now: what was so then, here or in the sentence before, hardly counts. */
export function outdate(state: State): void {
  state.isNow = false;
  const { charges } = state.out;
  for (let k = state.previousFrom; k < charges.length; k += 1) {
    const charge = charges[k] as Charge;
    if (charge.isLeaning || !charge.isBygone || charge.isUndone) continue;
    charge.valence *= STRENGTH.outdated;
    charge.isUndone = true;
  }
}

/**
 * "…, said nobody", "good until the update": takes back its clause; after a pause, its sentence. "Than this" only takes
 * back what is compared.
 */
export function undo(state: State, entry: Entry, at: number): void {
  const { charges } = state.out;
  const isApart = state.pieces[at - 1]?.kind === 'pause';
  for (let k = state.sentenceFrom; k < charges.length; k += 1) {
    const charge = charges[k] as Charge;
    if (charge.isLeaning || (!isApart && charge.clause !== state.clause)) continue;
    if (entry.modifier === 'than' && charge.entry.modifier !== 'compared') continue;
    // "No lo recomiendo a nadie": denied is denied.
    if (entry.factor < 0 && (charge.negatedBy >= 0 || charge.entry.holdsDenial)) continue;
    charge.valence *= entry.factor;
    charge.isUndone = true;
  }
}

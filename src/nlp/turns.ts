import type { Charge, State } from './state.ts';
import { STRENGTH } from './strength.ts';

// "Yes", "yes I do": an answer is short.
const LONGEST_ANSWER = 4;

/** "Some people think it is great, but I think it is awful": where the writer has an opinion, others hardly count. */
export function believeWriter(state: State): void {
  if (!state.hasOwnOpinion) return;
  for (const charge of chargesFrom(state, state.sentenceFrom)) {
    if (charge.isReported) charge.valence *= STRENGTH.reported;
  }
}

/** "Great service 🙄": an angry or bored face at the end says what the praise before it is worth. */
export function believeEmoji(state: State): void {
  const last = state.lastCharge;
  if (!last || last.sentence !== state.sentence || !last.entry.symbol || last.valence >= 0) return;
  for (const charge of chargesFrom(state, state.sentenceFrom)) {
    if (charge.isLeaning || charge.entry.symbol || charge.isContrasted || charge.valence <= 0) continue;
    charge.valence *= STRENGTH.mocked;
    charge.isMocked = true;
  }
}

/** "Is it good? No." A bare answer says whether the question before it was praise or blame. */
export function answerQuestion(state: State): void {
  if (state.answer === undefined || state.questionFrom < 0 || state.words > LONGEST_ANSWER) return;
  const end = state.sentenceFrom;
  const { charges } = state.out;
  for (let at = state.questionFrom; at < end; at += 1) {
    const asked = charges[at] as Charge;
    if (asked.isLeaning || !asked.isQuestioned) continue;
    asked.valence /= asked.valence > 0 ? STRENGTH.questionedPositive : STRENGTH.questionedNegative;
    asked.isQuestioned = false;
    if (state.answer === 'yes') continue;
    asked.valence *= asked.valence > 0 ? STRENGTH.deniedPositive : STRENGTH.deniedNegative;
    asked.isRefused = true;
  }
  // The "no" has done its work; it is no complaint of its own.
  for (const charge of chargesFrom(state, end)) {
    if (charge.entry.negates || charge.entry.modifier === state.answer) charge.valence = 0;
  }
}

function chargesFrom(state: State, from: number): readonly Charge[] {
  return from === 0 ? state.out.charges : state.out.charges.slice(from);
}

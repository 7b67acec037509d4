import type { Charge, State } from './state.ts';
import { STRENGTH } from './strength.ts';

/** What the marks at the end of a sentence make of its charges: louder, asked, or only asked. */
export function tone(state: State): void {
  if (state.exclamations === 0 && !state.isQuestion) return;
  const { charges } = state.out;
  const loudness = 1 + STRENGTH.exclaimed * Math.min(state.exclamations, STRENGTH.mostExclamations);
  for (let k = state.sentenceFrom; k < charges.length; k += 1) {
    const toned = charges[k] as Charge;
    if (toned.isLeaning) {
      if (state.isQuestion && state.isAsking) askOnly(state, toned);
      continue;
    }
    toned.valence *= loudness;
    if (state.exclamations > 0) toned.isEmphasised = true;
    if (!state.isQuestion) continue;
    const onPraise = state.isAsking ? STRENGTH.askedPositive : STRENGTH.questionedPositive;
    const onBlame = Math.min(STRENGTH.questionedNegative, state.askedNegative);
    toned.questioned = toned.valence > 0 ? onPraise : onBlame;
    // What is only asked is no opinion yet.
    if (state.isAsking) speakPlainly(state, toned, toned.questioned);
    toned.valence *= toned.questioned;
  }
}

/** What is learned leans less where something is only asked. */
function askOnly(state: State, leaning: Charge): void {
  leaning.valence *= STRENGTH.askedLeaning;
  speakPlainly(state, leaning, STRENGTH.askedLeaning);
}

/** Leaves a share of what a charge says of opinion and plain speech. */
function speakPlainly(state: State, charge: Charge, share: number): void {
  const plain = charge.plain * share;
  state.out.plain += plain - charge.plain;
  charge.plain = plain;
}

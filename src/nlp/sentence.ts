import type { Entry } from './entry.ts';
import { BARE_NEGATION, type Charge, type State } from './state.ts';
import { STRENGTH } from './strength.ts';
import { tone } from './tone.ts';
import { answerQuestion, believeEmoji, believeWriter, mockPraise } from './turns.ts';

// Words a negation reaches over before it fades; "none of …" reaches to the end of its clause, a negated "think" or
// "say" to the end of its sentence.
export const NEGATION_REACH = 4;
export const CLAUSE_REACH = 20;
export const FAR_REACH = 80;

// Pieces of an ordinary tweet.
const CALM_LENGTH = 40;

// "…, but it wasn't": a denial has no charge of its own and no more words than this.
const LONGEST_DENIAL = 5;
// "…, it is not."
const LONGEST_LATE_DENIAL = 4;
// … and speaks of what was said just before it, with one word put in between: "it is great, they say, it is not".
const DENIED_CLAUSES = 2;
// Words more that a negation reaches over when something is put in between: "it is not, in my view, good".
const PARENTHESIS = 5;

export function fade(state: State, words: number): void {
  if (state.negationReach <= 0) return;
  state.negationReach -= words;
  if (state.negationReach <= 0) weighBareNegation(state);
}

export function pause(state: State, at: number): void {
  state.clause += 1;
  state.wordsBeforePause = state.words;
  state.chargesBeforePause = state.out.charges.length;
  if (state.weight < 1) state.weight = STRENGTH.afterConcession;
  // "If only, …", "last year, …": the word stands for what comes after the pause.
  if (state.markerTo !== at) {
    state.unreal = 1;
    state.past = 1;
    state.isThen = false;
  }
  const isOpen = state.negation >= 0 && !state.pieces[state.negation]?.entry?.deniesBefore;
  if (isOpen && state.negationTo === at && state.answer === undefined) {
    state.negationReach = NEGATION_REACH + PARENTHESIS;
    state.isClauseDenied = false;
  } else if (state.isClauseDenied || state.negationReach <= NEGATION_REACH) weighBareNegation(state);
}

export function contrast(state: State, entry: Entry): void {
  state.clause += 1;
  state.unreal = 1;
  state.past = 1;
  state.isThen = false;
  state.isReported = false;
  weighBareNegation(state);
  if (entry.contrast === 'less') {
    state.weight = STRENGTH.conceded;
    return;
  }
  const { charges } = state.out;
  for (let k = state.contrastedTo; k < charges.length; k += 1) {
    const conceded = charges[k] as Charge;
    conceded.valence *= STRENGTH.beforeBut;
    conceded.isContrasted = true;
  }
  state.contrastedTo = charges.length;
  state.weight = STRENGTH.afterBut;
  state.isSilentSinceContrast = true;
  state.wordsSinceContrast = 0;
  state.negationSinceContrast = -1;
}

/** "It does not open", "no answer": people deny more when they complain, so a denial of nothing charged weighs a little. */
export function weighBareNegation(state: State): void {
  if (state.negation < 0) return;
  const at = state.negation;
  const made = newCharge(state, state.bare, at, at + 1);
  if (state.bare === BARE_NEGATION) made.valence = STRENGTH.bareNegation;
  state.out.charges.push(made);
  state.negation = -1;
  state.negationReach = 0;
  state.isClauseDenied = false;
}

export function newCharge(state: State, entry: Entry, at: number, to: number): Charge {
  return chargeOf(state, entry, at, to, false);
}

/** A learned word or phrase; under a negation it says the opposite, but less so. */
export function newLeaning(state: State, entry: Entry, at: number, to: number): void {
  const isNegated = state.negationReach > 0 && state.negation >= 0 && state.negation < at;
  const factor = isNegated ? STRENGTH.negatedLeaning : 1;
  state.out.plain += entry.plain;
  state.out.undertone += entry.undertone;
  const open = state.clauseLeaning;
  if (open && open.clause === state.clause) {
    open.valence += entry.valence * state.weight * factor;
    open.plain += entry.plain;
    return;
  }
  const made = chargeOf(state, entry, at, to, true);
  made.valence *= factor;
  if (isNegated) made.negatedBy = state.negation;
  state.out.charges.push(made);
  if (!state.isDetailed) state.clauseLeaning = made;
}

/** In a long text small leanings pile up by chance: their sum may only grow with the root of the length. */
export function calmDown({ pieces, out }: State): void {
  if (pieces.length <= CALM_LENGTH) return;
  out.calm = Math.sqrt(CALM_LENGTH / pieces.length);
  out.plain *= out.calm;
  out.undertone *= out.calm;
  for (const charge of out.charges) if (charge.isLeaning) charge.valence *= out.calm;
}

function chargeOf(state: State, entry: Entry, at: number, to: number, isLeaning: boolean): Charge {
  return {
    from: at,
    to,
    valence: entry.valence * state.weight,
    plain: entry.plain,
    entry,
    negatedBy: -1,
    modifiedBy: -1,
    isEmphasised: false,
    unreal: 1,
    isPast: false,
    isReported: false,
    isContrasted: state.weight !== 1,
    questioned: 1,
    isBygone: false,
    isUndone: false,
    isMocked: false,
    isRefused: false,
    isLeaning,
    sentence: state.sentence,
    clause: state.clause,
  };
}

export function deny(made: Charge, negation: number, onPositive: number, onNegative: number): void {
  made.valence *= made.valence > 0 ? onPositive : onNegative;
  made.negatedBy = negation;
}

export function finishSentence(state: State, end: number): void {
  denyWhatCameBefore(state);
  denyLate(state, end);
  weighBareNegation(state);
  tone(state);
  believeWriter(state);
  believeEmoji(state);
  mockPraise(state);
  answerQuestion(state);
  state.questionFrom = state.isQuestion ? state.sentenceFrom : -1;
  state.sentence += 1;
  state.clause += 1;
  state.previousFrom = state.sentenceFrom;
  state.sentenceFrom = state.out.charges.length;
  state.contrastedTo = state.sentenceFrom;
  state.negation = -1;
  state.negationReach = 0;
  state.modifier = -1;
  state.unreal = 1;
  state.past = 1;
  state.isReported = false;
  state.hasOwnOpinion = false;
  state.isDisagreeing = false;
  state.isThen = false;
  state.isNow = false;
  state.nowClause = -1;
  state.wordsBeforePause = 0;
  state.chargesBeforePause = state.sentenceFrom;
  state.mock = -1;
  state.isAsking = false;
  state.askedNegative = 1;
  state.answer = undefined;
  state.words = 0;
  state.weight = 1;
  state.isSilentSinceContrast = false;
  state.negationSinceContrast = -1;
  state.exclamations = 0;
  state.isQuestion = false;
}

/** "I thought it would be great, but it wasn't": the part after "but" only denies the part before. */
function denyWhatCameBefore(state: State): void {
  const { charges } = state.out;
  if (!state.isSilentSinceContrast || state.negationSinceContrast < 0) return;
  if (state.wordsSinceContrast > LONGEST_DENIAL) return;
  for (let k = state.sentenceFrom; k < charges.length; k += 1) {
    const denied = charges[k] as Charge;
    if (denied.entry === BARE_NEGATION || denied.isLeaning) continue;
    // What turned out otherwise is neither supposed nor conceded any more.
    denied.valence /= denied.unreal * STRENGTH.beforeBut;
    denied.unreal = 1;
    deny(denied, state.negationSinceContrast, STRENGTH.deniedPositive, STRENGTH.deniedNegative);
  }
  if (state.lastCharge?.sentence === state.sentence) state.negation = -1;
}

/** "They say it is great, it is not", "We hoped it would be good. It was not.": a clause that only denies. */
function denyLate(state: State, end: number): void {
  if (state.negationTo !== end || end === 0 || state.isQuestion || state.questionFrom >= 0) return;
  const { charges } = state.out;
  const isAlone = state.wordsBeforePause === 0;
  if (state.words - state.wordsBeforePause > LONGEST_LATE_DENIAL) return;
  const to = isAlone ? state.sentenceFrom : state.chargesBeforePause;
  for (let k = to; k < charges.length; k += 1) if (isSpoken(charges[k] as Charge)) return;
  let isDenied = false;
  for (let k = isAlone ? state.previousFrom : state.sentenceFrom; k < to; k += 1) {
    const denied = charges[k] as Charge;
    if (!isSpoken(denied) || denied.negatedBy >= 0) continue;
    if (!isAlone && denied.clause < state.clause - DENIED_CLAUSES) continue;
    // A sentence of its own denies what was only hoped or told, unless it is nothing but "NOT!".
    if (isAlone && state.words > 1 && denied.unreal === 1 && !denied.isReported) continue;
    denied.valence /= denied.unreal;
    denied.unreal = 1;
    deny(denied, state.negationTo - 1, STRENGTH.deniedPositive, STRENGTH.deniedNegative);
    isDenied = true;
  }
  if (isDenied) state.negation = -1;
}

/** Neither learned nor a denial of nothing. */
function isSpoken(charge: Charge): boolean {
  return !charge.isLeaning && charge.entry !== BARE_NEGATION;
}

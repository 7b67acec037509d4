import { type Emotion, type Entry, emptyEntry } from './lexicon.ts';
import type { Piece } from './pieces.ts';

/** A charged word, phrase or symbol after every rule that touched it. */
export interface Charge {
  /** First piece and the piece after the last. */
  readonly from: number;
  readonly to: number;
  valence: number;
  readonly entry: Entry;
  /** Piece of the negation, booster or dampener that changed it, −1 when none did. */
  negatedBy: number;
  modifiedBy: number;
  isEmphasised: boolean;
  /** What a wish or a supposition made of it; 1 where it stands as said. */
  unreal: number;
  isContrasted: boolean;
  isQuestioned: boolean;
  /** Learned and only leaning the text: rules other than contrast leave it alone. */
  readonly isLeaning: boolean;
  readonly sentence: number;
  readonly clause: number;
}

/** A word that names an aspect or speaks of an emotion, with the clause it stands in. */
export interface Naming {
  readonly at: number;
  readonly aspect: string;
  readonly sentence: number;
  readonly clause: number;
}

export interface Feeling {
  readonly emotion: Emotion;
  readonly isNegated: boolean;
}

export interface Charges {
  readonly charges: Charge[];
  readonly namings: Naming[];
  readonly feelings: Feeling[];
}

/** How strongly each rule works; factors on a valence unless said otherwise. */
export const STRENGTH = {
  negatedPositive: -0.75,
  negatedNegative: -0.45,
  deniedPositive: -0.9,
  deniedNegative: -0.5,
  /** A valence, not a factor: what a negation weighs that found nothing to deny. */
  bareNegation: -0.4,
  shouted: 1.25,
  drawnOut: 1.2,
  exclaimed: 0.1,
  mostExclamations: 3,
  beforeBut: 0.5,
  afterBut: 1.3,
  conceded: 0.6,
  questionedPositive: 0.7,
  questionedNegative: 0.9,
  negatedLeaning: -0.3,
} as const;

// Words a negation reaches over before it fades; a negated "think" or "say" reaches to the end of its sentence.
export const NEGATION_REACH = 4;

// Pieces of an ordinary tweet.
const CALM_LENGTH = 40;

// "…, but it wasn't": a denial has no charge of its own and no more words than this.
const LONGEST_DENIAL = 5;

const BARE_NEGATION: Entry = { ...emptyEntry(), negates: true, origin: 'earshot' };

export interface State {
  readonly pieces: readonly Piece[];
  readonly isShoutedThroughout: boolean;
  readonly out: Charges;
  sentence: number;
  clause: number;
  /** Index of the first charge of this sentence. */
  sentenceFrom: number;
  /** The last charge that was no leaning. */
  lastCharge: Charge | undefined;
  negation: number;
  negationReach: number;
  modifier: number;
  modifierFactor: number;
  unreal: number;
  weight: number;
  /** Charges from here on have not stood before a "but" yet. */
  contrastedTo: number;
  /** Between a "but" and the first charge after it. */
  isSilentSinceContrast: boolean;
  wordsSinceContrast: number;
  negationSinceContrast: number;
  exclamations: number;
  isQuestion: boolean;
  leanings: number;
}

export function startState(pieces: readonly Piece[]): State {
  return {
    pieces,
    isShoutedThroughout: isMostlyShouted(pieces),
    out: { charges: [], namings: [], feelings: [] },
    sentence: 0,
    clause: 0,
    sentenceFrom: 0,
    lastCharge: undefined,
    negation: -1,
    negationReach: 0,
    modifier: -1,
    modifierFactor: 1,
    unreal: 1,
    weight: 1,
    contrastedTo: 0,
    isSilentSinceContrast: false,
    wordsSinceContrast: 0,
    negationSinceContrast: -1,
    exclamations: 0,
    isQuestion: false,
    leanings: 0,
  };
}

// Where everything is in capitals, capitals say nothing.
function isMostlyShouted(pieces: readonly Piece[]): boolean {
  let words = 0;
  let shouted = 0;
  for (const piece of pieces) {
    if (piece.kind !== 'word' || piece.length < 3) continue;
    words += 1;
    if (piece.isShouted) shouted += 1;
  }
  return shouted * 2 > words;
}

export function fade(state: State, words: number): void {
  if (state.negationReach <= 0) return;
  state.negationReach -= words;
  if (state.negationReach <= 0) weighBareNegation(state);
}

export function pause(state: State): void {
  state.clause += 1;
  state.unreal = 1;
  if (state.weight < 1) state.weight = 1;
  if (state.negationReach <= NEGATION_REACH) weighBareNegation(state);
}

export function contrast(state: State, entry: Entry): void {
  state.clause += 1;
  state.unreal = 1;
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
  const made = newCharge(state, BARE_NEGATION, at, at + 1);
  made.valence = STRENGTH.bareNegation;
  state.out.charges.push(made);
  state.negation = -1;
  state.negationReach = 0;
}

export function newCharge(state: State, entry: Entry, at: number, to: number): Charge {
  return chargeOf(state, entry, at, to, false);
}

/** A learned word or phrase; under a negation it says the opposite, but less so. */
export function newLeaning(state: State, entry: Entry, at: number, to: number): void {
  const made = chargeOf(state, entry, at, to, true);
  if (state.negationReach > 0 && state.negation >= 0 && state.negation < at) {
    made.valence *= STRENGTH.negatedLeaning;
    made.negatedBy = state.negation;
  }
  state.out.charges.push(made);
  state.leanings += 1;
}

/** In a long text small leanings pile up by chance: their sum may only grow with the root of the length. */
export function calmLeanings(state: State): void {
  const { pieces, leanings, out } = state;
  if (leanings === 0 || pieces.length <= CALM_LENGTH) return;
  const factor = Math.sqrt(CALM_LENGTH / pieces.length);
  for (const charge of out.charges) if (charge.isLeaning) charge.valence *= factor;
}

function chargeOf(state: State, entry: Entry, at: number, to: number, isLeaning: boolean): Charge {
  return {
    from: at,
    to,
    valence: entry.valence * state.weight,
    entry,
    negatedBy: -1,
    modifiedBy: -1,
    isEmphasised: false,
    unreal: 1,
    isContrasted: state.weight !== 1,
    isQuestioned: false,
    isLeaning,
    sentence: state.sentence,
    clause: state.clause,
  };
}

export function deny(made: Charge, negation: number, onPositive: number, onNegative: number): void {
  made.valence *= made.valence > 0 ? onPositive : onNegative;
  made.negatedBy = negation;
}

export function finishSentence(state: State): void {
  denyWhatCameBefore(state);
  weighBareNegation(state);
  tone(state);
  state.sentence += 1;
  state.clause += 1;
  state.sentenceFrom = state.out.charges.length;
  state.contrastedTo = state.sentenceFrom;
  state.negation = -1;
  state.negationReach = 0;
  state.modifier = -1;
  state.unreal = 1;
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

function tone(state: State): void {
  if (state.exclamations === 0 && !state.isQuestion) return;
  const { charges } = state.out;
  const loudness = 1 + STRENGTH.exclaimed * Math.min(state.exclamations, STRENGTH.mostExclamations);
  for (let k = state.sentenceFrom; k < charges.length; k += 1) {
    const toned = charges[k] as Charge;
    if (toned.isLeaning) continue;
    toned.valence *= loudness;
    if (state.exclamations > 0) toned.isEmphasised = true;
    if (!state.isQuestion) continue;
    toned.valence *= toned.valence > 0 ? STRENGTH.questionedPositive : STRENGTH.questionedNegative;
    toned.isQuestioned = true;
  }
}

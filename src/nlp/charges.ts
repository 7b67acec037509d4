// Longer than other files: the state of one sentence is read and written by every rule, so the rules stay together.
import { type Emotion, type Entry, emptyEntry, type Phrase } from './lexicon.ts';
import type { Piece, Pieces } from './pieces.ts';

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
  bareNegation: -0.15,
  shouted: 1.25,
  drawnOut: 1.2,
  exclaimed: 0.1,
  mostExclamations: 3,
  beforeBut: 0.5,
  afterBut: 1.3,
  conceded: 0.6,
  questionedPositive: 0.7,
  questionedNegative: 0.9,
} as const;

// Words a negation reaches over before it fades; a negated "think" or "say" reaches to the end of its sentence.
const NEGATION_REACH = 4;
const FAR_REACH = 60;
const OPINION_REACH = 2;
const MODIFIER_REACH = 3;
// "…, but it wasn't": a denial has no charge of its own and no more words than this.
const LONGEST_DENIAL = 5;

const BARE_NEGATION: Entry = { ...emptyEntry(), negates: true, origin: 'earshot' };

interface State {
  readonly pieces: readonly Piece[];
  readonly isShoutedThroughout: boolean;
  readonly out: Charges;
  sentence: number;
  clause: number;
  /** Index of the first charge of this sentence. */
  sentenceFrom: number;
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
}

/** Walks once over the pieces and charges words by what stands before and after them. Cost is linear. */
export function chargesOf({ pieces }: Pieces): Charges {
  const state = startState(pieces);
  let at = 0;
  while (at < pieces.length) {
    const piece = pieces[at] as Piece;
    if (piece.kind === 'word') at = readWord(state, at, piece);
    else {
      if (piece.kind === 'stop') at = endSentence(state, at);
      else if (piece.kind === 'pause') pause(state);
      at += 1;
    }
  }
  finishSentence(state);
  return state.out;
}

function startState(pieces: readonly Piece[]): State {
  return {
    pieces,
    isShoutedThroughout: isMostlyShouted(pieces),
    out: { charges: [], namings: [], feelings: [] },
    sentence: 0,
    clause: 0,
    sentenceFrom: 0,
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

/** @returns the piece to go on with. */
function readWord(state: State, at: number, piece: Piece): number {
  state.wordsSinceContrast += 1;
  const opener = piece.entry;
  if (!opener) {
    fade(state, 1);
    return at + 1;
  }
  nameAspect(state, at, opener);
  const phrase = opener.phrases.length > 0 ? matching(opener.phrases, state.pieces, at) : undefined;
  const entry = phrase?.entry ?? opener;
  const to = at + (phrase ? phrase.rest.length + 1 : 1);
  feel(state, entry);
  apply(state, entry, at, to);
  return to;
}

function matching(phrases: readonly Phrase[], pieces: readonly Piece[], at: number): Phrase | undefined {
  for (const phrase of phrases) if (matches(phrase, pieces, at)) return phrase;
  return undefined;
}

function matches({ rest }: Phrase, pieces: readonly Piece[], at: number): boolean {
  for (let k = 0; k < rest.length; k += 1) if (pieces[at + 1 + k]?.word !== rest[k]) return false;
  return true;
}

function nameAspect(state: State, at: number, opener: Entry): void {
  const phrase =
    opener.aspectPhrases.length > 0 ? matching(opener.aspectPhrases, state.pieces, at) : undefined;
  const aspect = phrase?.entry.aspect ?? opener.aspect;
  if (aspect) state.out.namings.push({ at, aspect, sentence: state.sentence, clause: state.clause });
}

function feel(state: State, entry: Entry): void {
  for (const emotion of entry.emotions) {
    state.out.feelings.push({ emotion, isNegated: state.negationReach > 0 });
  }
}

function apply(state: State, entry: Entry, at: number, to: number): void {
  if (entry.contrast) contrast(state, entry);
  if (entry.modifier === 'opinion') reportOpinion(state, at);
  if (entry.modifier === 'unreal') state.unreal = entry.factor;
  if (isStrengthening(state, entry, to)) modify(state, entry, at);
  else if (entry.negates) negate(state, at);
  else if (entry.valence !== 0) charge(state, entry, at, to);
  else fade(state, to - at);
}

/** Boosters and dampeners; one that is charged itself ("pretty good", "insanely slow") only counts as such before a charge. */
function isStrengthening(state: State, entry: Entry, to: number): boolean {
  if (entry.modifier !== 'boost' && entry.modifier !== 'dampen') return false;
  if (entry.valence === 0) return true;
  const next = state.pieces[to];
  return next?.entry !== undefined && next.entry.valence !== 0;
}

function modify(state: State, entry: Entry, at: number): void {
  // "not very good" is no stronger than "not good".
  const isUnderNegation = state.negationReach > 0 && entry.factor > 1;
  state.modifierFactor = isUnderNegation
    ? 1
    : isNear(state, at)
      ? state.modifierFactor * entry.factor
      : entry.factor;
  state.modifier = at;
}

function isNear(state: State, at: number): boolean {
  return state.modifier >= 0 && at - state.modifier <= MODIFIER_REACH;
}

function negate(state: State, at: number): void {
  weighBareNegation(state);
  state.negation = at;
  state.negationReach = NEGATION_REACH;
  state.negationSinceContrast = at;
}

/** "It does not open", "no answer": people deny more when they complain, so a denial of nothing charged weighs a little. */
function weighBareNegation(state: State): void {
  if (state.negation < 0) return;
  const at = state.negation;
  const made = newCharge(state, BARE_NEGATION, at, at + 1);
  made.valence = STRENGTH.bareNegation;
  state.out.charges.push(made);
  state.negation = -1;
  state.negationReach = 0;
}

/** "I don't think that …", "I can't say, given …, that …": what is denied comes later. */
function reportOpinion(state: State, at: number): void {
  if (state.negationReach > NEGATION_REACH - OPINION_REACH - 1 && at > state.negation)
    state.negationReach = FAR_REACH;
}

function fade(state: State, words: number): void {
  if (state.negationReach <= 0) return;
  state.negationReach -= words;
  if (state.negationReach <= 0) weighBareNegation(state);
}

function pause(state: State): void {
  state.clause += 1;
  state.unreal = 1;
  if (state.weight < 1) state.weight = 1;
  if (state.negationReach <= NEGATION_REACH) weighBareNegation(state);
}

function contrast(state: State, entry: Entry): void {
  state.clause += 1;
  state.unreal = 1;
  weighBareNegation(state);
  if (entry.contrast === 'less') {
    state.weight = STRENGTH.conceded;
    return;
  }
  const { charges } = state.out;
  for (let k = state.sentenceFrom; k < charges.length; k += 1)
    weigh(charges[k] as Charge, STRENGTH.beforeBut);
  state.weight = STRENGTH.afterBut;
  state.isSilentSinceContrast = true;
  state.wordsSinceContrast = 0;
  state.negationSinceContrast = -1;
}

function weigh(charge: Charge, factor: number): void {
  charge.valence *= factor;
  charge.isContrasted = true;
}

function charge(state: State, entry: Entry, at: number, to: number): void {
  const piece = state.pieces[at] as Piece;
  const made = newCharge(state, entry, at, to);
  state.isSilentSinceContrast = false;
  if (isNear(state, at)) {
    made.valence *= state.modifierFactor;
    made.modifiedBy = state.modifier;
  }
  state.modifier = -1;
  emphasise(made, piece, state.isShoutedThroughout);
  if (state.unreal !== 1 && made.valence > 0) {
    made.valence *= state.unreal;
    made.unreal = state.unreal;
  }
  if (state.negationReach > 0) {
    deny(made, state.negation, STRENGTH.negatedPositive, STRENGTH.negatedNegative);
    state.negation = -1;
  }
  state.negationReach = 0;
  state.out.charges.push(made);
}

function newCharge(state: State, entry: Entry, at: number, to: number): Charge {
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
    sentence: state.sentence,
    clause: state.clause,
  };
}

function emphasise(made: Charge, piece: Piece, isShoutedThroughout: boolean): void {
  if (piece.isShouted && !isShoutedThroughout) made.valence *= STRENGTH.shouted;
  if (piece.isDrawnOut) made.valence *= STRENGTH.drawnOut;
  made.isEmphasised = piece.isDrawnOut || (piece.isShouted && !isShoutedThroughout);
}

function deny(made: Charge, negation: number, onPositive: number, onNegative: number): void {
  made.valence *= made.valence > 0 ? onPositive : onNegative;
  made.negatedBy = negation;
}

/** Reads the marks that end a sentence ("?!…") and closes it. @returns the last of them. */
function endSentence(state: State, at: number): number {
  let last = at;
  for (let k = at; state.pieces[k]?.kind === 'stop'; k += 1) {
    last = k;
    if (state.pieces[k]?.isExclamation) state.exclamations += 1;
    if (state.pieces[k]?.isQuestion) state.isQuestion = true;
  }
  finishSentence(state);
  return last;
}

function finishSentence(state: State): void {
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
    if (denied.entry === BARE_NEGATION) continue;
    // What turned out otherwise is neither supposed nor conceded any more.
    denied.valence /= denied.unreal * STRENGTH.beforeBut;
    denied.unreal = 1;
    deny(denied, state.negationSinceContrast, STRENGTH.deniedPositive, STRENGTH.deniedNegative);
  }
  if (charges.length > state.sentenceFrom) state.negation = -1;
}

function tone(state: State): void {
  if (state.exclamations === 0 && !state.isQuestion) return;
  const { charges } = state.out;
  const loudness = 1 + STRENGTH.exclaimed * Math.min(state.exclamations, STRENGTH.mostExclamations);
  for (let k = state.sentenceFrom; k < charges.length; k += 1) {
    const toned = charges[k] as Charge;
    toned.valence *= loudness;
    if (state.exclamations > 0) toned.isEmphasised = true;
    if (!state.isQuestion) continue;
    toned.valence *= toned.valence > 0 ? STRENGTH.questionedPositive : STRENGTH.questionedNegative;
    toned.isQuestioned = true;
  }
}

import type { Risk } from '../domain/classification.ts';
import { type Emotion, type Entry, emptyEntry } from './entry.ts';
import type { Piece } from './pieces.ts';

/** A charged word, phrase or symbol after every rule that touched it. */
export interface Charge {
  /** First piece and the piece after the last. */
  readonly from: number;
  readonly to: number;
  valence: number;
  /** What its word says of plain speech, as far as it is said at all. */
  plain: number;
  readonly entry: Entry;
  /** Piece of the negation, booster or dampener that changed it, −1 when none did. */
  negatedBy: number;
  modifiedBy: number;
  isEmphasised: boolean;
  /** What a wish or a supposition made of it; 1 where it stands as said. */
  unreal: number;
  /** It was so once ("used to"). */
  isPast: boolean;
  /** Somebody else's opinion ("people say"). */
  isReported: boolean;
  isContrasted: boolean;
  /** What a question made of it; 1 where none was asked. */
  questioned: number;
  /** It was so then ("last year"); what is now may outdate it. */
  isBygone: boolean;
  /** Taken back by what follows ("said nobody", "until the update"). */
  isUndone: boolean;
  /** Praise that the emoji after it takes back. */
  isMocked: boolean;
  /** Asked and answered with no. */
  isRefused: boolean;
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

/** A phrase that speaks of a risk and is not denied. */
export interface RiskNaming {
  readonly risk: Risk;
  /** The piece after its last. */
  readonly to: number;
  readonly clause: number;
}

export interface Charges {
  readonly charges: Charge[];
  /** How plainly the text speaks: what must be taken off the size of its charges. See score.ts. */
  plain: number;
  /** What its small words hint at, as a sum of valences. */
  undertone: number;
  /** Factor on everything learned of uncharged words: long texts pile them up by chance. */
  calm: number;
  readonly namings: Naming[];
  readonly feelings: Feeling[];
  readonly risks: RiskNaming[];
}

export interface State {
  readonly pieces: readonly Piece[];
  /** Every learned word apart, as evidence needs it; otherwise those of a clause are one charge. */
  readonly isDetailed: boolean;
  /** Where everything is in capitals, capitals say nothing; undefined until somebody asks. */
  isShoutedThroughout: boolean | undefined;
  readonly out: Charges;
  sentence: number;
  clause: number;
  /** Index of the first charge of this sentence. */
  sentenceFrom: number;
  /** The last charge that was no leaning. */
  lastCharge: Charge | undefined;
  negation: number;
  negationReach: number;
  /** The open negation ends with its clause. */
  isClauseDenied: boolean;
  /** What the open negation weighs if it finds nothing to deny. */
  bare: Entry;
  /** The last own opinion ("I think"), and the last word for finding or asking for something. */
  opinion: number;
  sought: number;
  modifier: number;
  /** The piece after it. */
  modifierTo: number;
  modifierFactor: number;
  unreal: number;
  /** Factor on what was once so; 1 where nothing is said of the past. */
  past: number;
  isReported: boolean;
  hasOwnOpinion: boolean;
  /** The last word for other people ("my parents"). */
  others: number;
  /** The writer says that others are wrong. */
  isDisagreeing: boolean;
  /** Something is said of then ("last year"). */
  isThen: boolean;
  /** "Now": the next charge outdates what was so then. */
  isNow: boolean;
  /** Clause of the last "now", −1 when there was none in this sentence. */
  nowClause: number;
  /** Piece after the last wish, supposition or word for then. */
  markerTo: number;
  /** Piece after the last negation. */
  negationTo: number;
  /** Words and charges of this sentence before the last pause. */
  wordsBeforePause: number;
  chargesBeforePause: number;
  /** The charge that may turn out to be mock praise; −1 without one. */
  mock: number;
  /** The sentence opens like a question that asks to be told. */
  isAsking: boolean;
  /** What is left of blame in such a question: "is it slow?" asks, "why is it slow?" complains. */
  askedNegative: number;
  /** First charge of the sentence before. */
  previousFrom: number;
  /** "Yes" or "no" in this sentence. */
  answer: 'yes' | 'no' | undefined;
  /** First charge of the sentence before, when that was a question; −1 when it was not. */
  questionFrom: number;
  words: number;
  weight: number;
  /** Charges from here on have not stood before a "but" yet. */
  contrastedTo: number;
  /** Between a "but" and the first charge after it. */
  isSilentSinceContrast: boolean;
  wordsSinceContrast: number;
  negationSinceContrast: number;
  exclamations: number;
  isQuestion: boolean;
  /** The charge that learned words of this clause are added to, where they are not told apart. */
  clauseLeaning: Charge | undefined;
}

/** A denial that found nothing to deny. */
export const BARE_NEGATION: Entry = { ...emptyEntry(), negates: true, origin: 'earshot' };

// Far from every piece.
const NEVER = -9;

export function startState(pieces: readonly Piece[], isDetailed: boolean): State {
  return {
    pieces,
    isDetailed,
    isShoutedThroughout: undefined,
    out: { charges: [], plain: 0, undertone: 0, calm: 1, namings: [], feelings: [], risks: [] },
    sentence: 0,
    clause: 0,
    sentenceFrom: 0,
    lastCharge: undefined,
    negation: -1,
    negationReach: 0,
    isClauseDenied: false,
    bare: BARE_NEGATION,
    opinion: NEVER,
    sought: NEVER,
    modifier: -1,
    modifierTo: -1,
    modifierFactor: 1,
    unreal: 1,
    past: 1,
    isReported: false,
    hasOwnOpinion: false,
    others: NEVER,
    isDisagreeing: false,
    isThen: false,
    isNow: false,
    nowClause: -1,
    markerTo: -1,
    negationTo: -1,
    wordsBeforePause: 0,
    chargesBeforePause: 0,
    mock: -1,
    isAsking: false,
    askedNegative: 1,
    previousFrom: 0,
    answer: undefined,
    questionFrom: -1,
    words: 0,
    weight: 1,
    contrastedTo: 0,
    isSilentSinceContrast: false,
    wordsSinceContrast: 0,
    negationSinceContrast: -1,
    exclamations: 0,
    isQuestion: false,
    clauseLeaning: undefined,
  };
}

/** Its word has a valence of its own. */
export function isCharged(piece: Piece | undefined): boolean {
  return piece?.entry !== undefined && piece.entry.valence !== 0;
}

export function isShoutedThroughout(state: State): boolean {
  state.isShoutedThroughout ??= isMostlyShouted(state.pieces);
  return state.isShoutedThroughout;
}

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

import type { Entry } from './entry.ts';
import type { Piece } from './pieces.ts';
import { FAR_REACH, NEGATION_REACH } from './sentence.ts';
import { type Charge, isCharged, isShoutedThroughout, type State } from './state.ts';
import { STRENGTH } from './strength.ts';
import { comeToNow, goBackThen, undo } from './times.ts';

const OPINION_REACH = 2;

// Whose opinion it is: the writer's own, in the languages we read. German and Chinese verbs follow the same word.
const OWN = new Set(['i', 'ich', 'je', 'yo', 'io', 'eu', 'ik', '我']);

/** What a word says about the words around it, boosters and dampeners apart. */
export function mark(state: State, entry: Entry, at: number, to: number): void {
  switch (entry.modifier) {
    case 'opinion':
      reportOpinion(state, at);
      break;
    case 'condition':
      leaveUnmet(state);
      state.unreal = entry.factor;
      state.markerTo = to;
      break;
    case 'unreal':
      state.unreal = entry.factor;
      state.markerTo = to;
      break;
    case 'past':
      state.past = entry.factor;
      state.markerTo = to;
      break;
    case 'then':
      goBackThen(state, to);
      break;
    case 'now':
      comeToNow(state);
      break;
    case 'undo':
    case 'than':
      undo(state, entry, at);
      break;
    case 'reported':
      state.isReported = true;
      break;
    case 'others':
      state.others = to - 1;
      break;
    case 'disagree':
      state.isDisagreeing = true;
      break;
    case 'seek':
      state.sought = at;
      break;
    case 'asks':
      ask(state, entry);
      break;
    case 'yes':
    case 'no':
      state.answer = entry.modifier;
  }
}

/** "Is it …", "who has …", at the start of a sentence. */
function ask(state: State, entry: Entry): void {
  if (state.words > 1) return;
  state.isAsking = true;
  state.askedNegative = entry.factor;
}

/** "I don't think that …", "I can't say, given …, that …": what is denied comes later. */
function reportOpinion(state: State, at: number): void {
  state.opinion = at;
  if (isOwn(state, at)) speakForOneself(state);
  else if (at - state.others <= OPINION_REACH) state.isReported = true;
  if (state.negationReach > NEGATION_REACH - OPINION_REACH - 1 && at > state.negation)
    state.negationReach = FAR_REACH;
}

export function isOwn(state: State, at: number): boolean {
  return OWN.has(state.pieces[at - 1]?.word ?? '') || OWN.has(state.pieces[at]?.word ?? '');
}

/** From here on the sentence is the writer's own. */
export function speakForOneself(state: State): void {
  state.hasOwnOpinion = true;
  state.isReported = false;
}

/** "It would be good if …": it is not. */
function leaveUnmet(state: State): void {
  const { charges } = state.out;
  for (let k = state.sentenceFrom; k < charges.length; k += 1) {
    const supposed = charges[k] as Charge;
    if (supposed.unreal !== 1 && supposed.valence > 0) {
      supposed.valence *= STRENGTH.unmet;
      supposed.unreal *= STRENGTH.unmet;
    }
  }
}

/** A word written like a name inside a sentence: "in Nice", "with Joy". */
export function isName(state: State, at: number, piece: Piece): boolean {
  if (!piece.isCapital || piece.entry?.modifier !== 'name') return false;
  const before = state.pieces[at - 1];
  if (before?.kind !== 'word') return false;
  const isFirst = state.pieces[at - 2]?.kind !== 'word';
  return !before.isCapital || (isFirst && !isCharged(before));
}

/** "Great, …" at the start of a sentence, "thanks for …". */
export function isMockable(state: State, entry: Entry, to: number): boolean {
  if (entry.valence <= 0) return false;
  if (entry.modifier === 'mock') return true;
  // "Fast delivery, rude driver" praises one thing and blames another.
  if (entry.idiom && state.out.namings.at(-1)?.sentence === state.sentence) return false;
  return state.words === 1 && !entry.symbol && state.pieces[to]?.kind === 'pause';
}

/** Capitals and letters drawn out. */
export function emphasise(state: State, made: Charge, piece: Piece): void {
  const isShouted = piece.isShouted && !isShoutedThroughout(state);
  if (isShouted) made.valence *= STRENGTH.shouted;
  if (piece.isDrawnOut) made.valence *= STRENGTH.drawnOut;
  made.isEmphasised = piece.isDrawnOut || isShouted;
}

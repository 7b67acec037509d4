import type { Entry, Leaning, Phrase, Phrases } from './entry.ts';
import { isMockable, isName, isOwn, mark, speakForOneself } from './marks.ts';
import { longestPhrase, nodeAt } from './phrases.ts';
import type { Piece, Pieces } from './pieces.ts';
import { denyRisk, nameRisk } from './risks.ts';
import {
  calmDown,
  contrast,
  deny,
  FAR_REACH,
  fade,
  finishSentence,
  NEGATION_REACH,
  newCharge,
  newLeaning,
  pause,
  weighBareNegation,
} from './sentence.ts';
import {
  type Charge,
  type Charges,
  isCharged,
  isShoutedThroughout,
  type State,
  startState,
} from './state.ts';
import { STRENGTH } from './strength.ts';
import { outdate, place } from './times.ts';

const MODIFIER_REACH = 3;

/** Walks once over the pieces and charges words by what stands before and after them. Cost is linear. */
export function chargesOf({ pieces }: Pieces, { isDetailed }: { isDetailed: boolean }): Charges {
  const state = startState(pieces, isDetailed);
  let at = 0;
  while (at < pieces.length) {
    const piece = pieces[at] as Piece;
    if (piece.kind === 'word') at = readWord(state, at, piece);
    else {
      if (piece.kind === 'stop') at = endSentence(state, at);
      else if (piece.kind === 'pause') pause(state, at);
      at += 1;
    }
  }
  finishSentence(state, pieces.length);
  calmDown(state);
  return state.out;
}

/** Learned words and phrases that open here; phrases add to what their words say. */
function lean(state: State, leaning: Leaning, at: number): void {
  let node: Leaning | undefined = leaning;
  for (let to = at + 1; node; to += 1) {
    if (node.entry) newLeaning(state, node.entry, at, to);
    const next: Piece | undefined = node.next ? state.pieces[to] : undefined;
    node = next?.isFollower ? node.next?.get(next.word) : undefined;
  }
}

/** @returns the piece to go on with. */
function readWord(state: State, at: number, piece: Piece): number {
  state.wordsSinceContrast += 1;
  state.words += 1;
  const opener = piece.entry;
  if (!opener || isName(state, at, piece)) {
    fade(state, 1);
    return at + 1;
  }
  nameAspect(state, at, opener);
  nameRisk(state, at, opener);
  const phrase = opener.phrases && rulingPhrase(state, opener.phrases, at);
  const entry = phrase?.entry ?? opener;
  const to = at + (phrase ? phrase.rest.length + 1 : 1);
  if (phrase) nameWithin(state, at + 1, to);
  if (opener.leaning && !phrase) lean(state, opener.leaning, at);
  feel(state, entry);
  if (phrase && entry.idiom && opener.negates) takeUpNegation(state);
  apply(state, entry, at, to);
  return to;
}

/** The longest phrase that any rule knows; those that only speak of an emotion leave their words to the rules. */
function rulingPhrase(state: State, phrases: Phrases, at: number): Phrase | undefined {
  let ruling: Phrase | undefined;
  let felt: Entry[] | undefined;
  let nodes: Phrases | undefined = phrases;
  for (let to = at + 1; nodes; to += 1) {
    const node = nodeAt(nodes, state.pieces[to]);
    if (node?.phrase) {
      if (isOnlyFelt(node.phrase.entry)) {
        felt ??= [];
        felt.push(node.phrase.entry);
      } else {
        ruling = node.phrase;
        felt = undefined;
      }
    }
    nodes = node?.next;
  }
  if (felt) for (const entry of felt) feel(state, entry);
  return ruling;
}

function isOnlyFelt({ emotions, idiom, valence, modifier, negates, contrast: turn }: Entry): boolean {
  return emotions.length > 0 && !idiom && valence === 0 && !modifier && !negates && !turn;
}

function nameAspect(state: State, at: number, opener: Entry): void {
  const aspect = longestPhrase(opener.aspectPhrases, state.pieces, at)?.entry.aspect ?? opener.aspect;
  if (aspect) state.out.namings.push({ at, aspect, sentence: state.sentence, clause: state.clause });
}

/** "Je ne suis pas déçu", "non ho nessun problema": a phrase that denies by itself is the other half of the denial before it. */
function takeUpNegation(state: State): void {
  state.negation = -1;
  state.negationReach = 0;
}

/** A phrase that means something as a whole still speaks of what its words name: "lovely staff". */
function nameWithin(state: State, from: number, to: number): void {
  for (let at = from; at < to; at += 1) {
    const entry = state.pieces[at]?.entry;
    if (!entry) continue;
    nameAspect(state, at, entry);
    nameRisk(state, at, entry);
  }
}

function feel(state: State, entry: Entry): void {
  for (const emotion of entry.emotions) {
    state.out.feelings.push({ emotion, isNegated: state.negationReach > 0 });
  }
}

function apply(state: State, entry: Entry, at: number, to: number): void {
  if (entry.contrast) contrast(state, entry);
  if (entry.modifier) mark(state, entry, at, to);
  if (isStrengthening(state, entry, to)) modify(state, entry, at);
  else if (entry.negates) negate(state, entry, at, to);
  else if (entry.valence !== 0) charge(state, entry, at, to);
  else fade(state, to - at);
}

/** Boosters and dampeners; one that is charged itself ("pretty good", "insanely slow") only counts as such before a charge. */
function isStrengthening(state: State, entry: Entry, to: number): boolean {
  if (entry.modifier !== 'boost' && entry.modifier !== 'dampen') return false;
  if (entry.valence === 0) return true;
  return isCharged(state.pieces[to]);
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

function negate(state: State, entry: Entry, at: number, to: number): void {
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
  state.negationReach = entry.deniesFar ? FAR_REACH : NEGATION_REACH;
  state.negationSinceContrast = at;
}

function endsClause(state: State, at: number): boolean {
  const next = state.pieces[at];
  return (
    next === undefined || next.kind === 'pause' || next.kind === 'stop' || next.entry?.contrast !== undefined
  );
}

function charge(state: State, entry: Entry, at: number, to: number): void {
  const piece = state.pieces[at] as Piece;
  if (isOwn(state, at)) speakForOneself(state);
  else if (at - state.others === 1) state.isReported = true;
  if (state.isNow) outdate(state);
  if (isMockable(state, entry, to)) state.mock = state.out.charges.length;
  const made = newCharge(state, entry, at, to);
  state.isSilentSinceContrast = false;
  if (isNear(state, at)) {
    made.valence *= state.modifierFactor;
    made.modifiedBy = state.modifier;
  }
  state.modifier = -1;
  emphasise(state, made, piece);
  // A wish is not itself wished for.
  if (state.unreal !== 1 && made.valence > 0 && state.markerTo !== to) {
    made.valence *= state.unreal;
    made.unreal = state.unreal;
  }
  if (state.past !== 1) {
    made.valence *= state.past;
    made.isPast = true;
  }
  made.isReported = state.isReported;
  if (state.isThen) place(state, made);
  if (state.negationReach > 0) {
    deny(made, state.negation, STRENGTH.negatedPositive, STRENGTH.negatedNegative);
    state.negation = -1;
  }
  state.negationReach = 0;
  state.out.plain += entry.plain;
  state.lastCharge = made;
  state.out.charges.push(made);
}

function emphasise(state: State, made: Charge, piece: Piece): void {
  const isShouted = piece.isShouted && !isShoutedThroughout(state);
  if (isShouted) made.valence *= STRENGTH.shouted;
  if (piece.isDrawnOut) made.valence *= STRENGTH.drawnOut;
  made.isEmphasised = piece.isDrawnOut || isShouted;
}

/** Reads the marks that end a sentence ("?!…") and closes it. @returns the last of them. */
function endSentence(state: State, at: number): number {
  let last = at;
  for (let k = at; state.pieces[k]?.kind === 'stop'; k += 1) {
    last = k;
    if (state.pieces[k]?.isExclamation) state.exclamations += 1;
    if (state.pieces[k]?.isQuestion) state.isQuestion = true;
  }
  finishSentence(state, at);
  return last;
}

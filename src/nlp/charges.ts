import { negate } from './denials.ts';
import type { Entry, PhraseNode, Phrases } from './entry.ts';
import { emphasise, isMockable, isName, isOwn, mark, speakForOneself } from './marks.ts';
import { nameAspect, nameRisk, nameWithin } from './namings.ts';
import { isOnlyFelt, isSilencer, nodeAt, silencedTo } from './phrases.ts';
import type { Piece, Pieces } from './pieces.ts';
import {
  calmDown,
  contrast,
  deny,
  fade,
  finishSentence,
  newCharge,
  newLeaning,
  pause,
  weighBareNegation,
} from './sentence.ts';
import { type Charges, isCharged, type State, startState } from './state.ts';
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

/** @returns the piece to go on with. */
function readWord(state: State, at: number, piece: Piece): number {
  state.wordsSinceContrast += 1;
  state.words += 1;
  const opener = piece.entry;
  if (!opener || (piece.isCapital && isName(state, at, piece))) {
    fade(state, 1);
    return at + 1;
  }
  if (opener.phrases) return readPhrases(state, opener, opener.phrases, at);
  if (opener.aspect) nameAspect(state, opener.aspect, at);
  if (opener.risk) nameRisk(state, opener.risk, at + 1);
  readAlone(state, opener, at);
  return at + 1;
}

/** A word that no rule knows a phrase for here. */
function readAlone(state: State, opener: Entry, at: number): void {
  if (opener.leaning) newLeaning(state, opener.leaning, at, at + 1);
  feel(state, opener);
  apply(state, opener, at, at + 1);
}

/**
 * One walk over the phrases that open here. The longest that any rule knows is applied; those that only speak of an
 * emotion, and learned ones, leave their words to the rules. @returns the piece to go on with.
 */
function readPhrases(state: State, opener: Entry, phrases: Phrases, at: number): number {
  let ruling: PhraseNode | undefined;
  let felt: Entry[] | undefined;
  let { aspect, risk } = opener;
  let riskTo = at + 1;
  let isLearned = false;
  for (let to = at + 1, node = nodeAt(phrases, state.pieces[to]); node; to += 1) {
    if (node.aspect) aspect = node.aspect;
    if (node.leaning) isLearned = true;
    if (node.risk) {
      risk = node.risk;
      riskTo = to + 1;
    }
    if (node.rule && isOnlyFelt(node.rule)) {
      felt ??= [];
      felt.push(node.rule);
    } else if (node.rule) {
      ruling = node;
      felt = undefined;
    }
    node = node.next && nodeAt(node.next, state.pieces[to + 1]);
  }
  if (aspect) nameAspect(state, aspect, at);
  if (risk) nameRisk(state, risk, riskTo);
  if (felt) for (const entry of felt) feel(state, entry);
  if (ruling?.rule) return applyPhrase(state, opener, ruling.rule, { at, to: at + ruling.length });
  if (isLearned) lean(state, phrases, at);
  readAlone(state, opener, at);
  return at + 1;
}

function applyPhrase(
  state: State,
  opener: Entry,
  rule: Entry,
  { at, to }: { at: number; to: number },
): number {
  const end = isSilencer(rule) ? silencedTo(state.pieces, at, to) : to;
  nameWithin(state, at + 1, end);
  feel(state, rule);
  if (rule.idiom && (opener.negates || rule.holdsDenial)) takeUpNegation(state);
  apply(state, rule, at, end);
  return end;
}

/** Learned phrases that open here; they add to what their words say. */
function lean(state: State, phrases: Phrases, at: number): void {
  for (let to = at + 1, node = nodeAt(phrases, state.pieces[to]); node; to += 1) {
    if (node.leaning) newLeaning(state, node.leaning, at, to + 1);
    node = node.next && nodeAt(node.next, state.pieces[to + 1]);
  }
}

/** "Je ne suis pas déçu", "non ho nessun problema": a phrase that denies by itself is the other half of the denial before it. */
function takeUpNegation(state: State): void {
  state.negation = -1;
  state.negationReach = 0;
}

function feel(state: State, entry: Entry): void {
  if (entry.emotions.length === 0) return;
  for (const emotion of entry.emotions) {
    state.out.feelings.push({ emotion, isNegated: state.negationReach > 0 });
  }
}

function apply(state: State, entry: Entry, at: number, to: number): void {
  if (entry.contrast) contrast(state, entry);
  if (entry.modifier) mark(state, entry, at, to);
  if (isStrengthening(state, entry, to)) modify(state, entry, at, to);
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

function modify(state: State, entry: Entry, at: number, to: number): void {
  // "not very good" is no stronger than "not good".
  const isUnderNegation = state.negationReach > 0 && entry.factor > 1;
  state.modifierFactor = isUnderNegation
    ? 1
    : isNear(state, at)
      ? state.modifierFactor * entry.factor
      : entry.factor;
  state.modifier = at;
  state.modifierTo = to;
}

function isNear(state: State, at: number): boolean {
  return state.modifier >= 0 && at - state.modifierTo < MODIFIER_REACH;
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
    made.plain *= Math.min(1, Math.abs(state.unreal));
  }
  if (state.past !== 1) {
    made.valence *= state.past;
    made.isPast = true;
  }
  made.isReported = state.isReported;
  if (state.isThen) place(state, made);
  // "Nobody there to help 😊": a face is seldom denied, least of all from afar.
  if (state.negationReach > 0 && !entry.symbol) {
    // "You won't find a better one": what cannot be surpassed is praised.
    if (entry.modifier === 'compared' && state.sought > state.negation) made.negatedBy = state.negation;
    else deny(made, state.negation, STRENGTH.negatedPositive, STRENGTH.negatedNegative);
    state.negation = -1;
  } else if (entry.symbol) weighBareNegation(state);
  state.negationReach = 0;
  state.out.plain += made.plain;
  state.lastCharge = made;
  state.out.charges.push(made);
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

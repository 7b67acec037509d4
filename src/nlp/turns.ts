import type { Entry } from './entry.ts';
import type { Charge, State } from './state.ts';
import { STRENGTH } from './strength.ts';

// "Yes", "yes I do": an answer is short.
const LONGEST_ANSWER = 4;

// Blame at least this heavy after praise makes it mockery.
const MOCKING = -1;

/** "Some people think it is great, but I think it is awful": where the writer has an opinion, others hardly count. */
export function believeWriter(state: State): void {
  if (state.isDisagreeing) denyOthers(state);
  if (!state.hasOwnOpinion) return;
  for (const charge of chargesFrom(state, state.sentenceFrom)) {
    if (charge.isReported) charge.valence *= STRENGTH.reported;
  }
  standByOwnOpinion(state);
}

/** "I think it is great, but others say it is awful": what others say takes nothing back of it. */
function standByOwnOpinion({ out: { charges }, sentenceFrom, contrastedTo }: State): void {
  const said = charges.slice(contrastedTo).filter(({ isLeaning }) => !isLeaning);
  if (said.length === 0 || !said.every(({ isReported }) => isReported)) return;
  for (const charge of charges.slice(sentenceFrom, contrastedTo)) {
    if (charge.isReported || !charge.isContrasted) continue;
    charge.valence /= STRENGTH.beforeBut;
    charge.isContrasted = false;
  }
}

/** "They say it is great. I disagree." */
function denyOthers(state: State): void {
  for (const charge of chargesFrom(state, state.previousFrom)) {
    if (!charge.isReported || charge.isLeaning) continue;
    charge.valence *= charge.valence > 0 ? STRENGTH.deniedPositive : STRENGTH.deniedNegative;
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

/** "Great, it crashed again", "love how it never works": what follows says what the praise is worth. */
export function mockPraise(state: State): void {
  const { charges } = state.out;
  const mock = state.mock < 0 ? undefined : charges[state.mock];
  if (!mock || mock.valence <= 0 || mock.isContrasted) return;
  let after = 0;
  for (let at = state.mock + 1; at < charges.length; at += 1) {
    const charge = charges[at] as Charge;
    if (charge.isContrasted) return;
    if (!charge.isLeaning && !charge.entry.symbol) after += charge.valence;
  }
  if (after > MOCKING) return;
  mock.valence *= STRENGTH.mocked;
  mock.isMocked = true;
}

/** "Is it good? No." A bare answer says whether the question before it was praise or blame. */
export function answerQuestion(state: State): void {
  if (state.questionFrom < 0 || state.isQuestion || state.words > LONGEST_ANSWER) return;
  state.answer ??= answerOf(state);
  if (state.answer === undefined) return;
  const end = state.sentenceFrom;
  const { charges } = state.out;
  for (let at = state.questionFrom; at < end; at += 1) {
    const asked = charges[at] as Charge;
    if (asked.isLeaning || asked.questioned === 1) continue;
    asked.valence /= asked.questioned * asked.unreal;
    asked.questioned = 1;
    asked.unreal = 1;
    state.out.plain += asked.entry.plain - asked.plain;
    asked.plain = asked.entry.plain;
    if (state.answer === 'yes') continue;
    asked.valence *= asked.valence > 0 ? STRENGTH.deniedPositive : STRENGTH.deniedNegative;
    asked.isRefused = true;
  }
  // The "no" has done its work; it is no complaint of its own, nor is "definitely" praise.
  for (const charge of chargesFrom(state, end)) {
    const { negates, modifier } = charge.entry;
    if (negates || modifier === state.answer || modifier === 'boost') charge.valence = 0;
  }
}

/** "Not really", "hardly" are a no; "definitely" is a yes. */
function answerOf(state: State): State['answer'] {
  let isDenial = false;
  let isAssent = false;
  for (const { entry, isLeaning } of chargesFrom(state, state.sentenceFrom)) {
    if (isLeaning) continue;
    if (isBareNegation(entry)) isDenial = true;
    else if (isBooster(entry)) isAssent = true;
    else return undefined;
  }
  if (isDenial) return 'no';
  if (isAssent) return 'yes';
  return state.modifier >= 0 && state.modifierFactor > 1 ? 'yes' : undefined;
}

function isBooster({ modifier, factor }: Entry): boolean {
  return modifier === 'boost' && factor > 1;
}

function isBareNegation(entry: Entry): boolean {
  return entry.negates && entry.valence === 0;
}

function chargesFrom(state: State, from: number): readonly Charge[] {
  return from === 0 ? state.out.charges : state.out.charges.slice(from);
}

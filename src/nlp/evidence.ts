import { type Evidence, SMALL_WORDS } from '../domain/classification.ts';
import type { CleanText } from './clean.ts';
import type { Pieces } from './pieces.ts';
import type { Score } from './score.ts';
import type { Charge, Charges } from './state.ts';

/** A field of the input after cleaning and cutting, with where its pieces begin in the common list. */
export interface ReadField {
  readonly field: 'title' | 'text';
  readonly clean: CleanText;
  readonly pieces: Pieces;
  readonly firstPiece: number;
}

// Small words were learned from these texts and those.
const SEVERAL = 'several';

/**
 * One line of reason per charge that counts; contributions add up to the compound. Who reads why a text is negative is
 * not helped by "and it": what small words lean by themselves is one line that points at no word.
 */
export function evidenceOf(
  { charges, calm }: Charges,
  fields: readonly ReadField[],
  score: Score,
): Evidence[] {
  const telling: Charge[] = [];
  let origin = '';
  let rest = 0;
  for (const charge of charges) {
    if (charge.isLeaning && charge.entry.isSmall) {
      rest += shareOf(charge, calm, score);
      origin = origin === '' || origin === charge.entry.origin ? charge.entry.origin : SEVERAL;
    } else telling.push(charge);
  }
  // Phrases and their words may overlap, and a negation is weighed after what follows it.
  telling.sort((a, b) => a.from - b.from || a.to - b.to);
  const reasons: Evidence[] = telling.flatMap((charge) => {
    const contribution = shareOf(charge, calm, score);
    // Most learned words have no say in most texts.
    if (charge.isLeaning && contribution === 0) return [];
    const field = fields.findLast((candidate) => candidate.firstPiece <= charge.from) as ReadField;
    const { pieces, starts } = field.pieces;
    const last = charge.to - 1 - field.firstPiece;
    const start = starts[charge.from - field.firstPiece] ?? 0;
    const end = (starts[last] ?? 0) + (pieces[last]?.length ?? 0);
    return {
      field: field.field,
      start: field.clean.originalOffset(start),
      end: field.clean.originalOffset(end),
      contribution,
      rule: ruleOf(charge, field),
      origin: charge.entry.origin,
    };
  });
  if (rest !== 0) {
    reasons.push({ field: 'text', start: 0, end: 0, contribution: rest, rule: SMALL_WORDS, origin });
  }
  return reasons;
}

function shareOf({ valence, plain, entry }: Charge, calm: number, score: Score): number {
  const tone = plain * score.perPlain + entry.undertone * score.perUndertone;
  return valence * score.perValence + tone * calm;
}

const LETTER = /[\p{L}\p{N}]/u;

function ruleOf(charge: Charge, field: ReadField): string {
  const wordAt = (piece: number) => field.pieces.pieces[piece - field.firstPiece]?.word ?? '';
  const parts = [kindOf(charge, wordAt(charge.from))];
  if (charge.negatedBy >= 0) parts.push(`negated by ${negationWord(wordAt(charge.negatedBy))}`);
  if (charge.modifiedBy >= 0) parts.push(`modified by ${wordAt(charge.modifiedBy)}`);
  if (charge.isEmphasised) parts.push('emphasised');
  if (charge.unreal !== 1) parts.push('wished, supposed or spoilt');
  if (charge.isContrasted) parts.push('weighed by a contrast');
  if (charge.questioned !== 1) parts.push('in a question');
  if (charge.isPast) parts.push('in the past');
  if (charge.isReported) parts.push('said by others');
  if (charge.isMocked) parts.push('praise in mockery');
  if (charge.isUndone) parts.push('taken back');
  if (charge.isRefused) parts.push('answered with no');
  return parts.join(', ');
}

function kindOf(charge: Charge, word: string): string {
  if (charge.entry.name !== undefined) return charge.entry.name;
  if (charge.entry.negates && charge.entry.valence === 0) return 'negation of nothing charged';
  if (charge.isLeaning) {
    const { valence, plain } = charge.entry;
    const tone =
      Math.abs(plain) <= Math.abs(valence) ? '' : plain > 0 ? ' of plain statements' : ' of opinions';
    return `learned ${charge.to - charge.from > 1 ? 'phrase' : 'word'}${tone}`;
  }
  if (charge.entry.idiom) return 'idiom';
  if (charge.to - charge.from > 1) return 'phrase';
  return LETTER.test(word) && !/^[:;=8x<]/.test(word) ? 'word' : 'emoji';
}

// The tokenizer cuts "don't" into "do" and "n't".
function negationWord(word: string): string {
  return word === "n't" || word === 'nt' ? 'not' : word;
}

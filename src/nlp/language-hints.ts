import { parseTable, type Row } from './lexicon-files.ts';

// Letters alone never make a clear lead: other languages have them, too.
const LETTER_WEIGHT = 0.9;

/** Small words and letters that give a language away. */
export interface Hints {
  /** Word → for each language how much it speaks for it, by position in `codes`. */
  readonly words: ReadonlyMap<string, readonly number[]>;
  readonly letters: ReadonlyMap<string, readonly number[]>;
  readonly codes: readonly string[];
}

/** @param tables language code → content of its language.tsv (columns kind and value). */
export function readHints(tables: ReadonlyMap<string, string>): Hints {
  const codes = [...tables.keys()];
  const words = new Map<string, number[]>();
  const letters = new Map<string, number[]>();
  for (const [position, [code, content]] of [...tables].entries()) {
    for (const row of parseTable(content, ['kind', 'value'], `${code}/language.tsv`)) {
      addHint({ row, position, size: codes.length }, words, letters);
    }
  }
  for (const weights of words.values()) shareOut(weights, 1);
  for (const weights of letters.values()) shareOut(weights, LETTER_WEIGHT);
  return { words, letters, codes };
}

function addHint(
  hint: { row: Row; position: number; size: number },
  words: Map<string, number[]>,
  letters: Map<string, number[]>,
): void {
  const target = hint.row['kind'] === 'word' ? words : hint.row['kind'] === 'letter' ? letters : undefined;
  if (!target) return;
  for (const value of String(hint.row['value']).split(' ')) {
    const weights = target.get(value) ?? new Array<number>(hint.size).fill(0);
    weights[hint.position] = 1;
    target.set(value, weights);
  }
}

/** A hint that several languages share counts for each of them the less. */
function shareOut(weights: number[], total: number): void {
  const shared = weights.reduce((sum, weight) => sum + weight, 0);
  for (let at = 0; at < weights.length; at += 1) weights[at] = ((weights[at] ?? 0) * total) / shared;
}

import { chargesOf } from '../../src/nlp/charges.ts';
import { clean } from '../../src/nlp/clean.ts';
import type { Entry, Lexicon, Phrases } from '../../src/nlp/entry.ts';
import { compileLexicon } from '../../src/nlp/lexicon.ts';
import type { LexiconFiles } from '../../src/nlp/lexicon-files.ts';
import { type Reader, readerFor } from '../../src/nlp/pieces.ts';
import { tokenizerOf } from '../../src/nlp/vocabulary.ts';

/** Something with a valence to be learned. */
export interface Feature {
  readonly phrase: string;
  /** What it is worth before learning: its valence in the lexicon, 0 where it is only a candidate. */
  readonly prior: number;
  readonly isLeaning: boolean;
}

/** Texts as sparse rows: row i holds columns[starts[i]…starts[i+1]) times `factors`, plus what no feature explains. */
export interface Design {
  readonly features: readonly Feature[];
  readonly starts: Int32Array;
  readonly columns: Int32Array;
  readonly factors: Float32Array;
  readonly offsets: Float64Array;
  /** What each text's length leaves of its plainness; see `Charges.calm`. */
  readonly calms: Float32Array;
}

/** A language with the candidates put in, each worth 1, so that the rules show what they make of them. */
export interface Probe {
  readonly features: readonly Feature[];
  readonly columnOf: ReadonlyMap<Entry, number>;
  readonly reader: Reader;
}

export function prepared(files: LexiconFiles, symbols: string): { lexicon: Lexicon; reader: Reader } {
  const tokenizer = tokenizerOf(files);
  const lexicon = compileLexicon(files, symbols, tokenizer);
  return { lexicon, reader: readerFor(tokenizer, lexicon) };
}

export function probeOf(files: LexiconFiles, symbols: string, candidates: readonly string[]): Probe {
  const rows = candidates.map((phrase) => `${phrase}\t1\t0\t0\t1\tprobe`);
  const table = ['phrase\tvalence\tplain\tundertone\tcount\torigin', ...rows];
  const contents = new Map(files.contents).set('learned.tsv', table.join('\n'));
  const { lexicon, reader } = prepared({ ...files, contents }, symbols);
  const features: Feature[] = [];
  const columnOf = new Map<Entry, number>();
  const add = (entry: Entry, phrase: string, isLeaning: boolean) => {
    columnOf.set(entry, features.length);
    features.push({ phrase, prior: isLeaning ? 0 : entry.valence, isLeaning });
  };
  for (const [word, entry] of lexicon.entries) {
    if (entry.valence !== 0) add(entry, word, false);
    if (entry.leaning) add(entry.leaning, word, true);
    addPhrases(entry.phrases, word, add);
  }
  return { features, columnOf, reader };
}

function addPhrases(
  phrases: Phrases | undefined,
  before: string,
  add: (entry: Entry, phrase: string, isLeaning: boolean) => void,
): void {
  for (const [word, { rule, leaning, next }] of phrases ?? []) {
    const phrase = `${before} ${word}`;
    if (rule && rule.valence !== 0) add(rule, phrase, false);
    if (leaning) add(leaning, phrase, true);
    addPhrases(next, phrase, add);
  }
}

/** What the rules make of every text: each charge is its feature's valence times a factor. */
export function designOf(texts: readonly string[], probe: Probe): Design {
  const starts = new Int32Array(texts.length + 1);
  const offsets = new Float64Array(texts.length);
  const calms = new Float32Array(texts.length);
  const columns: number[] = [];
  const factors: number[] = [];
  for (const [row, text] of texts.entries()) {
    const { charges, calm } = chargesOf(probe.reader.read(clean(text).text), { isDetailed: true });
    calms[row] = calm;
    for (const charge of charges) {
      const column = probe.columnOf.get(charge.entry);
      if (column === undefined) offsets[row] = (offsets[row] ?? 0) + charge.valence;
      else {
        columns.push(column);
        factors.push(charge.valence / charge.entry.valence);
      }
    }
    starts[row + 1] = columns.length;
  }
  return {
    features: probe.features,
    starts,
    offsets,
    calms,
    columns: Int32Array.from(columns),
    factors: Float32Array.from(factors),
  };
}

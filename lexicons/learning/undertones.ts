import { join } from 'node:path';
import { chargesOf } from '../../src/nlp/charges.ts';
import { clean } from '../../src/nlp/clean.ts';
import { type LexiconFiles, smallWords } from '../../src/nlp/lexicon-files.ts';
import { findCandidates } from './candidates.ts';
import type { Source } from './examples.ts';
import { type Design, designOf, prepared, probeOf } from './features.ts';
import { type FitOptions, led, momentumAfter, stepped } from './fit.ts';
import { areFew } from './material.ts';
import { onlySmallWords } from './stop-lists.ts';
import { type Learned, tableOf } from './table.ts';

const LIMITS = { fewestWords: 40, fewestPhrases: 40 };
const LIMITS_OF_FEW = { fewestWords: 10, fewestPhrases: 10 };
const FIT: FitOptions = { ridge: 16, lasso: 1.2, rounds: 200 };
const FIT_OF_FEW: FitOptions = { ridge: 8, lasso: 0.8, rounds: 200 };
// What one unit of valence adds to the odds of praise against blame, twice the slope of either against neutral.
const SLOPE = 1.6;
const SMALLEST = 0.05;

/**
 * What small words ("if", "would", "never", "my") hint at beyond all that is charged: praise and blame are told in
 * different words. Logistic regression of praise against blame on the charged texts only, upon the sums that the
 * lexicon with `learned` gives. They tip the balance where nothing else speaks; see score.ts.
 */
export function learnUndertones(
  root: string,
  files: LexiconFiles,
  symbols: string,
  { sources, learned }: { sources: readonly Source[]; learned: readonly Learned[] },
): Learned[] {
  const charged = sources.map((source) => ({
    ...source,
    examples: source.examples.filter(({ grade }) => grade !== 0),
  }));
  const known = new Set(learned.map(({ phrase }) => phrase));
  const base = prepared(files, symbols);
  const stops = onlySmallWords(join(root, 'learning', files.language), smallWords(files));
  const limits = areFew(sources) ? LIMITS_OF_FEW : LIMITS;
  const candidates = findCandidates(charged, { ...base, stops, limits }).filter(
    ({ phrase }) => !known.has(phrase),
  );
  const probe = probeOf(
    files,
    symbols,
    candidates.map(({ phrase }) => phrase),
  );
  const design = designOf(
    charged.flatMap(({ examples }) => examples.map(({ text }) => text)),
    probe,
  );
  const sums = sumsWith(
    { ...files, contents: new Map(files.contents).set('learned.tsv', tableOf(learned)) },
    symbols,
    charged,
  );
  const values = fitted(design, charged, sums, areFew(sources) ? FIT_OF_FEW : FIT);
  const counts = new Map(candidates.map((candidate) => [candidate.phrase, candidate.counts]));
  return design.features.flatMap(({ phrase, isLeaning }, column): Learned[] => {
    const undertone = Math.round((values[column] as number) * 100) / 100;
    if (!isLeaning || Math.abs(undertone) < SMALLEST) return [];
    const seen = counts.get(phrase) ?? [];
    const origin = sources.flatMap(({ name }, at) => (seen[at] ? [name] : [])).join('+');
    const count = seen.reduce((sum, one) => sum + one, 0);
    return [{ phrase, valence: 0, plain: 0, undertone, was: 0, count, origin }];
  });
}

function sumsWith(files: LexiconFiles, symbols: string, sources: readonly Source[]): Float64Array {
  const { reader } = prepared(files, symbols);
  const texts = sources.flatMap(({ examples }) => examples);
  return Float64Array.from(texts, ({ text }) => {
    const { charges } = chargesOf(reader.read(clean(text).text), { isDetailed: false });
    return charges.reduce((sum, { valence }) => sum + valence, 0);
  });
}

/** Proximal gradient steps as in fit.ts, for one value a small word and one offset a source. */
function fitted(
  design: Design,
  sources: readonly Source[],
  sums: Float64Array,
  options: FitOptions,
): Float64Array {
  const size = design.features.length;
  const rows = rowsOf(design, sources);
  const offsets = sources.map(() => 0);
  let current: Float64Array = new Float64Array(size);
  let ahead = current;
  let momentum = 1;
  const curvature = curvatureOf(rows, size, options.ridge);
  for (let round = 0; round < options.rounds; round += 1) {
    const gradient = new Float64Array(size);
    const over = sources.map(() => ({ sum: 0, weight: 1e-9 }));
    for (const [at, row] of rows.entries()) {
      let hint = sums[at] as number;
      for (const column of row.columns) hint += row.calm * (ahead[column] as number);
      const odds = SLOPE * hint + (offsets[row.source] as number);
      const error = row.weight * (1 / (1 + Math.exp(-odds)) - row.praise);
      const own = over[row.source];
      if (own) {
        own.sum += error;
        own.weight += row.weight;
      }
      for (const column of row.columns)
        gradient[column] = (gradient[column] as number) + SLOPE * row.calm * error;
    }
    for (const [source, { sum, weight }] of over.entries()) {
      offsets[source] = (offsets[source] as number) - (2 * sum) / weight;
    }
    const next = stepped(ahead, gradient, curvature, { priors: undefined, options });
    const nextMomentum = momentumAfter(momentum);
    ahead = led(current, next, (momentum - 1) / nextMomentum);
    current = next;
    momentum = nextMomentum;
  }
  return current;
}

interface Row {
  readonly source: number;
  readonly columns: readonly number[];
  readonly calm: number;
  readonly weight: number;
  readonly praise: 0 | 1;
}

/** Only small words are columns here; praise and blame of a source weigh the same. */
function rowsOf(design: Design, sources: readonly Source[]): Row[] {
  let at = -1;
  return sources.flatMap(({ examples, weight }, source) => {
    const praised = examples.filter(({ grade }) => grade > 0).length;
    return examples.map(({ grade }): Row => {
      at += 1;
      const columns = [...design.columns.subarray(design.starts[at], design.starts[at + 1])];
      const share = examples.length / 2 / Math.max(1, grade > 0 ? praised : examples.length - praised);
      return {
        source,
        columns: columns.filter((column) => design.features[column]?.isLeaning),
        calm: design.calms[at] as number,
        weight: weight * share,
        praise: grade > 0 ? 1 : 0,
      };
    });
  });
}

function curvatureOf(rows: readonly Row[], size: number, ridge: number): Float64Array {
  const curvature = new Float64Array(size).fill(ridge + 1e-6);
  for (const { columns, calm, weight } of rows) {
    const bound = (weight * SLOPE * SLOPE * calm * calm * columns.length) / 4;
    for (const column of columns) curvature[column] = (curvature[column] as number) + bound;
  }
  return curvature;
}

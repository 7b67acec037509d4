import { join } from 'node:path';
import { type LexiconFiles, parseList, smallWords } from '../../src/nlp/lexicon-files.ts';
import { type Candidate, type CandidateLimits, findCandidates } from './candidates.ts';
import type { Example, Source } from './examples.ts';
import { type Design, designOf, prepared, probeOf } from './features.ts';
import { type Part, pullsOf } from './fit.ts';
import { readStopLists } from './stop-lists.ts';

const LIMITS: CandidateLimits = { fewestWords: 8, fewestPhrases: 10 };
const LIMITS_OF_FEW: CandidateLimits = { fewestWords: 4, fewestPhrases: 5 };
const FEW_TEXTS = 10_000;
// A source has a say on a word from this many texts on; a word that only one source knows needs twice as many.
const FEWEST_FOR_A_SAY = 10;
const ALONE_FACTOR = 2;

/** Everything the fit needs: one row a text, one column a word or phrase. */
export interface Material {
  readonly candidates: readonly Candidate[];
  readonly design: Design;
  readonly grades: Int8Array;
  readonly weights: Float64Array;
  readonly parts: Part[];
}

export function materialOf(
  root: string,
  files: LexiconFiles,
  symbols: string,
  sources: readonly Source[],
): Material {
  const base = prepared(files, symbols);
  const negations = new Set(
    parseList(files.contents.get('negations.txt') ?? '').map((line) => line.replace(/^after /, '')),
  );
  const stops = readStopLists(join(root, 'learning', files.language), smallWords(files), negations);
  const candidates = findCandidates(sources, { ...base, stops, limits: limitsFor(sources) });
  const all = rowsOf(files, symbols, sources, candidates);
  const agreed = candidates.filter(isAgreed(all, sources));
  console.log(`candidates: ${candidates.length}, of one sign in every source: ${agreed.length}`);
  return { ...rowsOf(files, symbols, sources, agreed), candidates: agreed };
}

function limitsFor(sources: readonly Source[]): CandidateLimits {
  return areFew(sources) ? LIMITS_OF_FEW : LIMITS;
}

/** Whether there are so few texts that rare words must be believed sooner. */
export function areFew(sources: readonly Source[]): boolean {
  return sources.reduce((total, { examples }) => total + examples.length, 0) < FEW_TEXTS;
}

function rowsOf(
  files: LexiconFiles,
  symbols: string,
  sources: readonly Source[],
  candidates: readonly Candidate[],
): Omit<Material, 'candidates'> {
  const probe = probeOf(
    files,
    symbols,
    candidates.map(({ phrase }) => phrase),
  );
  const examples = sources.flatMap((source) => source.examples);
  const design = designOf(
    examples.map(({ text }) => text),
    probe,
  );
  const grades = Int8Array.from(examples, ({ grade }) => grade);
  const weights = Float64Array.from(sources.flatMap(balancedWeights));
  const parts: Part[] = [];
  for (const { examples: own } of sources) {
    const from = parts.at(-1)?.to ?? 0;
    parts.push({ from, to: from + own.length, positive: 1, negative: 1 });
  }
  return { design, grades, weights, parts };
}

/** Every class of a source counts the same, however rare. */
function balancedWeights({ examples, weight }: Source): number[] {
  const count = (grade: Example['grade']) => examples.filter((example) => example.grade === grade).length;
  const shares = new Map(([-1, 0, 1] as const).map((grade) => [grade, examples.length / 3 / count(grade)]));
  return examples.map(({ grade }) => weight * (shares.get(grade) ?? 0));
}

/** Whether all sources that know a candidate pull it the same way. */
function isAgreed(
  { design, grades, weights, parts }: Omit<Material, 'candidates'>,
  sources: readonly Source[],
): (candidate: Candidate) => boolean {
  const limits = limitsFor(sources);
  const pulls = parts.map((part) => pullsOf(design, { grades, weights }, part));
  const columns = new Map(design.features.map(({ phrase }, column) => [phrase, column]));
  return ({ phrase, counts }) => {
    const column = columns.get(phrase) ?? -1;
    const speaking = sources.flatMap((_, at) =>
      (counts[at] ?? 0) >= FEWEST_FOR_A_SAY ? [Math.sign(pulls[at]?.[column] ?? 0)] : [],
    );
    const fewest = phrase.includes(' ') ? limits.fewestPhrases : limits.fewestWords;
    const total = counts.reduce((sum, count) => sum + count, 0);
    if (speaking.length < 2 && sources.length > 1 && total < ALONE_FACTOR * fewest) return false;
    return new Set(speaking).size <= 1;
  };
}

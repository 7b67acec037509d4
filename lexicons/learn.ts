/**
 * Learns valences of words and phrases from labelled texts, jointly with the rules, and writes them as tables a
 * person can read:
 *
 *   node lexicons/learn.ts --lang en --train PATH.tsv[:weight][:channel] --train … [--dry]
 *
 * Each PATH is a tab-separated file with columns label and text; the name of its folder becomes the origin of what is
 * learned from it. Give at least two sources: what only one of them says is trusted less. Writes learned.tsv,
 * channels.tsv and confidence.tsv of the language; --dry only prints. The same files give the same tables.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { CHANNELS } from '../src/nlp/channels.ts';
import { type LexiconFiles, parseList, parseTable, readLexiconFiles } from '../src/nlp/lexicon-files.ts';
import { calibrate, fitThresholds, type Judged, type Step, type Thresholds } from './learning/calibrate.ts';
import { type Candidate, findCandidates } from './learning/candidates.ts';
import { type Example, readSource, type Source } from './learning/examples.ts';
import { type Design, designOf, prepared, probeOf } from './learning/features.ts';
import { fitValences, type Part, pullsOf, sumsOf } from './learning/fit.ts';
import { keepWanted, type Wanted } from './learning/guard.ts';
import { readNeutralSentences, readStopLists } from './learning/stop-lists.ts';
import { type Learned, tableOf } from './learning/table.ts';

// The best of a handful of settings on held-out sources and development sets; weaker pulls fit names and fashions.
const FIT = { ridge: 12, lasso: 0.7, rounds: 100 };
const LIMITS = { fewestWords: 6, fewestPhrases: 8 };
// A source has a say on a word from this many texts on; a word that only one source knows needs half as many more.
const FEWEST_FOR_A_SAY = 10;
const ALONE_FACTOR = 1.5;
// Smaller leanings and smaller changes are noise to a reader.
const SMALLEST_LEANING = 0.08;
const SMALLEST_CHANGE = 0.1;
const SHOWN = 40;

const root = fileURLToPath(new URL('./', import.meta.url));
learn();

function learn(): void {
  const { values } = parseArgs({
    options: {
      lang: { type: 'string' },
      train: { type: 'string', multiple: true },
      dry: { type: 'boolean', default: false },
    },
  });
  if (!values.lang || !values.train?.length) {
    throw new Error('Expected --lang CODE and --train PATH.tsv[:weight][:channel] at least once.');
  }
  const files = withoutLearned(readLexiconFiles(root, values.lang));
  const symbols = readFileSync(join(root, 'emoji.tsv'), 'utf8');
  const sources = values.train.map(readSource);
  for (const { name, examples, weight } of sources)
    console.log(`${name}: ${examples.length} texts × ${weight}`);

  const material = materialOf(files, symbols, sources);
  const valences = fitValences(material.design, material.grades, material.weights, material.parts, FIT);
  const judged = judgedByOthers(material, sources);
  const cuts = cutsOf(judged);
  const rows = learnedRows(material, valences, sources);
  const channels = channelTable(cuts);
  const guarded = keepWanted(
    { ...files, contents: new Map(files.contents).set('channels.tsv', channels) },
    symbols,
    rows,
    wantedOf(values.lang),
  );
  report(rows, guarded, cuts);
  if (values.dry) return;
  const write = (name: string, content: string) =>
    writeFileSync(join(root, values.lang ?? '', name), content);
  write('learned.tsv', tableOf(guarded.kept));
  write('channels.tsv', channels);
  write('confidence.tsv', confidenceTable(cuts));
}

function withoutLearned(files: LexiconFiles): LexiconFiles {
  const contents = new Map(files.contents);
  contents.delete('learned.tsv');
  return { ...files, contents };
}

/** Everything the fit needs: one row a text, one column a word or phrase. */
interface Material {
  readonly candidates: readonly Candidate[];
  readonly design: Design;
  readonly grades: Int8Array;
  readonly weights: Float64Array;
  readonly parts: Part[];
}

function materialOf(files: LexiconFiles, symbols: string, sources: readonly Source[]): Material {
  const base = prepared(files, symbols);
  const negations = new Set(
    parseList(files.contents.get('negations.txt') ?? '').map((line) => line.replace(/^after /, '')),
  );
  const stops = readStopLists(join(root, 'learning', files.language), negations);
  const candidates = findCandidates(sources, { ...base, stops, limits: LIMITS });
  const all = rowsOf(files, symbols, sources, candidates);
  const agreed = candidates.filter(isAgreed(all, sources));
  console.log(`candidates: ${candidates.length}, of one sign in every source: ${agreed.length}`);
  return { ...rowsOf(files, symbols, sources, agreed), candidates: agreed };
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
    parts.push({ from, to: from + own.length, slope: 0.7, low: -0.5, high: 0.5 });
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
  const pulls = parts.map((part) => pullsOf(design, grades, weights, part));
  const columns = new Map(design.features.map(({ phrase }, column) => [phrase, column]));
  return ({ phrase, counts }) => {
    const column = columns.get(phrase) ?? -1;
    const speaking = sources.flatMap((_, at) =>
      (counts[at] ?? 0) >= FEWEST_FOR_A_SAY ? [Math.sign(pulls[at]?.[column] ?? 0)] : [],
    );
    const fewest = phrase.includes(' ') ? LIMITS.fewestPhrases : LIMITS.fewestWords;
    const total = counts.reduce((sum, count) => sum + count, 0);
    if (speaking.length < 2 && sources.length > 1 && total < ALONE_FACTOR * fewest) return false;
    return new Set(speaking).size <= 1;
  };
}

/** Sums of every source's texts by what the other sources teach, as for texts nobody has seen. */
function judgedByOthers({ design, grades, weights, parts }: Material, sources: readonly Source[]): Judged[] {
  return sources.map(({ channel }, held) => {
    const part = parts[held] as Part;
    const others = parts.filter((_, at) => at !== held || parts.length === 1).map((other) => ({ ...other }));
    const valences = fitValences(design, grades, weights, others, {
      ...FIT,
      ridge: FIT.ridge / 2,
      lasso: FIT.lasso / 2,
    });
    const sums = sumsOf(design, valences, part).subarray(part.from, part.to);
    return { channel, sums: [...sums], grades: [...grades.subarray(part.from, part.to)] };
  });
}

type Cuts = readonly { channel: string; thresholds: Thresholds; steps: readonly Step[] }[];

/** Thresholds and confidence of every channel that has texts. */
function cutsOf(judged: readonly Judged[]): Cuts {
  return CHANNELS.flatMap((channel) => {
    const own = judged.filter((source) => source.channel === channel);
    if (own.length === 0) return [];
    const thresholds = fitThresholds(own);
    return [{ channel, thresholds, steps: calibrate(own, thresholds) }];
  });
}

function channelTable(cuts: Cuts): string {
  const lines = cuts.map(
    ({ channel, thresholds }) =>
      `${channel}\t${thresholds.positive.toFixed(3)}\t${thresholds.negative.toFixed(3)}`,
  );
  return `${['channel\tpositive\tnegative', ...lines].join('\n')}\n`;
}

function confidenceTable(cuts: Cuts): string {
  const lines = cuts.flatMap(({ channel, steps }) =>
    steps.map(({ label, from, confidence }) => [channel, label, from, confidence.toFixed(2)].join('\t')),
  );
  return `${['channel\tlabel\tfrom\tconfidence', ...lines].join('\n')}\n`;
}

function learnedRows(
  { design, parts }: Material,
  valences: Float64Array,
  sources: readonly Source[],
): Learned[] {
  const seen = parts.map((part) => textsPerColumn(design, part));
  const rows: Learned[] = [];
  for (const [column, { phrase, prior, isLeaning }] of design.features.entries()) {
    const valence = Math.round((valences[column] as number) * 100) / 100;
    if (Math.abs(valence - prior) < (isLeaning ? SMALLEST_LEANING : SMALLEST_CHANGE)) continue;
    const counts = seen.map((texts) => texts[column] ?? 0);
    const origin = sources.flatMap(({ name }, at) => (counts[at] ? [name] : [])).join('+');
    rows.push({ phrase, valence, was: prior, count: counts.reduce((sum, count) => sum + count, 0), origin });
  }
  return rows.sort((a, b) => (a.phrase < b.phrase ? -1 : 1));
}

function textsPerColumn({ features, starts, columns }: Design, part: Part): Int32Array {
  const seen = new Int32Array(features.length);
  for (let row = part.from; row < part.to; row += 1) {
    for (const column of new Set(columns.subarray(starts[row], starts[row + 1]))) {
      seen[column] = (seen[column] as number) + 1;
    }
  }
  return seen;
}

function wantedOf(language: string): Wanted[] {
  const cases = parseTable(
    readFileSync(join(root, language, 'cases.tsv'), 'utf8'),
    ['label', 'text'],
    'cases.tsv',
  );
  const neutral = readNeutralSentences(join(root, 'learning', language));
  return [
    ...cases.map(({ label, text }) => ({ label: String(label), text: String(text) })),
    ...neutral.map((text) => ({ label: 'neutral', text })),
  ];
}

function report(
  rows: readonly Learned[],
  { kept, dropped, failing }: ReturnType<typeof keepWanted>,
  cuts: Cuts,
): void {
  const changed = kept.filter(({ was }) => was !== 0);
  const show = (title: string, list: readonly Learned[]) => {
    console.log(`\n${title}`);
    for (const { phrase, valence, was, count, origin } of list.slice(0, SHOWN)) {
      console.log(
        `  ${phrase.padEnd(28)}${was.toFixed(2).padStart(6)} → ${valence.toFixed(2).padStart(5)}  ${count}× ${origin}`,
      );
    }
  };
  const byChange = (list: readonly Learned[]) =>
    list.toSorted((a, b) => Math.abs(b.valence - b.was) - Math.abs(a.valence - a.was));
  console.log(
    `learned ${rows.length} rows; kept ${kept.length}: ${kept.length - changed.length} new, ${changed.length} revalued`,
  );
  show('revalued most: the texts that hold it say otherwise than the list', byChange(changed));
  show(
    'new and strongest: frequent enough, same sign in every source',
    byChange(kept.filter(({ was }) => was === 0)),
  );
  show('dropped because a wanted sentence would lose its label', byChange(dropped));
  for (const { label, text } of failing.slice(0, SHOWN)) console.log(`  still not ${label}: ${text}`);
  console.log(`\n${channelTable(cuts)}\n${confidenceTable(cuts)}`);
}

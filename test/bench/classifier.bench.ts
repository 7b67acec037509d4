/**
 * One file of more than 250 lines, because its tables share the same reading and printing.
 *
 * Prints how the classifier stands against other lexicon tools on labelled texts, and how fast it is.
 * `node test/bench/classifier.bench.ts [FOLDER]`: FOLDER (or EARSHOT_EVAL_DATA) holds sentiment/<set>/dev.tsv with
 * the columns id, label, text; ../shared/data beside the repository when neither is given.
 */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Classifier, Label } from '../../src/domain/classification.ts';
import { loadClassifier } from '../../src/nlp/classifier.ts';
import { evaluate } from '../../src/nlp/evaluate.ts';

interface Judgement {
  readonly label: Label;
  readonly score: number;
  /** Only our own tool says how sure it is. */
  readonly confidence?: number;
}

interface Tool {
  readonly name: string;
  judge(text: string, lang: string): Judgement;
}

interface Example {
  readonly label: string;
  readonly text: string;
}

const ENGLISH_CLASSES = [
  'tweeteval',
  'airline',
  'reddit',
  'vader-nyt',
  'opener-en',
  'cf-products',
  'huliu',
  'sst',
];
const ENGLISH_SIGNS = [
  'marc-en',
  'uci-amazon',
  'cf-products',
  'huliu',
  'sst',
  'opener-en',
  'vader-nyt',
  'airline',
];
const FOREIGN_CLASSES = ['xlmt-de', 'germeval17', 'xlmt-es', 'opener-es', 'xlmt-fr', 'xlmt-it', 'xlmt-pt'];
const FOREIGN_SIGNS = [
  'marc-de',
  'marc-es',
  'opener-es',
  'marc-fr',
  'absita',
  'olist',
  'marc-zh',
  'zh-waimai',
];
const OTHER_LANGUAGES: Readonly<Record<string, string>> = {
  absita: 'it',
  germeval17: 'de',
  olist: 'pt',
  'zh-waimai': 'zh',
};
const BEHAVIOUR = 'checklist/mft-dev.tsv';
const PAIRS = 'checklist/pairs-dev.jsonl';
const SPEED_SETS = ['tweeteval', 'marc-en'];
const SECONDS_A_TOOL = 1.5;
const SIGNS: Readonly<Record<string, number>> = { positive: 1, negative: -1 };

const root = process.argv[2] ?? process.env['EARSHOT_EVAL_DATA'] ?? sharedFolder();
const data = join(root, 'sentiment');
if (existsSync(data)) await run();
else console.log(`No evaluation data at ${data}; give the folder as argument or in EARSHOT_EVAL_DATA.`);

function sharedFolder(): string {
  return fileURLToPath(new URL('../../../shared/data', import.meta.url));
}

async function run(): Promise<void> {
  const startedAt = performance.now();
  const classifier = await loadClassifier();
  console.log(`loaded in ${(performance.now() - startedAt).toFixed(0)} ms`);
  const ours: Tool = {
    name: 'earshot',
    judge(text, lang) {
      const { label, compound, confidence } = classifier.classify({ text, lang }, { evidence: false });
      return { label, score: compound, confidence };
    },
  };
  const tools = [ours, ...peers()];
  table(
    'macro-recall, three classes',
    ENGLISH_CLASSES,
    tools,
    'en',
    (tool, examples) => classes(tool, examples).macroRecall,
  );
  table(
    'macro-F1, three classes',
    ENGLISH_CLASSES,
    tools,
    'en',
    (tool, examples) => classes(tool, examples).macroF1,
  );
  table('right sign of charged texts', ENGLISH_SIGNS, tools, 'en', signAccuracy);
  table('right label of charged texts', ENGLISH_SIGNS, tools, 'en', labelAccuracy);
  behaviour(tools);
  invariance(tools);
  table(
    'macro-recall, other languages',
    FOREIGN_CLASSES,
    [ours],
    undefined,
    (tool, examples, lang) => classes(tool, examples, lang).macroRecall,
  );
  table(
    'macro-F1, other languages',
    FOREIGN_CLASSES,
    [ours],
    undefined,
    (tool, examples, lang) => classes(tool, examples, lang).macroF1,
  );
  table('right sign, other languages', FOREIGN_SIGNS, [ours], undefined, signAccuracy);
  table('calibration error, English', ENGLISH_CLASSES, [ours], 'en', calibrationError);
  table(
    'calibration error, others',
    [...FOREIGN_CLASSES, ...FOREIGN_SIGNS],
    [ours],
    undefined,
    calibrationError,
  );
  speed(tools, classifier);
}

function peers(): Tool[] {
  const load = createRequire(import.meta.url);
  const vader = load('vader-sentiment') as {
    SentimentIntensityAnalyzer: { polarity_scores(text: string): { compound: number } };
  };
  const Sentiment = load('sentiment') as new () => { analyze(text: string): { comparative: number } };
  const winkSentiment = load('wink-sentiment') as (text: string) => { normalizedScore: number };
  const winkNlp = load('wink-nlp') as (model: unknown, pipe: string[]) => WinkNlp;
  const nlp = winkNlp(load('wink-eng-lite-web-model'), ['sbd', 'negation', 'sentiment']);
  const afinn = new Sentiment();
  return [
    // The compound's thresholds as its authors give them; the others call 0 neutral.
    {
      name: 'vader-sentiment',
      judge: (text) => cut(vader.SentimentIntensityAnalyzer.polarity_scores(text).compound, 0.05),
    },
    { name: 'sentiment', judge: (text) => cut(afinn.analyze(text).comparative, 0) },
    { name: 'wink-sentiment', judge: (text) => cut(winkSentiment(text).normalizedScore, 0) },
    { name: 'wink-nlp', judge: (text) => cut(Number(nlp.readDoc(text).out(nlp.its.sentiment)), 0) },
  ];
}

interface WinkNlp {
  readDoc(text: string): { out(its: unknown): unknown; tokens(): { out(): string[] } };
  readonly its: { readonly sentiment: unknown };
}

function cut(score: number, threshold: number): Judgement {
  const isCharged = Math.abs(score) >= threshold && score !== 0;
  return { score, label: !isCharged ? 'neutral' : score > 0 ? 'positive' : 'negative' };
}

function read(set: string): Example[] {
  const path = join(data, set);
  const file = set.endsWith('.tsv')
    ? path
    : [join(path, 'dev.tsv'), join(path, 'val.tsv')].find((name) => existsSync(name));
  if (!file || !existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .slice(1)
    .filter((line) => line !== '')
    .map((line) => line.split('\t'))
    .map(([, label = '', text = '']) => ({ label, text: text.replaceAll('\\n', '\n') }));
}

type Measure = (tool: Tool, examples: readonly Example[], lang: string) => number;

function table(
  title: string,
  sets: readonly string[],
  tools: readonly Tool[],
  lang: string | undefined,
  measure: Measure,
): void {
  console.log(
    `\n${title.padEnd(32)}${'texts'.padStart(7)}${tools.map((tool) => tool.name.padStart(17)).join('')}`,
  );
  for (const set of sets) {
    const examples = read(set);
    if (examples.length === 0) continue;
    const language = lang ?? OTHER_LANGUAGES[set] ?? set.slice(-2);
    const results = tools.map((tool) => measure(tool, examples, language));
    const best = Math.max(...results);
    const cells = results.map((result) =>
      `${(100 * result).toFixed(2)}${result === best ? '*' : ' '}`.padStart(17),
    );
    console.log(`${set.padEnd(32)}${String(examples.length).padStart(7)}${cells.join('')}`);
  }
}

function classes(tool: Tool, examples: readonly Example[], lang = 'en') {
  return evaluate(
    examples.map(({ label, text }) => ({
      expected: label as Label,
      predicted: tool.judge(text, lang).label,
    })),
  );
}

/** Share of positive and negative texts whose score has the right sign; 0 is wrong. */
function signAccuracy(tool: Tool, examples: readonly Example[], lang: string): number {
  const charged = examples.filter(({ label }) => label in SIGNS);
  const right = charged.filter(({ label, text }) => Math.sign(tool.judge(text, lang).score) === SIGNS[label]);
  return right.length / charged.length;
}

function labelAccuracy(tool: Tool, examples: readonly Example[], lang: string): number {
  const charged = examples.filter(({ label }) => label in SIGNS);
  return charged.filter(({ label, text }) => tool.judge(text, lang).label === label).length / charged.length;
}

/** Expected calibration error over ten bins of equal width. */
function calibrationError(tool: Tool, examples: readonly Example[], lang: string): number {
  const bins = Array.from({ length: 10 }, () => ({ confidence: 0, right: 0 }));
  for (const { label, text } of examples) {
    const judged = tool.judge(text, lang);
    const confidence = judged.confidence ?? 0;
    const bin = bins[Math.min(9, Math.floor(confidence * 10))];
    if (!bin) continue;
    bin.confidence += confidence;
    bin.right += judged.label === label ? 1 : 0;
  }
  return bins.reduce((sum, { confidence, right }) => sum + Math.abs(confidence - right), 0) / examples.length;
}

interface TextPair {
  readonly type: string;
  readonly test: string;
  readonly texts: readonly string[];
}

/** INV: all texts of a group get one label. DIR: the score moves the way the test names, or stays. */
function invariance(tools: readonly Tool[]): void {
  const path = join(data, PAIRS);
  if (!existsSync(path)) return;
  const pairs = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as TextPair);
  console.log('\nCheckList invariance and direction tests that fail, %');
  for (const tool of tools) {
    const failures = pairs.filter((pair) => !holds(tool, pair));
    const rate = (100 * failures.length) / pairs.length;
    console.log(`  ${tool.name.padEnd(17)}${rate.toFixed(2).padStart(7)}`);
  }
}

function holds(tool: Tool, { type, test, texts }: TextPair): boolean {
  const [first, ...others] = texts.map((text) => tool.judge(text, 'en'));
  if (!first) return true;
  if (type === 'INV') return others.every(({ label }) => label === first.label);
  const up = test === 'add positive phrases' || test === 'intensifiers';
  const isAboutStrength = test === 'intensifiers' || test === 'reducers';
  const direction = (up ? 1 : -1) * (isAboutStrength ? Math.sign(first.score) : 1);
  return others.every(({ score }) => (score - first.score) * direction > -1e-9);
}

function behaviour(tools: readonly Tool[]): void {
  const examples = read(BEHAVIOUR);
  if (examples.length === 0) return;
  console.log('\nCheckList minimum functionality tests that fail, %');
  for (const tool of tools) {
    const failures = examples.filter(
      ({ label, text }) => !label.split('|').includes(tool.judge(text, 'en').label),
    );
    console.log(
      `  ${tool.name.padEnd(17)}${((100 * failures.length) / examples.length).toFixed(2).padStart(7)}`,
    );
  }
}

function speed(tools: readonly Tool[], classifier: Classifier): void {
  const texts = SPEED_SETS.flatMap(read).map(({ text }) => text);
  const load = createRequire(import.meta.url);
  const nlp = (load('wink-nlp') as (model: unknown, pipe: string[]) => WinkNlp)(
    load('wink-eng-lite-web-model'),
    [],
  );
  const tokensOnly = perSecond(texts, (text) => nlp.readDoc(text).tokens().out());
  console.log(`\ntexts a second (${texts.length} tweets and reviews) and share of wink-nlp tokens only`);
  console.log(`  ${'wink-nlp tokens'.padEnd(17)}${tokensOnly.toFixed(0).padStart(9)}     1.00`);
  const explained: Tool = {
    name: 'with evidence',
    judge(text) {
      const { label, compound } = classifier.classify({ text, lang: 'en' }, { evidence: true });
      return { label, score: compound };
    },
  };
  for (const tool of [...tools, explained]) {
    const rate = perSecond(texts, (text) => tool.judge(text, 'en'));
    console.log(
      `  ${tool.name.padEnd(17)}${rate.toFixed(0).padStart(9)}${(rate / tokensOnly).toFixed(2).padStart(9)}`,
    );
  }
}

function perSecond(texts: readonly string[], work: (text: string) => unknown): number {
  for (const text of texts) work(text);
  const from = performance.now();
  let done = 0;
  while (performance.now() - from < SECONDS_A_TOOL * 1000) {
    for (let k = 0; k < 200; k += 1) work(texts[(done + k) % texts.length] ?? '');
    done += 200;
  }
  return (done * 1000) / (performance.now() - from);
}

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
import { type LexiconFiles, parseTable, readLexiconFiles } from '../src/nlp/lexicon-files.ts';
import { scoreOfSum } from '../src/nlp/score.ts';
import { readSource, type Source } from './learning/examples.ts';
import type { Design } from './learning/features.ts';
import { type FitOptions, type Fitted, fitValences, type Part } from './learning/fit.ts';
import { keepWanted, type Wanted } from './learning/guard.ts';
import { type Cuts, cutsOf, interleaved, judgedByOthers } from './learning/judge.ts';
import { areFew, type Material, materialOf } from './learning/material.ts';
import { readNeutralSentences } from './learning/stop-lists.ts';
import { type Learned, tableOf } from './learning/table.ts';
import { learnUndertones } from './learning/undertones.ts';

// The best of a handful of settings on held-out sources and development sets; weaker pulls fit names and fashions.
const FIT: FitOptions = { ridge: 16, lasso: 1.2, rounds: 120 };
const FIT_OF_FEW: FitOptions = { ridge: 8, lasso: 0.8, rounds: 120 };
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
  const sources = values.train.map(readSource).map(interleaved);
  for (const { name, examples, weight } of sources)
    console.log(`${name}: ${examples.length} texts × ${weight}`);

  const material = materialOf(root, files, symbols, sources);
  const options = areFew(sources) ? FIT_OF_FEW : FIT;
  const fitted = fitValences(material.design, material, material.parts, options);
  const judged = judgedByOthers(material, sources, options);
  const cuts = cutsOf(judged);
  const rows = learnedRows(material, fitted, sources);
  const channels = channelTable(files, cuts);
  const cut = { ...files, contents: new Map(files.contents).set('channels.tsv', channels) };
  const wanted = wantedOf(values.lang);
  const sound = keepWanted(cut, symbols, rows, wanted);
  const undertones = learnUndertones(root, cut, symbols, { sources, learned: sound.kept });
  const all = [...sound.kept, ...undertones].sort((a, b) => (a.phrase < b.phrase ? -1 : 1));
  const guarded = keepWanted(cut, symbols, all, wanted);
  report(files, { rows, guarded: { ...guarded, dropped: [...sound.dropped, ...guarded.dropped] }, cuts });
  if (values.dry) return;
  const write = (name: string, content: string) =>
    writeFileSync(join(root, values.lang ?? '', name), content);
  write('learned.tsv', tableOf(guarded.kept));
  write('channels.tsv', channels);
  write('confidence.tsv', confidenceTable(files, cuts));
}

function withoutLearned(files: LexiconFiles): LexiconFiles {
  const contents = new Map(files.contents);
  contents.delete('learned.tsv');
  return { ...files, contents };
}

function channelTable(files: LexiconFiles, cuts: Cuts): string {
  const lines = cuts.map(
    ({ channel, edges }) =>
      `${channel}\t${scoreOfSum(edges.positive).toFixed(3)}\t${scoreOfSum(-edges.negative).toFixed(3)}`,
  );
  const kept = linesOfOthers(files.contents.get('channels.tsv'), cuts);
  return `${['channel\tpositive\tnegative', ...lines, ...kept].join('\n')}\n`;
}

function confidenceTable(files: LexiconFiles, cuts: Cuts): string {
  const lines = cuts.flatMap(({ channel, steps }) =>
    steps.map(({ label, from, confidence }) => [channel, label, from, confidence.toFixed(2)].join('\t')),
  );
  const kept = linesOfOthers(files.contents.get('confidence.tsv'), cuts);
  return `${['channel\tlabel\tfrom\tconfidence', ...lines, ...kept].join('\n')}\n`;
}

/** Rows of channels that no text was read for stay as they are. */
function linesOfOthers(table: string | undefined, cuts: Cuts): string[] {
  const [, ...lines] = table?.trimEnd().split('\n') ?? [];
  return lines.filter((line) => !cuts.some(({ channel }) => line.startsWith(`${channel}\t`)));
}

function learnedRows(
  { design, parts }: Material,
  { valences, plains }: Fitted,
  sources: readonly Source[],
): Learned[] {
  const seen = parts.map((part) => textsPerColumn(design, part));
  const rows: Learned[] = [];
  for (const [column, { phrase, prior, isLeaning }] of design.features.entries()) {
    const valence = Math.round((valences[column] as number) * 100) / 100;
    const plain = Math.round((plains[column] as number) * 100) / 100;
    const isMoved = Math.abs(valence - prior) >= (isLeaning ? SMALLEST_LEANING : SMALLEST_CHANGE);
    if (!isMoved && Math.abs(plain) < SMALLEST_LEANING) continue;
    const counts = seen.map((texts) => texts[column] ?? 0);
    const origin = sources.flatMap(({ name }, at) => (counts[at] ? [name] : [])).join('+');
    rows.push({
      phrase,
      valence,
      plain,
      undertone: 0,
      was: prior,
      count: counts.reduce((sum, count) => sum + count, 0),
      origin,
    });
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
  files: LexiconFiles,
  { rows, guarded, cuts }: { rows: readonly Learned[]; guarded: ReturnType<typeof keepWanted>; cuts: Cuts },
): void {
  const { kept, dropped, failing } = guarded;
  const changed = kept.filter(({ was }) => was !== 0);
  const show = (title: string, list: readonly Learned[]) => {
    console.log(`\n${title}`);
    for (const { phrase, valence, plain, was, count, origin } of list.slice(0, SHOWN)) {
      console.log(
        `  ${phrase.padEnd(28)}${was.toFixed(2).padStart(6)} → ${valence.toFixed(2).padStart(5)}  plain ${plain.toFixed(2).padStart(5)}  ${count}× ${origin}`,
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
  for (const { channel, recall } of cuts)
    console.log(`macro-recall on ${channel}s held out: ${(100 * recall).toFixed(2)}`);
  console.log(`\n${channelTable(files, cuts)}\n${confidenceTable(files, cuts)}`);
}

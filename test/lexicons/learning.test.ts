import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { calibrate, fitEdges, type Judged } from '../../lexicons/learning/calibrate.ts';
import { readSource } from '../../lexicons/learning/examples.ts';
import { designOf, probeOf } from '../../lexicons/learning/features.ts';
import { fitValences } from '../../lexicons/learning/fit.ts';
import { keepWanted } from '../../lexicons/learning/guard.ts';
import { readNeutralSentences, readStopLists } from '../../lexicons/learning/stop-lists.ts';
import { type LexiconFiles, readLexiconFiles, smallWords } from '../../src/nlp/lexicon-files.ts';

const VALENCES = 'word\tvalence\torigin\ngood\t2\tearshot\nbad\t-2\tearshot\n';
const FILES: LexiconFiles = {
  language: 'en',
  contents: new Map([
    ['valence.tsv', VALENCES],
    ['negations.txt', 'not\n'],
  ]),
};
const SYMBOLS = 'symbol\tvalence\torigin\n';
const STRONG = { ridge: 0.1, lasso: 0.1, rounds: 200 };

function learn(texts: readonly (readonly [string, -1 | 0 | 1])[], candidates: readonly string[]) {
  const probe = probeOf(FILES, SYMBOLS, candidates);
  const repeated = texts.flatMap((text) => Array.from({ length: 20 }, () => text));
  const design = designOf(
    repeated.map(([text]) => text),
    probe,
  );
  const grades = Int8Array.from(repeated, ([, grade]) => grade);
  const weights = new Float64Array(repeated.length).fill(1);
  const part = { from: 0, to: repeated.length, positive: 1, negative: 1 };
  const { valences, plains } = fitValences(design, { grades, weights }, [part], STRONG);
  const named = (values: Float64Array) =>
    new Map(probe.features.map(({ phrase }, at) => [phrase, values[at] as number]));
  return { learned: named(valences), plain: named(plains) };
}

describe('learning', () => {
  test('a new word takes the sign of the texts that hold it', () => {
    const { learned } = learn(
      [
        ['zippy box', 1],
        ['grotty box', -1],
        ['box', 0],
      ],
      ['zippy', 'grotty', 'box'],
    );
    expect(learned.get('zippy')).toBeGreaterThan(0.3);
    expect(learned.get('grotty')).toBeLessThan(-0.3);
    expect(Math.abs(learned.get('box') ?? 1)).toBeLessThan(0.3);
  });

  test('a word that is denied counts against itself', () => {
    const { learned } = learn(
      [
        ['not zippy', -1],
        ['box', 1],
      ],
      ['zippy'],
    );
    expect(learned.get('zippy')).toBeGreaterThan(0);
  });

  test('a charged word keeps its sign and most of its charge, whatever the texts say', () => {
    const { learned } = learn(
      [
        ['good box', -1],
        ['box', 1],
      ],
      [],
    );
    expect(learned.get('good')).toBeGreaterThanOrEqual(1);
  });

  test('a word of plain statements speaks for neutral, a word of opinions of either kind against it', () => {
    const { learned, plain } = learn(
      [
        ['annual good box', 0],
        ['annual bad box', 0],
        ['wow good box', 1],
        ['wow bad box', -1],
      ],
      ['annual', 'wow'],
    );
    expect(plain.get('annual')).toBeGreaterThan(0.3);
    expect(plain.get('wow')).toBeLessThan(-0.3);
    expect(Math.abs(learned.get('annual') ?? 1)).toBeLessThan(0.3);
  });

  test('the same texts give the same valences', () => {
    const texts = [
      ['zippy box', 1],
      ['grotty box', -1],
    ] as const;
    expect(learn(texts, ['zippy', 'grotty'])).toEqual(learn(texts, ['zippy', 'grotty']));
  });
});

test('a learned row that makes a neutral sentence fire is dropped, others stay', () => {
  const row = { plain: 0, undertone: 0, was: 0, count: 9, origin: 'tweets' };
  const rows = [
    { phrase: 'box', valence: -3, ...row },
    { phrase: 'zippy', valence: 1, ...row },
  ];
  const wanted = [{ label: 'neutral', text: 'this is a box' }];
  const { kept, dropped, failing } = keepWanted(FILES, SYMBOLS, rows, wanted);
  expect([kept, dropped, failing]).toEqual([[rows[1]], [rows[0]], []]);
});

describe('thresholds and confidence', () => {
  const valence = Float64Array.from({ length: 300 }, (_, at) => (at - 150) / 50);
  const grades = Int8Array.from(valence, (sum) => (sum >= 0.6 ? 1 : sum <= -0.9 ? -1 : 0));
  const sums = { valence, plain: new Float64Array(300) };
  const judged: Judged = { channel: 'mention', sums, grades };

  test('thresholds are found where the labels turn', () => {
    const { positive, negative } = fitEdges([judged]);
    expect(positive).toBeCloseTo(0.6, 1);
    expect(negative).toBeCloseTo(0.9, 1);
  });

  test('labels that are always right are nearly certain', () => {
    const steps = calibrate([judged], fitEdges([judged]));
    expect(steps.every(({ confidence }) => confidence > 0.8 && confidence <= 1)).toBe(true);
  });
});

describe('stop lists', () => {
  const folder = fileURLToPath(new URL('../../lexicons/learning/en', import.meta.url));
  const small = smallWords(readLexiconFiles(fileURLToPath(new URL('../../lexicons', import.meta.url)), 'en'));
  const stops = readStopLists(folder, small, new Set(['not']));

  test('names of people, places, beliefs and brands are never learned, alone or in a phrase', () => {
    for (const word of ['muslim', 'gay', 'french', 'woman', 'london', 'apple', 'monday', 'flight']) {
      expect([stops.allow([word]), stops.allow(['terrible', word])]).toEqual([false, false]);
    }
  });

  test('small words are not learned alone, nor with a negation', () => {
    expect([stops.allow(['the']), stops.allow(['is', 'not']), stops.allow(['not', 'happy'])]).toEqual([
      false,
      false,
      true,
    ]);
  });

  test('templates of neutral sentences are written out', () => {
    const sentences = readNeutralSentences(folder);
    expect(sentences).toContain('she is muslim.');
    expect(sentences.some((sentence) => sentence.includes('{'))).toBe(false);
  });
});

test('a labelled file is read with its weight and channel', () => {
  const folder = mkdtempSync(join(tmpdir(), 'learn-'));
  const path = join(folder, 'train.tsv');
  writeFileSync(path, 'id\tlabel\ttext\n1\tpositive\tgood\\nday\n2\tmixed\tso so\n');
  expect(readSource(`${path}:0.5:review`)).toMatchObject({
    channel: 'review',
    weight: 0.5,
    examples: [{ grade: 1, text: 'good\nday' }],
  });
});

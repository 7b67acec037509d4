import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { LABELS } from '../../src/domain/classification.ts';
import { loadClassifiers } from '../../src/nlp/classifier.ts';
import { listLanguageFolders, parseTable, readLexiconFiles } from '../../src/nlp/lexicon-files.ts';

const root = fileURLToPath(new URL('../../lexicons/', import.meta.url));
const DOMAINS = ['banking', 'delivery', 'food', 'hospitality', 'retail', 'software', 'telecom', 'travel'];
const judged = listLanguageFolders(root).filter((code) =>
  readLexiconFiles(root, code).contents.has('valence.tsv'),
);
const ASPECT = /^[a-z]+(?:-[a-z]+)*$/;
const MOST_WORDS = 4;
/** English, the fullest, and every other language. */
const LEAST = { en: { rows: 120, aspects: 40, cases: 25 }, other: { rows: 40, aspects: 0, cases: 10 } };

const classifiers = loadClassifiers();

const readTable = (name: string, columns: readonly string[]) =>
  parseTable(readFileSync(`${root}domains/${name}`, 'utf8'), columns, `lexicons/domains/${name}`);

test('there is a folder for every domain and nothing else', () => {
  expect(readdirSync(`${root}domains`).sort()).toEqual(DOMAINS);
  expect(classifiers.domains).toEqual(DOMAINS);
});

for (const domain of DOMAINS) {
  const classifier = classifiers.with({ domains: [domain], rules: [] });
  for (const language of judged) {
    const least = language === 'en' ? LEAST.en : LEAST.other;
    describe(`lexicons/domains/${domain}, ${language}`, () => {
      test('words mean one thing each, on the scale of the lexicons', () => {
        const rows = readTable(`${domain}/${language}.tsv`, ['phrase', 'valence', 'origin']);
        expect(rows.length).toBeGreaterThanOrEqual(least.rows);
        expectPhrases(rows.map(({ phrase }) => String(phrase)));
        const strays = rows.filter(({ valence }) => valence === '' || !(Math.abs(Number(valence)) <= 4));
        expect(strays).toEqual([]);
        expect(rows.filter(({ origin }) => origin !== 'earshot')).toEqual([]);
      });

      test('words that name parts name one part each', () => {
        const file = `${domain}/${language}-aspects.tsv`;
        const isThere = existsSync(`${root}domains/${file}`);
        const rows = isThere ? readTable(file, ['phrase', 'aspect', 'origin']) : [];
        expect(rows.length).toBeGreaterThanOrEqual(least.aspects);
        expectPhrases(rows.map(({ phrase }) => String(phrase)));
        expect(rows.filter(({ aspect }) => !ASPECT.test(String(aspect)))).toEqual([]);
        expect(rows.filter(({ origin }) => origin !== 'earshot')).toEqual([]);
      });

      const cases = readTable(`${domain}/cases-${language}.tsv`, ['label', 'text']);
      test('there are cases of praise and complaint, each labelled and once', () => {
        expect(cases.length).toBeGreaterThanOrEqual(least.cases);
        expect(cases.filter(({ label }) => !LABELS.some((known) => known === label))).toEqual([]);
        expect(new Set(cases.map(({ text }) => text)).size).toBe(cases.length);
        const labels = new Set(cases.map(({ label }) => label));
        expect(labels.has('positive') && labels.has('negative')).toBe(true);
      });

      for (const { label, text } of cases) {
        test(`"${text}" is ${label}`, () => {
          const input = { text: String(text), lang: language };
          expect(classifier.classify(input, { evidence: false }).label).toBe(label);
        });
      }
    });
  }
}

function expectPhrases(phrases: readonly string[]): void {
  const misshapen = (phrase: string) =>
    phrase !== phrase.toLowerCase() || phrase.trim() !== phrase || phrase === '' || /\s{2}/.test(phrase);
  expect(phrases.filter(misshapen)).toEqual([]);
  expect(phrases.filter((phrase, at) => phrases.indexOf(phrase) !== at)).toEqual([]);
  expect(phrases.filter((phrase) => phrase.split(' ').length > MOST_WORDS)).toEqual([]);
}

test('domains share the names of what they speak of with each other and with the languages', () => {
  const namesIn = (rows: readonly { [column: string]: string | number }[]) =>
    rows.map(({ aspect }) => String(aspect));
  const known = new Set(
    judged.flatMap((language) =>
      namesIn(parseTable(readFileSync(`${root}${language}/aspects.tsv`, 'utf8'), ['aspect'], 'aspects.tsv')),
    ),
  );
  for (const domain of DOMAINS) {
    const english = namesIn(readTable(`${domain}/en-aspects.tsv`, ['aspect']));
    const names = new Set([...known, ...english]);
    for (const language of judged) {
      const file = `${domain}/${language}-aspects.tsv`;
      if (!existsSync(`${root}domains/${file}`)) continue;
      expect(namesIn(readTable(file, ['aspect'])).filter((name) => !names.has(name))).toEqual([]);
    }
  }
});

// What is plain anywhere should be plain in every line of business; a few words may turn.
const MOST_TURNED = 0.01;

for (const domain of DOMAINS) {
  test(`${domain} leaves what the languages' own cases say`, () => {
    const classifier = classifiers.with({ domains: [domain], rules: [] });
    const cases = judged.flatMap((language) =>
      parseTable(readFileSync(`${root}${language}/cases.tsv`, 'utf8'), ['label', 'text'], 'cases.tsv').map(
        ({ label, text }) => ({ label, input: { text: String(text), lang: language } }),
      ),
    );
    const turned = cases.filter(
      ({ label, input }) => classifier.classify(input, { evidence: false }).label !== label,
    );
    expect(turned.length).toBeLessThanOrEqual(cases.length * MOST_TURNED);
  });
}

test('the same words mean another thing in another line of business', () => {
  const food = classifiers.with({ domains: ['food'], rules: [] });
  const labelIn = (text: string) => food.classify({ text, lang: 'en' }, { evidence: false });
  expect(labelIn('The beer was ice cold.').label).toBe('positive');
  expect(labelIn('The soup was cold.').label).toBe('negative');
  expect(labelIn('The food was cold but the waiter was lovely.').aspects).toMatchObject([
    { aspect: 'food', label: 'negative' },
    { aspect: 'service', label: 'positive' },
  ]);
});

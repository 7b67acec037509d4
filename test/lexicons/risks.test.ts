import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { RISKS } from '../../src/domain/classification.ts';
import { listLanguageFolders, parseTable, readLexiconFiles } from '../../src/nlp/lexicon-files.ts';

const root = fileURLToPath(new URL('../../lexicons/', import.meta.url));
const judged = listLanguageFolders(root).filter((code) =>
  readLexiconFiles(root, code).contents.has('valence.tsv'),
);

for (const language of judged) {
  const rows = parseTable(
    readFileSync(`${root}${language}/risks.tsv`, 'utf8'),
    ['phrase', 'risk', 'origin'],
    `lexicons/${language}/risks.tsv`,
  );
  describe(`lexicons/${language}/risks.tsv`, () => {
    test('has phrases for every risk, each in lower case, once, written by us', () => {
      expect(new Set(rows.map(({ risk }) => risk))).toEqual(new Set(RISKS));
      expect(rows.length).toBeGreaterThanOrEqual(language === 'en' ? 60 : 40);
      const phrases = rows.map(({ phrase }) => String(phrase));
      expect(phrases.filter((phrase) => phrase !== phrase.toLowerCase() || phrase.trim() !== phrase)).toEqual(
        [],
      );
      expect(phrases.filter((phrase, at) => phrases.indexOf(phrase) !== at)).toEqual([]);
      expect(rows.filter(({ origin }) => origin !== 'earshot')).toEqual([]);
    });
  });
}

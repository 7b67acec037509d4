import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ClassifierInput, SMALL_WORDS } from '../../src/domain/classification.ts';
import { loadClassifier } from '../../src/nlp/classifier.ts';

const classifier = await loadClassifier();

// Any UTF-16, lone surrogates included, mixed with what the rules look for.
const unit = fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code));
const snippet = fc.constantFrom(
  'good',
  'not',
  "don't",
  'but',
  'very',
  'TERRIBLE',
  'sooo',
  ' ',
  '\n',
  '!',
  '?',
  '&amp;',
  '&#39;',
  '<b>',
  '😡',
  ':)',
  '#LoveIt',
  '@shop',
  'https://a.example/x',
  '> ',
  'although',
  'nicht',
  'pas',
  'schlecht',
  '好',
  ', ',
  '. ',
);
const anyText = fc.array(fc.oneof(snippet, unit), { maxLength: 60 }).map((parts) => parts.join(''));
const someLanguage = fc.constantFrom('auto', 'en', 'de', 'fr', 'es', 'it', 'zh', 'xx');
const anyInput = fc.record({
  text: anyText,
  title: anyText,
  lang: someLanguage,
  stars: fc.integer({ min: 1, max: 5 }),
});

const wordText = fc
  .array(fc.constantFrom('good', 'bad', 'the', 'service', 'not', 'very', 'but', 'slow', 'great', 'is'), {
    minLength: 1,
    maxLength: 12,
  })
  .map((words) => words.join(' '));

test('any text is classified without an error, within range, and adds up', () => {
  fc.assert(
    fc.property(anyInput, (input) => {
      const result = classifier.classify(input, { evidence: true });
      expect(result.compound).toBeGreaterThanOrEqual(-1);
      expect(result.compound).toBeLessThanOrEqual(1);
      expect(result.confidence).toBeGreaterThanOrEqual(0);
      expect(result.confidence).toBeLessThanOrEqual(1);
      const sum = result.evidence.reduce((total, { contribution }) => total + contribution, 0);
      expect(Math.abs(sum - result.compound)).toBeLessThan(1e-9);
    }),
    { numRuns: 500 },
  );
});

/** All reasons but what small words lean together, which points at no word. */
const pointingEvidence = (input: ClassifierInput) =>
  classifier.classify(input, { evidence: true }).evidence.filter(({ rule }) => rule !== SMALL_WORDS);

test('evidence points into the field it names, in order', () => {
  fc.assert(
    fc.property(anyInput, (input) => {
      let last = 0;
      let lastField = 'title';
      for (const { field, start, end } of pointingEvidence(input)) {
        if (field !== lastField) last = 0;
        lastField = field;
        expect(start).toBeGreaterThanOrEqual(last);
        expect(end).toBeGreaterThanOrEqual(start);
        expect(end).toBeLessThanOrEqual(input[field].length);
        last = start;
      }
    }),
    { numRuns: 500 },
  );
});

test('evidence slices to the words that were judged', () => {
  fc.assert(
    fc.property(wordText, (text) => {
      for (const { field, start, end } of pointingEvidence({ text, lang: 'en' })) {
        expect(field).toBe('text');
        expect(text.slice(start, end)).toMatch(/^\w+( \w+)*$/);
      }
    }),
  );
});

test('an address or a handle does not move the label', () => {
  const noise = fc.constantFrom(
    'https://t.co/Zx9Qwe',
    '@airline',
    'www.example.org/awful',
    'me@terrible.example',
  );
  fc.assert(
    fc.property(wordText, noise, fc.boolean(), (text, added, isBefore) => {
      const noisy = isBefore ? `${added} ${text}` : `${text} ${added}`;
      const { label, compound } = classifier.classify({ text: noisy, lang: 'en' }, { evidence: false });
      expect({ label, compound }).toEqual(
        (({ label, compound }) => ({ label, compound }))(
          classifier.classify({ text, lang: 'en' }, { evidence: false }),
        ),
      );
    }),
  );
});

test('evidence on or off, the judgement is the same', () => {
  fc.assert(
    fc.property(anyInput, (input) => {
      const { evidence: _, ...withEvidence } = classifier.classify(input, { evidence: true });
      const { evidence, ...without } = classifier.classify(input, { evidence: false });
      expect(without).toEqual(withEvidence);
      expect(evidence.every(({ rule }) => rule === 'stars')).toBe(true);
    }),
  );
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fillIn, missingIn, variablesIn } from '../../src/domain/reply-variables.ts';
import { fittingReplies, nextVariant, type SavedReply } from '../../src/domain/saved-reply.ts';
import { wordDiff } from '../../src/domain/word-diff.ts';
import { loadClassifier } from '../../src/nlp/classifier.ts';
import { toneOf } from '../../src/replying/tone.ts';

const classifier = await loadClassifier();
const kinds = (text: string, language = 'en') =>
  toneOf(text, { classifier, language }).map(({ kind }) => kind);

describe('the tone of a reply', () => {
  const CASES = [
    ['Thank you for your kind words.', 'en', []],
    ['We are sorry that your delivery came late.', 'en', []],
    ['Es tut uns leid, dass Ihre Lieferung zu spät kam.', 'de', []],
    ['Nous regrettons que votre livraison soit arrivée en retard.', 'fr', []],
    ['PLEASE READ OUR TERMS FIRST', 'en', ['shouting']],
    ['Thank you!!', 'en', ['shouting']],
    ['Your complaint is stupid and a lie.', 'en', ['blame']],
    ['That was a terrible and awful mistake.', 'en', ['negative']],
    ['Write to ann@example.com or call +49 30 1234567.', 'en', ['private']],
    ['Vielen Dank für Ihre freundlichen Worte, wir freuen uns sehr darüber.', 'en', ['language']],
  ] as const;
  for (const [text, language, expected] of CASES) {
    test(`of “${text}” is ${expected.join(' and ') || 'fine'}`, () =>
      expect(kinds(text, language)).toEqual(expected));
  }

  test('is told without failing on any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => Array.isArray(kinds(text))),
    );
  });
});

describe('variables', () => {
  test('are filled in where something is known, and asked for where not', () => {
    const text = fillIn('Dear {{author}}, about {{ product }}: {{agent}} {{author}}', {
      author: 'Mia',
      agent: ' ',
    });
    expect(text).toBe('Dear Mia, about {{ product }}: {{agent}} Mia');
    expect(missingIn(text)).toEqual(['product', 'agent']);
  });

  test('of a stranger’s name are not filled in a second time', () => {
    expect(fillIn('Dear {{author}}', { author: '{{company}}', company: 'Acme' })).toBe('Dear {{company}}');
    expect(variablesIn('{{a}} {{a}} {b} {{ü-1}}')).toEqual(['a', 'ü-1']);
  });
});

describe('what has changed between two texts', () => {
  const joined = (kind: 'added' | 'removed', before: string, after: string) =>
    wordDiff(before, after)
      .filter((part) => part.kind === 'same' || part.kind === kind)
      .map(({ text }) => text)
      .join('');

  test('gives both back, whatever they are', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\n', '好', '的', 'é'), maxLength: 40 });
    fc.assert(
      fc.property(text, text, (before, after) => {
        expect(joined('removed', before, after)).toBe(before);
        expect(joined('added', before, after)).toBe(after);
      }),
    );
  });

  test('is found word by word, also without spaces', () => {
    expect(wordDiff('We are sorry.', 'We are very sorry.').filter(({ kind }) => kind !== 'same')).toEqual([
      { kind: 'added', text: 'very ' },
    ]);
    expect(wordDiff('很抱歉', '非常抱歉').filter(({ kind }) => kind === 'removed')).toEqual([
      { kind: 'removed', text: '很' },
    ]);
  });

  test('of nothing is nothing', () => expect(wordDiff('', '')).toEqual([]));
});

describe('a saved reply', () => {
  const saved = (name: string, narrow: Partial<SavedReply>): SavedReply => ({
    name,
    language: undefined,
    label: undefined,
    aspect: undefined,
    starsFrom: undefined,
    starsTo: undefined,
    sourceId: undefined,
    variants: ['Hi'],
    enabled: true,
    ...narrow,
  });
  const mention = {
    language: 'de',
    label: 'negative',
    aspects: [{ aspect: 'delivery' }],
    stars: 1.6,
    sourceId: 3,
  } as const;

  test('is offered where all that it says fits, what says most first', () => {
    const all = [
      saved('anything', {}),
      saved('German', { language: 'de' }),
      saved('German, late', { language: 'de', aspect: 'delivery', starsTo: 2 }),
      saved('English', { language: 'en' }),
      saved('praise', { label: 'positive' }),
      saved('three stars', { starsFrom: 3 }),
      saved('elsewhere', { sourceId: 4 }),
      saved('off', { enabled: false }),
    ];
    expect(fittingReplies(all, mention).map(({ name }) => name)).toEqual([
      'German, late',
      'German',
      'anything',
    ]);
  });

  test('for stars is not offered to what has none', () => {
    expect(fittingReplies([saved('rated', { starsFrom: 1 })], { ...mention, stars: undefined })).toEqual([]);
  });

  test('gives its wordings in turn', () => {
    const three = { variants: ['a', 'b', 'c'] };
    expect([undefined, 0, 1, 2].map((last) => nextVariant(three, last))).toEqual([0, 1, 2, 0]);
  });
});

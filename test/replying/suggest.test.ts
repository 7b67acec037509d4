import { describe, expect, test } from 'vitest';
import type { AspectSentiment, Label } from '../../src/domain/classification.ts';
import { missingIn } from '../../src/domain/reply-variables.ts';
import { loadClassifier } from '../../src/nlp/classifier.ts';
import { phrases } from '../../src/replying/phrases.ts';
import { type Occasion, suggest } from '../../src/replying/suggest.ts';
import { lengthOf } from '../../src/sources/reply.ts';

const LANGUAGES = ['de', 'en', 'es', 'fr', 'it', 'nl', 'pt', 'zh'];
const LABELS: readonly Label[] = ['positive', 'neutral', 'negative', 'unknown'];
const SIGNED = { values: { author: 'Mia' }, signature: 'Ann\nFernwheel' };
const PLACES = [
  { most: 350, unit: 'characters' },
  { most: 280, unit: 'characters' },
  { most: 4096, unit: 'bytes' },
  { most: 300, unit: 'graphemes' },
] as const;

const aspectsOf = (language: string) => [...(phrases().get(language)?.nouns.keys() ?? [])];

test('there are words for all eight languages, and each has all the parts', () => {
  expect([...phrases().keys()]).toEqual(LANGUAGES);
  const english = phrases().get('en');
  for (const language of LANGUAGES) {
    const own = phrases().get(language);
    expect([...(own?.wordings.keys() ?? [])].sort()).toEqual([...(english?.wordings.keys() ?? [])].sort());
    expect(aspectsOf(language).sort()).toEqual(aspectsOf('en').sort());
    expect(own?.troubles.map(({ name }) => name)).toEqual(english?.troubles.map(({ name }) => name));
    for (const { cues, name } of own?.troubles ?? [])
      expect(cues.length, `${language} ${name}`).toBeGreaterThan(0);
  }
});

for (const language of LANGUAGES) {
  describe(language, () => {
    test('every aspect and label gives whole sentences within the limit of every place', () => {
      const seen = new Set<string>();
      for (const aspect of aspectsOf(language)) {
        for (const label of LABELS) {
          for (const polarity of ['positive', 'negative'] as const) {
            for (const limit of PLACES) {
              for (const turn of [0, 1, 2]) {
                const aspects = [{ aspect, label: polarity, compound: polarity === 'negative' ? -0.5 : 0.5 }];
                const occasion = { text: '', language, label, aspects, evidence: [] };
                const { text, isInItsLanguage } = suggest(occasion, { ...SIGNED, limit, turn });
                expect(isInItsLanguage).toBe(true);
                expect(text.trim()).not.toBe('');
                expect(missingIn(text)).toEqual([]);
                expect(text).not.toMatch(/[{}]|undefined|\s[.,]| {2}/);
                expect(lengthOf(text, limit.unit)).toBeLessThanOrEqual(limit.most);
                const noun = phrases().get(language)?.nouns.get(aspect) ?? '?';
                if (limit.most > 300) expect(text).toContain(noun);
                seen.add(text);
              }
            }
          }
        }
      }
      expect(seen.size).toBeGreaterThan(100);
    });

    test('two neighbours do not read the same', () => {
      for (const label of ['positive', 'neutral', 'negative'] as const) {
        const occasion: Occasion = { text: '', language, label, aspects: [], evidence: [] };
        const [one, other] = [0, 1].map(
          (turn) => suggest(occasion, { ...SIGNED, limit: undefined, turn }).text,
        );
        expect(one).not.toBe(other);
      }
    });

    test('what went wrong is said as the customer said it', () => {
      for (const { name, aspect, clause, cues } of phrases().get(language)?.troubles ?? []) {
        const aspects: AspectSentiment[] = [{ aspect, label: 'negative', compound: -0.6 }];
        const occasion: Occasion = {
          text: `… ${cues[0]} …`,
          language,
          label: 'negative',
          aspects,
          evidence: [],
        };
        const { text } = suggest(occasion, { ...SIGNED, limit: undefined, turn: 0 });
        const troubles = phrases().get(language)?.troubles ?? [];
        const first = troubles.find((one) => one.aspect === aspect && one.cues.includes(cues[0] as string));
        expect(text, name).toContain(first?.name === name ? clause : (first?.clause ?? clause));
      }
    });
  });
}

const TOLD = [
  ['en', 'The delivery was two weeks late.', 'your delivery came late'],
  ['de', 'Die Lieferung kam viel zu spät, sehr ärgerlich.', 'Ihre Lieferung zu spät kam'],
  ['fr', 'La livraison est arrivée en retard, décevant.', 'votre livraison soit arrivée en retard'],
  ['es', 'El pedido llegó tarde, la entrega fue un desastre.', 'su pedido haya llegado tarde'],
  ['it', 'La consegna è arrivata in ritardo, pessimo.', 'la consegna sia arrivata in ritardo'],
  ['pt', 'A entrega chegou atrasada, péssimo.', 'a sua entrega tenha chegado atrasada'],
  ['nl', 'De levering kwam te laat, slecht.', 'uw levering te laat kwam'],
  ['zh', '快递太慢了，很失望。', '您的包裹送达晚了'],
] as const;
const classifier = await loadClassifier();

for (const [lang, text, told] of TOLD) {
  test(`“${text}” is answered with “${told}”`, () => {
    const found = classifier.classify({ text, lang }, { evidence: true });
    const occasion = {
      text,
      language: found.lang,
      label: found.label,
      aspects: found.aspects,
      evidence: found.evidence,
    };
    expect(suggest(occasion, { ...SIGNED, limit: undefined, turn: 0 }).text).toContain(told);
  });
}

test('a suggestion reads as thanks or regret, never as blame: our own classifier finds no complaint in praise', () => {
  for (const language of LANGUAGES) {
    const occasion: Occasion = { text: '', language, label: 'positive', aspects: [], evidence: [] };
    for (const turn of [0, 1, 2]) {
      const { text } = suggest(occasion, { ...SIGNED, limit: undefined, turn });
      expect(classifier.classify({ text, lang: language }, { evidence: false }).label, text).not.toBe(
        'negative',
      );
    }
  }
});

test('a language without words of ours is answered in English, and that is said', () => {
  const occasion: Occasion = {
    text: 'Jättebra',
    language: 'sv',
    label: 'positive',
    aspects: [],
    evidence: [],
  };
  expect(suggest(occasion, { ...SIGNED, limit: undefined, turn: 0 })).toMatchObject({
    language: 'en',
    isInItsLanguage: false,
  });
});

test('what did not happen is not regretted as if it had', () => {
  const text = 'The delivery was not late but the parcel was a mess and the courier awful.';
  const { label, aspects, evidence } = classifier.classify({ text, lang: 'en' }, { evidence: true });
  const reply = suggest(
    { text, language: 'en', label, aspects, evidence },
    { ...SIGNED, limit: undefined, turn: 0 },
  );
  expect(reply.text).not.toContain('came late');
});

import type { Classification, Classifier } from '../../src/domain/classification.ts';
import { LexiconCatalog } from '../../src/store/lexicon-catalog.ts';

const ASPECTS = ['tea', 'bread'];

/**
 * A classifier simple enough to predict: a text is what its first charged word is, and says so of
 * the tea and the bread it names. It stands in where a test is about
 * counting, not about language; `version` may change what "fine" means, as a new lexicon would.
 */
export function wordClassifier(version: 'fine is neutral' | 'fine is positive'): Classifier {
  const charges: Record<string, Classification['label']> = {
    good: 'positive',
    bad: 'negative',
    plain: 'neutral',
    fine: version === 'fine is positive' ? 'positive' : 'neutral',
  };
  const compounds = { positive: 0.6249, negative: -0.4767, neutral: 0.0123, unknown: 0 };
  return {
    version,
    ruleTopics: new Set(),
    classify: ({ text }) => {
      const label =
        text
          .split(' ')
          .map((word) => charges[word])
          .find(Boolean) ?? 'unknown';
      return {
        label,
        compound: compounds[label],
        confidence: 0.9,
        lang: 'en',
        aspects: ASPECTS.filter((aspect) => text.split(' ').includes(aspect)).map((aspect) => ({
          aspect,
          label,
          compound: compounds[label],
        })),
        emotions: {},
        risks: text.includes('lawyer') ? ['legal'] : [],
        conflict: text.includes('odd'),
        evidence: [],
        rules: [],
        lexiconVersion: version,
      };
    },
  };
}

/** A catalogue that knows one classifier, whatever the rules say. */
export function onlyThis(classifier: Classifier): LexiconCatalog {
  return new LexiconCatalog({ domains: [], with: () => classifier });
}

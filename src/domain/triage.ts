import type { Label, Risk } from './classification.ts';
import type { MentionKind } from './mention.ts';
import type { Waiting } from './stuck.ts';

/*
 * Which item to answer first. A score is the sum of its parts, each with its points and its reason, so that anybody can
 * see why an item stands where it stands. A weight is the most (or, below zero, the least) points its part can have.
 */

/** In the order they are shown. */
export const TRIAGE_PARTS = [
  'risk',
  'churn',
  'stuck',
  'negative',
  'stars',
  'question',
  'conflict',
  'detractor',
  'reach',
  'value',
  'age',
  'answered',
] as const;
export type TriagePartName = (typeof TRIAGE_PARTS)[number];

export type TriageWeights = Readonly<Record<TriagePartName, number>>;

export interface TriagePart {
  readonly part: TriagePartName;
  /** Rounded to hundredths. */
  readonly points: number;
  /** In plain words, with the fact it rests on. */
  readonly why: string;
}

export interface Triage {
  readonly score: number;
  readonly parts: readonly TriagePart[];
  /** When the score will be another one though nothing happens; undefined: not any more. */
  readonly nextAt: Date | undefined;
}

/** What is known of an item when it is judged. */
export interface TriageFacts {
  readonly kind: MentionKind;
  readonly label: Label;
  /** Of the label that counts, −1…1. */
  readonly compound: number;
  /** 1–5; undefined: not rated. */
  readonly stars: number | undefined;
  readonly reach: number | undefined;
  readonly asks: boolean;
  /** What its author still waits for; undefined: nothing the text says. */
  readonly waitsFor: Waiting | undefined;
  readonly risks: readonly Risk[];
  readonly isConflict: boolean;
  /** Somebody of ours has answered at the source, and the author has not written again since. */
  readonly isAnswered: boolean;
  /** 0…10 of an NPS answer that came with it. */
  readonly npsScore: number | undefined;
  /** Orders of its author in the currency's unit, where the author is a known customer. */
  readonly customerValue: number | undefined;
  /** When the clock of its target began and when an answer is due; undefined: no target. */
  readonly target: { readonly beganAt: Date; readonly dueAt: Date } | undefined;
}

export const DEFAULT_WEIGHTS: TriageWeights = {
  risk: 30,
  churn: 8,
  stuck: 20,
  negative: 36,
  stars: 18,
  question: 18,
  conflict: 6,
  detractor: 10,
  reach: 8,
  value: 8,
  age: 8,
  answered: -40,
};

export function triage(facts: TriageFacts, weights: TriageWeights, now: Date): Triage {
  const age = ageOf(facts, now);
  const found = TRIAGE_PARTS.flatMap((part) => {
    const { share, why } = part === 'age' ? age : SHARES[part](facts);
    const points = Math.round(weights[part] * share * 100) / 100;
    return points === 0 ? [] : [{ part, points, why }];
  });
  const score = Math.round(found.reduce((sum, { points }) => sum + points, 0) * 100) / 100;
  return { score, parts: found, nextAt: weights.age === 0 ? undefined : age.nextAt };
}

interface Share {
  /** 0…1 of the part's weight. */
  readonly share: number;
  readonly why: string;
}

const NOTHING: Share = { share: 0, why: '' };

const SHARES: Readonly<Record<Exclude<TriagePartName, 'age'>, (facts: TriageFacts) => Share>> = {
  risk: ({ risks }) => {
    const gravest = risks.filter((risk) => risk !== 'churn').toSorted((a, b) => GRAVITY[b] - GRAVITY[a])[0];
    return gravest ? { share: GRAVITY[gravest], why: `speaks of ${RISK_WORDS[gravest]}` } : NOTHING;
  },
  churn: ({ risks }) =>
    risks.includes('churn') ? { share: 1, why: 'speaks of leaving or cancelling' } : NOTHING,
  stuck: ({ waitsFor }) => (waitsFor ? { share: 1, why: WAITING_WORDS[waitsFor] } : NOTHING),
  negative: ({ label, compound, stars }) => {
    if (label !== 'negative') return NOTHING;
    // A person's "negative" on a text the lexicon finds mild is negative all the same.
    const strength = Math.max(LEAST_NEGATIVE, Math.min(1, -compound / STRONG));
    // Few stars say the same once more: a text without any has to speak for itself.
    return {
      share: stars === undefined ? strength : strength * RATED,
      why: `negative, compound ${compound.toFixed(2)}`,
    };
  },
  stars: ({ stars }) =>
    stars === undefined ? NOTHING : { share: starShare(stars), why: `${roundStars(stars)} of 5 stars` },
  question: ({ asks }) => (asks ? { share: 1, why: 'asks something' } : NOTHING),
  conflict: ({ isConflict }) => (isConflict ? { share: 1, why: 'stars and text disagree' } : NOTHING),
  detractor: ({ npsScore }) =>
    npsScore === undefined || npsScore > 6
      ? NOTHING
      : { share: 1 - npsScore / 12, why: `would not recommend us (${npsScore} of 10)` },
  reach: ({ reach = 0 }) =>
    reach < LEAST_REACH
      ? NOTHING
      : { share: logShare(reach, LEAST_REACH, MOST_REACH), why: `reaches about ${reach} people` },
  value: ({ customerValue = 0 }) =>
    customerValue < LEAST_VALUE
      ? NOTHING
      : {
          share: logShare(customerValue, LEAST_VALUE, MOST_VALUE),
          why: `customer with orders of ${Math.round(customerValue)}`,
        },
  answered: ({ isAnswered }) => (isAnswered ? { share: 1, why: 'answered at the source already' } : NOTHING),
};

/** From here on a text is as negative as it gets. */
const STRONG = 0.8;
const LEAST_NEGATIVE = 0.25;
const RATED = 0.65;
const LEAST_REACH = 500;
const MOST_REACH = 200_000;
const LEAST_VALUE = 20;
const MOST_VALUE = 20_000;

const GRAVITY: Readonly<Record<Risk, number>> = {
  safety: 1,
  legal: 0.9,
  privacy: 0.85,
  fraud: 0.85,
  press: 0.7,
  churn: 0,
};

const WAITING_WORDS: Readonly<Record<Waiting, string>> = {
  money: 'is out of money',
  order: 'waits for an order, or for what is wrong with it',
  answer: 'has not been answered',
  access: 'cannot get in, or lost something',
  remedy: 'was refused help, or got it wrong',
};

const RISK_WORDS: Readonly<Record<Risk, string>> = {
  safety: 'safety',
  legal: 'legal steps',
  privacy: 'personal data',
  fraud: 'fraud',
  press: 'the press',
  churn: 'leaving',
};

/** Most for one star; from four on, none: praise waits. */
function starShare(stars: number): number {
  if (stars >= 4) return 0;
  return stars >= 3 ? (4 - stars) * 0.4 : 0.4 + (3 - stars) * 0.3;
}

const roundStars = (stars: number) => Math.round(stars * 10) / 10;

/** 0 at `least`, 1 at `most`, even steps for each tenfold between. */
function logShare(value: number, least: number, most: number): number {
  return Math.min(1, 0.2 + (0.8 * Math.log(value / least)) / Math.log(most / least));
}

/** In steps, so that a score moves a few times in the life of an item and not with every look. */
const AGE_STEPS = [0.25, 0.5, 0.75, 0.9, 1, 2] as const;
const AGE_SHARES = [0.1, 0.25, 0.45, 0.65, 0.85, 1] as const;

function ageOf({ target }: TriageFacts, now: Date): Share & { nextAt: Date | undefined } {
  if (!target) return { ...NOTHING, nextAt: undefined };
  const began = target.beganAt.getTime();
  const length = Math.max(1, target.dueAt.getTime() - began);
  const part = (now.getTime() - began) / length;
  const passed = AGE_STEPS.filter((step) => part >= step).length;
  const next = AGE_STEPS[passed];
  const nextAt = next === undefined ? undefined : new Date(Math.ceil(began + next * length));
  const share = AGE_SHARES[passed - 1] ?? 0;
  return { share, why: ageInWords(AGE_STEPS[passed - 1] ?? 0), nextAt };
}

function ageInWords(step: number): string {
  if (step >= 2) return 'waits twice as long as it should';
  if (step >= 1) return 'its time to be answered is over';
  return `${Math.round(step * 100)} % of its time to be answered is over`;
}

import type { Label } from './classification.ts';
import { MINIMUM_N } from './sentiment.ts';

/** A mention that a person has labelled beside what was computed for it. */
export interface JudgedLabel {
  readonly truth: Label;
  readonly predicted: Label;
  readonly confidence: number;
  /** How many mentions it stands for. */
  readonly weight: number;
}

/** A share 0…1 with its 95 % interval; `n` is how many labels are behind it. */
export interface Share {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly n: number;
}

export interface ClassAccuracy {
  readonly label: Label;
  /** Of those labelled so by Earshot, how many people call so too. */
  readonly precision: Share | undefined;
  /** Of those people call so, how many Earshot finds. */
  readonly recall: Share | undefined;
  readonly f1: Share | undefined;
}

export interface Accuracy {
  /** Labels by people. */
  readonly n: number;
  readonly accuracy: Share | undefined;
  readonly classes: readonly ClassAccuracy[];
  /** Unweighted mean over the classes that people have found at least once; undefined when one of them is not measured. */
  readonly macroF1: number | undefined;
  /** people's label → computed label → how many mentions that stands for. */
  readonly confusion: readonly {
    readonly truth: Label;
    readonly predicted: Label;
    readonly weight: number;
    readonly n: number;
  }[];
  readonly reliability: readonly ReliabilityBin[];
  /** Mean distance of what was stated from what was right, weighted by the bins' size. */
  readonly calibrationError: number | undefined;
}

/** Labels of similar confidence: what was stated and what was right. */
export interface ReliabilityBin {
  readonly from: number;
  readonly to: number;
  readonly stated: number;
  readonly right: Share | undefined;
  readonly n: number;
}

export const JUDGED_LABELS = ['positive', 'neutral', 'negative'] as const satisfies readonly Label[];

// The 97.5 % point of the standard normal distribution.
const Z = 1.959_964;
const BINS = 10;

/** How often the computed labels are right, from people's labels. Fewer than MINIMUM_N labels give no number. */
export function accuracyOf(judged: readonly JudgedLabel[]): Accuracy {
  const classes = JUDGED_LABELS.map((label) => classAccuracy(label, judged));
  const found = classes.filter(({ label }) => judged.some(({ truth }) => truth === label));
  const isMeasured = found.length > 0 && found.every(({ f1 }) => f1 !== undefined);
  return {
    n: judged.length,
    accuracy: shareOf(judged, isRight),
    classes,
    macroF1: isMeasured ? found.reduce((sum, { f1 }) => sum + (f1?.value ?? 0), 0) / found.length : undefined,
    confusion: confusionOf(judged),
    reliability: binsOf(judged),
    calibrationError: calibrationErrorOf(judged),
  };
}

const isRight = ({ truth, predicted }: JudgedLabel): boolean => truth === predicted;

function classAccuracy(label: Label, judged: readonly JudgedLabel[]): ClassAccuracy {
  const predicted = judged.filter((one) => one.predicted === label);
  const expected = judged.filter((one) => one.truth === label);
  const either = judged.filter((one) => one.predicted === label || one.truth === label);
  return {
    label,
    precision: shareOf(predicted, isRight),
    recall: shareOf(expected, isRight),
    f1: f1Of(shareOf(either, isRight)),
  };
}

/**
 * F1 = 2J / (1 + J), where J is the share of hits among all that either side gives the label: that is a plain share
 * and has an interval, and the formula only ever rises, so the interval's ends can be put through it.
 */
function f1Of(overlap: Share | undefined): Share | undefined {
  if (!overlap) return undefined;
  const f1 = (share: number) => (2 * share) / (1 + share);
  return { value: f1(overlap.value), low: f1(overlap.low), high: f1(overlap.high), n: overlap.n };
}

/** A weighted share with Wilson's interval; undefined below MINIMUM_N. */
export function shareOf<T extends { readonly weight: number }>(
  all: readonly T[],
  isHit: (one: T) => boolean,
): Share | undefined {
  if (all.length < MINIMUM_N) return undefined;
  let total = 0;
  let squares = 0;
  let hits = 0;
  for (const one of all) {
    total += one.weight;
    squares += one.weight * one.weight;
    if (isHit(one)) hits += one.weight;
  }
  if (total === 0) return undefined;
  // Unequal weights make a sample worth fewer labels than it has: Kish, Survey Sampling (1965), 11.7.
  const worth = (total * total) / squares;
  const value = hits / total;
  return { value, ...wilson(value, worth), n: all.length };
}

/**
 * The score interval of E. B. Wilson, "Probable inference, the law of succession, and statistical inference", Journal
 * of the American Statistical Association 22 (1927), 209–212. It stays within 0…1 and holds for small n.
 */
export function wilson(share: number, n: number): { low: number; high: number } {
  const z2 = Z * Z;
  const middle = (share + z2 / (2 * n)) / (1 + z2 / n);
  const reach = (Z / (1 + z2 / n)) * Math.sqrt((share * (1 - share)) / n + z2 / (4 * n * n));
  return { low: Math.max(0, middle - reach), high: Math.min(1, middle + reach) };
}

function confusionOf(judged: readonly JudgedLabel[]): Accuracy['confusion'] {
  const cells = Map.groupBy(judged, ({ truth, predicted }) => `${truth} ${predicted}`);
  return [...cells.values()].flatMap((cell) => {
    const [first] = cell;
    if (!first) return [];
    const weight = cell.reduce((sum, one) => sum + one.weight, 0);
    return [{ truth: first.truth, predicted: first.predicted, weight, n: cell.length }];
  });
}

function binsOf(judged: readonly JudgedLabel[]): ReliabilityBin[] {
  return [...Map.groupBy(judged.filter(isStated), binOf)]
    .toSorted(([a], [b]) => a - b)
    .map(([bin, members]) => ({
      from: bin / BINS,
      to: (bin + 1) / BINS,
      stated: weightedMean(members, ({ confidence }) => confidence),
      right: shareOf(members, isRight),
      n: members.length,
    }));
}

// "Unknown" states nothing.
const isStated = ({ predicted }: JudgedLabel): boolean => predicted !== 'unknown';

// 0.7 × 10 is a little less than 7 in binary.
const binOf = ({ confidence }: JudgedLabel): number =>
  Math.min(BINS - 1, Math.floor(confidence * BINS + 1e-9));

function calibrationErrorOf(judged: readonly JudgedLabel[]): number | undefined {
  const stated = judged.filter(isStated);
  if (stated.length < MINIMUM_N) return undefined;
  const total = stated.reduce((sum, { weight }) => sum + weight, 0);
  let error = 0;
  for (const members of Map.groupBy(stated, binOf).values()) {
    const weight = members.reduce((sum, one) => sum + one.weight, 0);
    const said = weightedMean(members, ({ confidence }) => confidence);
    const right = weightedMean(members, (one) => Number(isRight(one)));
    error += (weight / total) * Math.abs(right - said);
  }
  return error;
}

function weightedMean(all: readonly JudgedLabel[], of: (one: JudgedLabel) => number): number {
  let total = 0;
  let sum = 0;
  for (const one of all) {
    total += one.weight;
    sum += one.weight * of(one);
  }
  return total === 0 ? 0 : sum / total;
}

/** How many of each stratum to draw: in proportion to the root of its size, two at least, as far as there are so many. */
export function allocate(sizes: readonly number[], wanted: number): number[] {
  const roots = sizes.map(Math.sqrt);
  const total = roots.reduce((sum, root) => sum + root, 0);
  return sizes.map((size, at) =>
    Math.min(size, Math.max(LEAST_DRAWN, Math.round((wanted * (roots[at] ?? 0)) / Math.max(1, total)))),
  );
}

const LEAST_DRAWN = 2;

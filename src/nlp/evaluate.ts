import type { Label } from '../domain/classification.ts';

export interface Pair {
  readonly expected: Label;
  readonly predicted: Label;
}

/** Precision, recall and F1 of one class, 0…1; 0 where nothing was predicted or expected. */
interface ClassResult {
  readonly label: Label;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** How many pairs expect this label. */
  readonly support: number;
}

export interface Evaluation {
  readonly count: number;
  readonly accuracy: number;
  /** Unweighted means over the classes that are expected at least once. */
  readonly macroF1: number;
  readonly macroRecall: number;
  readonly classes: readonly ClassResult[];
  /** expected → predicted → count, over every label that occurs. */
  readonly confusion: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

const ORDER: readonly Label[] = ['negative', 'neutral', 'positive', 'unknown'];

/** Compares predicted labels with expected ones. An empty list gives zeros, not NaN. */
export function evaluate(pairs: Iterable<Pair>): Evaluation {
  const counts = new Map<Label, Map<Label, number>>();
  let count = 0;
  let right = 0;
  for (const { expected, predicted } of pairs) {
    const row = counts.get(expected) ?? new Map<Label, number>();
    counts.set(expected, row.set(predicted, (row.get(predicted) ?? 0) + 1));
    count += 1;
    if (expected === predicted) right += 1;
  }
  const labels = ORDER.filter(
    (label) => counts.has(label) || [...counts.values()].some((row) => row.has(label)),
  );
  const classes = labels.map((label) => classResult(label, counts));
  const expectedClasses = classes.filter((result) => result.support > 0);
  return {
    count,
    accuracy: ratio(right, count),
    macroF1: mean(expectedClasses.map((result) => result.f1)),
    macroRecall: mean(expectedClasses.map((result) => result.recall)),
    classes,
    confusion: confusionOf(labels, counts),
  };
}

function classResult(label: Label, counts: ReadonlyMap<Label, ReadonlyMap<Label, number>>): ClassResult {
  const hits = counts.get(label)?.get(label) ?? 0;
  const support = sum([...(counts.get(label)?.values() ?? [])]);
  const predicted = sum([...counts.values()].map((row) => row.get(label) ?? 0));
  const f1 = ratio(2 * hits, support + predicted);
  return { label, precision: ratio(hits, predicted), recall: ratio(hits, support), f1, support };
}

function confusionOf(
  labels: readonly Label[],
  counts: ReadonlyMap<Label, ReadonlyMap<Label, number>>,
): Record<string, Record<string, number>> {
  const rowOf = (expected: Label) =>
    Object.fromEntries(labels.map((predicted) => [predicted, counts.get(expected)?.get(predicted) ?? 0]));
  return Object.fromEntries(labels.map((expected) => [expected, rowOf(expected)]));
}

/** The result as plain text for a terminal: totals, one line a class, the confusion matrix. */
export function formatEvaluation(result: Evaluation): string {
  const labels = result.classes.map(({ label }) => label);
  return [
    `texts         ${result.count}`,
    `accuracy      ${result.accuracy.toFixed(4)}`,
    `macro-F1      ${result.macroF1.toFixed(4)}`,
    `macro-recall  ${result.macroRecall.toFixed(4)}`,
    '',
    line('', ['precision', 'recall', 'F1', 'texts']),
    ...result.classes.map(({ label, precision, recall, f1, support }) =>
      line(label, [precision.toFixed(4), recall.toFixed(4), f1.toFixed(4), String(support)]),
    ),
    '',
    line('expected \\ got', labels),
    ...labels.map((expected) =>
      line(
        expected,
        labels.map((got) => String(result.confusion[expected]?.[got] ?? 0)),
      ),
    ),
    '',
  ].join('\n');
}

function line(head: string, cells: readonly string[]): string {
  return head.padEnd(15) + cells.map((cell) => cell.padStart(10)).join('');
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function mean(numbers: readonly number[]): number {
  return ratio(sum(numbers), numbers.length);
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

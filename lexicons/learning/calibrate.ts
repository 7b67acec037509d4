import type { Channel } from '../../src/nlp/channels.ts';
import { type Edges, scoreOfSum, weigh } from '../../src/nlp/score.ts';
import type { Sums } from './fit.ts';

/** Sums of texts by a lexicon that was learned without them, and their true grades. */
export interface Judged {
  readonly channel: Channel;
  readonly sums: Sums;
  readonly grades: Int8Array;
}

export interface Step {
  readonly label: string;
  readonly from: number;
  readonly confidence: number;
}

const GRID_STEP = 0.05;
const GRID_SIZE = 30;
// In macro-recall, 0…1.
const NEARLY_AS_GOOD = 0.002;
const BINS = 12;
const LABELS = ['negative', 'neutral', 'positive'] as const;

/**
 * The weighed sums from which on texts are positive or negative, at the best mean macro-recall over the sources: the
 * middle of all that are nearly as good, for the very best of a flat top is chance.
 */
export function fitEdges(sources: readonly Judged[]): Edges {
  const tried: { recall: number; edges: Edges }[] = [];
  for (let l = 1; l <= GRID_SIZE; l += 1) {
    for (let h = 1; h <= GRID_SIZE; h += 1) {
      const edges = { positive: h * GRID_STEP, negative: l * GRID_STEP };
      tried.push({ recall: mean(sources.map((source) => macroRecall(source, edges))), edges });
    }
  }
  const best = Math.max(...tried.map(({ recall }) => recall));
  const good = tried.filter(({ recall }) => recall >= best - NEARLY_AS_GOOD).map(({ edges }) => edges);
  return {
    positive: mean(good.map(({ positive }) => positive)),
    negative: mean(good.map(({ negative }) => negative)),
  };
}

/** Mean share of texts of each class that are cut rightly, 0…1. */
export function macroRecall({ sums, grades }: Judged, edges: Edges): number {
  const hits = [0, 0, 0];
  const totals = [0, 0, 0];
  for (const [row, grade] of grades.entries()) {
    const guess = gradeOf(weighed(sums, row, edges), edges);
    totals[grade + 1] = (totals[grade + 1] as number) + 1;
    if (guess === grade) hits[grade + 1] = (hits[grade + 1] as number) + 1;
  }
  return mean(hits.flatMap((hit, at) => (totals[at] ? [hit / (totals[at] as number)] : [])));
}

function weighed({ valence, plain }: Sums, row: number, edges: Edges): number {
  return weigh(valence[row] as number, plain[row] as number, edges);
}

function gradeOf(sum: number, { positive, negative }: Edges): -1 | 0 | 1 {
  return sum >= positive ? 1 : sum <= -negative ? -1 : 0;
}

/**
 * How often each label is right at each size of compound: bins of equal size, made monotone by pooling neighbours.
 * Every class of a source weighs the same: how rare complaints were among its texts says nothing about the next source.
 */
export function calibrate(sources: readonly Judged[], edges: Edges): Step[] {
  const rows = sources.flatMap(({ sums, grades }) => {
    const weights = classWeights(grades);
    return [...grades].map((grade, row) => {
      const sum = weighed(sums, row, edges);
      return {
        guess: gradeOf(sum, edges),
        size: Math.abs(scoreOfSum(sum)),
        grade,
        weight: weights.get(grade) ?? 0,
      };
    });
  });
  return LABELS.flatMap((label) => {
    const grade = LABELS.indexOf(label) - 1;
    const own = rows
      .filter(({ guess }) => guess === grade)
      .map(({ size, weight, ...row }) => ({ size, weight, isRight: row.grade === grade }))
      .sort((a, b) => a.size - b.size);
    return pooled(own, grade !== 0).map(({ from, confidence }) => ({ label, from, confidence }));
  });
}

function classWeights(grades: Int8Array): Map<number, number> {
  const count = (grade: number) => Math.max(1, grades.filter((one) => one === grade).length);
  return new Map([-1, 0, 1].map((grade) => [grade, grades.length / 3 / count(grade)]));
}

function weightIn(group: readonly { weight: number }[]): number {
  return group.reduce((sum, { weight }) => sum + weight, 0);
}

interface Bin {
  from: number;
  right: number;
  count: number;
}

/** Charged labels grow surer with size, neutral ones less sure (pool adjacent violators). */
function pooled(
  rows: readonly { size: number; weight: number; isRight: boolean }[],
  isRising: boolean,
): { from: number; confidence: number }[] {
  const size = Math.max(1, Math.ceil(rows.length / BINS));
  const bins: Bin[] = [];
  for (let at = 0; at < rows.length; at += size) {
    const group = rows.slice(at, at + size);
    let bin = {
      from: group[0]?.size ?? 0,
      right: weightIn(group.filter(({ isRight }) => isRight)),
      count: weightIn(group),
    };
    for (let last = bins.at(-1); last && violates(last, bin, isRising); last = bins.at(-1)) {
      bins.pop();
      bin = { from: last.from, right: last.right + bin.right, count: last.count + bin.count };
    }
    bins.push(bin);
  }
  return bins.map(({ from, right, count }, at) => ({
    from: at === 0 ? 0 : Math.floor(from * 1000) / 1000,
    confidence: Math.round(100 * rateOf({ right, count })) / 100,
  }));
}

/** With one right and one wrong text more, so that no bin is certain. */
function rateOf({ right, count }: { right: number; count: number }): number {
  return (right + 1) / (count + 2);
}

function violates(last: Bin, bin: Bin, isRising: boolean): boolean {
  const [before, now] = [rateOf(last), rateOf(bin)];
  return last.from === bin.from || (isRising ? now <= before : now >= before);
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0) / Math.max(1, numbers.length);
}

import type { Channel } from '../../src/nlp/channels.ts';
import { scoreOfSum } from '../../src/nlp/score.ts';

/** Sums of texts by a lexicon that was learned without them, and their true grades. */
export interface Judged {
  readonly channel: Channel;
  readonly sums: readonly number[];
  readonly grades: readonly number[];
}

export interface Thresholds {
  readonly positive: number;
  readonly negative: number;
}

export interface Step {
  readonly label: string;
  readonly from: number;
  readonly confidence: number;
}

const GRID_STEP = 0.05;
const GRID_SIZE = 30;
const BINS = 12;
const LABELS = ['negative', 'neutral', 'positive'] as const;

/** The sums from which on texts are positive or negative, at the best mean macro-recall over the sources. */
export function fitThresholds(sources: readonly Judged[]): Thresholds {
  let best = { recall: -1, low: 0, high: 0 };
  for (let l = 1; l <= GRID_SIZE; l += 1) {
    for (let h = 1; h <= GRID_SIZE; h += 1) {
      const [low, high] = [-l * GRID_STEP, h * GRID_STEP];
      const recall = mean(sources.map((source) => macroRecall(source, low, high)));
      if (recall > best.recall) best = { recall, low, high };
    }
  }
  return { positive: scoreOfSum(best.high), negative: scoreOfSum(best.low) };
}

function macroRecall({ sums, grades }: Judged, low: number, high: number): number {
  const hits = [0, 0, 0];
  const totals = [0, 0, 0];
  for (const [row, sum] of sums.entries()) {
    const grade = grades[row] as number;
    const guess = sum >= high ? 1 : sum <= low ? -1 : 0;
    totals[grade + 1] = (totals[grade + 1] as number) + 1;
    if (guess === grade) hits[grade + 1] = (hits[grade + 1] as number) + 1;
  }
  return mean(hits.flatMap((hit, at) => (totals[at] ? [hit / (totals[at] as number)] : [])));
}

/** How often each label is right at each size of compound: bins of equal size, made monotone by pooling neighbours. */
export function calibrate(sources: readonly Judged[], { positive, negative }: Thresholds): Step[] {
  const rows = sources.flatMap(({ sums, grades }) =>
    sums.map((sum, row) => ({ compound: scoreOfSum(sum), grade: grades[row] as number })),
  );
  return LABELS.flatMap((label) => {
    const grade = LABELS.indexOf(label) - 1;
    const own = rows
      .filter(({ compound }) => (compound >= positive ? 1 : compound <= negative ? -1 : 0) === grade)
      .map((row) => ({ size: Math.abs(row.compound), isRight: row.grade === grade }))
      .sort((a, b) => a.size - b.size);
    return pooled(own, grade !== 0).map(({ from, confidence }) => ({ label, from, confidence }));
  });
}

interface Bin {
  from: number;
  right: number;
  count: number;
}

/** Charged labels grow surer with size, neutral ones less sure (pool adjacent violators). */
function pooled(
  rows: readonly { size: number; isRight: boolean }[],
  isRising: boolean,
): { from: number; confidence: number }[] {
  const size = Math.max(1, Math.ceil(rows.length / BINS));
  const bins: Bin[] = [];
  for (let at = 0; at < rows.length; at += size) {
    const group = rows.slice(at, at + size);
    let bin = {
      from: group[0]?.size ?? 0,
      right: group.filter(({ isRight }) => isRight).length,
      count: group.length,
    };
    for (let last = bins.at(-1); last && violates(last, bin, isRising); last = bins.at(-1)) {
      bins.pop();
      bin = { from: last.from, right: last.right + bin.right, count: last.count + bin.count };
    }
    bins.push(bin);
  }
  return bins.map(({ from, right, count }, at) => ({
    from: at === 0 ? 0 : Math.floor(from * 1000) / 1000,
    // One right and one wrong text more, so that no bin is certain.
    confidence: Math.round((100 * (right + 1)) / (count + 2)) / 100,
  }));
}

function violates(last: Bin, bin: Bin, isRising: boolean): boolean {
  const [before, now] = [last.right / last.count, bin.right / bin.count];
  return last.from === bin.from || (isRising ? now <= before : now >= before);
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0) / Math.max(1, numbers.length);
}

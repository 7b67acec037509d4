import type { Design } from './features.ts';

/** One source's rows of the design and how its labels are cut from a sum: P(more than t) = σ(slope · (sum − t)). */
export interface Part {
  readonly from: number;
  readonly to: number;
  slope: number;
  low: number;
  high: number;
}

export interface FitOptions {
  /** Pull towards the prior, in texts: a word seen this often is half learned. */
  readonly ridge: number;
  /** A word must explain this much before it moves from its prior at all. */
  readonly lasso: number;
  readonly rounds: number;
}

/**
 * Ordinal logistic regression on sums of valences (both thresholds of a source at once), by accelerated proximal
 * gradient steps with a diagonal bound on the curvature: Beck and Teboulle (2009), FISTA. Deterministic.
 * @returns the valence of every feature; the parts' slopes and thresholds are set on the way.
 */
export function fitValences(
  design: Design,
  grades: Int8Array,
  weights: Float64Array,
  parts: readonly Part[],
  options: FitOptions,
): Float64Array {
  const priors = Float64Array.from(design.features, ({ prior }) => prior);
  let valences = Float64Array.from(priors);
  for (const part of parts) fitCut(part, sumsOf(design, valences, part), grades, weights, true);
  for (let pass = 0; pass < 3; pass += 1) {
    valences = descend(design, { grades, weights, priors, parts }, valences, options);
    for (const part of parts) fitCut(part, sumsOf(design, valences, part), grades, weights, false);
  }
  return valences;
}

interface Problem {
  readonly grades: Int8Array;
  readonly weights: Float64Array;
  readonly priors: Float64Array;
  readonly parts: readonly Part[];
}

function descend(
  design: Design,
  problem: Problem,
  start: Float64Array,
  options: FitOptions,
): Float64Array<ArrayBuffer> {
  const size = start.length;
  const curvature = curvatureOf(design, problem, options.ridge);
  let current = Float64Array.from(start);
  const ahead = Float64Array.from(start);
  let momentum = 1;
  for (let round = 0; round < options.rounds; round += 1) {
    const gradient = gradientOf(design, problem, ahead);
    const next = new Float64Array(size);
    for (let k = 0; k < size; k += 1) {
      const prior = problem.priors[k] as number;
      const slope = (gradient[k] as number) + options.ridge * ((ahead[k] as number) - prior);
      const bound = curvature[k] as number;
      const moved = (ahead[k] as number) - slope / bound - prior;
      next[k] = kept(prior, prior + softened(moved, options.lasso / bound));
    }
    const nextMomentum = (1 + Math.sqrt(1 + 4 * momentum * momentum)) / 2;
    const lead = (momentum - 1) / nextMomentum;
    for (let k = 0; k < size; k += 1) {
      ahead[k] = (next[k] as number) + lead * ((next[k] as number) - (current[k] as number));
    }
    current = next;
    momentum = nextMomentum;
  }
  return current;
}

// Texts on one subject may not talk a charged word out of most of what every list says of it.
const SMALLEST_SHARE = 0.5;
const LARGEST = 4;

/** A charged word keeps its sign, because rules treat praise and blame differently. */
function kept(prior: number, valence: number): number {
  if (prior > 0) return Math.min(LARGEST, Math.max(SMALLEST_SHARE * prior, valence));
  if (prior < 0) return Math.max(-LARGEST, Math.min(SMALLEST_SHARE * prior, valence));
  return Math.min(LARGEST, Math.max(-LARGEST, valence));
}

function softened(value: number, threshold: number): number {
  return value > threshold ? value - threshold : value < -threshold ? value + threshold : 0;
}

export function sumsOf(
  design: Design,
  valences: Float64Array,
  rows: { from: number; to: number },
): Float64Array {
  const sums = design.offsets.slice();
  for (let row = rows.from; row < rows.to; row += 1) {
    let sum = sums[row] as number;
    for (let k = design.starts[row] as number; k < (design.starts[row + 1] as number); k += 1) {
      sum += (design.factors[k] as number) * (valences[design.columns[k] as number] as number);
    }
    sums[row] = sum;
  }
  return sums;
}

/** Which way each source's texts pull every feature away from its prior: below 0 to more praise, above to more blame. */
export function pullsOf(design: Design, grades: Int8Array, weights: Float64Array, part: Part): Float64Array {
  const priors = Float64Array.from(design.features, ({ prior }) => prior);
  const fitted = { ...part };
  fitCut(fitted, sumsOf(design, priors, part), grades, weights, true);
  return gradientOf(design, { grades, weights, parts: [fitted] }, priors);
}

function gradientOf(design: Design, problem: Omit<Problem, 'priors'>, valences: Float64Array): Float64Array {
  const gradient = new Float64Array(valences.length);
  for (const part of problem.parts) {
    const sums = sumsOf(design, valences, part);
    for (let row = part.from; row < part.to; row += 1) {
      const grade = problem.grades[row] as number;
      const overLow = sigma(part.slope * ((sums[row] as number) - part.low));
      const overHigh = sigma(part.slope * ((sums[row] as number) - part.high));
      const error = overLow - (grade > -1 ? 1 : 0) + overHigh - (grade > 0 ? 1 : 0);
      const pull = (problem.weights[row] as number) * part.slope * error;
      for (let k = design.starts[row] as number; k < (design.starts[row + 1] as number); k += 1) {
        const column = design.columns[k] as number;
        gradient[column] = (gradient[column] as number) + pull * (design.factors[k] as number);
      }
    }
  }
  return gradient;
}

/** Σ w·slope²/2·|x_j|·Σ|x_k| bounds the Hessian by a diagonal (each threshold's logistic curves by a quarter at most). */
function curvatureOf(design: Design, problem: Omit<Problem, 'priors'>, ridge: number): Float64Array {
  const curvature = new Float64Array(design.features.length).fill(ridge + 1e-6);
  for (const part of problem.parts) {
    for (let row = part.from; row < part.to; row += 1) {
      let reach = 0;
      const [from, to] = [design.starts[row] as number, design.starts[row + 1] as number];
      for (let k = from; k < to; k += 1) reach += Math.abs(design.factors[k] as number);
      const bound = ((problem.weights[row] as number) * part.slope * part.slope * reach) / 2;
      for (let k = from; k < to; k += 1) {
        const column = design.columns[k] as number;
        curvature[column] = (curvature[column] as number) + bound * Math.abs(design.factors[k] as number);
      }
    }
  }
  return curvature;
}

/** Slope and both thresholds of one source by gradient steps; the slope only when asked. */
function fitCut(
  part: Part,
  sums: Float64Array,
  grades: Int8Array,
  weights: Float64Array,
  withSlope: boolean,
): void {
  for (let round = 0; round < 400; round += 1) {
    let [slopeGradient, lowGradient, highGradient, total] = [0, 0, 0, 1e-9];
    for (let row = part.from; row < part.to; row += 1) {
      const weight = weights[row] as number;
      const grade = grades[row] as number;
      const low = (sums[row] as number) - part.low;
      const high = (sums[row] as number) - part.high;
      const errorLow = sigma(part.slope * low) - (grade > -1 ? 1 : 0);
      const errorHigh = sigma(part.slope * high) - (grade > 0 ? 1 : 0);
      slopeGradient += weight * (errorLow * low + errorHigh * high);
      lowGradient -= weight * errorLow;
      highGradient -= weight * errorHigh;
      total += weight;
    }
    if (withSlope) part.slope = Math.max(0.05, part.slope - (0.3 * slopeGradient) / total);
    part.low -= (2 * lowGradient) / total;
    part.high -= (2 * highGradient) / total;
  }
}

export function sigma(value: number): number {
  return 1 / (1 + Math.exp(-value));
}

import type { Design } from './features.ts';

/**
 * One source's rows of the design and from which sums its texts are positive or negative: with S the sum of a text's
 * valences and O how plainly it speaks, its labels are as likely as e^(a·(S − positive)), e^(a·O) and e^(a·(−S − negative)).
 */
export interface Part {
  readonly from: number;
  readonly to: number;
  positive: number;
  negative: number;
}

export interface FitOptions {
  /** Pull towards the prior, in texts: a word seen this often is half learned. */
  readonly ridge: number;
  /** A word must explain this much before it moves from its prior at all. */
  readonly lasso: number;
  readonly rounds: number;
}

/** What was learned of every feature. */
export interface Fitted {
  readonly valences: Float64Array;
  readonly plains: Float64Array;
}

/** A text's sum of valences and how plainly it speaks. */
export interface Sums {
  readonly valence: Float64Array;
  readonly plain: Float64Array;
}

// The slope a: what one unit of valence adds to the odds (as a logarithm). Valences stay on the lists' scale with it.
const SLOPE = 0.6;
// Texts on one subject may not talk a charged word out of most of what every list says of it.
const SMALLEST_SHARE = 0.5;
const LARGEST = 4;

/**
 * Multinomial logistic regression of labels on valence and plainness, by accelerated proximal gradient steps with a
 * diagonal bound on the curvature: Beck and Teboulle (2009), FISTA. Deterministic. Sets the parts' edges on the way.
 */
export function fitValences(
  design: Design,
  texts: { grades: Int8Array; weights: Float64Array },
  parts: readonly Part[],
  options: FitOptions,
): Fitted {
  const priors = Float64Array.from(design.features, ({ prior }) => prior);
  const curvature = curvatureOf(design, texts.weights, parts, options.ridge);
  let current: Fitted = { valences: Float64Array.from(priors), plains: new Float64Array(priors.length) };
  let ahead = current;
  let momentum = 1;
  for (let round = 0; round < options.rounds; round += 1) {
    const gradient = gradientOf(design, texts, parts, ahead);
    for (const [at, part] of parts.entries()) moveEdges(part, gradient.edges[at]);
    const next: Fitted = {
      valences: stepped(ahead.valences, gradient.valences, curvature, { priors, options }).map((valence, k) =>
        kept(priors[k] as number, valence),
      ),
      plains: stepped(ahead.plains, gradient.plains, curvature, { priors: undefined, options }),
    };
    const nextMomentum = momentumAfter(momentum);
    const lead = (momentum - 1) / nextMomentum;
    ahead = {
      valences: led(current.valences, next.valences, lead),
      plains: led(current.plains, next.plains, lead),
    };
    current = next;
    momentum = nextMomentum;
  }
  return current;
}

/** One proximal step: towards the texts, back towards the prior, and onto it when little speaks against it. */
export function stepped(
  values: Float64Array,
  gradient: Float64Array,
  curvature: Float64Array,
  { priors, options }: { priors: Float64Array | undefined; options: FitOptions },
): Float64Array {
  return values.map((value, k) => {
    const prior = priors?.[k] ?? 0;
    const bound = curvature[k] as number;
    const slope = (gradient[k] as number) + options.ridge * (value - prior);
    return prior + softened(value - slope / bound - prior, options.lasso / bound);
  });
}

/** Of a step, how much its speed carries on into the next. */
export function momentumAfter(momentum: number): number {
  return (1 + Math.sqrt(1 + 4 * momentum * momentum)) / 2;
}

/** Where to look for the next gradient: ahead of the last step, in its direction. */
export function led(before: Float64Array, after: Float64Array, lead: number): Float64Array<ArrayBuffer> {
  return Float64Array.from(after, (value, k) => value + lead * (value - (before[k] as number)));
}

/** A charged word keeps its sign, because rules treat praise and blame differently. */
function kept(prior: number, valence: number): number {
  if (prior > 0) return Math.min(LARGEST, Math.max(SMALLEST_SHARE * prior, valence));
  if (prior < 0) return Math.max(-LARGEST, Math.min(SMALLEST_SHARE * prior, valence));
  return Math.min(LARGEST, Math.max(-LARGEST, valence));
}

function softened(value: number, threshold: number): number {
  return value > threshold ? value - threshold : value < -threshold ? value + threshold : 0;
}

/** Sums of the texts of a part, the first of them at 0. */
export function sumsOf(design: Design, fitted: Fitted, rows: { from: number; to: number }): Sums {
  const valence = new Float64Array(rows.to - rows.from);
  const plain = new Float64Array(rows.to - rows.from);
  for (let row = rows.from; row < rows.to; row += 1) {
    let sum = design.offsets[row] as number;
    let plainly = 0;
    for (let k = design.starts[row] as number; k < (design.starts[row + 1] as number); k += 1) {
      const column = design.columns[k] as number;
      sum += (design.factors[k] as number) * (fitted.valences[column] as number);
      plainly += fitted.plains[column] as number;
    }
    valence[row - rows.from] = sum;
    plain[row - rows.from] = plainly * (design.calms[row] as number);
  }
  return { valence, plain };
}

/** Which way a source's texts pull every feature's valence away from its prior: below 0 to praise, above to blame. */
export function pullsOf(
  design: Design,
  texts: { grades: Int8Array; weights: Float64Array },
  part: Part,
): Float64Array {
  const fitted: Fitted = {
    valences: Float64Array.from(design.features, ({ prior }) => prior),
    plains: new Float64Array(design.features.length),
  };
  const own = { ...part };
  for (let round = 0; round < 100; round += 1) {
    moveEdges(own, gradientOf(design, texts, [own], fitted).edges[0]);
  }
  return gradientOf(design, texts, [own], fitted).valences;
}

interface Gradient extends Fitted {
  /** For each part: what is too much in positive and in negative, as a mean over its texts. */
  readonly edges: readonly (readonly [number, number])[];
}

function gradientOf(
  design: Design,
  { grades, weights }: { grades: Int8Array; weights: Float64Array },
  parts: readonly Part[],
  fitted: Fitted,
): Gradient {
  const valences = new Float64Array(fitted.valences.length);
  const plains = new Float64Array(fitted.plains.length);
  const edges = parts.map((part) => {
    const sums = sumsOf(design, fitted, part);
    let [tooPositive, tooNegative, total] = [0, 0, 1e-9];
    for (let row = part.from; row < part.to; row += 1) {
      const grade = grades[row] as number;
      const weight = weights[row] as number;
      const [negative, neutral, positive] = likelihoods(
        sums.valence[row - part.from] as number,
        sums.plain[row - part.from] as number,
        part,
      );
      const overPositive = weight * (positive - (grade > 0 ? 1 : 0));
      const overNegative = weight * (negative - (grade < 0 ? 1 : 0));
      const overNeutral = weight * (neutral - (grade === 0 ? 1 : 0));
      tooPositive += overPositive;
      tooNegative += overNegative;
      total += weight;
      const pull = SLOPE * (overPositive - overNegative);
      const plainPull = SLOPE * overNeutral * (design.calms[row] as number);
      for (let k = design.starts[row] as number; k < (design.starts[row + 1] as number); k += 1) {
        const column = design.columns[k] as number;
        valences[column] = (valences[column] as number) + pull * (design.factors[k] as number);
        plains[column] = (plains[column] as number) + plainPull;
      }
    }
    return [tooPositive / total, tooNegative / total] as const;
  });
  return { valences, plains, edges };
}

/** Shares of negative, neutral and positive; the largest exponent is taken out first. */
function likelihoods(valence: number, plain: number, part: Part): [number, number, number] {
  const negative = SLOPE * (-valence - part.negative);
  const neutral = SLOPE * plain;
  const positive = SLOPE * (valence - part.positive);
  const most = Math.max(negative, neutral, positive);
  const [a, b, c] = [Math.exp(negative - most), Math.exp(neutral - most), Math.exp(positive - most)];
  const total = a + b + c;
  return [a / total, b / total, c / total];
}

function moveEdges(part: Part, over: readonly [number, number] | undefined): void {
  part.positive += (2 * (over?.[0] ?? 0)) / SLOPE;
  part.negative += (2 * (over?.[1] ?? 0)) / SLOPE;
}

/** Σ w·a²·|x_j|·Σ|x_k| bounds the Hessian by a diagonal; both kinds of value share the bound of the larger. */
function curvatureOf(
  design: Design,
  weights: Float64Array,
  parts: readonly Part[],
  ridge: number,
): Float64Array {
  const curvature = new Float64Array(design.features.length).fill(ridge + 1e-6);
  for (const part of parts) {
    for (let row = part.from; row < part.to; row += 1) {
      let reach = 0;
      const [from, to] = [design.starts[row] as number, design.starts[row + 1] as number];
      for (let k = from; k < to; k += 1) reach += Math.max(1, Math.abs(design.factors[k] as number));
      const bound = (weights[row] as number) * SLOPE * SLOPE * reach;
      for (let k = from; k < to; k += 1) {
        const column = design.columns[k] as number;
        curvature[column] =
          (curvature[column] as number) + bound * Math.max(1, Math.abs(design.factors[k] as number));
      }
    }
  }
  return curvature;
}

import { type Estimate, MINIMUM_N } from './sentiment.ts';

/** What an index may be made of, and the ends of its scale: the low one becomes 0, the high one 100. */
export const INDEX_PARTS = {
  'net-sentiment-all': { name: 'Net sentiment', low: -100, high: 100 },
  nps: { name: 'NPS', low: -100, high: 100 },
  csat: { name: 'CSAT', low: 0, high: 100 },
  'average-rating': { name: 'Average rating', low: 1, high: 5 },
  ces: { name: 'CES', low: 1, high: 7 },
  'response-rate': { name: 'Response rate', low: 0, high: 100 },
  retention: { name: 'Retention', low: 0, high: 100 },
} as const satisfies Readonly<Record<string, { name: string; low: number; high: number }>>;

export type IndexPartId = keyof typeof INDEX_PARTS;
export const INDEX_PART_IDS = Object.keys(INDEX_PARTS) as IndexPartId[];

/** How much each part counts for; only the proportions matter, and 0 leaves a part out. */
export type IndexWeights = Readonly<Record<IndexPartId, number>>;

/** Before a team has said otherwise: what is heard counts as much as what is asked. */
export const FIRST_WEIGHTS: IndexWeights = {
  'net-sentiment-all': 30,
  nps: 20,
  csat: 15,
  'average-rating': 20,
  ces: 5,
  'response-rate': 5,
  retention: 5,
};

/** A number as it was measured, on its own scale; `low` and `high` are its 95 % interval. */
export interface Measured {
  readonly value: number | undefined;
  readonly low?: number | undefined;
  readonly high?: number | undefined;
  readonly n: number;
  /** Below this it does not count. */
  readonly minimumN?: number;
}

export type Measurements = Readonly<Partial<Record<IndexPartId, Measured>>>;

/** One part of an index as it entered it. */
export interface IndexPart {
  readonly id: IndexPartId;
  readonly name: string;
  /** Share 0…1 of the weight of all parts. */
  readonly weight: number;
  readonly measured: Measured;
  /** On 0–100, with its standard error; undefined when there is no number or too few for one. */
  readonly scaled: { readonly value: number; readonly error: number } | undefined;
  /** Share 0…1 of the index that it makes up, once what is missing is left out. */
  readonly share: number;
}

export interface CxIndex {
  /** 0–100, with its 95 % interval; undefined while no part has enough data. `n` is the sum over the parts that count. */
  readonly estimate: Estimate | undefined;
  readonly error: number;
  readonly parts: readonly IndexPart[];
  /** Share 0…1 of the declared weight that is there. */
  readonly coverage: number;
}

const Z = 1.959_964;

/**
 * The weighted mean of the parts, each brought to 0–100. What is missing leaves its weight to the rest, in proportion.
 * The parts are taken as independent, so their variances add up by the square of their share.
 */
export function cxIndex(measured: Measurements, weights: IndexWeights): CxIndex {
  const all = INDEX_PART_IDS.reduce((sum, id) => sum + weights[id], 0);
  const wanted = INDEX_PART_IDS.filter((id) => weights[id] > 0).map((id) => {
    const one = measured[id] ?? { value: undefined, n: 0 };
    return { id, weight: weights[id] / all, measured: one, scaled: scaledOf(id, one) };
  });
  const coverage = wanted.reduce((sum, { weight, scaled }) => sum + (scaled ? weight : 0), 0);
  const parts = wanted.map((part) => ({
    ...part,
    name: INDEX_PARTS[part.id].name,
    share: part.scaled ? part.weight / coverage : 0,
  }));
  const value = parts.reduce((sum, { share, scaled }) => sum + share * (scaled?.value ?? 0), 0);
  const error = Math.hypot(...parts.map(({ share, scaled }) => share * (scaled?.error ?? 0)));
  const n = parts.reduce((sum, { scaled, measured: { n } }) => sum + (scaled ? n : 0), 0);
  const estimate = coverage > 0 ? { value, ...intervalOf(value, error), n } : undefined;
  return { estimate, error, parts, coverage };
}

/** How an index moved, over the parts that both periods have: a part that came or went must not look like a change. */
export interface IndexChange {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** The interval leaves out 0. */
  readonly isClear: boolean;
  /** Share 0…1 of the weight that was compared. */
  readonly coverage: number;
}

export function indexChange(now: CxIndex, before: CxIndex): IndexChange | undefined {
  const earlier = new Map(before.parts.map((part) => [part.id, part]));
  const pairs = now.parts.flatMap(({ id, weight, scaled }) => {
    const was = earlier.get(id)?.scaled;
    return scaled && was ? [{ weight, scaled, was }] : [];
  });
  const coverage = pairs.reduce((sum, { weight }) => sum + weight, 0);
  if (coverage === 0) return undefined;
  const value = pairs.reduce(
    (sum, { weight, scaled, was }) => sum + (weight / coverage) * (scaled.value - was.value),
    0,
  );
  const error = Math.hypot(
    ...pairs.map(({ weight, scaled, was }) => (weight / coverage) * Math.hypot(scaled.error, was.error)),
  );
  const [low, high] = [value - Z * error, value + Z * error];
  return { value, low, high, isClear: low > 0 || high < 0, coverage };
}

function scaledOf(id: IndexPartId, { value, low, high, n, minimumN = MINIMUM_N }: Measured) {
  if (value === undefined || n < minimumN) return undefined;
  const scale = INDEX_PARTS[id];
  const width = scale.high - scale.low;
  const onScale = (one: number) => Math.min(100, Math.max(0, (100 * (one - scale.low)) / width));
  return { value: onScale(value), error: (100 * errorOf({ value, low, high, n }, width)) / width };
}

/** From the longer side of the interval: at the end of a scale the other one is cut off. */
function errorOf(
  { value, low, high, n }: { value: number; low: number | undefined; high: number | undefined; n: number },
  width: number,
): number {
  // Without an interval it gets the widest that a number between two ends can have.
  if (low === undefined || high === undefined) return width / 2 / Math.sqrt(n);
  return Math.max(value - low, high - value) / Z;
}

function intervalOf(value: number, error: number): { low: number; high: number } {
  return { low: Math.max(0, value - Z * error), high: Math.min(100, value + Z * error) };
}

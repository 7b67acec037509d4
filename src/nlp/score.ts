import type { Charge } from './state.ts';

/** How many charges' worth of valence make a text positive or negative. */
export interface Edges {
  /** Above 0. */
  readonly positive: number;
  /** Above 0, too. */
  readonly negative: number;
}

/** A text's compound between −1 and 1, and what its parts add to it. */
export interface Score {
  readonly compound: number;
  /** What one unit of valence adds to the compound, so that evidence adds up to it. */
  readonly perValence: number;
  /** What one unit of plainness adds to it: below 0 for praise, above 0 for blame. */
  readonly perPlain: number;
  /** What one unit of undertone adds to it. */
  readonly perUndertone: number;
}

// compound = sum / √(sum² + 15): the normalisation of Hutto and Gilbert (2014), VADER.
const SOFTNESS = 15;
// However opinionated a text sounds, it must lean this much of the usual to count as charged.
const LOWEST_LIMIT = 0.15;
const LARGEST_TIP = 0.9;

/** What learned words say besides their charges; sums over a text. */
export interface Tone {
  readonly plain: number;
  readonly undertone: number;
}

export const NO_TONE: Tone = { plain: 0, undertone: 0 };

/**
 * Adds up charges and takes off how plainly the text speaks: a plain text needs `plain` more valence to reach the edge
 * of its label, an opinionated one (below 0) less. Plainness never changes the direction, and where the edge is reached
 * the compound is the same for all texts. Where no edge is reached, small words say which way a text leans.
 */
export function scoreOf(charges: readonly Charge[], { plain, undertone }: Tone, edges: Edges): Score {
  let sum = 0;
  for (const charge of charges) sum += charge.valence;
  const weighed = weigh(sum, plain, edges);
  const tip = tipOf(undertone, weighed, edges);
  const total = weighed + tip;
  const perValence = 1 / Math.sqrt(total * total + SOFTNESS);
  const perPlain = plain === 0 ? 0 : ((weighed - sum) / plain) * perValence;
  const perUndertone = undertone === 0 ? 0 : (tip / undertone) * perValence;
  const compound = Math.max(-1, Math.min(1, rounded(total * perValence)));
  return { compound, perValence, perPlain, perUndertone };
}

// In which order charges were added up is no part of the judgement.
function rounded(compound: number): number {
  return Math.round(compound * 1e9) / 1e9;
}

/** What small words add: most where nothing is charged, nothing at the edges, so that they never make or take a label. */
function tipOf(undertone: number, weighed: number, edges: Edges): number {
  const room = 1 - Math.abs(weighed) / (weighed >= 0 ? edges.positive : edges.negative);
  if (room <= 0 || undertone === 0) return 0;
  return Math.max(-LARGEST_TIP * edges.negative, Math.min(LARGEST_TIP * edges.positive, undertone)) * room;
}

/** A sum of valences less what plain speech takes off it. */
export function weigh(sum: number, plain: number, edges: Edges): number {
  const edge = sum >= 0 ? edges.positive : edges.negative;
  const limit = Math.max(edge + plain, LOWEST_LIMIT * edge);
  const size = Math.abs(sum);
  const weighed = size >= limit ? size + edge - limit : (size * edge) / limit;
  return sum >= 0 ? weighed : -weighed;
}

/** The compound of a weighed sum of valences. */
export function scoreOfSum(sum: number): number {
  return sum / Math.sqrt(sum * sum + SOFTNESS);
}

/** The weighed sum of valences that has this compound, −1 and 1 left out. */
export function sumOfScore(compound: number): number {
  return (compound * Math.sqrt(SOFTNESS)) / Math.sqrt(1 - compound * compound);
}

import { seededChance } from './seeded-chance.ts';

/** A place to be ranked: what was measured there, and whose it is. */
export interface Rankable {
  readonly id: number;
  readonly value: number;
  /** Standard error of the value. */
  readonly error: number;
  /** Ids of the tree above, the nearest first: region, country. */
  readonly within: readonly string[];
}

/** A place in its rank. */
export interface Ranked {
  readonly id: number;
  /** The value drawn towards the mean of the places beside it, the more so the less is known of it. */
  readonly value: number;
  readonly error: number;
  /** Share 0…1 of the own measurement in the value. */
  readonly weight: number;
  /** The mean it was drawn towards, and whose mean that is: a region, a country, or all places ('all'). */
  readonly towards: { readonly name: string; readonly value: number };
  /** 1 is best. */
  readonly rank: number;
  /** The rank lies between these with 95 % probability. */
  readonly best: number;
  readonly worst: number;
}

/** A mean of fewer places says little about them. */
const LEAST_SIBLINGS = 3;
const ALL = 'all';

/**
 * Ranks places by numbers on 0–100 without shaming the small ones by noise. Each number is taken as its place's true
 * level plus an error of known size, the true levels of siblings as scattered around their mean (the normal model of
 * Efron and Morris 1975). How widely they scatter is not known either: all it may be is weighed by how well it explains
 * the numbers (Rubin 1981; Gelman et al., Bayesian Data Analysis, 5.4), or the intervals would be too narrow. How sure
 * the order is comes from drawing all levels many times, with the same seed each time, and looking at the ranks they
 * take.
 */
export function rank(places: readonly Rankable[]): Ranked[] {
  const groups = [...siblingsOf(places)].map(([name, siblings]) => ({ name, ...siblings }));
  const scatters = likelyScatters(groups.map(({ members }) => members));
  const drawn = groups.flatMap(({ name, members, beside }) => {
    const means = scatters.map(({ variance }) => precisionMean(beside, variance));
    return members.map((place) => shrunk(place, { name, means }, scatters));
  });
  const ordered = drawn.toSorted((a, b) => b.value - a.value || a.id - b.id);
  const ranks = rankIntervals(ordered);
  return ordered.map((place, at) => ({ ...place, rank: at + 1, ...(ranks[at] ?? { best: 1, worst: 1 }) }));
}

interface Siblings {
  /** Who is drawn towards the mean of the group. */
  readonly members: Rankable[];
  /** Whose mean that is: everybody below that node of the tree. */
  readonly beside: readonly Rankable[];
}

/** The nearest node of the tree above each place that holds enough places. */
function siblingsOf(places: readonly Rankable[]): Map<string, Siblings> {
  const below = new Map<string, Rankable[]>([[ALL, [...places]]]);
  for (const place of places) {
    for (const node of new Set(place.within)) below.set(node, [...(below.get(node) ?? []), place]);
  }
  const groups = new Map<string, Siblings>();
  for (const place of places) {
    const node = place.within.find((name) => (below.get(name)?.length ?? 0) >= LEAST_SIBLINGS) ?? ALL;
    const group = groups.get(node) ?? { members: [], beside: below.get(node) ?? [] };
    group.members.push(place);
    groups.set(node, group);
  }
  return groups;
}

interface Scatter {
  readonly variance: number;
  readonly probability: number;
}

const WIDEST = 40;
const STEPS = 80;

/** How widely true levels may scatter around the mean of their group, each width with its probability. */
function likelyScatters(groups: readonly (readonly Rankable[])[]): Scatter[] {
  const scatters = Array.from({ length: STEPS + 1 }, (_, step) => ((WIDEST * step) / STEPS) ** 2);
  const logs = scatters.map((variance) =>
    groups.reduce((sum, group) => sum + logLikelihood(group, variance), 0),
  );
  const highest = Math.max(...logs);
  const weights = logs.map((log) => Math.exp(log - highest));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return scatters.map((variance, at) => ({ variance, probability: (weights[at] ?? 0) / total }));
}

/** Of a group's numbers, whatever its mean. */
function logLikelihood(group: readonly Rankable[], scatter: number): number {
  const mean = precisionMean(group, scatter);
  return group.reduce((sum, { value, error }) => {
    const variance = varianceOf(error) + scatter;
    return sum - (Math.log(variance) + (value - mean.value) ** 2 / variance) / 2;
  }, Math.log(mean.variance) / 2);
}

interface Mean {
  readonly value: number;
  readonly variance: number;
}

function precisionMean(group: readonly Rankable[], scatter: number): Mean {
  const weights = group.map(({ error }) => 1 / (varianceOf(error) + scatter));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const value = group.reduce((sum, place, at) => sum + (weights[at] ?? 0) * place.value, 0) / total;
  return { value, variance: 1 / total };
}

/** The mean over all likely scatters; its variance holds what each leaves open and how far they disagree. */
function shrunk(
  { id, value, error }: Rankable,
  { name, means }: { name: string; means: readonly Mean[] },
  scatters: readonly Scatter[],
): Omit<Ranked, 'rank' | 'best' | 'worst'> {
  const own = varianceOf(error);
  const views = scatters.map(({ variance: scatter, probability }, at) => {
    const mean = means[at] ?? { value, variance: own };
    const weight = scatter / (scatter + own);
    return {
      probability,
      weight,
      mean: mean.value,
      level: weight * value + (1 - weight) * mean.value,
      // What is left of its own noise, and what is not known of the mean.
      variance: weight * own + (1 - weight) ** 2 * mean.variance,
    };
  });
  const over = (pick: (view: (typeof views)[number]) => number) =>
    views.reduce((sum, view) => sum + view.probability * pick(view), 0);
  const level = over((view) => view.level);
  return {
    id,
    value: level,
    error: Math.sqrt(over((view) => view.variance + (view.level - level) ** 2)),
    weight: over((view) => view.weight),
    towards: { name, value: over((view) => view.mean) },
  };
}

// An error of 0 would be certainty, which no count of people gives.
const varianceOf = (error: number) => Math.max(error * error, 1e-6);

const SEED = 20_260_301;
const MOST_DRAWS = 1_000;
const MOST_WORK = 200_000;

function rankIntervals(
  ordered: readonly { value: number; error: number }[],
): { best: number; worst: number }[] {
  const draws = Math.max(200, Math.min(MOST_DRAWS, Math.floor(MOST_WORK / Math.max(1, ordered.length))));
  const { normal } = seededChance(SEED);
  const ranks = ordered.map(() => new Uint32Array(draws));
  const levels = new Float64Array(ordered.length);
  const order = ordered.map((_, at) => at);
  for (let draw = 0; draw < draws; draw++) {
    for (const [at, { value, error }] of ordered.entries()) levels[at] = value + error * normal();
    order.sort((a, b) => (levels[b] ?? 0) - (levels[a] ?? 0));
    for (const [position, at] of order.entries()) {
      const column = ranks[at];
      if (column) column[draw] = position + 1;
    }
  }
  const cut = Math.floor(draws * 0.025);
  return ranks.map((column) => {
    column.sort();
    return { best: column[cut] ?? 1, worst: column[draws - 1 - cut] ?? 1 };
  });
}

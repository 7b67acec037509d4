/** Numbers that look random and come out the same every time for the same seed. */
export interface Random {
  /** 0 ≤ x < 1. */
  next(): number;
  /** Mean 0, standard deviation 1. */
  normal(): number;
  /** Whole number, both ends included. */
  between(low: number, high: number): number;
  chance(probability: number): boolean;
  /** @throws RangeError when there is nothing to pick from. */
  pick<T>(from: readonly T[]): T;
  /** Picks a key in proportion to its weight; weights need not add up to one. */
  weighted<K extends string>(weights: Readonly<Partial<Record<K, number>>>): K;
}

export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  // Mulberry32: one addition and a few multiplications a number, long enough a period for one mention.
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const between = (low: number, high: number) => low + Math.floor(next() * (high - low + 1));
  // Box and Muller.
  const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  return {
    next,
    normal,
    between,
    chance: (probability) => next() < probability,
    pick: (from) => {
      const picked = from[between(0, from.length - 1)];
      if (picked === undefined)
        throw new RangeError('Expected a list with something to pick from, got an empty one.');
      return picked;
    },
    weighted: (weights) => pickWeighted(weights, next()),
  };
}

/** One seed from several whole numbers; near numbers give far seeds. */
export function seedOf(...parts: readonly number[]): number {
  let hash = 0x811c9dc5;
  for (const part of parts) {
    hash = Math.imul(hash ^ (part >>> 0), 0x01000193);
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
    hash ^= hash >>> 13;
  }
  return hash >>> 0;
}

function pickWeighted<K extends string>(weights: Readonly<Partial<Record<K, number>>>, at: number): K {
  const entries = Object.entries(weights) as [K, number][];
  let left = at * entries.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [key, weight] of entries) {
    left -= weight;
    if (left < 0) return key;
  }
  const last = entries.at(-1);
  if (!last) throw new RangeError('Expected weights to pick from, got none.');
  return last[0];
}

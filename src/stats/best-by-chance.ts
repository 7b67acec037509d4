import { randomOf } from '../domain/random.ts';
import { type Basis, basisOf, dot } from './projection.ts';

const DRAWS = 1999;
// Any seed would do; always the same one, so that the same numbers are judged the same way every time.
const SEED = 1;

/**
 * The largest |r| that any of the columns reaches against pure chance, in ascending order: the maximum of a multivariate
 * t distribution with the columns' own correlations, so that neighbouring lags, which are much alike, count as less than
 * as many tries.
 */
export function bestByChance(columns: Basis, freedom: number): readonly number[] {
  const basis = basisOf(columns);
  const parts = columns.map((column) => basis.map((direction) => dot(column, direction)));
  const normal = normalOf(SEED);
  return Array.from({ length: DRAWS }, () => {
    const chance = basis.map(normal);
    let best = 0;
    for (const part of parts) best = Math.max(best, Math.abs(dot(part, chance)));
    return best / Math.sqrt(best * best + chiSquared(freedom, normal()));
  }).sort((a, b) => a - b);
}

function normalOf(seed: number): () => number {
  const random = randomOf(seed);
  return () => Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
}

/** After Wilson and Hilferty: its cube root is nearly normal. */
function chiSquared(freedom: number, normal: number): number {
  const part = 2 / (9 * freedom);
  return freedom * Math.max(0, 1 - part + Math.sqrt(part) * normal) ** 3;
}

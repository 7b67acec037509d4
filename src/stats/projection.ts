/** Columns of one length that stand at right angles to each other, each of length 1. */
export type Basis = readonly (readonly number[])[];

/** Below this share of its length a column adds nothing to those before it. */
const NOTHING_NEW = 1e-6;

/** Gram–Schmidt, each column twice, so that rounding leaves no trace of the others. Columns that add nothing are left out. */
export function basisOf(columns: readonly (readonly number[])[]): Basis {
  return orthogonal(columns).basis;
}

/** The basis, and how long each of its columns was before it was brought to length 1. */
export function orthogonal(columns: readonly (readonly number[])[]): {
  basis: Basis;
  lengths: readonly number[];
} {
  const basis: (readonly number[])[] = [];
  const lengths: number[] = [];
  for (const column of columns) {
    const rest = without(without(column, basis), basis);
    const length = lengthOf(rest);
    if (length <= NOTHING_NEW * lengthOf(column)) continue;
    basis.push(rest.map((value) => value / length));
    lengths.push(length);
  }
  return { basis, lengths };
}

/** What is left of a column when everything the basis explains is taken out. */
export function without(column: readonly number[], basis: Basis): number[] {
  const rest = [...column];
  for (const direction of basis) {
    const share = dot(rest, direction);
    for (let at = 0; at < rest.length; at++) rest[at] = (rest[at] ?? 0) - share * (direction[at] ?? 0);
  }
  return rest;
}

export function dot(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += (a[at] ?? 0) * (b[at] ?? 0);
  return sum;
}

export const lengthOf = (column: readonly number[]): number => Math.sqrt(dot(column, column));

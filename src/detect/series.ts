/** Plain reads and sums on typed arrays: an index outside reads as 0. */

export type Numbers = Float32Array | Float64Array | Uint8Array;

export function at(numbers: Numbers, index: number): number {
  return numbers[index] ?? 0;
}

export function add(numbers: Numbers, index: number, amount: number): void {
  numbers[index] = (numbers[index] ?? 0) + amount;
}

export function sumOf(numbers: Numbers): number {
  let sum = 0;
  for (let index = 0; index < numbers.length; index++) sum += at(numbers, index);
  return sum;
}

/** Chance that comes out the same each time: for simulations whose result is shown and has to be the same tomorrow. */
export interface SeededChance {
  /** At least 0, below 1. */
  uniform(): number;
  /** Mean 0, standard deviation 1. */
  normal(): number;
}

/** The generator "mulberry32" by Tommy Ettinger, who gave it to the public domain; normal values by Box and Muller. */
export function seededChance(seed: number): SeededChance {
  let state = seed >>> 0;
  const uniform = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  return { uniform, normal };
}

import type { TwinPrint } from './twin-print.ts';
import { pairsOf, type Word } from './twin-words.ts';

/** News is told in its first words; what follows may be left out by a feed. */
const LEAD_WORDS = 40;
const BANDS = 6;
const ROWS = 3;

/**
 * Two mentions that are twins share at least one of these, nearly always; a text that has no twins has none. A longer
 * text has one for its opening and some for the pairs of words in its lead (MinHash in bands), so that twins are
 * found by a few equal keys. Signed 64 bit, as decimal numbers. Two texts may share a key by chance, or because somebody made
 * them so: a key finds candidates and proves nothing.
 */
export function keysOf({ mayHaveTwins, exact, words, opening }: TwinPrint): readonly string[] {
  if (!mayHaveTwins) return [];
  if (exact !== undefined) return [keyOf(exact)];
  return [
    ...bandKeys(words.slice(0, LEAD_WORDS)),
    keyOf(`opening ${opening.map(({ word }) => word).join(' ')}`),
  ];
}

/** Two texts whose sets of pairs overlap by J share a key with probability 1 − (1 − J³)⁶. */
function bandKeys(words: readonly Word[]): readonly string[] {
  const smallest = new Uint32Array(BANDS * ROWS).fill(0xffffffff);
  for (const pair of pairsOf(words)) {
    const hash = hashOf(pair);
    for (let row = 0; row < smallest.length; row += 1) {
      const mixed = mix(hash ^ Math.imul(row + 1, 0x9e3779b1));
      if (mixed < (smallest[row] ?? 0)) smallest[row] = mixed;
    }
  }
  return Array.from({ length: BANDS }, (_, band) =>
    keyOf(`${band} ${smallest.subarray(band * ROWS, (band + 1) * ROWS).join(' ')}`),
  );
}

/** FNV-1a, 32 bit. */
function hashOf(text: string, seed = 0x811c9dc5): number {
  let hash = seed;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash;
}

/** Spreads every bit over all others (the finishing step of MurmurHash3). */
function mix(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

function keyOf(text: string): string {
  const high = mix(hashOf(text));
  const low = mix(hashOf(text, high));
  return BigInt.asIntN(64, (BigInt(high) << 32n) | BigInt(low)).toString();
}

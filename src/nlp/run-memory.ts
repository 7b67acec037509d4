import type { Piece, PlacedPiece } from './pieces.ts';

/** A text while it is read. */
export interface Reading {
  readonly text: string;
  /** Its UTF-16 codes: numbers are read faster than letters of a string. */
  readonly codes: Uint16Array;
  readonly pieces: Piece[];
  readonly starts: number[];
}

/** Adds the pieces of the run from `from` to `to`. */
export type ReadRun = (reading: Reading, from: number, to: number) => void;

const SLOTS = 1 << 15;
// A run lies in one of these many slots from the one its hash names, so looking and making room are bounded.
const WAYS = 4;
// A slot's length, whether it was asked for, and its letters: 64 bytes, which is what memory brings at once.
const SLOT_SIZE = 32;
const WAS_ASKED = 1;
const LETTERS = 2;
const LONGEST_REMEMBERED = SLOT_SIZE - LETTERS;

/**
 * Remembers how runs were cut, without slicing them out of their text first. What is asked for again survives, what is
 * not makes room, so the memory is bounded whatever is read.
 */
export function rememberRuns(cut: (run: string) => readonly PlacedPiece[]): ReadRun {
  const slots = new Uint16Array((SLOTS + WAYS) * SLOT_SIZE);
  // Most runs are one piece, which needs no place.
  const cuts: (Piece | readonly PlacedPiece[] | undefined)[] = new Array(SLOTS + WAYS).fill(undefined);
  const slotFor = ({ codes }: Reading, from: number, length: number): number => {
    const first = hashOf(codes, from, from + length);
    for (let slot = first; slot < first + WAYS; slot += 1) {
      if (isIn(slots, slot, codes, from, length)) return slot;
    }
    return -1 - first;
  };
  return (reading, from, to) => {
    const length = to - from;
    if (length > LONGEST_REMEMBERED) {
      add(reading, cut(reading.text.slice(from, to)), from);
      return;
    }
    let slot = slotFor(reading, from, length);
    if (slot >= 0) slots[slot * SLOT_SIZE + WAS_ASKED] = 1;
    else {
      slot = roomFrom(slots, -1 - slot);
      const placed = cut(reading.text.slice(from, to));
      const [only] = placed;
      cuts[slot] = placed.length === 1 && only?.offset === 0 ? only.piece : placed;
      slots[slot * SLOT_SIZE] = length;
      slots[slot * SLOT_SIZE + WAS_ASKED] = 0;
      slots.set(reading.codes.subarray(from, to), slot * SLOT_SIZE + LETTERS);
    }
    add(reading, cuts[slot] ?? [], from);
  };
}

function isIn(slots: Uint16Array, slot: number, codes: Uint16Array, from: number, length: number): boolean {
  const first = slot * SLOT_SIZE;
  if (slots[first] !== length) return false;
  for (let at = 0; at < length; at += 1) {
    if (slots[first + LETTERS + at] !== codes[from + at]) return false;
  }
  return true;
}

/** An empty slot, or that of a run that nobody asked for lately. */
function roomFrom(slots: Uint16Array, first: number): number {
  for (let slot = first; slot < first + WAYS; slot += 1) if (slots[slot * SLOT_SIZE] === 0) return slot;
  for (let slot = first; slot < first + WAYS; slot += 1) {
    if (slots[slot * SLOT_SIZE + WAS_ASKED] === 0) return slot;
    slots[slot * SLOT_SIZE + WAS_ASKED] = 0;
  }
  return first;
}

function add({ pieces, starts }: Reading, made: Piece | readonly PlacedPiece[], from: number): void {
  if (!Array.isArray(made)) {
    pieces.push(made as Piece);
    starts.push(from);
    return;
  }
  for (const { piece, offset } of made as readonly PlacedPiece[]) {
    pieces.push(piece);
    starts.push(from + offset);
  }
}

/** Fowler, Noll and Vo (FNV-1a), over whole codes. */
function hashOf(codes: Uint16Array, from: number, to: number): number {
  let hash = to - from;
  for (let at = from; at < to; at += 1) hash = Math.imul(hash ^ (codes[at] as number), 0x01000193);
  return (hash ^ (hash >>> 15)) & (SLOTS - 1);
}

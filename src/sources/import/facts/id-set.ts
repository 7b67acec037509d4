const START_SLOTS = 1 << 16;

/**
 * Ids that were seen, with a number for each, in 12 bytes an id instead of the hundred a Map of texts takes: a file may
 * have millions. Two ids are taken for one when their 64-bit fingerprints are equal: once in some ten million files
 * of a million rows.
 */
export class IdSet {
  #high = new Uint32Array(START_SLOTS);
  #low = new Uint32Array(START_SLOTS);
  #numbers = new Uint32Array(START_SLOTS);
  #size = 0;

  /** The number that was noted for an id before, 0 for none; notes a new one, which must not be 0. */
  note(id: string, number: number): number {
    if (this.#size * 2 > this.#numbers.length) this.#grow();
    const [high, low] = fingerprint(id);
    const slot = this.#slotOf(high, low);
    const before = this.#numbers[slot] ?? 0;
    if (before === 0) this.#size += 1;
    this.#high[slot] = high;
    this.#low[slot] = low;
    this.#numbers[slot] = number;
    return before;
  }

  /** How often an id has come, this time included. */
  count(id: string): number {
    const before = this.note(id, 1);
    if (before > 0) this.note(id, before + 1);
    return before + 1;
  }

  #slotOf(high: number, low: number): number {
    const mask = this.#numbers.length - 1;
    let slot = low & mask;
    while (this.#numbers[slot] !== 0 && (this.#high[slot] !== high || this.#low[slot] !== low)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  #grow(): void {
    const [high, low, numbers] = [this.#high, this.#low, this.#numbers];
    const slots = numbers.length * 2;
    [this.#high, this.#low, this.#numbers] = [
      new Uint32Array(slots),
      new Uint32Array(slots),
      new Uint32Array(slots),
    ];
    for (const [index, number] of numbers.entries()) {
      if (number === 0) continue;
      const slot = this.#slotOf(high[index] ?? 0, low[index] ?? 0);
      this.#high[slot] = high[index] ?? 0;
      this.#low[slot] = low[index] ?? 0;
      this.#numbers[slot] = number;
    }
  }
}

/** FNV-1a twice, from different starts, each mixed once more (the finaliser of MurmurHash3). */
function fingerprint(id: string): [number, number] {
  let high = 0x811c9dc5;
  let low = 0x9e3779b9;
  for (let index = 0; index < id.length; index += 1) {
    const unit = id.charCodeAt(index);
    high = Math.imul(high ^ unit, 0x01000193);
    low = Math.imul(low ^ unit, 0x85ebca6b) + index;
  }
  return [mix(high), mix(low)];
}

function mix(value: number): number {
  let mixed = value ^ (value >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

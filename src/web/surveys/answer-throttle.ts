const ANSWERS = 30;
const WITHIN_MS = 10 * 60_000;
const MOST_KEYS = 20_000;

/**
 * As many answers as a shop's own tablet may send, and no more, per network address. Kept in memory: a restart forgets,
 * and each web process counts for itself.
 */
export class AnswerThrottle {
  readonly #answers = new Map<string, readonly number[]>();

  /** Notes an answer; false when there were too many. */
  take(address: string, now: Date): boolean {
    const since = now.getTime() - WITHIN_MS;
    const before = (this.#answers.get(address) ?? []).filter((at) => at > since);
    if (before.length >= ANSWERS) return false;
    this.#forgetOld(since);
    this.#answers.set(address, [...before, now.getTime()]);
    return true;
  }

  #forgetOld(since: number): void {
    if (this.#answers.size < MOST_KEYS) return;
    for (const [address, times] of this.#answers) {
      if ((times.at(-1) ?? 0) <= since || this.#answers.size >= MOST_KEYS) this.#answers.delete(address);
    }
  }
}

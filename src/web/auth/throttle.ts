/** Failures after which somebody has to wait: a person mistypes; an address may be shared by an office. */
const FREE_FAILURES = { email: 5, address: 30 } as const;
const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 15 * 60_000;
const FORGET_AFTER_MS = 60 * 60_000;
const MOST_KEYS = 20_000;

interface Failures {
  readonly count: number;
  readonly lastAt: number;
}

export interface Attempt {
  readonly email: string;
  readonly address: string;
}

/**
 * Slows down guessing of passwords, per e-mail address and per network address: the wait doubles with every failure,
 * from 2 seconds to 15 minutes. Kept in memory: a restart forgets, and each web process counts for itself.
 */
export class SignInThrottle {
  readonly #failures = new Map<string, Failures>();

  /** Milliseconds this attempt has to wait; 0 when it may be made. */
  waitMs(attempt: Attempt, now: Date): number {
    return Math.max(...keysOf(attempt).map(({ key, free }) => this.#waitOf(key, free, now.getTime())));
  }

  noteFailure(attempt: Attempt, now: Date): void {
    this.#forgetOld(now.getTime());
    for (const { key } of keysOf(attempt)) {
      this.#failures.set(key, { count: (this.#failures.get(key)?.count ?? 0) + 1, lastAt: now.getTime() });
    }
  }

  /** The right password clears its e-mail address and takes back what it cost its network address. */
  noteSuccess(attempt: Attempt): void {
    this.#failures.delete(emailKey(attempt));
    const address = this.#failures.get(addressKey(attempt));
    if (address) this.#failures.set(addressKey(attempt), { ...address, count: address.count - 1 });
  }

  #waitOf(key: string, free: number, now: number): number {
    const failures = this.#failures.get(key);
    if (!failures || failures.count < free) return 0;
    const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(failures.count - free, 20));
    return Math.max(0, failures.lastAt + wait - now);
  }

  #forgetOld(now: number): void {
    if (this.#failures.size < MOST_KEYS) return;
    for (const [key, { lastAt }] of this.#failures) {
      if (lastAt < now - FORGET_AFTER_MS || this.#failures.size >= MOST_KEYS) this.#failures.delete(key);
    }
  }
}

function keysOf(attempt: Attempt) {
  return [
    { key: emailKey(attempt), free: FREE_FAILURES.email },
    { key: addressKey(attempt), free: FREE_FAILURES.address },
  ];
}

function emailKey({ email }: Attempt): string {
  return `email ${email.toLowerCase()}`;
}

function addressKey({ address }: Attempt): string {
  return `address ${address}`;
}

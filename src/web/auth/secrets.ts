import { createHash, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';

/** 256 random bits for a session, a form or a token; `prefix` tells leaked ones apart. */
export function newSecret(prefix = ''): string {
  return prefix + randomBytes(32).toString('base64url');
}

/** What the store keeps of a secret. It has 256 random bits, so a plain SHA-256 cannot be guessed backwards. */
export function fingerprint(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}

/** Compares without telling by its duration how much was right. */
export function isSameSecret(one: string, other: string): boolean {
  return timingSafeEqual(Buffer.from(fingerprint(one)), Buffer.from(fingerprint(other)));
}

const CONSONANTS = 'bdfghjklmnprstvz';
const VOWELS = 'aeiou';
const GROUPS = 5;

/** A password a person can read out and type: five groups of two syllables, about 63 random bits. */
export function readablePassword(): string {
  const syllable = () =>
    CONSONANTS.charAt(randomInt(CONSONANTS.length)) + VOWELS.charAt(randomInt(VOWELS.length));
  return Array.from({ length: GROUPS }, () => syllable() + syllable()).join('-');
}

import type { Said } from '../store/said.ts';

/** Something said by one voice. */
export interface Voiced extends Said {
  readonly voice: string;
}

/** A shorter text may well be written by many people in the same words. */
const LEAST_LETTERS = 40;
const COMPARED_LETTERS = 160;

/**
 * Tells who speaks, so that each speaks once: an author is one voice however often they write, and a text that several
 * accounts repeat word for word is one voice, too. Who is not named is a voice for each mention.
 */
export function voicesOf(said: readonly Said[]): Voiced[] {
  const byText = new Map<string, string>();
  return said.map((one) => {
    const own = one.author ?? `mention ${one.id}`;
    const letters = one.text.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '');
    if (letters.length < LEAST_LETTERS) return { ...one, voice: own };
    const key = letters.slice(0, COMPARED_LETTERS);
    const voice = byText.get(key) ?? own;
    byText.set(key, voice);
    return { ...one, voice };
  });
}

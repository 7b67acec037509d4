import { Refused } from './errors.ts';

/** What a word, a phrase or a pattern means in this workspace: the team's own row of the lexicon. */
export interface LexiconRule {
  readonly id: number;
  /** See `parsePattern`. */
  readonly pattern: string;
  /** BCP 47 primary language; undefined: every language. */
  readonly language: string | undefined;
  /** Only the mentions of this topic; undefined: every mention. */
  readonly topicId: number | undefined;
  /** −4…4; 0: it means nothing here. */
  readonly valence: number;
}

/** The words that count in a workspace on top of the product's lexicons. */
export interface Wording {
  /** Names of domain overlays; a later one wins. */
  readonly domains: readonly string[];
  readonly rules: readonly LexiconRule[];
}

export type PatternPart =
  | { readonly kind: 'word' | 'prefix'; readonly text: string }
  | { readonly kind: 'any' }
  | { readonly kind: 'near'; readonly words: number };

const LONGEST_PATTERN = 120;
const MOST_PARTS = 10;
const SHORTEST_PREFIX = 2;
const NEAR = /^NEAR\/([1-9])$/;
const MEANINGFUL = /[\p{L}\p{N}\p{Extended_Pictographic}\p{S}\p{P}]/u;

/**
 * A pattern is words with single spaces between them. `deliver*` is any word that begins so, `_` any one word, and
 * `late NEAR/3 refund` the two at most three words apart, in either order, in one sentence.
 * @throws Refused saying what was expected.
 */
export function parsePattern(pattern: string): PatternPart[] {
  const written = pattern.trim();
  if (written.length === 0 || written.length > LONGEST_PATTERN) {
    throw new Refused(`Expected a word or phrase of 1 to ${LONGEST_PATTERN} characters.`);
  }
  const parts = written.split(/\s+/).map(partOf);
  if (parts.length > MOST_PARTS) throw new Refused(`Expected at most ${MOST_PARTS} words in a rule.`);
  if (!isWord(parts[0]) || !isWord(parts.at(-1))) {
    throw new Refused('Expected a rule to begin and to end with a word; "_" and NEAR stand between words.');
  }
  const nears = parts.flatMap((part, at) => (part.kind === 'near' ? [at] : []));
  const [near] = nears;
  if (nears.length > 1) throw new Refused('Expected NEAR once in a rule.');
  if (near !== undefined && !(isWord(parts[near - 1]) && isWord(parts[near + 1]))) {
    throw new Refused('Expected a word on both sides of NEAR.');
  }
  return parts;
}

/** The pattern in one spelling: single spaces, lower case, so that the same rule is not written twice. */
export function patternText(pattern: string): string {
  const spaced = pattern.trim().split(/\s+/);
  return spaced.map((run) => (NEAR.test(run) ? run : run.toLowerCase())).join(' ');
}

function partOf(run: string): PatternPart {
  if (run === '_') return { kind: 'any' };
  const near = NEAR.exec(run);
  if (near) return { kind: 'near', words: Number(near[1]) };
  if (/^NEAR\b/.test(run)) throw new Refused(`Expected NEAR/1 to NEAR/9, got "${run}".`);
  const text = run.toLowerCase();
  const star = text.indexOf('*');
  if (star >= 0) {
    if (star !== text.length - 1 || star < SHORTEST_PREFIX) {
      throw new Refused(
        `Expected "*" at the end of a word, after at least ${SHORTEST_PREFIX} letters, got "${run}".`,
      );
    }
    return { kind: 'prefix', text: text.slice(0, -1) };
  }
  if (!MEANINGFUL.test(text)) throw new Refused(`Expected a word, got "${run}".`);
  return { kind: 'word', text };
}

function isWord(part: PatternPart | undefined): boolean {
  return part?.kind === 'word' || part?.kind === 'prefix';
}

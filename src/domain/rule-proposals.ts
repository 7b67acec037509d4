import type { Evidence, Label } from './classification.ts';
import { patternText } from './lexicon-rule.ts';

/** A rule that would have led to the label a person gave. */
export interface RuleProposal {
  readonly pattern: string;
  readonly valence: number;
  /** The span pushed the wrong way, or nothing was understood of it. */
  readonly because: 'wrong-way' | 'not-understood';
}

/** A corrected mention, as far as proposals ask. */
interface Corrected {
  readonly title: string | undefined;
  readonly text: string;
  readonly computedLabel: Label;
  readonly evidence: readonly Evidence[];
}

/** As strong as an ordinary charged word. */
const CHARGE = 2;
const LONGEST_SPAN = 60;
const MOST_PROPOSALS = 3;
const SHORTEST_WORD = 4;
const LETTERS = /\p{L}/u;
const WORD = /[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu;

/** The spans that pushed away from the person's label, the strongest first: each silenced, and turned where there is a side to turn to. */
export function proposalsFrom(mention: Corrected, truth: Label): RuleProposal[] {
  const direction = truth === 'positive' ? 1 : truth === 'negative' ? -1 : 0;
  const isWrong = ({ contribution }: Evidence) =>
    direction === 0 ? contribution !== 0 : contribution * direction < 0;
  const strongestFirst = mention.evidence
    .filter(isWrong)
    .toSorted((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution));
  const spans = strongestFirst
    .filter((reason, at) => !strongestFirst.slice(0, at).some((stronger) => isOverlapping(stronger, reason)))
    .map((reason) => spanOf(mention, reason))
    .filter(isPattern);
  return [...new Set(spans)]
    .slice(0, MOST_PROPOSALS)
    .flatMap((pattern): RuleProposal[] => [
      { pattern, valence: 0, because: 'wrong-way' },
      ...(direction === 0 ? [] : [{ pattern, valence: CHARGE * direction, because: 'wrong-way' } as const]),
    ]);
}

const isOverlapping = (a: Evidence, b: Evidence): boolean =>
  a.field === b.field && a.start < b.end && b.start < a.end;

/** Words and pairs of words that no reason speaks of, in order: what the lexicon did not understand. */
export function unexplainedPhrases({ title, text, evidence }: Corrected): string[] {
  const found: string[] = [];
  for (const [field, content] of [
    ['title', title ?? ''],
    ['text', text],
  ] as const) {
    const spans = evidence.filter((reason) => reason.field === field);
    let before: { word: string; end: number } | undefined;
    for (const { 0: written, index } of content.matchAll(WORD)) {
      const end = index + written.length;
      const word = patternText(written.replaceAll('’', "'"));
      const isExplained = spans.some((span) => span.start < end && span.end > index);
      if (isExplained || !isPattern(word)) {
        before = undefined;
        continue;
      }
      if (before && /^ +$/.test(content.slice(before.end, index))) found.push(`${before.word} ${word}`);
      if (word.length >= SHORTEST_WORD) found.push(word);
      before = { word, end };
    }
  }
  return [...new Set(found)];
}

export function proposeCharge(pattern: string, truth: Label): RuleProposal | undefined {
  if (truth === 'neutral' || truth === 'unknown') return undefined;
  return { pattern, valence: truth === 'positive' ? CHARGE : -CHARGE, because: 'not-understood' };
}

function spanOf({ title, text }: Corrected, { field, start, end }: Evidence): string {
  const span = (field === 'title' ? (title ?? '') : text).slice(start, end).replaceAll('’', "'");
  const bare = span.replace(/^[^\p{L}\p{N}\p{S}]+|[^\p{L}\p{N}\p{S}]+$/gu, '');
  return patternText(bare === '' ? span : bare);
}

function isPattern(pattern: string): boolean {
  if (pattern === '' || pattern.length > LONGEST_SPAN || pattern.includes('*')) return false;
  const runs = pattern.split(' ');
  return !runs.some((run) => run === '_') && (LETTERS.test(pattern) || runs.length === 1);
}

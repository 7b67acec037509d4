import { type Evidence, SMALL_WORDS } from '../../domain/classification.ts';

/** A stretch of a text with the reasons that point at it; without reasons it is plain. */
export interface Stretch {
  readonly text: string;
  readonly evidence: readonly Evidence[];
}

// Less than this is no reason by itself; there may be many such words in a text.
const LIGHTEST_REASON = 0.03;

/** Reasons that a reader should look at: those that weigh something, and every rule of the team's own. */
export function isWeighty({ contribution, rule, origin }: Evidence): boolean {
  if (rule === SMALL_WORDS) return false;
  return Math.abs(contribution) >= LIGHTEST_REASON || origin === 'workspace';
}

/**
 * Cuts a field's text where its evidence begins and ends. The stretches put together are the text, in order, each
 * with every reason that covers it, so overlapping and nested spans are all shown. Spans that lie outside the text
 * are clipped, empty ones left out, and no cut parts a surrogate pair.
 */
export function cutAtEvidence(
  text: string,
  field: Evidence['field'],
  evidence: readonly Evidence[],
): Stretch[] {
  const spans = evidence
    .filter((one) => one.field === field)
    .map((one) => ({ one, start: before(text, one.start), end: after(text, one.end) }))
    .filter(({ start, end }) => start < end);
  const cuts = new Set([0, text.length, ...spans.flatMap(({ start, end }) => [start, end])]);
  const ordered = [...cuts].sort((a, b) => a - b);
  return ordered.slice(0, -1).map((from, at) => {
    const to = ordered[at + 1] ?? text.length;
    const covering = spans.filter(({ start, end }) => start <= from && to <= end).map(({ one }) => one);
    return { text: text.slice(from, to), evidence: covering };
  });
}

/** Sum of what a stretch's reasons add: above 0 it speaks for positive, below for negative. */
export function contributionOf(evidence: readonly Evidence[]): number {
  return evidence.reduce((sum, one) => sum + one.contribution, 0);
}

function before(text: string, at: number): number {
  const inside = clamp(at, text.length);
  return isInsidePair(text, inside) ? inside - 1 : inside;
}

function after(text: string, at: number): number {
  const inside = clamp(at, text.length);
  return isInsidePair(text, inside) ? inside + 1 : inside;
}

function clamp(at: number, length: number): number {
  return Number.isFinite(at) ? Math.min(length, Math.max(0, Math.trunc(at))) : 0;
}

function isInsidePair(text: string, at: number): boolean {
  const previous = text.charCodeAt(at - 1);
  const next = text.charCodeAt(at);
  return previous >= 0xd800 && previous <= 0xdbff && next >= 0xdc00 && next <= 0xdfff;
}

import type { Classification, Label } from '../domain/classification.ts';

const NOTHING_SAID = { aspects: [], emotions: {}, risks: [], conflict: false, rules: [] } as const;

/** Without text that can be judged the stars decide: 4 and more, 2 and less, or neither. */
export function fromStars(stars: number | undefined, lang: string, version: string): Classification {
  const rest = { lang, ...NOTHING_SAID, lexiconVersion: version };
  if (stars === undefined || !Number.isFinite(stars)) {
    return { label: 'unknown', compound: 0, confidence: 0, evidence: [], ...rest };
  }
  const label: Label = stars >= 4 ? 'positive' : stars <= 2 ? 'negative' : 'neutral';
  const compound = Math.max(-1, Math.min(1, (stars - 3) / 2));
  const reason = {
    field: 'text',
    start: 0,
    end: 0,
    contribution: compound,
    rule: 'stars',
    origin: 'stars',
  } as const;
  // The customer chose the stars; there is nothing to be unsure of.
  return { label, compound, confidence: 1, evidence: [reason], ...rest };
}

/** 4–5 stars over a negative text, or 1–2 over a positive one. */
export function isConflict(label: Label, stars: number | undefined): boolean {
  if (stars === undefined) return false;
  return (stars >= 4 && label === 'negative') || (stars <= 2 && label === 'positive');
}

import type { Query, TermQuery } from '../../domain/query/query.ts';

const LONGEST_SHOWN = 600;

/**
 * Cuts a text into stretches, those with a wanted word of the query marked. For the eye only: what matches is
 * decided by the query itself, and a term with accents may stand in the text in another spelling than here.
 */
export function markQueryWords(query: Query, text: string): { text: string; isMarked: boolean }[] {
  const shown = text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
  const wanted = wantedTerms(query).map(patternOf).filter(Boolean);
  if (wanted.length === 0) return [{ text: shown, isMarked: false }];
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(${wanted.join('|')})(?![\\p{L}\\p{N}])`, 'giu');
  // A captured group makes split hand over what it splits at: every second part is a match.
  return shown
    .split(pattern)
    .map((part, at) => ({ text: part, isMarked: at % 2 === 1 }))
    .filter((part) => part.text !== '');
}

function wantedTerms(query: Query): TermQuery[] {
  switch (query.kind) {
    case 'term':
      return [query];
    case 'and':
    case 'or':
      return query.operands.flatMap(wantedTerms);
    case 'near':
      return [query.left, query.right].flatMap(wantedTerms);
    default:
      return [];
  }
}

function patternOf({ text }: TermQuery): string {
  return text
    .split(/[^\p{L}\p{N}*]+/u)
    .filter(Boolean)
    .map((word) => word.replaceAll('*', '[\\p{L}\\p{N}]*'))
    .join('[^\\p{L}\\p{N}]+');
}

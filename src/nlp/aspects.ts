import type { AspectSentiment, Label } from '../domain/classification.ts';
import type { Cut } from './channels.ts';
import { NO_TONE, scoreOf } from './score.ts';
import type { Charge, Charges, Naming } from './state.ts';

/**
 * What each named part of the product was said to be like: the charges of the clauses that name it, or of the
 * whole sentence when those clauses are silent and the sentence is about nothing else.
 */
export function aspectsOf({ charges, namings }: Charges, cut: Cut): AspectSentiment[] {
  if (namings.length === 0) return [];
  const byClause = groupBy(charges, (charge) => charge.clause);
  const bySentence = groupBy(charges, (charge) => charge.sentence);
  const namedIn = aspectsBySentence(namings);
  const found = new Map<string, Set<Charge>>();
  for (const naming of oncePerClause(namings)) {
    const said = found.get(naming.aspect) ?? new Set<Charge>();
    found.set(naming.aspect, said);
    const isAlone = namedIn.get(naming.sentence)?.size === 1;
    const nearby =
      byClause.get(naming.clause) ?? (isAlone ? bySentence.get(naming.sentence) : undefined) ?? [];
    for (const charge of nearby) said.add(charge);
  }
  return [...found].map(([aspect, said]) => {
    const { compound } = scoreOf([...said], NO_TONE, cut.edges);
    return { aspect, label: aspectLabel(compound, cut), compound };
  });
}

// A clause has fewer words to say something with than a text.
const CLAUSE_SHARE = 0.5;

function aspectLabel(compound: number, { positiveFrom, negativeFrom }: Cut): Label {
  if (compound >= CLAUSE_SHARE * positiveFrom) return 'positive';
  return compound <= CLAUSE_SHARE * negativeFrom ? 'negative' : 'neutral';
}

// An aspect named a thousand times in one clause is said to be like the same things each time.
function oncePerClause(namings: readonly Naming[]): Naming[] {
  const seen = new Set<string>();
  return namings.filter(({ aspect, clause }) => {
    const key = `${clause} ${aspect}`;
    return !seen.has(key) && seen.add(key);
  });
}

function groupBy(charges: readonly Charge[], key: (charge: Charge) => number): Map<number, Charge[]> {
  const groups = new Map<number, Charge[]>();
  for (const charge of charges) {
    const group = groups.get(key(charge));
    if (group) group.push(charge);
    else groups.set(key(charge), [charge]);
  }
  return groups;
}

function aspectsBySentence(namings: readonly Naming[]): Map<number, Set<string>> {
  const named = new Map<number, Set<string>>();
  for (const { sentence, aspect } of namings) {
    const aspects = named.get(sentence) ?? new Set<string>();
    named.set(sentence, aspects.add(aspect));
  }
  return named;
}

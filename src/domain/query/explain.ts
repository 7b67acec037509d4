import type { FieldQuery, NearQuery, Query, RatingQuery, TermQuery } from './query.ts';

const LANGUAGES = new Intl.DisplayNames(['en'], { type: 'language' });
const COUNTRIES = new Intl.DisplayNames(['en'], { type: 'region' });

/** The query in plain English, one sentence, for the editor: 'Mentions with “slow” within 3 words of “delivery”.' */
export function explainQuery(query: Query): string {
  return `Mentions ${clause(query)}.`;
}

/** A clause that can follow "mentions". */
function clause(query: Query): string {
  switch (query.kind) {
    case 'and':
      return andClause(query.operands);
    case 'or':
      return orClause(query.operands);
    case 'not':
      return notClause(query.operand);
    case 'near':
      return nearClause(query);
    case 'term':
      return `with ${naming(query)}`;
    case 'field':
      return FIELD_CLAUSE[query.field](query.prefix ? `${query.value}…` : query.value);
    case 'rating':
      return ratingClause(query);
  }
}

function andClause(operands: readonly Query[]): string {
  const wanted = operands.filter(({ kind }) => kind !== 'not');
  const unwanted = operands.filter(({ kind }) => kind === 'not');
  const terms = wanted.filter((operand) => operand.kind === 'term');
  const others = wanted.filter((operand) => operand.kind !== 'term');
  const parts = [
    ...(terms.length > 0 ? [`with ${list(terms.map(naming), 'and')}`] : []),
    ...others.map(grouped),
  ];
  const excluded = unwanted.map(clause);
  if (parts.length === 0) return list(excluded, 'and');
  if (excluded.length === 0) return list(parts, 'and');
  return `${list(parts, 'and')}, but ${list(excluded, 'and')}`;
}

function orClause(operands: readonly Query[]): string {
  const terms = operands.filter((operand) => operand.kind === 'term');
  if (terms.length === operands.length) return `with ${list(terms.map(naming), 'or')}`;
  return `either ${list(operands.map(grouped), 'or')}`;
}

function notClause(operand: Query): string {
  if (operand.kind === 'term') return `without ${naming(operand)}`;
  if (operand.kind === 'or' && operand.operands.every(({ kind }) => kind === 'term')) {
    return clause(operand).replace(/^with/, 'without');
  }
  return `not ${grouped(operand)}`;
}

function nearClause({ left, right, words, ordered }: NearQuery): string {
  const [one, other] = [left, right].map((operand) =>
    operand.kind === 'term' ? naming(operand) : list(operand.operands.map(naming), 'or'),
  );
  const count = `${words} ${words === 1 ? 'word' : 'words'}`;
  if (ordered) {
    return words === 0
      ? `with ${one} directly followed by ${other}`
      : `with ${one} followed within ${count} by ${other}`;
  }
  return words === 0 ? `with ${one} right beside ${other}` : `with ${one} within ${count} of ${other}`;
}

function naming({ text, exact }: TermQuery): string {
  const shown = `“${text.replace(/\*(?=\s|$)/g, '…')}”`;
  const kind = /^#\S+$/.test(text) ? 'the hashtag ' : /^@\S+$/.test(text) ? 'the handle ' : '';
  return `${kind}${shown}${exact ? ' spelt exactly so' : ''}`;
}

function ratingClause(query: RatingQuery): string {
  if (query.compare === '..') return `rated ${query.from} to ${query.to} stars`;
  const stars = `${query.stars} ${query.stars === 1 ? 'star' : 'stars'}`;
  const phrase = { '=': '', '<': 'less than ', '<=': 'at most ', '>': 'more than ', '>=': 'at least ' };
  return `rated ${phrase[query.compare]}${stars}`;
}

const FIELD_CLAUSE: Readonly<Record<FieldQuery['field'], (value: string) => string>> = {
  source: (value) => `from source “${value}”`,
  site: (value) => `from the site ${value}`,
  author: (value) => `from author “${value}”`,
  lang: (value) => `in ${LANGUAGES.of(value) ?? value}`,
  country: (value) => `from ${COUNTRIES.of(value) ?? value}`,
  sentiment: (value) => `with ${value} sentiment`,
  risk: (value) => `that speak of a risk (${value})`,
  tag: (value) => `tagged “${value}”`,
  location: (value) => `at location “${value}”`,
  product: (value) => `about product “${value}”`,
};

/** Brackets where a reader could otherwise take the parts apart. */
function grouped(query: Query): string {
  const simple = query.kind !== 'and' && query.kind !== 'or';
  return simple ? clause(query) : `(${clause(query)})`;
}

/** "a", "a and b", "a, b and c". */
function list(parts: readonly string[], word: 'and' | 'or'): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} ${word} ${parts.at(-1)}`;
}

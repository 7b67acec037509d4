import { LABELS, RISKS } from '../classification.ts';
import { FIELD_NAMES, type FieldName, type FieldQuery, type RatingQuery, type ValueField } from './query.ts';

/** What is wrong with the value of a field: the plain sentence and what could have stood there. */
export interface ValueProblem {
  readonly message: string;
  readonly expected: string;
}

const WITH_WILDCARD: readonly ValueField[] = ['source', 'author', 'tag', 'location', 'product'];
const RATING = /^(<=|>=|<|>|=)?(\d(?:\.\d{1,2})?)$|^(\d(?:\.\d{1,2})?)\.\.(\d(?:\.\d{1,2})?)$/;
/** Words people use for a field, where the spelling alone would not lead to it. */
const OTHER_NAMES: Readonly<Record<string, FieldName>> = {
  language: 'lang',
  domain: 'site',
  host: 'site',
  url: 'site',
  stars: 'rating',
  score: 'rating',
  label: 'sentiment',
  from: 'author',
  by: 'author',
  user: 'author',
  hashtag: 'tag',
  place: 'location',
  store: 'location',
  channel: 'source',
};

/** Reads the value of a field; `wildcard` says that an unescaped `*` followed it. */
export function readFieldValue(
  field: FieldName,
  value: string,
  wildcard: boolean,
): FieldQuery | RatingQuery | ValueProblem {
  if (field === 'rating') return readRating(wildcard ? `${value}*` : value);
  const collapsed = value.trim().replace(/\s+/g, ' ');
  if (wildcard && !WITH_WILDCARD.includes(field)) {
    return problem(`${field}: takes no wildcard; leave out the *.`, EXPECTED[field]);
  }
  const known = NORMAL_FORM[field](collapsed);
  if (wildcard && [...(known ?? '')].length < 2) {
    return problem(
      'A wildcard needs at least two characters before the *.',
      'two or more characters before *',
    );
  }
  if (known === undefined || known === '') return problem(PROBLEM[field](value), EXPECTED[field]);
  return { kind: 'field', field, value: known, prefix: wildcard };
}

/** The field a person may have meant, or undefined when none is near. */
export function nearestField(name: string): FieldName | undefined {
  const lower = name.toLowerCase();
  const alias = Object.hasOwn(OTHER_NAMES, lower) ? OTHER_NAMES[lower] : undefined;
  if (alias) return alias;
  const ranked = FIELD_NAMES.map((field) => ({ field, edits: editsBetween(lower, field) }));
  const nearest = ranked.reduce((best, candidate) => (candidate.edits < best.edits ? candidate : best));
  return nearest.edits <= 2 && nearest.edits < lower.length ? nearest.field : undefined;
}

/** Host as addresses carry it: lower case, Punycode; undefined when it is no host. */
export function asciiHost(host: string): string | undefined {
  try {
    return new URL(`http://${host}`).hostname || undefined;
  } catch {
    return undefined;
  }
}

function readRating(value: string): RatingQuery | ValueProblem {
  const match = RATING.exec(value);
  const [, compare = '=', single, first, second] = match ?? [];
  const numbers = [single, first, second].filter((text) => text !== undefined).map(Number);
  if (!match || numbers.some((stars) => stars < 1 || stars > 5)) {
    return problem(`rating: takes stars from 1 to 5, but “${value}” came.`, EXPECTED.rating);
  }
  if (single !== undefined) {
    return { kind: 'rating', compare: compare as '=' | '<' | '<=' | '>' | '>=', stars: Number(single) };
  }
  const [from = 1, to = 5] = numbers;
  if (from > to) {
    return problem(`The range ${value} runs backwards; write rating:${to}..${from}.`, EXPECTED.rating);
  }
  return { kind: 'rating', compare: '..', from, to };
}

const asTyped = (value: string) => value;

/** Value → the form kept in the query; undefined when the field cannot have this value. */
const NORMAL_FORM: Readonly<Record<ValueField, (value: string) => string | undefined>> = {
  source: asTyped,
  author: (value) => value.replace(/^[@\s]+/, ''),
  tag: (value) => value.replace(/^[#\s]+/, ''),
  location: asTyped,
  product: asTyped,
  site: (value) => (/^[^\s/?#@:*[\]]+$/.test(value) && asciiHost(value) ? value.toLowerCase() : undefined),
  lang: (value) => (/^[a-z]{2,3}$/i.test(value) ? value.toLowerCase() : undefined),
  country: (value) => (/^[a-z]{2}$/i.test(value) ? value.toUpperCase().replace(/^UK$/, 'GB') : undefined),
  sentiment: (value) => LABELS.find((label) => label === value.toLowerCase()),
  risk: (value) => RISKS.find((risk) => risk === value.toLowerCase()),
};

const EXPECTED: Readonly<Record<FieldName, string>> = {
  source: 'the name or kind of a source',
  author: 'the name or handle of an author',
  tag: 'a tag',
  location: 'a location',
  product: 'a product',
  site: 'a host such as example.com',
  lang: 'a language of two or three letters such as en',
  country: 'a country of two letters such as DE',
  sentiment: 'positive, neutral, negative or unknown',
  risk: `${RISKS.slice(0, -1).join(', ')} or ${RISKS.at(-1)}`,
  rating: 'stars such as 1, <=2, >3 or 1..2',
};

const needs = (field: ValueField) => () => `${field}: needs a value, ${EXPECTED[field]}.`;
const takes = (field: ValueField) => (value: string) =>
  `${field}: takes ${EXPECTED[field]}, but “${value}” came.`;

const PROBLEM: Readonly<Record<ValueField, (value: string) => string>> = {
  source: needs('source'),
  author: needs('author'),
  tag: needs('tag'),
  location: needs('location'),
  product: needs('product'),
  site: takes('site'),
  lang: takes('lang'),
  country: takes('country'),
  sentiment: takes('sentiment'),
  risk: takes('risk'),
};

function problem(message: string, expected: string): ValueProblem {
  return { message, expected };
}

/** Levenshtein distance: insertions, deletions and replacements of one character. */
function editsBetween(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= to.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}

import { nearestField, readFieldValue } from './field-values.ts';
import { readPieces } from './pieces.ts';
import { FIELD_NAMES, type FieldQuery, type RatingQuery, type TermQuery } from './query.ts';
import { QueryError } from './query-error.ts';

/** UTF-16 offsets into the query, end exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** What stands at one place of a query. */
export type Lexeme = Span &
  (
    | { readonly kind: 'open' | 'close' | 'and' | 'or' | 'not' | 'end' }
    | { readonly kind: 'near'; readonly words: number; readonly ordered: boolean }
    | { readonly kind: 'term'; readonly query: TermQuery; readonly quoted: boolean }
    | { readonly kind: 'field'; readonly query: FieldQuery | RatingQuery }
  );

const MAX_NEAR_WORDS = 100;
export const OPERAND = 'a word, phrase, field or opening bracket';

const SPACE = /\s*/y;
const WORD = /[^\s()（）"“”„‟{}]+/y;
const CLOSING_QUOTE: Readonly<Record<string, RegExp>> = {
  '"': /"/,
  '“': /[”"]/,
  '”': /[”"]/,
  '„': /[“”"]/,
  '‟': /[”"]/,
};
const OPERATORS: Readonly<Record<string, 'and' | 'or' | 'not'>> = { AND: 'and', OR: 'or', NOT: 'not' };

/** Cuts a query into what it is made of; the last one is always `end`. @throws QueryError */
export function scan(query: string): Lexeme[] {
  const lexemes: Lexeme[] = [];
  let position = afterSpace(query, 0);
  while (position < query.length) {
    const lexeme = lexemeAt(query, position);
    lexemes.push(lexeme);
    position = afterSpace(query, lexeme.end);
  }
  lexemes.push({ kind: 'end', start: query.length, end: query.length });
  return lexemes;
}

export function mistake(query: string, span: Span, message: string, expected: string): QueryError {
  return new QueryError(message, { query, position: span.start, length: span.end - span.start, expected });
}

function lexemeAt(query: string, start: number): Lexeme {
  const character = query.charAt(start);
  const one = { start, end: start + 1 };
  if (character === '(' || character === '（') return { kind: 'open', ...one };
  if (character === ')' || character === '）') return { kind: 'close', ...one };
  if (character === '{') return bracedTerm(query, start);
  if (character === '}') {
    throw mistake(query, one, 'This closing brace has no opening brace { before it.', OPERAND);
  }
  if (CLOSING_QUOTE[character]) {
    const quoted = readQuoted(query, start);
    return quotedTerm(query, { start, end: quoted.end }, quoted.source);
  }
  if (character === '-' && /[^\s)）]/.test(query.charAt(start + 1))) return { kind: 'not', ...one };
  return wordLexeme(query, start);
}

function wordLexeme(query: string, start: number): Lexeme {
  const text = matchAt(WORD, query, start);
  const span = { start, end: start + text.length };
  const operator = Object.hasOwn(OPERATORS, text) ? OPERATORS[text] : undefined;
  if (operator) return { kind: operator, ...span };
  if (/^NEAR(\/|$)/.test(text)) return nearLexeme(query, span, text);
  const field = /^([a-z]+):/i.exec(text);
  if (field?.[1] !== undefined) return fieldLexeme(query, span, field[1]);
  const unlike = { '&': 'AND', '&&': 'AND', '|': 'OR', '||': 'OR', '!': 'NOT' }[text];
  if (unlike) throw mistake(query, span, `Write ${unlike} instead of “${text}”.`, unlike);
  return { kind: 'term', query: termAt(query, span, start, text, false), quoted: false, ...span };
}

function nearLexeme(query: string, span: Span, text: string): Lexeme {
  const match = /^NEAR\/(\d{1,9})(f?)$/i.exec(text);
  const words = Number(match?.[1]);
  if (!match || words > MAX_NEAR_WORDS) {
    const message = match
      ? `NEAR reaches at most ${MAX_NEAR_WORDS} words, but ${words} came.`
      : `NEAR needs a number of words, as in NEAR/5 or NEAR/5f; to search for the word itself, put it in quotes.`;
    throw mistake(query, span, message, `NEAR/0 to NEAR/${MAX_NEAR_WORDS}, with f for “in this order”`);
  }
  return { kind: 'near', words, ordered: match[2] !== '', ...span };
}

function fieldLexeme(query: string, span: Span, name: string): Lexeme {
  const field = FIELD_NAMES.find((known) => known === name.toLowerCase());
  if (!field) {
    const meant = nearestField(name);
    const advice = meant ? `did you mean ${meant}:` : `the fields are ${FIELD_NAMES.join(', ')}`;
    const message = `There is no field ${name}: – ${advice}; to search for the text itself, put it in quotes.`;
    throw mistake(query, { start: span.start, end: span.start + name.length + 1 }, message, 'a known field');
  }
  const valueStart = span.start + name.length + 1;
  const bare = query.slice(valueStart, span.end);
  const quoted = bare === '' && CLOSING_QUOTE[query.charAt(valueStart)];
  const value = quoted
    ? readQuoted(query, valueStart)
    : { text: bare, source: bare, starAtEnd: bare.endsWith('*'), end: span.end };
  if (!quoted && bare === '') throw missingValue(query, field, valueStart);
  const literal = value.starAtEnd ? value.text.slice(0, -1) : value.text;
  if (!quoted && literal.includes('*')) {
    const star = valueStart + literal.indexOf('*');
    throw mistake(query, { start: star, end: star + 1 }, STAR_INSIDE, 'the * at the end');
  }
  const read = readFieldValue(field, literal, value.starAtEnd);
  if ('message' in read) {
    throw mistake(query, { start: valueStart, end: value.end }, read.message, read.expected);
  }
  return { kind: 'field', query: read, start: span.start, end: value.end };
}

function missingValue(query: string, field: string, position: number): QueryError {
  const opens = /[(（]/.test(query.charAt(position));
  const advice = opens
    ? `name the field for each value, as in (${field}:a OR ${field}:b)`
    : `write it right after the colon`;
  return mistake(
    query,
    { start: position, end: Math.min(position + 1, query.length) },
    `${field}: needs a value; ${advice}.`,
    'a word or a phrase in quotes',
  );
}

/** Text between quotes. A backslash takes the meaning from a quote or a backslash, and in `text` from a star. */
function readQuoted(query: string, start: number): QuotedText {
  const closing = CLOSING_QUOTE[query.charAt(start)] ?? /"/;
  let text = '';
  let starAtEnd = false;
  for (let at = start + 1; at < query.length; at += 1) {
    const character = query.charAt(at);
    const next = query.charAt(at + 1);
    if (closing.test(character)) return { text, source: query.slice(start + 1, at), starAtEnd, end: at + 1 };
    const escaped = character === '\\' && /["“”„‟*\\]/.test(next);
    text += escaped ? next : character;
    starAtEnd = !escaped && character === '*';
    if (escaped) at += 1;
  }
  throw mistake(query, { start, end: start + 1 }, 'This quote is never closed.', 'a closing quote "');
}

interface QuotedText {
  readonly text: string;
  /** As typed, backslashes and all. */
  readonly source: string;
  readonly starAtEnd: boolean;
  readonly end: number;
}

function bracedTerm(query: string, start: number): Lexeme {
  const length = query.slice(start + 1).search(/[{}]/);
  const end = start + 1 + length;
  if (length === -1 || query.charAt(end) === '{') {
    throw mistake(query, { start, end: start + 1 }, 'This brace is never closed.', 'a closing brace }');
  }
  const span = { start, end: end + 1 };
  const text = query.slice(start + 1, end);
  return { kind: 'term', query: termAt(query, span, start + 1, text, true), quoted: true, ...span };
}

function quotedTerm(query: string, span: Span, source: string): Lexeme {
  // Stars are looked for in the text as typed, so that the mistake is shown in its place.
  const term = termAt(query, span, span.start + 1, source, false);
  const text = term.text.replace(/\\(["“”„‟\\])/g, '$1');
  return { kind: 'term', query: { ...term, text }, quoted: true, ...span };
}

const STAR_INSIDE = 'A wildcard * can only stand at the end of a word.';

function termAt(query: string, span: Span, textStart: number, source: string, exact: boolean): TermQuery {
  const term: TermQuery = { kind: 'term', text: collapse(source), exact };
  let checked = 0;
  for (const { index } of source.matchAll(/\*/g)) {
    const star = { start: textStart + index, end: textStart + index + 1 };
    if (/^[\p{L}\p{N}\p{M}*]/u.test(source.slice(index + 1, index + 3))) {
      throw mistake(query, star, STAR_INSIDE, 'the * at the end');
    }
    const wildcard = readPieces({ text: source.slice(checked, index + 1), exact }).at(-1);
    const long = wildcard && (wildcard.spaceless || [...wildcard.key].length >= 2);
    if (!long || !/[\p{L}\p{N}\p{M}]$/u.test(source.slice(Math.max(0, index - 2), index))) {
      const message = 'A wildcard needs at least two characters before the *.';
      throw mistake(query, star, message, 'two or more characters before *');
    }
    checked = index + 1;
  }
  if (readPieces(term).length === 0) {
    const message =
      term.text === ''
        ? 'There is nothing to search for in here.'
        : `There is no word to search for in “${term.text}”.`;
    throw mistake(query, span, message, 'letters or digits');
  }
  return term;
}

function collapse(text: string): string {
  return text.trim().replace(/\s+/g, ' ');
}

function afterSpace(query: string, position: number): number {
  return position + matchAt(SPACE, query, position).length;
}

function matchAt(pattern: RegExp, text: string, position: number): string {
  pattern.lastIndex = position;
  return pattern.exec(text)?.[0] ?? '';
}

import type { FieldQuery, NearOperand, Query, RatingQuery, TermQuery } from './query.ts';
import { QueryError } from './query-error.ts';
import { scan } from './scan.ts';

/** The query in one line and one way of writing: reading it again gives the same query. */
export function formatQuery(query: Query): string {
  switch (query.kind) {
    case 'or':
      return query.operands.map((operand) => bracketed(operand, ['and'])).join(' OR ');
    case 'and':
      return query.operands.map((operand) => bracketed(operand, ['or'])).join(' AND ');
    case 'not':
      return `NOT ${bracketed(query.operand, ['and', 'or', 'near'])}`;
    case 'near': {
      const operator = `NEAR/${query.words}${query.ordered ? 'f' : ''}`;
      return `${formatOperand(query.left)} ${operator} ${formatOperand(query.right)}`;
    }
    case 'term':
      return formatTerm(query);
    case 'field':
      return `${query.field}:${formatValue(query)}`;
    case 'rating':
      return `rating:${formatRating(query)}`;
  }
}

function formatRating(query: RatingQuery): string {
  if (query.compare === '..') return `${query.from}..${query.to}`;
  return query.compare === '=' ? `${query.stars}` : `${query.compare}${query.stars}`;
}

function bracketed(query: Query, kinds: readonly Query['kind'][]): string {
  return kinds.includes(query.kind) ? `(${formatQuery(query)})` : formatQuery(query);
}

function formatOperand(operand: NearOperand): string {
  return operand.kind === 'term' ? formatTerm(operand) : `(${operand.operands.map(formatTerm).join(' OR ')})`;
}

function formatTerm({ text, exact }: TermQuery): string {
  if (exact) return `{${text}}`;
  return isBareTerm(text) ? text : quote(text);
}

/** Asks the reader itself whether the text would be read as this one term without quotes. */
function isBareTerm(text: string): boolean {
  try {
    const [lexeme, end] = scan(text);
    return lexeme?.kind === 'term' && !lexeme.quoted && lexeme.query.text === text && end?.kind === 'end';
  } catch (error) {
    if (error instanceof QueryError) return false;
    throw error;
  }
}

function formatValue({ value, prefix }: FieldQuery): string {
  const star = prefix ? '*' : '';
  if (/^[^\s()（）"“”„‟{}*\\]+$/.test(value)) return `${value}${star}`;
  return `"${value.replace(/["\\*]/g, '\\$&')}${star}"`;
}

function quote(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

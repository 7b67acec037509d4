import { unlimitedPart } from './anchors.ts';
import type { NearOperand, Query } from './query.ts';
import { type Lexeme, mistake, OPERAND, type Span, scan } from './scan.ts';

export type { Query } from './query.ts';
export { QueryError } from './query-error.ts';

/** UTF-16 units. */
export const MAX_QUERY_LENGTH = 10_000;
/** Brackets within brackets. */
export const MAX_NESTING = 100;

/**
 * Reads a topic query. From the tightest to the loosest: NEAR/n and NEAR/nf (n words at most between; f: in this
 * order), NOT (or `-` before a term), AND (or nothing between terms), OR.
 *
 * Words match without regard to capitals; diacritics count only when the term has some: `cafe` finds café, `café`
 * does not find cafe. `{Apple}` wants exactly these letters. How a text is cut into words is told in words.ts.
 * Fields compare whole values, without regard to capitals; `author:acme*` wants the beginning.
 *
 * @throws QueryError with the place of the first mistake.
 */
export function parseQuery(text: string): Query {
  if (text.length > MAX_QUERY_LENGTH) {
    const end = { start: MAX_QUERY_LENGTH, end: text.length };
    const message = `A query has at most ${MAX_QUERY_LENGTH} characters, but this one has ${text.length}.`;
    throw mistake(text, end, message, 'a shorter query, or two topics');
  }
  const reader: Reader = { text, lexemes: scan(text), at: 0, depth: 0, spans: new Map() };
  if (next(reader).kind === 'end') {
    throw mistake(text, { start: 0, end: 0 }, 'The query is empty; write a word to look for.', OPERAND);
  }
  const query = readOr(reader);
  const rest = next(reader);
  if (rest.kind === 'close') {
    throw mistake(text, rest, 'This closing bracket has no opening bracket before it.', OPERAND);
  }
  refuseUnlimited(reader, query);
  return query;
}

export function isQuery(text: string): boolean {
  try {
    parseQuery(text);
    return true;
  } catch {
    return false;
  }
}

interface Reader {
  readonly text: string;
  readonly lexemes: readonly Lexeme[];
  at: number;
  depth: number;
  /** Where each part of the query stands. */
  readonly spans: Map<object, Span>;
}

function readOr(reader: Reader): Query {
  const operands = [readAnd(reader)];
  while (next(reader).kind === 'or') {
    reader.at += 1;
    operands.push(readAnd(reader));
  }
  return joined(reader, 'or', operands);
}

function readAnd(reader: Reader): Query {
  const operands = [readNot(reader)];
  while (['and', 'not', 'open', 'term', 'field', 'near'].includes(next(reader).kind)) {
    if (next(reader).kind === 'and') reader.at += 1;
    operands.push(readNot(reader));
  }
  return joined(reader, 'and', operands);
}

function readNot(reader: Reader): Query {
  const { start } = next(reader);
  let nots = 0;
  for (; next(reader).kind === 'not'; reader.at += 1) nots += 1;
  const operand = readNear(reader);
  if (nots % 2 === 0) return operand;
  // NOT (NOT a) is a.
  if (operand.kind === 'not') return operand.operand;
  return placed(reader, { kind: 'not', operand }, { start, end: spanOf(reader, operand).end });
}

function readNear(reader: Reader): Query {
  const left = readPrimary(reader);
  const near = next(reader);
  if (near.kind !== 'near') return left;
  const leftOperand = nearOperand(reader, left);
  reader.at += 1;
  if (next(reader).kind === 'not') {
    throw mistake(
      reader.text,
      next(reader),
      'NEAR cannot be asked of a NOT; put the NOT before it.',
      NEAR_OPERAND,
    );
  }
  const right = readPrimary(reader);
  const chained = next(reader);
  if (chained.kind === 'near') {
    const message = 'NEAR joins two terms, not three; write (a NEAR/3 b) AND (b NEAR/3 c).';
    throw mistake(reader.text, chained, message, 'AND, OR or the end of the query');
  }
  const { words, ordered } = near;
  const query: Query = { kind: 'near', left: leftOperand, right: nearOperand(reader, right), words, ordered };
  return placed(reader, query, { start: spanOf(reader, left).start, end: spanOf(reader, right).end });
}

const NEAR_OPERAND = 'a word, a phrase or (a OR b)';

function nearOperand(reader: Reader, query: Query): NearOperand {
  if (query.kind === 'term') return query;
  const parts = query.kind === 'or' ? query.operands : [query];
  const wrong = parts.find((part) => part.kind !== 'term');
  if (query.kind === 'or' && !wrong)
    return { kind: 'or', operands: parts.filter((part) => part.kind === 'term') };
  const message = `NEAR takes words, phrases or (a OR b) on both sides, not ${NAMES[wrong?.kind ?? 'or']}.`;
  throw mistake(reader.text, spanOf(reader, wrong ?? query), message, NEAR_OPERAND);
}

const NAMES: Readonly<Record<Query['kind'], string>> = {
  and: 'AND',
  or: 'OR',
  not: 'NOT',
  near: 'another NEAR',
  term: 'a term',
  field: 'a field',
  rating: 'a field',
};

function readPrimary(reader: Reader): Query {
  const lexeme = next(reader);
  if (lexeme.kind === 'term' || lexeme.kind === 'field') {
    reader.at += 1;
    return placed(reader, lexeme.query, lexeme);
  }
  if (lexeme.kind === 'open') return readBrackets(reader, lexeme);
  throw missingOperand(reader, lexeme);
}

function readBrackets(reader: Reader, open: Span): Query {
  reader.depth += 1;
  if (reader.depth > MAX_NESTING) {
    const message = `Brackets go at most ${MAX_NESTING} deep; split the query into two topics.`;
    throw mistake(reader.text, open, message, 'fewer brackets within brackets');
  }
  reader.at += 1;
  const query = readOr(reader);
  const close = next(reader);
  if (close.kind !== 'close') {
    throw mistake(reader.text, open, 'This bracket is never closed.', 'a closing bracket )');
  }
  reader.at += 1;
  reader.depth -= 1;
  return placed(reader, query, { start: open.start, end: close.end });
}

function missingOperand(reader: Reader, found: Lexeme): Error {
  const before = reader.lexemes[reader.at - 1];
  const after = before && reader.text.slice(before.start, before.end);
  const shown = reader.text.slice(found.start, found.end);
  // With nothing inside, the unclosed bracket is the mistake, not what is missing after it.
  if (found.kind === 'end' && before?.kind === 'open') {
    return mistake(reader.text, before, 'This bracket is never closed.', 'a closing bracket )');
  }
  if (found.kind === 'close' && before?.kind === 'open') {
    return mistake(reader.text, found, 'There is nothing between these brackets.', OPERAND);
  }
  if (found.kind === 'close' && !before) {
    return mistake(reader.text, found, 'This closing bracket has no opening bracket before it.', OPERAND);
  }
  const message =
    found.kind === 'end' || found.kind === 'close'
      ? `After ${after} a word, phrase or field is missing.`
      : `Before ${shown} a word, phrase or field is missing; to search for “${shown}” itself, put it in quotes.`;
  return mistake(reader.text, found, message, OPERAND);
}

function refuseUnlimited(reader: Reader, query: Query): void {
  const part = unlimitedPart(query);
  if (!part) return;
  const span = spanOf(reader, part);
  const shown = part === query ? 'This query' : `“${reader.text.slice(span.start, span.end)}”`;
  const message = `${shown} would match nearly everything: it only says what must not be there; add what must be there.`;
  throw mistake(reader.text, span, message, 'a word, phrase or field that must be there');
}

function joined(reader: Reader, kind: 'and' | 'or', operands: readonly Query[]): Query {
  const [first, ...rest] = operands;
  const last = rest.at(-1);
  if (!first) throw new Error('An operator was read without operands.');
  if (!last) return first;
  const flat = operands.flatMap((operand) => (operand.kind === kind ? operand.operands : [operand]));
  return placed(
    reader,
    { kind, operands: flat },
    { start: spanOf(reader, first).start, end: spanOf(reader, last).end },
  );
}

function placed(reader: Reader, query: Query, span: Span): Query {
  reader.spans.set(query, { start: span.start, end: span.end });
  return query;
}

function spanOf(reader: Reader, query: object): Span {
  return reader.spans.get(query) ?? { start: 0, end: reader.text.length };
}

function next(reader: Reader): Lexeme {
  const lexeme = reader.lexemes[reader.at];
  return lexeme ?? { kind: 'end', start: reader.text.length, end: reader.text.length };
}

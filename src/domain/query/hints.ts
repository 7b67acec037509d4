import { QueryError } from './query-error.ts';
import { type Lexeme, scan } from './scan.ts';

/** Something that can be read but was perhaps not meant so. */
export interface QueryHint {
  /** UTF-16 offset into the query. */
  readonly position: number;
  readonly length: number;
  /** One plain sentence. */
  readonly message: string;
}

/** Advice for the editor; empty for a query that cannot be cut into terms (the error says more). Never throws. */
export function queryHints(text: string): readonly QueryHint[] {
  const lexemes = scanOrNothing(text);
  return [...lowerCaseOperators(lexemes), ...mixedOperators(lexemes)].sort(
    (one, other) => one.position - other.position,
  );
}

function lowerCaseOperators(lexemes: readonly Lexeme[]): QueryHint[] {
  return lexemes.flatMap((lexeme) => {
    if (lexeme.kind !== 'term' || lexeme.quoted) return [];
    const { text } = lexeme.query;
    if (!/^(and|or|not|near\/\d+f?)$/i.test(text)) return [];
    const operator = text.toUpperCase().replace(/F$/, 'f');
    const message = `“${text}” is searched for as a word; write ${operator} in capitals for the operator.`;
    return [hintAt(lexeme, message)];
  });
}

/** One hint for each pair of brackets in which OR stands beside AND. */
function mixedOperators(lexemes: readonly Lexeme[]): QueryHint[] {
  const hints: QueryHint[] = [];
  const levels = [{ and: false, or: undefined as Lexeme | undefined }];
  lexemes.forEach((lexeme, at) => {
    const level = levels.at(-1);
    if (lexeme.kind === 'or' && level) level.or ??= lexeme;
    if (level && meansAnd(lexemes[at - 1], lexeme)) level.and = true;
    if (lexeme.kind === 'open') levels.push({ and: false, or: undefined });
    if ((lexeme.kind !== 'close' && lexeme.kind !== 'end') || !level) return;
    if (level.and && level.or) {
      hints.push(hintAt(level.or, 'AND binds tighter than OR; put brackets around what belongs together.'));
    }
    if (levels.length > 1) levels.pop();
  });
  return hints;
}

function meansAnd(before: Lexeme | undefined, lexeme: Lexeme): boolean {
  if (lexeme.kind === 'and') return true;
  const endsOperand = before?.kind === 'term' || before?.kind === 'field' || before?.kind === 'close';
  return endsOperand && ['term', 'field', 'open', 'not'].includes(lexeme.kind);
}

function hintAt(lexeme: Lexeme, message: string): QueryHint {
  return { position: lexeme.start, length: lexeme.end - lexeme.start, message };
}

function scanOrNothing(text: string): readonly Lexeme[] {
  try {
    return scan(text);
  } catch (error) {
    if (error instanceof QueryError) return [];
    throw error;
  }
}

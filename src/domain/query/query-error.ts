/** Characters of a long line shown on either side of the mistake. */
const SHOWN_BEFORE = 50;
const SHOWN_AFTER = 40;
const WIDE = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}\u3000-\u303f\uff01-\uff60]/u;

export interface QueryMistake {
  readonly query: string;
  /** UTF-16 offset into the query where the mistake begins; the query's length when something is missing at its end. */
  readonly position: number;
  /** UTF-16 units the mistake covers; 0 at the end of the query. */
  readonly length: number;
  /** What could have stood there, as a noun phrase: "a word, phrase, field or opening bracket". */
  readonly expected: string;
}

/** A query that cannot be read. The message is one plain sentence for the person who typed it. */
export class QueryError extends Error {
  override readonly name = 'QueryError';
  readonly query: string;
  readonly position: number;
  readonly length: number;
  readonly expected: string;

  constructor(message: string, mistake: QueryMistake) {
    super(message);
    this.query = mistake.query;
    this.position = mistake.position;
    this.length = mistake.length;
    this.expected = mistake.expected;
  }

  /** Two lines: the line of the query with the mistake (shortened around it when long), and carets below the mistake. */
  pointer(): string {
    const lineStart = this.query.lastIndexOf('\n', this.position - 1) + 1;
    const nextBreak = this.query.indexOf('\n', this.position);
    const lineEnd = nextBreak === -1 ? this.query.length : nextBreak;
    const from = this.position - lineStart > SHOWN_BEFORE ? this.position - SHOWN_BEFORE : lineStart;
    const to = lineEnd - this.position > SHOWN_AFTER ? this.position + SHOWN_AFTER : lineEnd;
    const before = (from > lineStart ? '…' : '') + this.query.slice(from, this.position);
    const after = this.query.slice(this.position, to) + (to < lineEnd ? '…' : '');
    const marked = this.query.slice(this.position, Math.min(this.position + this.length, to));
    return `${before}${after}\n${blank(before)}${'^'.repeat(Math.max(1, widthOf(marked)))}`;
  }
}

/** White space as wide as the text on a terminal or in a fixed-width editor. */
function blank(text: string): string {
  return [...text]
    .map((character) => (character === '\t' ? '\t' : WIDE.test(character) ? '\u3000' : ' '))
    .join('');
}

function widthOf(text: string): number {
  return [...text].reduce((width, character) => width + (WIDE.test(character) ? 2 : 1), 0);
}

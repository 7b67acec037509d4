import { cutRun, pieceOf, plainPiece } from './cut-run.ts';
import type { Entry, Lexicon } from './entry.ts';
import { rememberRuns } from './run-memory.ts';
import type { Tokenizer } from './tokens.ts';

/** What a piece is to the rules: a word, a pause inside a sentence, the end of one, or a mark without meaning. */
export type PieceKind = 'word' | 'pause' | 'stop' | 'mark';

/** A token as the rules see it. Pieces are shared between texts and never changed. */
export interface Piece {
  readonly kind: PieceKind;
  /** Lower case, letters drawn out ("sooo") written plainly if that makes it a known word. */
  readonly word: string;
  /** May go on a phrase that a word before it opens. */
  readonly isFollower: boolean;
  readonly length: number;
  readonly entry: Entry | undefined;
  /** Opens with a capital. */
  readonly isCapital: boolean;
  /** Letters only, all capitals, at least three of them. */
  readonly isShouted: boolean;
  readonly isDrawnOut: boolean;
  readonly isExclamation: boolean;
  readonly isQuestion: boolean;
  /** Something to judge by: a letter, or a symbol that the lexicon knows. */
  readonly isUsable: boolean;
}

/** A text cut into pieces; `starts` are offsets into the cleaned text. */
export interface Pieces {
  readonly pieces: readonly Piece[];
  readonly starts: readonly number[];
}

/** A piece of a run, with its offset there. */
export interface PlacedPiece {
  readonly piece: Piece;
  readonly offset: number;
}

/** Reads texts of one language into pieces. */
export interface Reader {
  read(text: string): Pieces;
}

const SHORT_WORD = 4;
const SPACE = 32;
const NEWLINE = 10;
const OPENING_MARKS = '("“\'';
const CLOSING_MARKS = new Set([...',;:!?.)"”'].map((mark) => mark.charCodeAt(0)));
// "great!!!", "well...": only these repeat behind a word; anything else there may be an emoticon.
const REPEATED_MARKS = new Set([...'!?.'].map((mark) => mark.charCodeAt(0)));
const FULL_STOP = '.'.charCodeAt(0);
const CLOSING_BRACKET = ')'.charCodeAt(0);
const EYES = new Set([...'xX'].map((letter) => letter.charCodeAt(0)));
const BREAK: Piece = plainPiece('pause', 1);
const PARAGRAPH: Piece = plainPiece('stop', 1);

/** Most runs of a text are among a few thousand; a bounded memory of them spares the tokenizer most of its work. */
export function readerFor(tokenizer: Tokenizer, lexicon: Lexicon): Reader {
  const marksOf = (marks: Iterable<string>) =>
    new Map([...marks].map((mark) => [mark.charCodeAt(0), pieceOf(mark, lexicon)]));
  const cutter: Cutter = {
    piecesOf: rememberRuns((run) => cutRun(run, tokenizer, lexicon)),
    opening: marksOf(OPENING_MARKS),
    closing: marksOf(String.fromCharCode(...CLOSING_MARKS)),
  };
  return { read: (text) => readText(text, cutter) };
}

/** How a language's runs and the marks around them become pieces. */
interface Cutter {
  readonly piecesOf: (run: string) => readonly PlacedPiece[];
  readonly opening: ReadonlyMap<number, Piece>;
  readonly closing: ReadonlyMap<number, Piece>;
}

function readText(text: string, cutter: Cutter): Pieces {
  const pieces: Piece[] = [];
  const starts: number[] = [];
  let at = 0;
  while (at < text.length) {
    const blanksFrom = at;
    let lines = 0;
    for (let code = text.charCodeAt(at); at < text.length && isBlank(code); code = text.charCodeAt(at)) {
      if (code === NEWLINE) lines += 1;
      at += 1;
    }
    if (lines > 0) {
      pieces.push(lines > 1 ? PARAGRAPH : BREAK);
      starts.push(blanksFrom);
    }
    const from = at;
    while (at < text.length && !isBlank(text.charCodeAt(at))) at += 1;
    if (at > from) readRun(text, { from, to: at }, cutter, { pieces, starts });
  }
  return { pieces, starts };
}

/** Marks before and behind a word are read apart, so that "(great," is remembered as "great". */
function readRun(
  text: string,
  { from, to }: { from: number; to: number },
  { piecesOf, opening, closing }: Cutter,
  { pieces, starts }: { pieces: Piece[]; starts: number[] },
): void {
  const isOpened = to - from > 2 && isLetter(text.charCodeAt(from + 1));
  const mark = isOpened ? opening.get(text.charCodeAt(from)) : undefined;
  const wordFrom = mark ? from + 1 : from;
  const wordTo = endOfWord(text, wordFrom, to);
  if (mark) {
    pieces.push(mark);
    starts.push(from);
  }
  const placed = piecesOf(text.slice(wordFrom, wordTo));
  for (let k = 0; k < placed.length; k += 1) {
    const { piece, offset } = placed[k] as PlacedPiece;
    pieces.push(piece);
    starts.push(wordFrom + offset);
  }
  for (let at = wordTo; at < to; at += 1) {
    pieces.push(closing.get(text.charCodeAt(at)) as Piece);
    starts.push(at);
  }
}

/** Where the closing marks behind a word begin; a dot behind a short word may be part of it. */
function endOfWord(text: string, from: number, to: number): number {
  let end = to;
  while (end > from && REPEATED_MARKS.has(text.charCodeAt(end - 1))) end -= 1;
  if (to - end < 2) {
    end = to;
    if (!CLOSING_MARKS.has(text.charCodeAt(end - 1))) return to;
    end -= 1;
  }
  const before = text.charCodeAt(end - 1);
  if (end <= from || !isLetter(before)) return to;
  const mark = text.charCodeAt(end);
  if (mark === FULL_STOP && to - end === 1 && end - from < SHORT_WORD) return to;
  return mark === CLOSING_BRACKET && EYES.has(before) ? to : end;
}

function isLetter(code: number): boolean {
  const lower = code | SPACE;
  return lower >= 97 && lower <= 122;
}

function isBlank(code: number): boolean {
  if (code <= 32) return true;
  if (code < 0xa0) return false;
  return (
    code === 0xa0 ||
    (code >= 0x2000 && code <= 0x200b) ||
    code === 0x2028 ||
    code === 0x2029 ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x3000 ||
    code === 0xfeff
  );
}

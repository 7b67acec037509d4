import { cutRun, pieceOf, plainPiece } from './cut-run.ts';
import type { Entry, Lexicon } from './entry.ts';
import { type Reading, type ReadRun, rememberRuns } from './run-memory.ts';
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
const NEWLINE = 10;
const BLANK_CODE = 32;
const FULL_STOP = '.'.charCodeAt(0);
const CLOSING_BRACKET = ')'.charCodeAt(0);
const EYES = new Set([...'xX'].map((letter) => letter.charCodeAt(0)));
const BREAK: Piece = plainPiece('pause', 1);
const PARAGRAPH: Piece = plainPiece('stop', 1);

const OPENING_MARKS = '("\'[“';
// One of these may end a word; more of them may be an emoticon.
const CLOSING_MARKS = ',;:)]';
// Any number of these may follow, whatever else does: "great!!!", '(well)..."'.
const LAST_MARKS = '!?.,"”…';
const HIGHEST_MARK = '…'.charCodeAt(0);

const BLANK = 1;
const LETTER = 2;
const OPENING = 4;
const CLOSING = 8;
const LAST = 16;
/** What every UTF-16 code is to the reader. */
const KINDS = kindsOfCodes();

function kindsOfCodes(): Uint8Array {
  const kinds = new Uint8Array(1 << 16);
  const set = (marks: string, kind: number) => {
    for (const mark of marks) kinds[mark.charCodeAt(0)] = (kinds[mark.charCodeAt(0)] ?? 0) | kind;
  };
  kinds.fill(BLANK, 0, BLANK_CODE + 1).fill(BLANK, 0x2000, 0x200c);
  set('\u00a0\u2028\u2029\u202f\u205f\u3000\ufeff', BLANK);
  // Of the Latin alphabet, accents included.
  kinds.fill(LETTER, 0xc0, 0x250).fill(LETTER, 65, 91).fill(LETTER, 97, 123);
  set(OPENING_MARKS, OPENING);
  set(CLOSING_MARKS, CLOSING);
  set(LAST_MARKS, LAST);
  return kinds;
}

/** Most runs of a text are among a few thousand; a bounded memory of them spares the tokenizer most of its work. */
export function readerFor(tokenizer: Tokenizer, lexicon: Lexicon): Reader {
  // Filled throughout: an array with holes is read more slowly.
  const marks: Piece[] = new Array(HIGHEST_MARK + 1).fill(BREAK);
  for (const mark of OPENING_MARKS + CLOSING_MARKS + LAST_MARKS) {
    marks[mark.charCodeAt(0)] = pieceOf(mark, lexicon);
  }
  const cutter: Cutter = { cutRun: rememberRuns((run) => cutRun(run, tokenizer, lexicon)), marks };
  return { read: (text) => readText(text, cutter) };
}

/** How a language's runs and the marks around them become pieces. */
interface Cutter {
  readonly cutRun: ReadRun;
  /** By their codes. */
  readonly marks: readonly Piece[];
}

function readText(text: string, cutter: Cutter): Pieces {
  const reading: Reading = { text, codes: codesOf(text), pieces: [], starts: [] };
  const { codes, pieces, starts } = reading;
  let at = 0;
  while (at < text.length) {
    const blanksFrom = at;
    let lines = 0;
    while (at < text.length && kindAt(codes, at) === BLANK) {
      if (codes[at] === NEWLINE) lines += 1;
      at += 1;
    }
    if (lines > 0) {
      pieces.push(lines > 1 ? PARAGRAPH : BREAK);
      starts.push(blanksFrom);
    }
    if (at < text.length) at = readRun(reading, at, cutter);
  }
  return { pieces, starts };
}

const ORDINARY_LENGTH = 4096;
const ordinaryCodes = new Uint16Array(ORDINARY_LENGTH + 1);

/** The codes end with a blank, so that no run goes on behind them. Texts of ordinary length share their place. */
function codesOf(text: string): Uint16Array {
  const codes = text.length <= ORDINARY_LENGTH ? ordinaryCodes : new Uint16Array(text.length + 1);
  for (let at = 0; at < text.length; at += 1) codes[at] = text.charCodeAt(at);
  codes[text.length] = BLANK_CODE;
  return codes;
}

function kindAt(codes: Uint16Array, at: number): number {
  return KINDS[codes[at] as number] as number;
}

/** Marks before and behind a word are read apart, so that "(great," is remembered as "great". @returns the run's end. */
function readRun(reading: Reading, from: number, cutter: Cutter): number {
  const { codes, pieces, starts } = reading;
  const { marks } = cutter;
  let opened = from;
  while ((kindAt(codes, opened) & OPENING) !== 0) opened += 1;
  let lettersTo = opened;
  while (kindAt(codes, lettersTo) === LETTER) lettersTo += 1;
  let to = lettersTo;
  while (kindAt(codes, to) !== BLANK) to += 1;
  const wordFrom = lettersTo > opened && to - from > 2 ? opened : from;
  const wordTo = endOfWord(codes, wordFrom, to);
  for (let at = from; at < wordFrom; at += 1) {
    pieces.push(marks[codes[at] as number] as Piece);
    starts.push(at);
  }
  cutter.cutRun(reading, wordFrom, wordTo);
  for (let at = wordTo; at < to; at += 1) {
    pieces.push(marks[codes[at] as number] as Piece);
    starts.push(at);
  }
  return to;
}

/** Where the closing marks behind a word begin; a dot behind a short word may be part of it. */
function endOfWord(codes: Uint16Array, from: number, to: number): number {
  let end = to;
  while (end > from && (kindAt(codes, end - 1) & LAST) !== 0) end -= 1;
  if (end > from && (kindAt(codes, end - 1) & CLOSING) !== 0) end -= 1;
  if (end === to) return to;
  if (end === from || kindAt(codes, end - 1) !== LETTER) return to;
  const mark = codes[end];
  if (mark === FULL_STOP && to - end === 1 && end - from < SHORT_WORD) return to;
  return mark === CLOSING_BRACKET && EYES.has(codes[end - 1] as number) ? to : end;
}

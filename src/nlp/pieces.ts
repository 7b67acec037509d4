import type { Entry, Lexicon } from './entry.ts';
import { wordsOfTag } from './hashtags.ts';
import type { Tokenizer } from './tokens.ts';

/** What a piece is to the rules: a word, a pause inside a sentence, the end of one, or a mark without meaning. */
type PieceKind = 'word' | 'pause' | 'stop' | 'mark';

/** A token as the rules see it. Pieces are shared between texts and never changed. */
export interface Piece {
  readonly kind: PieceKind;
  /** Lower case, letters drawn out ("sooo") written plainly if that makes it a known word. */
  readonly word: string;
  /** May go on a learned phrase that a word before it opens. */
  readonly isFollower: boolean;
  readonly length: number;
  readonly entry: Entry | undefined;
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

/** Reads texts of one language into pieces. */
export interface Reader {
  read(text: string): Pieces;
}

interface PlacedPiece {
  readonly piece: Piece;
  readonly offset: number;
}

// Most runs of a text are among a few thousand; a bounded memory of them spares the tokenizer most of its work.
const REMEMBERED_RUNS = 12_000;
const LONGEST_REMEMBERED_RUN = 24;

const LETTER = /\p{L}/u;
const WORDLIKE = /[\p{L}\p{N}]/u;
const DRAWN_OUT = /(\p{L})\1\1/u;
const SHOUTED = /^[\p{Lu}']{3,}$/u;
const HASHTAG = /^#[\p{L}\p{N}_]+$/u;
const EMOTICON =
  /^(?:.*[^\s:;=<>()8xXdD'-])?([<>]?[:;=8xX]['^o-]?[)(\][DPpOo/\\|*3@$]{1,4}|[(][:;=]|<\/?3+|\^[_.]?\^)$/;
const STOPS = /^(?:[.!?…。！？]+|‼|⁉)$/u;
const PAUSES = /^[,;:()[\]{}"“”«»„–—|/，、；：（）]+$|^-{2,}$/u;

const SHORT_WORD = 4;
const CLOSING_MARKS = new Map([...',;:!?.'].map((mark) => [mark.charCodeAt(0), markPiece(mark)]));
const BREAK: Piece = plainPiece('pause', 1);
const PARAGRAPH: Piece = plainPiece('stop', 1);

export function readerFor(tokenizer: Tokenizer, lexicon: Lexicon): Reader {
  // Two generations: what is asked for again survives, what is not is forgotten.
  let recent = new Map<string, readonly PlacedPiece[]>();
  let older = recent;
  const piecesOf = (run: string): readonly PlacedPiece[] => {
    const known = recent.get(run);
    if (known) return known;
    const made = older.get(run) ?? cutRun(run, tokenizer, lexicon);
    if (run.length > LONGEST_REMEMBERED_RUN) return made;
    if (recent.size >= REMEMBERED_RUNS) {
      older = recent;
      recent = new Map();
    }
    recent.set(run, made);
    return made;
  };
  return { read: (text) => readText(text, piecesOf) };
}

function readText(text: string, piecesOf: (run: string) => readonly PlacedPiece[]): Pieces {
  const pieces: Piece[] = [];
  const starts: number[] = [];
  let at = 0;
  while (at < text.length) {
    const blanksFrom = at;
    let lines = 0;
    while (at < text.length && isBlank(text.charCodeAt(at))) {
      if (text.charCodeAt(at) === 10) lines += 1;
      at += 1;
    }
    if (lines > 0) {
      pieces.push(lines > 1 ? PARAGRAPH : BREAK);
      starts.push(blanksFrom);
    }
    const from = at;
    while (at < text.length && !isBlank(text.charCodeAt(at))) at += 1;
    if (at === from) continue;
    const mark = closingMark(text, from, at);
    const placed = piecesOf(text.slice(from, mark ? at - 1 : at));
    for (let k = 0; k < placed.length; k += 1) {
      const { piece, offset } = placed[k] as PlacedPiece;
      pieces.push(piece);
      starts.push(from + offset);
    }
    if (mark) {
      pieces.push(mark);
      starts.push(at - 1);
    }
  }
  return { pieces, starts };
}

/** The mark behind a word, so that "great," is remembered as "great"; a dot behind a short word may be part of it. */
function closingMark(text: string, from: number, to: number): Piece | undefined {
  const mark = CLOSING_MARKS.get(text.charCodeAt(to - 1));
  if (!mark || to - from < 2) return undefined;
  const before = text.charCodeAt(to - 2) | 32;
  const isBehindLetter = before >= 97 && before <= 122;
  return isBehindLetter && (mark.word !== '.' || to - from > SHORT_WORD) ? mark : undefined;
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

function cutRun(run: string, tokenizer: Tokenizer, lexicon: Lexicon): PlacedPiece[] {
  const { entries } = lexicon;
  const emoticon = run.length <= LONGEST_REMEMBERED_RUN ? EMOTICON.exec(run)?.[1] : undefined;
  if (emoticon !== undefined && entries.has(emoticon)) {
    const head = run.slice(0, run.length - emoticon.length);
    const before = head === '' ? [] : placeTokens(tokenizer.split(head), head, lexicon);
    return [...before, { piece: pieceOf(emoticon, lexicon), offset: head.length }];
  }
  const whole = run.length <= LONGEST_REMEMBERED_RUN ? entries.get(run.toLowerCase()) : undefined;
  const tokens = whole && WORDLIKE.test(run) ? [run] : tokenizer.split(run);
  return placeTokens(tokens, run, lexicon);
}

/** Gives each token its offset in the run; hyphens inside words are left out. */
function placeTokens(tokens: readonly string[], run: string, lexicon: Lexicon): PlacedPiece[] {
  const placed: PlacedPiece[] = [];
  let offset = 0;
  for (const [position, token] of tokens.entries()) {
    if (!run.startsWith(token, offset)) offset = Math.max(offset, run.indexOf(token, offset));
    const isHyphen = token === '-' && position > 0 && position < tokens.length - 1;
    if (HASHTAG.test(token)) placed.push(...placeHashtag(token, offset, lexicon));
    else if (!isHyphen) placed.push({ piece: pieceOf(token, lexicon), offset });
    offset += token.length;
  }
  return placed;
}

/** "#LoveThisShop" is read as its words; "#fail" as the word. */
function placeHashtag(token: string, offset: number, lexicon: Lexicon): PlacedPiece[] {
  return wordsOfTag(token.slice(1), lexicon.entries).map(({ word, at }) => ({
    piece: pieceOf(word, lexicon),
    offset: offset + 1 + at,
  }));
}

function pieceOf(token: string, { entries, followers }: Lexicon): Piece {
  const symbol = entries.get(token);
  if (!WORDLIKE.test(token)) return symbol ? symbolPiece(token, symbol) : markPiece(token);
  const lower = token.toLowerCase();
  const isDrawnOut = token.length < 64 && DRAWN_OUT.test(lower);
  const word = isDrawnOut ? shortened(lower, entries) : lower;
  return {
    kind: 'word',
    word: followers.get(word) ?? word,
    isFollower: followers.has(word),
    length: token.length,
    entry: symbol ?? entries.get(word),
    isShouted: SHOUTED.test(token),
    isDrawnOut,
    isExclamation: false,
    isQuestion: false,
    isUsable: LETTER.test(token) || symbol !== undefined,
  };
}

/** "goooood" → "good", "sooo" → "so": the first spelling that the lexicon knows. */
function shortened(word: string, entries: ReadonlyMap<string, Entry>): string {
  const doubled = word.replace(/(\p{L})\1{2,}/gu, '$1$1');
  if (entries.has(doubled)) return doubled;
  const single = word.replace(/(\p{L})\1{2,}/gu, '$1');
  if (entries.has(single)) return single;
  const bare = word.replace(/(\p{L})\1+/gu, '$1');
  return entries.has(bare) ? bare : doubled;
}

function symbolPiece(token: string, entry: Entry): Piece {
  return { ...plainPiece('word', token.length), word: token, entry, isUsable: true };
}

function markPiece(token: string): Piece {
  const kind = STOPS.test(token) ? 'stop' : PAUSES.test(token) ? 'pause' : 'mark';
  return {
    ...plainPiece(kind, token.length),
    word: token,
    isExclamation: /[!！‼⁉]/u.test(token),
    isQuestion: /[?？⁉]/u.test(token),
  };
}

function plainPiece(kind: PieceKind, length: number): Piece {
  return {
    kind,
    word: '',
    isFollower: false,
    length,
    entry: undefined,
    isShouted: false,
    isDrawnOut: false,
    isExclamation: false,
    isQuestion: false,
    isUsable: false,
  };
}

import type { Entry, Lexicon } from './entry.ts';
import { wordsOfTag } from './hashtags.ts';
import type { Piece, PieceKind, PlacedPiece } from './pieces.ts';
import { plainSpelling, type Tokenizer } from './tokens.ts';

const LETTER = /\p{L}/u;
const WORDLIKE = /[\p{L}\p{N}]/u;
const SHOUTED = /^[\p{Lu}']{3,}$/u;
const HASHTAG = /^#[\p{L}\p{N}_]+$/u;
const EMOTICON =
  /^(?:.*[^\s:;=<>()8xXdD'-])?([<>]?[:;=8xX]['^o-]?[)(\][DPpOo/\\|*3@$]{1,4}|[(][:;=]|<\/?3+|\^[_.]?\^)$/;
const STOPS = /^(?:[.!?…。！？]+|‼|⁉)$/u;
const PAUSES = /^[,;:()[\]{}"“”«»„–—|/，、；：（）]+$|^-{2,}$/u;
// Most runs are a plain word; they need none of the questions above but capitals and drawn-out letters.
const PLAIN_WORD = /^[A-Za-z]+$/;
const SHORTEST_ONE_WORD = 5;
const LONGEST_EMOTICON_RUN = 24;
const LONGEST_WORD = 64;

/** Cuts a run without white space into pieces. */
export function cutRun(run: string, tokenizer: Tokenizer, lexicon: Lexicon): PlacedPiece[] {
  if (isOneWord(run)) return [{ piece: pieceOf(run, lexicon), offset: 0 }];
  const { entries } = lexicon;
  const emoticon = run.length <= LONGEST_EMOTICON_RUN ? EMOTICON.exec(run)?.[1] : undefined;
  if (emoticon !== undefined && entries.has(emoticon)) {
    const head = run.slice(0, run.length - emoticon.length);
    const before = head === '' ? [] : placeTokens(tokenizer.split(head), head, lexicon);
    return [...before, { piece: pieceOf(emoticon, lexicon), offset: head.length }];
  }
  const whole = run.length <= LONGEST_EMOTICON_RUN ? entries.get(run.toLowerCase()) : undefined;
  const tokens = whole && (whole.symbol || WORDLIKE.test(run)) ? [run] : tokenizer.split(run);
  return placeTokens(tokens, run, lexicon);
}

/** Letters only that are no emoticon (xD) and that no tokenizer cuts (dont, cannot). */
function isOneWord(run: string): boolean {
  if (run.length < SHORTEST_ONE_WORD || !PLAIN_WORD.test(run)) return false;
  const end = run.slice(-2).toLowerCase();
  return end !== 'nt' && end[0] !== 'x' && end !== 'ot';
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

export function pieceOf(token: string, { entries, followers }: Lexicon): Piece {
  const isPlain = PLAIN_WORD.test(token);
  const symbol = entries.get(token);
  if (!isPlain && !WORDLIKE.test(token)) {
    const piece = symbol ? symbolPiece(token, symbol) : markPiece(token);
    return followers.has(token) ? { ...piece, isFollower: true } : piece;
  }
  const lower = token.toLowerCase();
  const isDrawnOut = isLetterDrawnOut(lower);
  const word = isDrawnOut ? shortened(lower, entries) : plainSpelling(lower);
  const follower = followers.get(word);
  return {
    kind: 'word',
    word: follower ?? word,
    isFollower: follower !== undefined,
    length: token.length,
    entry: symbol ?? entries.get(word),
    isCapital: token[0] !== lower[0],
    isShouted: token !== lower && SHOUTED.test(token),
    isDrawnOut,
    isExclamation: false,
    isQuestion: false,
    isUsable: isPlain || LETTER.test(token) || symbol !== undefined,
  };
}

function isLetterDrawnOut(word: string): boolean {
  if (word.length > LONGEST_WORD) return false;
  for (let at = 2; at < word.length; at += 1) {
    const code = word.charCodeAt(at);
    if (code !== word.charCodeAt(at - 1) || code !== word.charCodeAt(at - 2)) continue;
    if (LETTER.test(word[at] ?? '')) return true;
  }
  return false;
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

export function plainPiece(kind: PieceKind, length: number): Piece {
  return {
    kind,
    word: '',
    isFollower: false,
    length,
    entry: undefined,
    isCapital: false,
    isShouted: false,
    isDrawnOut: false,
    isExclamation: false,
    isQuestion: false,
    isUsable: false,
  };
}

import { decodeHTML } from 'entities';
import { REPLY_HEADER } from '../domain/quoted.ts';

/** A text without mark-up, with the way back from its offsets to the original's. */
export interface CleanText {
  readonly text: string;
  /** Offset in the original of an offset in `text`. */
  originalOffset(offset: number): number;
}

const NEEDS_CLEANING =
  /[<>&@’‘ʼ´`]|https?:|www\.|(?:wrote|schrieb|écrit|escribió|scritto|schreef|escreveu)\s?:/i;
const TAG = /<(?:[a-z][^<>]*|\/[a-z][^<>]*|!--[^<>]*--|![a-z][^<>]*)>/gi;
const UNSEEN = /<(script|style)\b[^<>]*>/gi;
const URL = /\b(?:https?:\/\/|www\.)[^\s<>"]{1,2000}/gi;
const EMAIL = /(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,4}/g;
const HANDLE = /(^|[^\w@])@\w{1,40}/g;
const RETWEET = /^RT(?=\s+@\w)/;
const QUOTED_LINE = /^[ \t]*>[^\n]*$/gm;
const APOSTROPHE = /[’‘ʼ´`]/g;
const ENTITY = /&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});/gi;

const same = (offset: number): number => offset;

/**
 * HTML, entities, addresses, handles and quoted replies taken out. What is removed becomes blanks of the same
 * length, so offsets stay as they are; only entities shorten the text.
 */
export function clean(original: string): CleanText {
  if (!NEEDS_CLEANING.test(original)) return { text: original, originalOffset: same };
  const steps = [withoutMarkup, withoutQuotes, withoutAddresses, withPlainApostrophes];
  const decoded = decodeEntities(original);
  return {
    text: steps.reduce((text, step) => step(text), decoded.text),
    originalOffset: decoded.originalOffset,
  };
}

const blank = (removed: string): string => ' '.repeat(removed.length);
const blankAfter = (match: string, kept: string): string => kept + ' '.repeat(match.length - kept.length);

function withoutMarkup(text: string): string {
  if (!text.includes('<')) return text;
  return withoutUnseen(text).replace(TAG, breakOrBlank);
}

// A tag that ends a line for the reader ends it for the rules as well.
function breakOrBlank(tag: string): string {
  return /^<\/?(?:br|p|div|li|h\d|tr)\b/i.test(tag) ? `\n${' '.repeat(tag.length - 1)}` : blank(tag);
}

/** The content of script and style elements is not for reading. */
function withoutUnseen(text: string): string {
  const lower = text.toLowerCase();
  // A letter that grows when lowered (İ) would shift the search; such a page keeps its scripts.
  if (lower.length !== text.length) return text;
  let kept = '';
  let from = 0;
  for (const opening of text.matchAll(UNSEEN)) {
    if (opening.index < from) continue;
    const closing = `</${opening[1]}`.toLowerCase();
    const end = lower.indexOf(closing, opening.index);
    if (end < 0) break;
    kept += text.slice(from, opening.index) + ' '.repeat(end - opening.index);
    from = end;
  }
  return kept + text.slice(from);
}

/** Quoted lines and everything under "On … wrote:" are somebody else's words, unless there is nothing else. */
function withoutQuotes(text: string): string {
  if (!text.includes('>') && !text.includes(':')) return text;
  const header = REPLY_HEADER.exec(text);
  const own = header ? text.slice(0, header.index) + blank(text.slice(header.index)) : text;
  const unquoted = own.replace(QUOTED_LINE, blank);
  return unquoted.trim() === '' ? text : unquoted;
}

function withoutAddresses(text: string): string {
  const noUrls = text.replace(URL, blank);
  if (!noUrls.includes('@')) return noUrls;
  return noUrls.replace(RETWEET, blank).replace(EMAIL, blank).replace(HANDLE, blankAfter);
}

function withPlainApostrophes(text: string): string {
  return text.replace(APOSTROPHE, "'");
}

function decodeEntities(original: string): CleanText {
  if (!original.includes('&')) return { text: original, originalOffset: same };
  const cleanStarts: number[] = [];
  const shifts: number[] = [];
  let text = '';
  let from = 0;
  for (const entity of original.matchAll(ENTITY)) {
    const decoded = decodeHTML(entity[0]);
    if (decoded === entity[0]) continue;
    text += original.slice(from, entity.index) + decoded;
    from = entity.index + entity[0].length;
    cleanStarts.push(text.length);
    shifts.push(from - text.length);
  }
  if (from === 0) return { text: original, originalOffset: same };
  return {
    text: text + original.slice(from),
    originalOffset: (offset) => offset + shiftAt(offset, cleanStarts, shifts),
  };
}

/** Shift of the last entity that ended at or before the offset. */
function shiftAt(offset: number, starts: readonly number[], shifts: readonly number[]): number {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return shifts[low - 1] ?? 0;
}

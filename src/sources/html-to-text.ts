import { Tokenizer } from 'htmlparser2';
import { cleanText } from './clean-text.ts';

const BLOCKS = new Set(
  (
    'address article aside blockquote body br center dd details dialog div dl dt fieldset figcaption figure footer form ' +
    'h1 h2 h3 h4 h5 h6 header hr html li main nav ol option p pre section summary table tbody tfoot thead tr ul'
  ).split(' '),
);
const CELLS = new Set(['td', 'th']);
const DROPPED = new Set(
  'script style template iframe noembed noframes svg math head title select'.split(' '),
);

/**
 * The text a reader would see: block elements start a new line, entities are decoded, scripts and styles are
 * left out, white space is collapsed. Works on tokens, without a tree, so time and memory grow with the length
 * of the input only, however deep it nests.
 */
export function htmlToText(html: string): string {
  if (!/[<&]/.test(html)) return plainText(html);
  const text = new VisibleText(html);
  const nothing = () => {};
  const tokenizer = new Tokenizer(
    { decodeEntities: true },
    {
      ontext: (start, end) => text.add(html.slice(start, end)),
      ontextentity: (codepoint) => text.add(String.fromCodePoint(codepoint)),
      oncdata: (start, end, offset) => text.add(html.slice(start, end - offset)),
      onopentagname: (start, end) => text.open(html.slice(start, end).toLowerCase()),
      onselfclosingtag: () => text.closeEmpty(),
      onclosetag: (start, end) => text.close(html.slice(start, end).toLowerCase()),
      onopentagend: nothing,
      onattribname: nothing,
      onattribdata: nothing,
      onattribentity: nothing,
      onattribend: nothing,
      oncomment: nothing,
      ondeclaration: nothing,
      onprocessinginstruction: nothing,
      onend: nothing,
    },
  );
  tokenizer.write(html);
  tokenizer.end();
  return text.toString();
}

/** Clean text that keeps its lines: at most one empty line in a row, no blanks around line ends. */
export function plainText(text: string): string {
  return tidy(text.replace(/\r\n?/g, '\n').replace(/[^\S\n]+/g, ' '));
}

/** True when text closes an element, or holds an element that only HTML knows. */
export function looksLikeHtml(text: string): boolean {
  return /<\/(?:a|b|i|p|em|li|ul|ol|div|span|strong|table|h[1-6])\s*>|<(?:br|hr|img|p)\b[^<>]*>/i.test(text);
}

/** Collects what is visible, what is quoted with a ">" before each line; inside a dropped element it only waits for that element to close. */
class VisibleText {
  /** Own and quoted words by turns, the own ones first. */
  private readonly passages: string[][] = [[]];
  private quotes = 0;
  private dropped = '';
  private depth = 0;
  private last = '';

  /** Without the end of what it drops, a text keeps everything: a lost tag must not lose the words after it. */
  private readonly closing: ReadonlySet<string>;

  constructor(html: string) {
    const names = html.matchAll(/<\/([a-z]+)/gi);
    this.closing = new Set(Array.from(names, ([, name = '']) => name.toLowerCase()));
  }

  add(text: string): void {
    if (this.depth === 0) this.passages.at(-1)?.push(text.replace(/\s+/g, ' '));
  }

  open(name: string): void {
    this.last = name;
    if (this.depth > 0) {
      if (name === this.dropped) this.depth += 1;
    } else if (DROPPED.has(name) && this.closing.has(name)) {
      this.dropped = name;
      this.depth = 1;
    } else {
      if (name === 'blockquote') this.quote(1);
      this.separate(name);
    }
  }

  closeEmpty(): void {
    // Only foreign elements may close themselves; "<script/>" stays open in HTML.
    if (this.last === 'svg' || this.last === 'math') this.close(this.last);
  }

  close(name: string): void {
    if (this.depth === 0) {
      this.separate(name);
      if (name === 'blockquote') this.quote(-1);
    } else if (name === this.dropped) this.depth -= 1;
  }

  private separate(name: string): void {
    if (BLOCKS.has(name)) this.passages.at(-1)?.push('\n');
    else if (CELLS.has(name)) this.passages.at(-1)?.push(' ');
  }

  /** A quotation that never ends is none. */
  private quote(step: 1 | -1): void {
    if (!this.closing.has('blockquote')) return;
    const before = this.quotes;
    this.quotes = Math.max(0, this.quotes + step);
    if ((before === 0) !== (this.quotes === 0)) this.passages.push([]);
  }

  /** Where everything is quoted, it is what the author wants to say. */
  toString(): string {
    const texts = this.passages.map((parts) => tidy(parts.join('')));
    const hasOwn = texts.some((text, index) => index % 2 === 0 && text !== '');
    if (!hasOwn || texts.length === 1) return tidy(this.passages.flat().join(''));
    return texts
      .map((text, index) => (index % 2 === 0 ? text : text.replace(/^(?!$)/gm, '> ').replace(/^$/gm, '>')))
      .filter((text) => text !== '' && text !== '>')
      .join('\n\n');
  }
}

function tidy(text: string): string {
  const lines = cleanText(text)
    .split('\n')
    .map((line) => line.replace(/ {2,}/g, ' ').trim());
  return lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

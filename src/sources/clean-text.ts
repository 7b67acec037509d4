/** NUL and other control characters, half surrogate pairs and non-characters: what Postgres or XML refuse. */
const REFUSED = /(?![\t\n\r\u0085])[\p{Control}\p{Surrogate}\ufffe\uffff]/gu;

/** Text without the characters that Postgres or XML refuse; everything else stays. */
export function cleanText(text: string): string {
  return text.replace(REFUSED, '');
}

/** One line of text: clean, white space collapsed. Undefined when nothing is left. */
export function oneLine(text: string | undefined): string | undefined {
  return (
    cleanText(text ?? '')
      .replace(/\s+/g, ' ')
      .trim() || undefined
  );
}

/** Cuts at most `length` UTF-16 units, never through a surrogate pair. */
export function shorten(text: string, length: number): string {
  if (text.length <= length) return text;
  return text.slice(0, length).replace(/[\ud800-\udbff]$/, '');
}

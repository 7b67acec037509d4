/** A text that ends as excerpts do: with dots, or with a bracketed ellipsis. */
export function isExcerpt(text: string): boolean {
  return /(?:…|\.\.\.|\[(?:…|\.{3}|&#8230;)\])\s*$/.test(text);
}

/** "Title<TAB>body", as one field. */
export function splitTitle(text: string): { title?: string; text: string } {
  const at = text.indexOf('\t');
  if (at === -1) return { text: text.trim() };
  const title = text.slice(0, at).trim();
  const body = text.slice(at + 1).trim();
  if (title === '' || body === '') return { text: title || body };
  return { title, text: body };
}

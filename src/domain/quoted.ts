/** A stretch of a text: the author's own words, or somebody else's that the author shows. */
export interface Passage {
  readonly start: number;
  readonly end: number;
  readonly isQuoted: boolean;
}

/** "On Tuesday, Ann wrote:" on a line of its own; everything below is Ann's. */
export const REPLY_HEADER =
  /^(?:On|Am|Le|El|Il|Op|Em)\b[^\n]{8,120}(?:wrote|schrieb|a écrit|escribió|ha scritto|schreef|escreveu)\s?:[ \t]*$/m;
const QUOTED_LINES = /(?:^[ \t]*>[^\n]*(?:\n|$))+/gm;
const REPOSTED = /^\s*RT\s+@([\w.@-]{1,80})/;
const VIA = /(?:\s|\()via\s+@([\w.@-]{1,80})\)?\s*$/i;

/** A text cut where quoting begins and ends; put together the passages are the text. */
export function passagesOf(text: string): readonly Passage[] {
  const header = REPLY_HEADER.exec(text)?.index ?? text.length;
  const passages: Passage[] = [];
  const add = (start: number, end: number, isQuoted: boolean) => {
    if (start < end) passages.push({ start, end, isQuoted });
  };
  let from = 0;
  for (const quoted of text.slice(0, header).matchAll(QUOTED_LINES)) {
    // An empty match is no quotation, only the end of the text.
    if (quoted[0].trim() === '') continue;
    add(from, quoted.index, false);
    from = quoted.index + quoted[0].length;
    add(quoted.index, from, true);
  }
  add(from, header, false);
  add(header, text.length, true);
  return passages;
}

/** Whose text a repost carries, as "RT @…" or "via @…" say, without the @. */
export function repostedFrom(text: string): string | undefined {
  return REPOSTED.exec(text)?.[1] ?? VIA.exec(text)?.[1];
}

/** A text without "RT @…:" before and "via @…" behind it. */
export function withoutRepostMarks(text: string): string {
  return text.replace(/^\s*RT\s+@[\w.@-]{1,80}:?\s*/, '').replace(VIA, '');
}

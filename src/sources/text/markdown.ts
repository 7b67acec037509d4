import { micromark } from 'micromark';
import { htmlToText, plainText } from '../html-to-text.ts';

/** Beyond this length marks are left as they are: nobody reads so far, and parsing takes time. */
const LONGEST_PARSED = 15_000;
const MARKS = /[*_`#[\]<>&~|\\]|^\s*(?:[-+]|\d+[.)])\s/m;

/** The text of Markdown. Quoted lines keep their ">", because they are somebody else's words. */
export function markdownToText(markdown: string): string {
  if (markdown.length > LONGEST_PARSED || !MARKS.test(markdown)) return plainText(markdown);
  const parts = markdown.split(/^((?:[ \t]{0,3}>[^\n]*(?:\n|$))+)/m);
  const read = parts.map((part, index) => (index % 2 === 1 ? part : htmlToText(toHtml(part))));
  return plainText(
    read
      .map((part) => part.trim())
      .filter(Boolean)
      .join('\n'),
  );
}

function toHtml(markdown: string): string {
  // A picture is its description; a comment is for whoever edits. Two strokes are a deletion only with a text between.
  const visible = markdown
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/!\[([^\]]{0,500})\]\([^)\s]{0,2000}[^)]{0,500}\)/g, '$1');
  return micromark(visible.replace(/~~([^~\n]{1,500})~~/g, '$1'), { allowDangerousHtml: true });
}

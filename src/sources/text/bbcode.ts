import { plainText } from '../html-to-text.ts';

/** The text of BBCode as forums and Steam write it. Quotes keep their words behind ">", as in Markdown. */
export function bbcodeToText(text: string): string {
  if (!text.includes('[')) return plainText(text);
  const quoted = !/\[\/quote\]/i.test(text)
    ? text
    : text.replace(/\[quote(?:=[^\]]{0,200})?\]([\s\S]{0,5000}?)\[\/quote\]/gi, (_, words: string) =>
        words
          .trim()
          .split('\n')
          .map((line) => `\n> ${line}`)
          .join('')
          .concat('\n'),
      );
  const broken = quoted.replace(/\[(?:\*|hr|\/?(?:p|list|olist|ul|ol|li|h[1-6]|table|tr))\]/gi, '\n');
  return plainText(broken.replace(TAGS, ''));
}

const TAGS =
  /\[\/?(?:b|i|u|s|strike|spoiler|noparse|code|url|img|color|size|font|center|left|right|th|td|previewyoutube|quote|email|sub|sup)(?:=[^\]]{0,500})?(?:\s[^\]]{0,200})?\]/gi;

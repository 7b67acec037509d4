import { escaped } from '../channels/mail-html.ts';
import type { Spoken } from '../domain/survey/survey.ts';

/** An invitation as somebody reads it. */
export interface Letter {
  readonly language: string;
  readonly words: Spoken;
  readonly subject: string;
  readonly greeting: string;
  readonly scores: readonly { readonly score: number; readonly url: string }[];
  /** The question without a score chosen. */
  readonly page: string;
  readonly leave: string;
}

export function letterText({ words, greeting, scores, page, leave }: Letter): string {
  const { mail, question, low, high } = words;
  const [first, last] = [scores[0]?.score, scores.at(-1)?.score];
  return [
    greeting,
    mail.intro,
    question,
    `${first}: ${low}\n${last}: ${high}`,
    `${mail.choose}\n${scores.map(({ score, url }) => `${score}: ${url}`).join('\n')}`,
    `${mail.page}: ${page}`,
    mail.why,
    `${mail.leave}: ${leave}`,
  ].join('\n\n');
}

const FONT = 'font:16px/1.5 -apple-system,Segoe UI,Roboto,Helvetica,Arial,sans-serif;color:#1c1f23';
const SCORE =
  'display:inline-block;min-width:28px;margin:0 4px 8px 0;padding:8px 6px;border:1px solid #3a4fb8;border-radius:6px;color:#3a4fb8;text-align:center;text-decoration:none';

/** For mail programs: styles on the spot, nothing loaded from anywhere. */
export function letterHtml({ language, words, subject, greeting, scores, page, leave }: Letter): string {
  const { mail, question, low, high } = words;
  const numbers = scores.map(({ score, url }) => `<a href="${escaped(url)}" style="${SCORE}">${score}</a>`);
  const paragraphs = [
    `<p style="margin:0 0 16px">${escaped(greeting)}</p>`,
    `<p style="margin:0 0 16px">${escaped(mail.intro)}</p>`,
    `<h1 style="margin:0 0 8px;font-size:20px;line-height:1.3">${escaped(question)}</h1>`,
    `<p style="margin:0 0 8px;font-size:14px;color:#5a6370">${scores[0]?.score}: ${escaped(low)} · ${scores.at(-1)?.score}: ${escaped(high)}</p>`,
    `<p style="margin:0 0 16px" aria-label="${escaped(mail.choose)}">${numbers.join('')}</p>`,
    `<p style="margin:0 0 24px"><a href="${escaped(page)}" style="color:#3a4fb8">${escaped(mail.page)}</a></p>`,
    `<p style="margin:0;font-size:13px;color:#5a6370">${escaped(mail.why)} <a href="${escaped(leave)}" style="color:#5a6370">${escaped(mail.leave)}</a></p>`,
  ];
  return `<!doctype html><html lang="${escaped(language)}"><head><meta charset="utf-8"><title>${escaped(subject)}</title></head><body style="margin:0;padding:16px;background:#ffffff;${FONT}"><div style="max-width:640px;margin:0 auto">${paragraphs.join('\n')}</div></body></html>`;
}

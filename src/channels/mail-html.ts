import type { AlertMessage, MessageChart, MessageExample, MessageSection } from '../domain/alert-message.ts';

const COLOUR = { info: '#2b5f9e', warning: '#9a5b00', critical: '#a61b1b' } as const;
const FONT = 'font:16px/1.5 -apple-system,Segoe UI,Roboto,Helvetica,Arial,sans-serif;color:#1c1f23';

/** Where a mail program finds a picture that came with the mail. */
type CidOf = (png: Uint8Array) => string;

/** A message for mail programs: tables of numbers only, styles on the spot, nothing loaded from anywhere. */
export function mailHtml(message: AlertMessage, cidOf: CidOf): string {
  const { title, summary, drivers, examples, sections, links, severity, chart, workspace, leave } = message;
  const parts = [
    `<h1 style="margin:0 0 8px;font-size:22px;line-height:1.3;color:${COLOUR[severity]}">${escaped(title)}</h1>`,
    `<p style="margin:0 0 16px">${escaped(summary)}</p>`,
    chartHtml(chart, cidOf),
    ...drivers.map(driverHtml),
    ...examples.map(exampleHtml),
    ...sections.map((section) => sectionHtml(section, cidOf)),
    `<p style="margin:24px 0 0">${links
      .map(
        ({ name, url }) =>
          `<a href="${escaped(url)}" style="display:inline-block;margin:0 8px 8px 0;padding:8px 14px;border:1px solid #2b5f9e;border-radius:6px;color:#2b5f9e;text-decoration:none">${escaped(name)}</a>`,
      )
      .join('')}</p>`,
    `<p style="margin:24px 0 0;font-size:13px;color:#5a6370">Earshot for ${escaped(workspace)}${
      leave ? ` · <a href="${escaped(leave)}" style="color:#5a6370">no more of these mails</a>` : ''
    }</p>`,
  ];
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escaped(title)}</title></head><body style="margin:0;padding:16px;background:#ffffff;${FONT}"><div style="max-width:640px;margin:0 auto">${parts.join('\n')}</div></body></html>`;
}

function sectionHtml({ title, facts, chart, drivers, said, links }: MessageSection, cidOf: CidOf): string {
  const [link] = links;
  const heading = link
    ? `<a href="${escaped(link.url)}" style="color:#1c1f23">${escaped(title)}</a>`
    : escaped(title);
  const rows = facts.map(
    ({ name, value }) =>
      `<tr><th style="padding:2px 12px 2px 0;text-align:left;vertical-align:top;font-weight:normal;color:#5a6370">${escaped(name)}</th><td style="padding:2px 0;vertical-align:top">${escaped(value)}</td></tr>`,
  );
  return [
    `<h2 style="margin:28px 0 8px;padding-top:16px;border-top:1px solid #dde1e6;font-size:18px;line-height:1.3">${heading}</h2>`,
    `<table style="margin:0 0 16px;border-collapse:collapse;font-size:15px">${rows.join('')}</table>`,
    chartHtml(chart, cidOf),
    ...drivers.map(driverHtml),
    ...said.map(
      ({ name, examples }) =>
        `<h3 style="margin:16px 0 0;font-size:16px">${escaped(name)}</h3>${examples.map(exampleHtml).join('')}`,
    ),
  ].join('\n');
}

function chartHtml(chart: MessageChart | undefined, cidOf: CidOf): string {
  if (!chart) return '';
  return `<p style="margin:0 0 16px"><img src="cid:${escaped(cidOf(chart.png))}" alt="${escaped(chart.alt)}" width="600" style="max-width:100%;height:auto;border:1px solid #dde1e6"></p>`;
}

const driverHtml = ({ name, lines }: { name: string; lines: readonly string[] }) =>
  `<p style="margin:0 0 8px"><strong>${escaped(name)}:</strong> ${escaped(lines.join(', '))}</p>`;

const exampleHtml = ({ text, from, url }: MessageExample) =>
  `<blockquote dir="auto" style="margin:16px 0 0;padding:0 0 0 12px;border-left:3px solid #c5cbd3">${escaped(text)}</blockquote>` +
  `<p style="margin:4px 0 0;padding-left:15px;font-size:14px;color:#5a6370">${url ? `<a href="${escaped(url)}" style="color:#2b5f9e">${escaped(from)}</a>` : escaped(from)}</p>`;

const SIGNS: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** For the text of an element and the value of an attribute. */
export const escaped = (text: string) => text.replace(/[&<>"']/g, (sign) => SIGNS[sign] ?? sign);

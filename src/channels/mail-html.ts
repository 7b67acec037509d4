import type { AlertMessage } from '../domain/alert-message.ts';

const COLOUR = { info: '#2b5f9e', warning: '#9a5b00', critical: '#a61b1b' } as const;
const FONT = 'font:16px/1.5 -apple-system,Segoe UI,Roboto,Helvetica,Arial,sans-serif;color:#1c1f23';

/** A message for mail programs: tables of no kind, styles on the spot, nothing loaded from anywhere. */
export function mailHtml(message: AlertMessage, chartCid: string | undefined): string {
  const { title, summary, drivers, examples, links, severity, chart, workspace, leave } = message;
  const parts = [
    `<h1 style="margin:0 0 8px;font-size:22px;line-height:1.3;color:${COLOUR[severity]}">${escaped(title)}</h1>`,
    `<p style="margin:0 0 16px">${escaped(summary)}</p>`,
    chart && chartCid
      ? `<p style="margin:0 0 16px"><img src="cid:${escaped(chartCid)}" alt="${escaped(chart.alt)}" width="600" style="max-width:100%;height:auto;border:1px solid #dde1e6"></p>`
      : '',
    ...drivers.map(
      ({ name, lines }) =>
        `<p style="margin:0 0 8px"><strong>${escaped(name)}:</strong> ${escaped(lines.join(', '))}</p>`,
    ),
    ...examples.map(
      ({ text, from, url }) =>
        `<blockquote dir="auto" style="margin:16px 0 0;padding:0 0 0 12px;border-left:3px solid #c5cbd3">${escaped(text)}</blockquote>` +
        `<p style="margin:4px 0 0;padding-left:15px;font-size:14px;color:#5a6370">${url ? `<a href="${escaped(url)}" style="color:#2b5f9e">${escaped(from)}</a>` : escaped(from)}</p>`,
    ),
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
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escaped(title)}</title></head><body style="margin:0;padding:16px;background:#ffffff;${FONT}"><div style="max-width:640px;margin:0 auto">${parts.join('\n')}</div></body></html>`;
}

const SIGNS: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** For the text of an element and the value of an attribute. */
export const escaped = (text: string) => text.replace(/[&<>"']/g, (sign) => SIGNS[sign] ?? sign);

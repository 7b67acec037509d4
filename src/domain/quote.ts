/** Why a mention may be quoted: a person saw to it, the customer allowed it, or it was said in public. */
export type QuoteBasis = 'person' | 'customer' | 'public';

export interface Quote {
  readonly mentionId: number;
  readonly text: string;
  /** As they are named where they said it; undefined where nobody is. */
  readonly author: string | undefined;
  readonly source: string;
  /** What the terms of the place want to be named. */
  readonly attribution: string | undefined;
  readonly url: string | undefined;
  readonly stars: number | undefined;
  readonly day: string;
  readonly basis: QuoteBasis;
  /** What the permission is, or what the terms of the place say. */
  readonly note: string;
}

/** “The best bread in town.” — Ada, Bakery reviews, 2 March 2026 */
export function quoteAsText(quote: Quote): string {
  return `“${quote.text.trim()}” — ${saidBy(quote)}`;
}

/** The same for a web page: no picture, no style, nothing loaded from anywhere. */
export function quoteAsHtml(quote: Quote): string {
  const cite = quote.url ? ` cite="${escaped(quote.url)}"` : '';
  const by = quote.url
    ? `<a href="${escaped(quote.url)}">${escaped(saidBy(quote))}</a>`
    : escaped(saidBy(quote));
  return `<blockquote${cite}><p>${escaped(quote.text.trim())}</p><footer>${by}</footer></blockquote>`;
}

function saidBy({ author, source, attribution, day }: Quote): string {
  const places = [source, attribution].filter((place, at, all) => place && all.indexOf(place) === at);
  return [author ?? 'a customer', ...places, day].join(', ');
}

const SIGNS: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escaped = (text: string) => text.replaceAll(/[&<>"']/g, (sign) => SIGNS[sign] ?? sign);

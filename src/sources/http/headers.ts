import type { Dispatcher } from 'undici';
import { ACCEPT_ENCODING } from './decode-body.ts';

/** Headers that may follow a redirect to another origin; anything else might be a credential. */
const HARMLESS_HEADERS = new Set(['accept', 'accept-language', 'if-none-match', 'if-modified-since']);

/** A user and password in the address become a header, because nothing else may carry them. */
export function requestHeaders(
  url: URL,
  own: Readonly<Record<string, string>>,
  userAgent: string,
): Record<string, string> {
  const headers: Record<string, string> = {
    'user-agent': userAgent,
    'accept-encoding': ACCEPT_ENCODING,
  };
  if (url.username || url.password) {
    headers['authorization'] =
      `Basic ${Buffer.from(`${plain(url.username)}:${plain(url.password)}`).toString('base64')}`;
  }
  for (const [name, value] of Object.entries(own)) headers[name.toLowerCase()] = value;
  return headers;
}

/** A stray % in a password is not an escape. */
function plain(escaped: string): string {
  try {
    return decodeURIComponent(escaped);
  } catch {
    return escaped;
  }
}

/** What may follow a redirect to another origin. */
export function withoutCredentials(headers: Record<string, string>): Record<string, string> {
  const ours = new Set(['user-agent', 'accept-encoding']);
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => ours.has(name) || HARMLESS_HEADERS.has(name)),
  );
}

export function readableHeaders(raw: Dispatcher.ResponseData['headers']): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(raw)) {
    for (const one of Array.isArray(value) ? value : [value ?? '']) {
      try {
        headers.append(name, name.toLowerCase() === 'location' ? escaped(one) : one);
      } catch {
        // A header that cannot be written down cannot be relied on either.
      }
    }
  }
  return headers;
}

/** Addresses may hold letters that a header may not; escaping them is what a browser does, too. */
function escaped(address: string): string {
  const isRaw = /[\x80-\xff]/.test(address) && !/[^\0-\xff]/.test(address);
  // Bytes come as one character each, but what servers write there is UTF-8 as a rule.
  const text = isRaw ? Buffer.from(address, 'latin1').toString('utf8') : address.toWellFormed();
  return text.replace(/[^\0-\x7f]+/g, encodeURIComponent);
}

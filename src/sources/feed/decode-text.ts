import { cleanText } from '../clean-text.ts';

/** How far into a document its XML declaration is looked for, in bytes. */
const DECLARATION_BYTES = 1024;

/**
 * Bytes of a feed as text: byte order mark, then HTTP charset, then XML declaration, then UTF-8. A header that
 * names another character set than UTF-8 is not believed when the bytes are valid UTF-8 beyond ASCII, and a
 * wrong claim of UTF-8 gives way to what the declaration says. Characters that XML and Postgres refuse are left out.
 */
export function decodeText(bytes: Uint8Array, contentType: string | undefined): string {
  return cleanText(decodeMarked(bytes) ?? decodeUnmarked(bytes, contentType));
}

function decodeMarked(bytes: Uint8Array): string | undefined {
  const [a, b, c, d] = bytes;
  if (a === 0x00 && b === 0x00 && c === 0xfe && d === 0xff) return decodeUtf32(bytes.subarray(4), false);
  if (a === 0xff && b === 0xfe && c === 0x00 && d === 0x00) return decodeUtf32(bytes.subarray(4), true);
  if (a === 0xef && b === 0xbb && c === 0xbf) return decodeAs('utf-8', bytes);
  if (a === 0xff && b === 0xfe) return decodeAs('utf-16le', bytes);
  if (a === 0xfe && b === 0xff) return decodeAs('utf-16be', bytes);
  // Without a mark, a document that starts with "<" still gives its width away.
  if (a === 0x3c && b === 0x00 && c === 0x00 && d === 0x00) return decodeUtf32(bytes, true);
  if (a === 0x00 && b === 0x00 && c === 0x00 && d === 0x3c) return decodeUtf32(bytes, false);
  if (a === 0x3c && b === 0x00) return decodeAs('utf-16le', bytes);
  if (a === 0x00 && b === 0x3c) return decodeAs('utf-16be', bytes);
  return undefined;
}

function decodeUnmarked(bytes: Uint8Array, contentType: string | undefined): string {
  const fromHeader = /charset\s*=\s*["']?\s*([\w.:+-]+)/i.exec(contentType ?? '')?.[1];
  const head = Buffer.from(bytes.subarray(0, DECLARATION_BYTES)).toString('latin1');
  const declared = /<\?xml[^>]*?encoding\s*=\s*["']\s*([\w.:+-]+)/i.exec(head)?.[1];
  const named = [fromHeader, declared].filter((label) => label !== undefined).filter(isKnown);
  const [first] = named;
  if (first === undefined || isUtf8(first)) {
    const other = named.find((label) => !isUtf8(label));
    return decodeStrictly(bytes) ?? decodeAs(other ?? 'utf-8', bytes);
  }
  const wide = fromHeader && declared !== undefined && !isUtf8(declared) ? undefined : decodeStrictly(bytes);
  return wide !== undefined && /[^\0-\x7f]/.test(wide) ? wide : decodeAs(first, bytes);
}

function isUtf8(label: string): boolean {
  return new TextDecoder(label).encoding === 'utf-8';
}

function isKnown(label: string): boolean {
  try {
    // A document whose declaration we could read byte by byte is not UTF-16, whatever it claims.
    return !new TextDecoder(label).encoding.startsWith('utf-16');
  } catch {
    return false;
  }
}

function decodeAs(label: string, bytes: Uint8Array): string {
  return new TextDecoder(label).decode(bytes);
}

function decodeStrictly(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** TextDecoder knows no UTF-32. */
function decodeUtf32(bytes: Uint8Array, littleEndian: boolean): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts: string[] = [];
  for (let offset = 0; offset + 4 <= bytes.length; offset += 4) {
    const point = view.getUint32(offset, littleEndian);
    parts.push(point <= 0x10ffff ? String.fromCodePoint(point) : '\ufffd');
  }
  return parts.join('');
}

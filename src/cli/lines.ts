/** One line of a stream without its line end; `isCut` when it was longer than we keep. */
export interface Line {
  /** From 1. */
  readonly number: number;
  readonly text: string;
  readonly isCut: boolean;
}

/** Longest line kept, in UTF-16 units: one endless line must not fill the memory. */
export const LONGEST_LINE = 4_000_000;

/**
 * Lines of a byte stream as it comes, in groups: what one piece of the stream completed. UTF-8; a byte that is none
 * becomes U+FFFD, a byte order mark at the beginning and the CR of a CRLF are dropped.
 */
export async function* lineGroups(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Line[]> {
  const decoder = new TextDecoder();
  const reader = { pending: '', isCut: false, number: 0 };
  for await (const bytes of stream) {
    const group = take(reader, decoder.decode(bytes, { stream: true }));
    if (group.length > 0) yield group;
  }
  const rest = take(reader, decoder.decode());
  if (reader.pending !== '') rest.push(lineOf(reader));
  if (rest.length > 0) yield rest;
}

interface Reader {
  pending: string;
  isCut: boolean;
  number: number;
}

function take(reader: Reader, text: string): Line[] {
  // Only \n ends a line: JSON may hold the other separators of Unicode as they are.
  const pieces = text.split('\n');
  const last = pieces.pop() ?? '';
  const lines = pieces.map((piece) => {
    append(reader, piece);
    return lineOf(reader);
  });
  append(reader, last);
  return lines;
}

function append(reader: Reader, piece: string): void {
  const room = LONGEST_LINE - reader.pending.length;
  if (piece.length > room) reader.isCut = true;
  reader.pending += piece.slice(0, room);
}

function lineOf(reader: Reader): Line {
  reader.number += 1;
  const line = { number: reader.number, text: reader.pending.replace(/\r$/, ''), isCut: reader.isCut };
  reader.pending = '';
  reader.isCut = false;
  return line;
}

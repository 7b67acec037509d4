/** A file's bytes as they come; strings are taken as they are. */
export type ByteStream = AsyncIterable<Uint8Array | string>;

/**
 * Text of a file in pieces: UTF-8, or UTF-16 with a byte order mark, or windows-1252 when the first piece is not valid
 * UTF-8, as spreadsheets on Windows write it. Calls `warn` in the last case. No byte order mark is passed on.
 */
export async function* textChunks(
  stream: ByteStream,
  warn: (warning: string) => void,
): AsyncGenerator<string> {
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  for await (const chunk of stream) {
    if (typeof chunk === 'string') {
      yield decoder ? chunk : chunk.replace(/^\ufeff/, '');
      decoder ??= new TextDecoder();
      continue;
    }
    if (!decoder) {
      decoder = new TextDecoder(encodingOf(chunk));
      if (decoder.encoding === 'windows-1252') {
        warn('the file is not UTF-8 and was read as windows-1252; if letters look wrong, save it as UTF-8');
      }
    }
    yield decoder.decode(chunk, { stream: true });
  }
  const rest = decoder?.decode();
  if (rest) yield rest;
}

function encodingOf(start: Uint8Array): string {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le';
  if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be';
  try {
    // In a stream the last character of a piece may be cut in two.
    new TextDecoder('utf-8', { fatal: true }).decode(start, { stream: true });
    return 'utf-8';
  } catch {
    return 'windows-1252';
  }
}

/** A file's bytes as they come, or text that is decoded already. */
export type ByteStream = AsyncIterable<Uint8Array | string>;

/** How much of a file is looked at before its character set is decided. */
const SAMPLE_BYTES = 64_000;

/**
 * Text of a file in pieces: UTF-8, or UTF-16 with or without a byte order mark, or windows-1252 when its beginning is not valid
 * UTF-8, as spreadsheets on Windows write it. Calls `warn` in the last case. No byte order mark is passed on.
 */
export async function* textChunks(
  stream: ByteStream,
  warn: (warning: string) => void,
): AsyncGenerator<string> {
  let sample: Buffer | undefined = Buffer.alloc(0);
  let decoder = new TextDecoder();
  const decide = (start: Buffer) => {
    decoder = new TextDecoder(encodingOf(start));
    if (decoder.encoding === 'windows-1252') {
      warn('the file is not UTF-8 and was read as windows-1252; if letters look wrong, save it as UTF-8');
    }
    return decoder.decode(start, { stream: true });
  };
  for await (const piece of stream) {
    const bytes = typeof piece === 'string' ? Buffer.from(piece) : piece;
    if (!sample) {
      yield decoder.decode(bytes, { stream: true });
      continue;
    }
    sample = Buffer.concat([sample, bytes]);
    if (sample.length < SAMPLE_BYTES) continue;
    yield decide(sample);
    sample = undefined;
  }
  if (sample) yield decide(sample);
  yield decoder.decode();
}

function encodingOf(start: Uint8Array): string {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le';
  if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be';
  const unmarked = unmarkedUtf16(start);
  if (unmarked) return unmarked;
  try {
    // In a stream the last character of a piece may be cut in two.
    new TextDecoder('utf-8', { fatal: true }).decode(start, { stream: true });
    return 'utf-8';
  } catch {
    return 'windows-1252';
  }
}

/** Text in UTF-16 has a zero in every other byte where it is Latin; text in any other encoding has none at all. */
function unmarkedUtf16(start: Uint8Array): string | undefined {
  const zeros = [0, 0];
  for (const [index, byte] of start.entries()) if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  const most = start.length / 5;
  if (odd > most && even < odd / 10) return 'utf-16le';
  if (even > most && odd < even / 10) return 'utf-16be';
  return undefined;
}

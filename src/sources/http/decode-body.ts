import { promisify } from 'node:util';
import zlib from 'node:zlib';
import { FetchFailed } from '../../domain/errors.ts';

type Decoder = (bytes: Uint8Array, options: { maxOutputLength: number }) => Promise<Uint8Array>;

const inflate = promisify<Uint8Array, zlib.ZlibOptions, Uint8Array>(zlib.inflate);
const inflateRaw = promisify<Uint8Array, zlib.ZlibOptions, Uint8Array>(zlib.inflateRaw);
const gunzip = promisify<Uint8Array, zlib.ZlibOptions, Uint8Array>(zlib.gunzip);
const brotli = promisify<Uint8Array, zlib.BrotliOptions, Uint8Array>(zlib.brotliDecompress);

const decoders: Readonly<Record<string, Decoder>> = {
  gzip: gunzip,
  'x-gzip': gunzip,
  br: brotli,
  // "deflate" means the zlib format, but some servers send the bare one; the first byte tells them apart.
  deflate: (bytes, options) =>
    ((bytes[0] ?? 0) & 0x0f) === 8 ? inflate(bytes, options) : inflateRaw(bytes, options),
  ...zstdDecoder(),
};

/** What servers write there that is no compression: character sets and the encodings of mail. */
const NO_COMPRESSION = new Set(['identity', 'none', 'utf-8', 'utf8', '7bit', '8bit', 'binary', 'chunked']);
const GZIP_MAGIC = [0x1f, 0x8b, 0x08] as const;

/** More layers than this only occur in attacks. */
const MOST_LAYERS = 3;

/** What we ask servers to send. */
export const ACCEPT_ENCODING = ['gzip', 'deflate', 'br', 'zstd']
  .filter((name) => name in decoders)
  .join(', ');

/**
 * Undoes Content-Encoding. Inflating stops at `maxBytes`, so a small bomb costs no more memory than that.
 * @throws FetchFailed 'too-large', 'truncated' or 'decode'.
 */
export async function decodeBody(
  bytes: Uint8Array,
  options: { contentEncoding: string | null; maxBytes: number; host: string },
): Promise<Uint8Array> {
  const { host, maxBytes } = options;
  const layers = encodingsOf(options.contentEncoding).reverse();
  // A packed file may be served as what it is, without a word in the headers.
  if (layers.length === 0 && GZIP_MAGIC.every((byte, at) => bytes[at] === byte)) layers.push('gzip');
  if (layers.length > MOST_LAYERS) {
    throw new FetchFailed(
      'decode',
      `${host} packed its answer ${layers.length} times over; at most ${MOST_LAYERS} are read`,
    );
  }
  let decoded = bytes;
  for (const name of layers) {
    const decoder = decoders[name];
    if (!decoder)
      throw new FetchFailed(
        'decode',
        `${host} answered in "${name}", a compression this program cannot read`,
      );
    if (decoded.length === 0) break;
    try {
      decoded = await decoder(decoded, { maxOutputLength: maxBytes });
    } catch (error) {
      throw decodeFailure(error, { host, name, maxBytes });
    }
  }
  return decoded;
}

function encodingsOf(header: string | null): string[] {
  const names = (header ?? '').toLowerCase().split(',');
  return names.map((name) => name.trim()).filter((name) => name !== '' && !NO_COMPRESSION.has(name));
}

function decodeFailure(
  error: unknown,
  context: { host: string; name: string; maxBytes: number },
): FetchFailed {
  const { host, name, maxBytes } = context;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ERR_BUFFER_TOO_LARGE') {
    return new FetchFailed('too-large', `${host} sent more than ${megabytes(maxBytes)} MB once unpacked`, {
      cause: error,
    });
  }
  if (code === 'Z_BUF_ERROR' || code.includes('UNEXPECTED_END')) {
    return new FetchFailed(
      'truncated',
      `the answer of ${host} breaks off in the middle of its ${name} data`,
      { cause: error },
    );
  }
  return new FetchFailed('decode', `${host} says its answer is ${name}, but it cannot be unpacked as such`, {
    cause: error,
  });
}

export function megabytes(bytes: number): string {
  return (bytes / 1_000_000).toFixed(bytes < 1_000_000 ? 2 : 0);
}

/** zstd came to Node's zlib after the oldest version we run on. */
function zstdDecoder(): Record<string, Decoder> {
  if (typeof zlib.zstdDecompress !== 'function') return {};
  return { zstd: promisify<Uint8Array, zlib.ZstdOptions, Uint8Array>(zlib.zstdDecompress) };
}

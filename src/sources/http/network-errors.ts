import { FetchFailed } from '../../domain/errors.ts';

const TLS_CODE =
  /^(ERR_TLS|ERR_SSL|CERT_|EPROTO$|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_(GET|VERIFY|DECRYPT)|HOSTNAME_MISMATCH)/;

const sentences: Readonly<Record<string, string>> = {
  ENOTFOUND: 'is not a known host name',
  EAI_AGAIN: 'could not be looked up: the name server did not answer',
  ECONNREFUSED: 'refused the connection',
  EHOSTUNREACH: 'cannot be reached from here',
  ENETUNREACH: 'cannot be reached from here',
  EPIPE: 'closed the connection',
  ECONNRESET: 'closed the connection before it answered',
  UND_ERR_SOCKET: 'closed the connection before it answered',
};

/** What went wrong on the way, in words for the person who owns the source. `part` is where in the answer it happened. */
export function asFetchFailed(error: unknown, at: { host: string; part: 'head' | 'body' }): FetchFailed {
  const { host, part } = at;
  const known = causes(error).find((cause) => cause instanceof FetchFailed);
  if (known) return known;
  const code = codeOf(error);
  if (/TIMEOUT|ETIMEDOUT/.test(code)) {
    return new FetchFailed('timeout', `${host} did not answer in time`, { cause: error });
  }
  if (TLS_CODE.test(code)) {
    return new FetchFailed('tls', `the certificate of ${host} cannot be trusted (${code})`, { cause: error });
  }
  if (code === 'UND_ERR_HEADERS_OVERFLOW') {
    return new FetchFailed('too-large', `${host} sent headers that are too long`, { cause: error });
  }
  if (part === 'body' && /^(UND_ERR_SOCKET|ECONNRESET|EPIPE|UND_ERR_RES_CONTENT|HPE_)/.test(code)) {
    return new FetchFailed('truncated', `${host} closed the connection in the middle of its answer`, {
      cause: error,
    });
  }
  if (code.startsWith('HPE_')) {
    return new FetchFailed('network', `${host} did not answer in HTTP (${code})`, { cause: error });
  }
  const sentence = sentences[code] ?? `could not be read${code ? ` (${code})` : ''}`;
  return new FetchFailed('network', `${host} ${sentence}`, { cause: error });
}

/** The error itself, then what caused it; errors of several attempts count as causes of their collection. */
function causes(error: unknown, depth = 0): unknown[] {
  if (!(error instanceof Error) || depth > 4) return [];
  const inner = error instanceof AggregateError ? error.errors : [error.cause];
  return [error, ...inner.flatMap((cause) => causes(cause, depth + 1))];
}

/** The code of the first of an error's causes that has one; empty when none has. */
export function codeOf(error: unknown): string {
  for (const cause of causes(error)) {
    if (cause instanceof Error && 'code' in cause && typeof cause.code === 'string') return cause.code;
  }
  return '';
}

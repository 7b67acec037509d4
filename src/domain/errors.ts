/** Errors that change what the caller does next. Everything else is a bug and may surface as one. */

/** Something the person asked for is not there. */
export class NotFound extends Error {
  override readonly name = 'NotFound';
}

/** The request cannot be carried out as asked; the message says what was expected, what came and what to do. */
export class Refused extends Error {
  override readonly name = 'Refused';
}

/** What was sent is signed as agreed, but nothing could be made of it. */
export class Unreadable extends Refused {}

/** Two people (or two processes) wanted the same thing; the message says who has it. */
export class Conflict extends Error {
  override readonly name = 'Conflict';
}

/** Try the same job again, not before `delayMs` milliseconds from now. */
export class RetryLater extends Error {
  override readonly name = 'RetryLater';
  readonly delayMs: number;

  constructor(message: string, options: { delayMs: number; cause?: unknown }) {
    super(message, { cause: options.cause });
    this.delayMs = options.delayMs;
  }
}

export type FetchErrorCode =
  | 'timeout'
  | 'too-large'
  | 'redirect'
  | 'blocked'
  | 'truncated'
  | 'decode'
  | 'not-feed'
  | 'http'
  | 'network'
  | 'tls'
  | 'rate-limited'
  | 'gone'
  // The answer is not what the source documents.
  | 'malformed'
  // Its token or password is no longer accepted: somebody has to sign in again.
  | 'sign-in'
  // What the source may spend is spent.
  | 'budget';

/** A source could not be read. The code is for machines, the message for the person who owns the source. */
export class FetchFailed extends Error {
  override readonly name = 'FetchFailed';
  readonly code: FetchErrorCode;
  /** Milliseconds the server asked us to wait, from Retry-After; undefined when it did not say. */
  readonly retryAfterMs: number | undefined;
  readonly status: number | undefined;

  constructor(
    code: FetchErrorCode,
    message: string,
    options: { retryAfterMs?: number; status?: number; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.code = code;
    this.retryAfterMs = options.retryAfterMs;
    this.status = options.status;
  }
}

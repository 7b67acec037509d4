import { randomUUID } from 'node:crypto';
import { HTTPException } from 'hono/http-exception';
import { z } from 'zod';
import { Conflict, FetchFailed, NotFound, Refused } from '../domain/errors.ts';
import { QueryError } from '../domain/query/query-error.ts';
import type { Log } from '../log.ts';
import { isSqlState } from '../store/db.ts';

const CHARACTER_NOT_IN_REPERTOIRE = '22021';

export type ProblemStatus = 400 | 401 | 403 | 404 | 409 | 413 | 415 | 421 | 422 | 429 | 500 | 502 | 503;

/** What each kind of problem means; the API's page lists them under the anchors the `type` points at. */
export const PROBLEMS = {
  'bad-request': { status: 400, title: 'The request cannot be read' },
  'sign-in-needed': { status: 401, title: 'Sign in or send a token' },
  'not-allowed': { status: 403, title: 'You may not do this' },
  'not-found': { status: 404, title: 'Not found' },
  conflict: { status: 409, title: 'Somebody else has this already' },
  'too-large': { status: 413, title: 'The request is too large' },
  'wrong-type': { status: 415, title: 'This kind of content is not accepted here' },
  'wrong-host': { status: 421, title: 'Not the name of this server' },
  refused: { status: 422, title: 'This cannot be done as asked' },
  'query-error': { status: 422, title: 'The query cannot be read' },
  'too-many-attempts': { status: 429, title: 'Too many attempts' },
  'not-readable': { status: 502, title: 'The source could not be read' },
  unexpected: { status: 500, title: 'Something went wrong on our side' },
  'not-ready': { status: 503, title: 'Not ready' },
} as const satisfies Record<string, { status: ProblemStatus; title: string }>;

export type ProblemKind = keyof typeof PROBLEMS;

/** Thrown inside the web for what no error of the domain says. The message is the detail. */
export class WebProblem extends Error {
  override readonly name = 'WebProblem';
  readonly kind: ProblemKind;
  readonly more: Readonly<Record<string, unknown>>;

  constructor(kind: ProblemKind, detail: string, more: Readonly<Record<string, unknown>> = {}) {
    super(detail);
    this.kind = kind;
    this.more = more;
  }
}

/** Problem details as of RFC 9457, with members of our own beside the standard ones. */
export interface ProblemDetails {
  readonly type: string;
  readonly title: string;
  readonly status: ProblemStatus;
  readonly detail: string;
  readonly [member: string]: unknown;
}

/** The one place where errors become answers. What nobody expected is logged under the id the answer names. */
export function problemOf(error: unknown, log: Log): ProblemDetails {
  const expected = expectedProblem(error);
  if (expected) return expected;
  const id = randomUUID();
  log.error({ id, err: error }, 'unexpected error while answering a request');
  const detail = `An unexpected error was written to the server's log under the id ${id}.`;
  return details('unexpected', detail, { id });
}

function expectedProblem(error: unknown): ProblemDetails | undefined {
  if (error instanceof WebProblem) return details(error.kind, error.message, error.more);
  if (error instanceof NotFound) return details('not-found', error.message);
  if (error instanceof Refused) return details('refused', error.message);
  if (error instanceof Conflict) return details('conflict', error.message);
  if (error instanceof QueryError) {
    const { position, length, expected } = error;
    return details('query-error', error.message, { position, length, expected, pointer: error.pointer() });
  }
  if (error instanceof FetchFailed) return details('not-readable', error.message, { code: error.code });
  if (error instanceof z.ZodError) return invalidFields(error);
  if (error instanceof HTTPException) return httpProblem(error);
  // Whatever field it came in: no text in the store can hold this character.
  if (isSqlState(error, CHARACTER_NOT_IN_REPERTOIRE)) {
    return details(
      'bad-request',
      'The request holds the character NUL, which no text may hold. Take it out.',
    );
  }
  return undefined;
}

/** @returns a 400 that names every field that was not as expected. */
function invalidFields(error: z.ZodError): ProblemDetails {
  const errors = error.issues.map(({ path, message }) => ({ field: path.join('.'), message }));
  const list = errors.map(({ field, message }) =>
    (field ? `${field}: ${message}` : message).replace(/\.$/, ''),
  );
  return details('bad-request', `Some fields are not as expected. ${list.join('; ')}.`, { errors });
}

function httpProblem(error: HTTPException): ProblemDetails | undefined {
  const kind = { 400: 'bad-request', 404: 'not-found', 413: 'too-large', 415: 'wrong-type' } as const;
  const known = kind[error.status as keyof typeof kind];
  return known && details(known, error.message || PROBLEMS[known].title);
}

function details(
  kind: ProblemKind,
  detail: string,
  more: Readonly<Record<string, unknown>> = {},
): ProblemDetails {
  return { ...more, type: `/api/docs#problem-${kind}`, ...PROBLEMS[kind], detail };
}

/** The answer of the API. */
export function problemResponse(problem: ProblemDetails): Response {
  const headers = new Headers({ 'content-type': 'application/problem+json' });
  if (problem.status === 401) headers.set('www-authenticate', 'Bearer realm="Earshot"');
  const retryAfter = problem['retryAfterSeconds'];
  if (typeof retryAfter === 'number') headers.set('retry-after', String(retryAfter));
  return new Response(JSON.stringify(problem), { status: problem.status, headers });
}

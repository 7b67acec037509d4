import { z } from 'zod';
import { FetchFailed } from '../../domain/errors.ts';
import { parseExactJson } from '../feed/exact-json.ts';
import type { HttpResponse } from '../http.ts';
import type { SourceContext } from '../source.ts';
import { waitOf } from './limits.ts';
import { signInAgain } from './sign-in-again.ts';

export interface Token {
  readonly token: string;
  /** Milliseconds since 1970; undefined when nobody said. */
  readonly expiresAt: number | undefined;
}

const Grant = z.object({
  access_token: z.string().min(1),
  expires_in: z.coerce.number().optional(),
  // Stack Exchange calls it so.
  expires: z.coerce.number().optional(),
  refresh_token: z.string().optional(),
  refresh_token_expires_in: z.coerce.number().optional(),
});

/** What a token endpoint gives. */
export interface Granted extends Token {
  readonly refreshToken: string | undefined;
  /** Milliseconds since 1970; undefined: nobody said. */
  readonly refreshEndsAt: number | undefined;
}

export interface GrantRequest {
  readonly url: string;
  readonly form: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Asks a token endpoint (RFC 6749). A 400 or 401 there means that the sign-in itself is no longer good. */
export async function askGrant(
  context: SourceContext<unknown>,
  { url, form, headers = {} }: GrantRequest,
): Promise<Granted> {
  const host = new URL(url).host;
  const response = await context.http.send({
    url,
    method: 'POST',
    headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: new URLSearchParams(form).toString(),
  });
  const text = new TextDecoder().decode(response.body);
  if (response.status === 400 || response.status === 401 || response.status === 403) {
    throw signInAgain(host, saidIn(text));
  }
  if (response.status >= 300) throw noToken(response, host, context.now());
  const parsed = Grant.safeParse(jsonOrNothing(text));
  if (!parsed.success) throw new FetchFailed('malformed', `${host} answered the sign-in without a token`);
  const { access_token: token, refresh_token: refreshToken } = parsed.data;
  const inMs = (seconds: number | undefined) =>
    seconds === undefined ? undefined : context.now().getTime() + seconds * 1000;
  const { expires, expires_in: seconds = expires, refresh_token_expires_in: refreshSeconds } = parsed.data;
  return { token, expiresAt: inMs(seconds), refreshToken, refreshEndsAt: inMs(refreshSeconds) };
}

/** What is wrong, in the words that say most. */
function saidIn(text: string): string | undefined {
  const said = ['error_description', 'message', 'error'].map(
    (name) => new RegExp(`"${name}"\\s*:\\s*"([^"]{1,200})"`).exec(text)?.[1],
  );
  return said.find((one) => one !== undefined);
}

/** A sign-in asked for too often is a limit like any other. */
function noToken({ status, headers }: HttpResponse, host: string, now: Date): FetchFailed {
  const code = status === 429 ? 'rate-limited' : 'http';
  const message = `${host} gave no token: it answered ${status}`;
  return new FetchFailed(code, message, { status, retryAfterMs: waitOf(headers, undefined, now) ?? 0 });
}

export function jsonOrNothing(text: string): unknown {
  try {
    return parseExactJson(text);
  } catch {
    return undefined;
  }
}

import type { z } from 'zod';
import { FetchFailed } from '../../domain/errors.ts';
import { parseExactJson } from '../feed/exact-json.ts';
import type { HttpResponse, HttpSend } from '../http.ts';
import type { SourceContext } from '../source.ts';
import type { Auth } from './auth.ts';
import { isLimit, restOf, waitOf } from './limits.ts';
import { signInAgain } from './sign-in-again.ts';

export interface ApiOptions {
  /** "https://api.example.com/v2"; paths are put behind it. */
  readonly base: string;
  readonly auth?: Auth;
  readonly headers?: Readonly<Record<string, string>>;
  /** What a call takes from the budget; 1 when left out. */
  readonly costOf?: (call: Call) => number;
  /** A token that ran out, where the interface does not say so with a 401. */
  readonly isExpired?: (answer: { status: number; body: unknown }) => boolean;
  /** An error that the interface tells in its own way, in an answer of any status. */
  readonly refusal?: (answer: { status: number; headers: Headers; body: unknown }) => FetchFailed | undefined;
}

type Query = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

export interface Call {
  /** Behind the base, or a whole address at the same origin (a next page). */
  readonly path: string;
  readonly query?: Query;
  readonly headers?: Readonly<Record<string, string>>;
  /** GET when left out. */
  readonly method?: HttpSend['method'];
  readonly json?: unknown;
  readonly form?: Readonly<Record<string, string>>;
  /** Statuses of 300 and above that are an answer here, not an error: 304, 404. */
  readonly accept?: readonly number[];
}

export interface ApiAnswer<T> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
}

/** What has been used so far. */
export interface ApiUse {
  readonly bytes: number;
  /** How long the last answer asks to be left alone. */
  readonly restMs: number | undefined;
}

/** An interface that speaks JSON, asked politely: signed in, within the budget, every answer checked at the door. */
export interface Api {
  /** @throws FetchFailed */
  call<S extends z.ZodType>(call: Call, schema: S): Promise<ApiAnswer<z.output<S>>>;
  readonly use: ApiUse;
}

export function openApi(context: SourceContext<unknown>, options: ApiOptions): Api {
  const use = { bytes: 0, restMs: undefined as number | undefined };
  const ask = async (call: Call): Promise<HttpResponse> => {
    await context.spend(options.costOf?.(call) ?? 1);
    const response = await send(context, options, call);
    use.bytes += response.wireBytes;
    return response;
  };
  return {
    use,
    call: async (call, schema) => {
      let response = await ask(call);
      // A token that has run out is renewed once; one that is refused again was taken away.
      let body = readJson(response);
      const isExpired = response.status === 401 || options.isExpired?.({ status: response.status, body });
      if (isExpired && (await options.auth?.renew?.())) {
        response = await ask(call);
        body = readJson(response);
      }
      const answer = { status: response.status, headers: response.headers, body };
      const host = hostOf(options.base);
      refuse(answer, call, { host, now: context.now(), refusal: options.refusal });
      use.restMs = restOf(answer.headers, answer.body, context.now());
      return { ...answer, body: parse(schema, answer, host) };
    },
  };
}

async function send(context: SourceContext<unknown>, options: ApiOptions, call: Call): Promise<HttpResponse> {
  const url = urlOf(options, call);
  const body = bodyOf(call);
  const headers = {
    accept: 'application/json',
    ...options.headers,
    ...(await options.auth?.headers(url)),
    ...(body === undefined ? {} : { 'content-type': body.type }),
    ...call.headers,
  };
  const signed = options.auth?.sign?.(url) ?? url;
  if (call.method === undefined) return context.http.get({ url: signed.href, headers });
  return context.http.send({
    url: signed.href,
    headers,
    method: call.method,
    ...(body === undefined ? {} : { body: body.text }),
  });
}

/** @throws FetchFailed for an address elsewhere: it would be handed our token. */
function urlOf({ base }: ApiOptions, { path, query = {} }: Call): URL {
  const url = /^https?:/.test(path) ? new URL(path) : new URL(`${base.replace(/\/$/, '')}${path}`);
  if (url.origin !== new URL(base).origin) {
    throw new FetchFailed('redirect', `${hostOf(base)} names a next page at another place (${url.host})`);
  }
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined) url.searchParams.append(name, String(one));
    }
  }
  return url;
}

function bodyOf({ json, form }: Call): { text: string; type: string } | undefined {
  if (json !== undefined) return { text: JSON.stringify(json), type: 'application/json' };
  if (form) return { text: new URLSearchParams(form).toString(), type: 'application/x-www-form-urlencoded' };
  return undefined;
}

/** Undefined for an empty answer; the text itself where it is no JSON. */
function readJson({ body }: HttpResponse): unknown {
  const text = new TextDecoder().decode(body);
  if (text.trim() === '') return undefined;
  try {
    return parseExactJson(text);
  } catch {
    return text;
  }
}

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

function refuse(
  answer: Answer,
  call: Call,
  { host, now, refusal }: { host: string; now: Date; refusal: ApiOptions['refusal'] },
): void {
  const { status, headers, body } = answer;
  if (call.accept?.includes(status)) return;
  const told = refusal?.(answer);
  if (told) throw told;
  if (status >= 200 && status < 300) return;
  const said = messageIn(body);
  const message = `${host} answered ${status}${said ? `: ${said}` : ''}`;
  const retryAfterMs = waitOf(headers, body, now);
  const details = { status, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
  if (isLimit(status, headers, body))
    throw new FetchFailed('rate-limited', `${message}. It is asked again later.`, details);
  if (status === 401) throw signInAgain(host, said);
  throw new FetchFailed('http', message, details);
}

const LONGEST_MESSAGE = 200;

/** What an error answer says in words, wherever it says it. */
function messageIn(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const {
    message,
    error,
    errors,
    error_message: own,
    error_description: description,
    detail,
  } = body as Record<string, unknown>;
  const first = Array.isArray(errors) ? errors[0] : undefined;
  const nested =
    typeof error === 'object' && error !== null ? (error as Record<string, unknown>)['message'] : error;
  const inList =
    typeof first === 'object' && first !== null ? (first as Record<string, unknown>)['message'] : first;
  const found = [own, description, message, nested, detail, inList].find(
    (one) => typeof one === 'string' && one !== '',
  );
  return typeof found === 'string' ? found.replace(/\s+/g, ' ').slice(0, LONGEST_MESSAGE) : undefined;
}

function parse<S extends z.ZodType>(schema: S, { body }: Answer, host: string): z.output<S> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue && issue.path.length > 0 ? ` at "${issue.path.join('.')}"` : '';
  throw new FetchFailed(
    'malformed',
    `${host} did not answer as its documentation says${where}: ${issue?.message ?? 'unreadable'}. It is asked again later.`,
  );
}

const hostOf = (base: string) => URL.parse(base)?.host ?? 'the interface';

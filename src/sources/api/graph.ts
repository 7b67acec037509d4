import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { FetchFailed } from '../../domain/errors.ts';
import { secret, text } from '../settings-fields.ts';
import type { SourceContext } from '../source.ts';
import { type Api, openApi } from './api-client.ts';
import type { Auth } from './auth.ts';
import { List } from './items.ts';
import { signInAgain } from './sign-in-again.ts';

/** Meta's Graph API, which Facebook and Instagram share. */
export const GRAPH_HOST = 'graph.facebook.com';

export const graphSettings = {
  token: secret(
    'Page access token',
    'Comes by connecting. Or paste one that does not run out, of somebody with a task on the page.',
  ),
  appId: text('App id', 'To connect: the number of your app at Meta.')
    .regex(/^\d+$/, 'expected the number of an app')
    .optional(),
  appSecret: secret('App secret', 'To connect, and where the app asks for proof of it.').optional(),
  version: text('Version', 'Each lives about two years.')
    .regex(/^v\d+\.0$/, 'expected a version, as in v26.0')
    .default('v26.0'),
};

export interface GraphSettings {
  readonly token: string;
  readonly appSecret?: string | undefined;
  readonly version: string;
}

export function openGraph(context: SourceContext<GraphSettings>): Api {
  const { token, appSecret, version } = context.settings;
  return openApi(context, {
    base: `https://${GRAPH_HOST}/${version}`,
    auth: authOf(token, appSecret),
    refusal,
  });
}

function authOf(token: string, appSecret: string | undefined): Auth {
  const headers = async () => ({ authorization: `Bearer ${token}` });
  if (appSecret === undefined) return { headers };
  const proof = createHmac('sha256', appSecret).update(token).digest('hex');
  const sign = (url: URL) => {
    const signed = new URL(url);
    signed.searchParams.set('appsecret_proof', proof);
    return signed;
  };
  return { headers, sign };
}

const Failure = z.object({
  error: z.object({
    message: z.string().catch(''),
    code: z.number(),
    error_subcode: z.number().nullish(),
  }),
});

const LIMITS = new Set([4, 17, 32, 613, 80_001, 80_002]);
const HOUR_MS = 3_600_000;

/** Errors have numbers of their own. */
function refusal({ headers, body }: { headers: Headers; body: unknown }): FetchFailed | undefined {
  const failure = Failure.safeParse(body);
  if (!failure.success) return undefined;
  const { code, error_subcode: subcode, message } = failure.data.error;
  if (code === 190) return signInAgain(GRAPH_HOST, message);
  if (code === 100 && subcode === 33)
    return new FetchFailed('gone', `${GRAPH_HOST} shows it no longer: ${message}`);
  if (code === 12) return new FetchFailed('gone', `Meta has given this up: ${message}`);
  if (!LIMITS.has(code)) return undefined;
  const said = `${GRAPH_HOST} asks us to come less often: ${message}`;
  return new FetchFailed('rate-limited', said, { retryAfterMs: regainMs(headers) ?? HOUR_MS });
}

/** Minutes, somewhere in a header that holds JSON. */
function regainMs(headers: Headers): number | undefined {
  const usage = headers.get('x-business-use-case-usage') ?? '';
  const minutes = [...usage.matchAll(/"estimated_time_to_regain_access"\s*:\s*(\d+)/g)].map(([, n]) =>
    Number(n),
  );
  const longest = Math.max(0, ...minutes);
  return longest > 0 ? longest * 60_000 : undefined;
}

export const GraphList = z.object({ data: List, paging: z.object({ next: z.string().nullish() }).nullish() });

/** A page of an edge; `at` is the address of it, or nothing for the first one. An empty page may have a next one. */
export async function readEdge(
  api: Api,
  edge: { path: string; query: Readonly<Record<string, string | number | undefined>> },
  at: string,
): Promise<{ list: readonly unknown[]; next: string | undefined }> {
  const { body } = await api.call(at === '' ? edge : { path: at }, GraphList);
  return { list: body.data, next: body.paging?.next ? withoutToken(body.paging.next) : undefined };
}

/** The address of a next page carries the token; ours goes in a header, and addresses are remembered. */
function withoutToken(address: string): string {
  const url = URL.parse(address);
  if (!url) return address;
  url.searchParams.delete('access_token');
  url.searchParams.delete('appsecret_proof');
  return url.href;
}

/** Undefined for what is no longer there. */
export async function askUnlessGone<T>(ask: Promise<T>): Promise<T | undefined> {
  try {
    return await ask;
  } catch (error) {
    if (error instanceof FetchFailed && error.code === 'gone') return undefined;
    throw error;
  }
}

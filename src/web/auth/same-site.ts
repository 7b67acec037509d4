import type { Context } from 'hono';
import { WebProblem } from '../problem.ts';
import type { WebEnv } from './env.ts';
import { isSameSecret } from './secrets.ts';

const READING = new Set(['GET', 'HEAD', 'OPTIONS']);
const FORM = /^(application\/x-www-form-urlencoded|multipart\/form-data)\b/i;

/** Whether the request can change something. */
export function isChange(c: Context<WebEnv>): boolean {
  return !READING.has(c.req.method);
}

/** A form of another site must not act for the person signed in here. @throws WebProblem */
export async function refuseForgedRequest(c: Context<WebEnv>, csrfToken: string): Promise<void> {
  refuseOtherSite(c);
  const sent = c.req.header('x-csrf-token') ?? (await formField(c, 'csrf'));
  if (sent !== undefined && isSameSecret(sent, csrfToken)) return;
  const advice =
    'Reload the page and try again; a program sends the header X-CSRF-Token or uses a token instead.';
  throw new WebProblem('not-allowed', `The form did not carry this session's CSRF token. ${advice}`);
}

/** For requests without a session: browsers say where a request comes from. @throws WebProblem */
export function refuseOtherSite(c: Context<WebEnv>): void {
  const site = c.req.header('sec-fetch-site');
  const isOurs = site === undefined ? isOwnOrigin(c) : site === 'same-origin' || site === 'none';
  if (!isOurs) throw new WebProblem('not-allowed', 'The request was sent by a page of another site.');
}

function isOwnOrigin(c: Context<WebEnv>): boolean {
  const origin = c.req.header('origin');
  if (origin === undefined) return true;
  return URL.parse(origin)?.host === (c.req.header('host') ?? new URL(c.req.url).host);
}

async function formField(c: Context<WebEnv>, name: string): Promise<string | undefined> {
  if (!FORM.test(c.req.header('content-type') ?? '')) return undefined;
  const value = (await c.req.parseBody())[name];
  return typeof value === 'string' ? value : undefined;
}

import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { Config } from '../../config.ts';
import type { WebEnv } from './env.ts';

/** A session lives for 14 days after its last use. */
export const SESSION_MS = 14 * 24 * 3600 * 1000;
// A session in daily use is moved on once a day, not with every request.
export const EXTEND_AFTER_MS = 24 * 3600 * 1000;

const NAME = 'earshot_session';

/** The id of the session the browser sent, if any. */
export function readSessionCookie(c: Context<WebEnv>, config: Config): string | undefined {
  return getCookie(c, NAME, isSecure(config) ? 'host' : undefined);
}

export function writeSessionCookie(c: Context<WebEnv>, config: Config, id: string): void {
  const secure = isSecure(config);
  setCookie(c, NAME, id, {
    httpOnly: true,
    sameSite: 'Lax',
    path: '/',
    maxAge: SESSION_MS / 1000,
    secure,
    ...(secure ? { prefix: 'host' as const } : {}),
  });
}

export function dropSessionCookie(c: Context<WebEnv>, config: Config): void {
  const secure = isSecure(config);
  deleteCookie(c, NAME, { path: '/', secure, ...(secure ? { prefix: 'host' as const } : {}) });
}

function isSecure(config: Config): boolean {
  return config.EARSHOT_URL?.startsWith('https:') ?? false;
}

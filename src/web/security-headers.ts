import type { MiddlewareHandler } from 'hono';
import type { WebEnv } from './auth/env.ts';

/** Nothing but our own files; no inline script or style anywhere. */
const STRICT = [
  "default-src 'none'",
  "style-src 'self'",
  "script-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');

/** The queue's dashboard sets styles and its base address itself; everything else stays as strict. */
export const DASHBOARD_POLICY = [
  "default-src 'none'",
  "style-src 'self' 'unsafe-inline'",
  "script-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "base-uri 'self'",
].join('; ');

export function securityHeaders(options: { isHttps: boolean }): MiddlewareHandler<WebEnv> {
  return async (c, next) => {
    await next();
    const { headers } = c.res;
    if (!headers.has('content-security-policy')) headers.set('content-security-policy', STRICT);
    headers.set('x-content-type-options', 'nosniff');
    headers.set('referrer-policy', 'same-origin');
    headers.set('cross-origin-opener-policy', 'same-origin');
    headers.set('cross-origin-resource-policy', 'same-origin');
    headers.set('permissions-policy', 'camera=(), geolocation=(), microphone=()');
    if (options.isHttps) headers.set('strict-transport-security', 'max-age=31536000');
    // What a person may see must not stay in a shared cache; a public file says otherwise itself.
    if (!headers.has('cache-control')) headers.set('cache-control', 'no-store');
  };
}

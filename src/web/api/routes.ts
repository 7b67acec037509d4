import { Hono } from 'hono';
import type { WebEnv } from '../auth/env.ts';
import type { WebDeps } from '../deps.ts';

export function apiRoutes(_deps: WebDeps): Hono<WebEnv> {
  return new Hono<WebEnv>();
}

import { Hono } from 'hono';
import type { WebDeps } from '../deps.ts';
import type { WebEnv } from './env.ts';

/** Every page, behind the sign-in that app.ts puts before it. */
export function pageRoutes(_deps: WebDeps): Hono<WebEnv> {
  return new Hono<WebEnv>();
}

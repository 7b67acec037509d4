import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Hono } from 'hono';
import type { WebEnv } from '../auth/env.ts';

const FILES = {
  'style.css': 'text/css; charset=utf-8',
  'app.js': 'text/javascript; charset=utf-8',
  'survey.css': 'text/css; charset=utf-8',
  'survey.js': 'text/javascript; charset=utf-8',
  'replies.css': 'text/css; charset=utf-8',
  'replies.js': 'text/javascript; charset=utf-8',
  'inbox.css': 'text/css; charset=utf-8',
  'inbox.js': 'text/javascript; charset=utf-8',
  'import.js': 'text/javascript; charset=utf-8',
  'favicon.svg': 'image/svg+xml',
} as const;

/** The style sheet, the script and the sign of the product, for everybody; asked for anew, sent only when changed. */
export function publicFiles(): Hono<WebEnv> {
  const routes = new Hono<WebEnv>();
  for (const [name, type] of Object.entries(FILES)) {
    const body = readFileSync(new URL(`../public/${name}`, import.meta.url));
    const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
    const headers = { etag, 'cache-control': 'no-cache', 'content-type': type };
    routes.get(`/${name}`, (c) =>
      c.req.header('if-none-match') === etag ? c.body(null, 304, headers) : c.body(body, 200, headers),
    );
  }
  return routes;
}

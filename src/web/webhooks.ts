import { Hono } from 'hono';
import { NotFound, Refused } from '../domain/errors.ts';
import type { WebEnv } from './auth/env.ts';
import { hearOfSolved } from './deeds/hand-overs.ts';
import { receive } from './deeds/receive.ts';
import type { WebDeps } from './deps.ts';

/** POST /webhooks/…: what other systems send to a source, and help desks about what they have solved. Nobody is signed in here; the signature has to do. */
export function webhookRoutes(deps: WebDeps): Hono<WebEnv> {
  const routes = new Hono<WebEnv>();
  routes.post('/webhooks/hand-overs/:id{[0-9]+}', async (c) => {
    const delivery = {
      headers: c.req.raw.headers,
      body: new Uint8Array(await c.req.arrayBuffer()),
      query: new URL(c.req.url).searchParams,
    };
    return c.json({ isBack: await hearOfSolved(deps, Number(c.req.param('id')), delivery) }, 202);
  });
  return routes.post('/webhooks/:id{[0-9]+}', async (c) => {
    const id = Number(c.req.param('id'));
    const delivery = {
      headers: c.req.raw.headers,
      body: new Uint8Array(await c.req.arrayBuffer()),
      query: new URL(c.req.url).searchParams,
    };
    try {
      return c.json(await receive(deps, id, delivery), 202);
    } catch (error) {
      // A sender that is refused, or knocks at nothing, learns that and no more.
      const isOurs = error instanceof Refused || error instanceof NotFound;
      if (isOurs) deps.log.warn({ source: id, error: error.message }, 'delivery not taken');
      throw error;
    }
  });
}

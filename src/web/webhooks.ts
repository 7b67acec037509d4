import { type Context, Hono } from 'hono';
import { NotFound, Refused } from '../domain/errors.ts';
import type { Delivery } from '../sources/source.ts';
import type { WebEnv } from './auth/env.ts';
import { takeTrigger } from './deeds/invitations.ts';
import { expectDeliveries, receive } from './deeds/receive.ts';
import type { WebDeps } from './deps.ts';

/** POST /webhooks/:id and /webhooks/surveys/:id: what other systems send to a source, and whom they have us ask. Nobody is signed in here; the signature has to do. */
export function webhookRoutes(deps: WebDeps): Hono<WebEnv> {
  const routes = new Hono<WebEnv>();
  routes.get('/webhooks/:id{[0-9]+}', async (c) => {
    await expectDeliveries(deps, Number(c.req.param('id')));
    return c.body(null, 204);
  });
  routes.post('/webhooks/surveys/:id{[0-9]+}', (c) =>
    answered(deps, c, (id, delivery) => takeTrigger(deps, id, delivery)),
  );
  return routes.post('/webhooks/:id{[0-9]+}', (c) =>
    answered(deps, c, (id, delivery) => receive(deps, id, delivery)),
  );
}

async function answered(
  deps: WebDeps,
  c: Context<WebEnv>,
  take: (id: number, delivery: Delivery) => Promise<object>,
): Promise<Response> {
  const id = Number(c.req.param('id'));
  const delivery = {
    headers: c.req.raw.headers,
    body: new Uint8Array(await c.req.arrayBuffer()),
    query: new URL(c.req.url).searchParams,
  };
  try {
    return c.json(await take(id, delivery), 202);
  } catch (error) {
    // A sender that is refused, or knocks at nothing, learns that and no more.
    const isOurs = error instanceof Refused || error instanceof NotFound;
    if (isOurs) deps.log.warn({ path: c.req.path, error: error.message }, 'delivery not taken');
    throw error;
  }
}

import { z } from '@hono/zod-openapi';
import { listDeliveries } from '../../store/deliveries.ts';
import { getDestination, listDestinations } from '../../store/destinations.ts';
import {
  addDestination,
  changeDestination,
  removeDestination,
  sendTest,
  signingSecret,
} from '../deeds/destinations.ts';
import type { WebDeps } from '../deps.ts';
import { answer, guarded, IdParam, jsonBody, NO_CONTENT, openApi } from './contract.ts';
import {
  Delivery,
  Destination,
  DestinationChange,
  deliveryOf,
  destinationOf,
  MadeDestination,
  NewDestination,
} from './destination-answers.ts';

const tags = ['Alerts'];

/** Where alerts go, and what went out. */
export function destinationRoutes(deps: WebDeps) {
  const { db } = deps;
  return openApi()
    .openapi(
      guarded('read', {
        method: 'get',
        path: '/destinations',
        tags,
        summary: 'Where alerts go',
        responses: { 200: answer(z.object({ destinations: z.array(Destination) }), 'Every destination.') },
      }),
      async (c) => c.json({ destinations: (await listDestinations(db)).map(destinationOf) }, 200),
    )
    .openapi(
      guarded('admin', {
        method: 'post',
        path: '/destinations',
        tags,
        summary: 'Add a destination',
        request: { body: jsonBody(NewDestination) },
        responses: { 201: answer(MadeDestination, 'The new destination.') },
      }),
      async (c) => {
        const input = { ...c.req.valid('json'), enabled: true };
        const id = await addDestination(deps, c.get('principal'), input);
        const secret = (await signingSecret(deps, id)) ?? null;
        return c.json({ ...destinationOf(await getDestination(db, id)), signingSecret: secret }, 201);
      },
    )
    .openapi(
      guarded('admin', {
        method: 'patch',
        path: '/destinations/{id}',
        tags,
        summary: 'Change a destination, or switch it on or off; secrets that are left out stay',
        request: { params: IdParam, body: jsonBody(DestinationChange) },
        responses: { 200: answer(Destination, 'The destination as it is now.') },
      }),
      async (c) => {
        const { id } = c.req.valid('param');
        const change = Object.fromEntries(
          Object.entries(c.req.valid('json')).filter(([, value]) => value !== undefined),
        );
        await changeDestination(deps, c.get('principal'), id, change);
        return c.json(destinationOf(await getDestination(db, id)), 200);
      },
    )
    .openapi(
      guarded('admin', {
        method: 'post',
        path: '/destinations/{id}/test',
        tags,
        summary: 'Send a test; how it went is among the deliveries',
        request: { params: IdParam },
        responses: { 202: answer(z.object({ deliveryId: z.number().int() }), 'It is on its way.') },
      }),
      async (c) => {
        const deliveryId = await sendTest(deps, c.get('principal'), c.req.valid('param').id);
        return c.json({ deliveryId }, 202);
      },
    )
    .openapi(
      guarded('admin', {
        method: 'delete',
        path: '/destinations/{id}',
        tags,
        summary: 'Remove a destination with its log',
        request: { params: IdParam },
        responses: NO_CONTENT,
      }),
      async (c) => {
        await removeDestination(deps, c.get('principal'), c.req.valid('param').id);
        return c.body(null, 204);
      },
    )
    .openapi(
      guarded('read', {
        method: 'get',
        path: '/deliveries',
        tags,
        summary: 'The latest messages and how they went',
        request: {
          query: z.object({ parked: z.stringbool().default(false).openapi({ type: 'boolean' }) }),
        },
        responses: { 200: answer(z.object({ deliveries: z.array(Delivery) }), 'The latest 200.') },
      }),
      async (c) => {
        const { parked } = c.req.valid('query');
        const deliveries = await listDeliveries(db, { isParked: parked, limit: 200 });
        return c.json({ deliveries: deliveries.map(deliveryOf) }, 200);
      },
    );
}

import { z } from '@hono/zod-openapi';
import { type AlertEvent, getAlert, listAlertEvents } from '../../store/alerts.ts';
import { getWorkspace } from '../../store/workspace.ts';
import { ALERT_DEEDS, giveAlert, handleAlert } from '../deeds/alerts.ts';
import type { WebDeps } from '../deps.ts';
import { Alert, alertOf } from './alert-answers.ts';
import { answer, guarded, IdParam, Instant, instant, jsonBody, openApi } from './contract.ts';

const tags = ['Alerts'];

/** One alert, and what people do about it. */
export function alertHandlingRoutes(deps: WebDeps) {
  const { db } = deps;
  const shown = async (id: number) => {
    const { timeZone } = await getWorkspace(db);
    return alertOf(await getAlert(db, id), timeZone);
  };
  return openApi()
    .openapi(
      guarded('read', {
        method: 'get',
        path: '/alerts/{id}',
        tags,
        summary: 'One alert with what was done about it',
        request: { params: IdParam },
        responses: { 200: answer(AlertWithEvents, 'The alert.') },
      }),
      async (c) => {
        const { id } = c.req.valid('param');
        const alert = await shown(id);
        return c.json({ ...alert, events: (await listAlertEvents(db, id)).map(eventOf) }, 200);
      },
    )
    .openapi(
      guarded('alerts', {
        method: 'post',
        path: '/alerts/{id}/{deed}',
        tags,
        summary: 'Acknowledge, resolve, mark as false, or open again; doing it twice changes nothing',
        request: {
          params: IdParam.extend({ deed: z.enum(ALERT_DEEDS) }),
          body: jsonBody(z.object({ note: z.string().trim().max(2_000).default('') })),
        },
        responses: { 200: answer(Alert, 'The alert as it is now.') },
      }),
      async (c) => {
        const { id, deed } = c.req.valid('param');
        await handleAlert(deps, c.get('principal').name, id, { deed, note: c.req.valid('json').note });
        return c.json(await shown(id), 200);
      },
    )
    .openapi(
      guarded('alerts', {
        method: 'put',
        path: '/alerts/{id}/assignee',
        tags,
        summary: 'Put somebody in charge, or nobody',
        request: {
          params: IdParam,
          body: jsonBody(z.object({ userId: z.number().int().positive().nullable() })),
        },
        responses: { 200: answer(Alert, 'The alert as it is now.') },
      }),
      async (c) => {
        const { id } = c.req.valid('param');
        await giveAlert(deps, c.get('principal').name, id, c.req.valid('json').userId ?? undefined);
        return c.json(await shown(id), 200);
      },
    );
}

const AlertWithEvents = Alert.extend({
  events: z.array(z.object({ at: Instant, actor: z.string(), deed: z.string(), note: z.string() })),
}).openapi('AlertWithEvents');

const eventOf = ({ at, actor, deed, note }: AlertEvent) => ({ at: instant(at), actor, deed, note });

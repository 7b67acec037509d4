import { z } from '@hono/zod-openapi';
import { listMissedAlerts } from '../../store/alert-marks.ts';
import { getAlertRule } from '../../store/alert-rules.ts';
import { markMissed, unmarkMissed } from '../deeds/alert-rules.ts';
import type { WebDeps } from '../deps.ts';
import { answer, guarded, IdParam, Instant, instant, jsonBody, NO_CONTENT, openApi } from './contract.ts';

const tags = ['Alerts'];
const MarkId = z.coerce
  .number()
  .int()
  .positive()
  .max(Number.MAX_SAFE_INTEGER)
  .openapi({ param: { name: 'mark', in: 'path' }, type: 'integer', example: 1 });
const PATH = '/alert-rules/{id}/missed';

/** Incidents that a rule raised no alert for, as people say: its recall is reckoned from them. */
export function missedAlertRoutes(deps: WebDeps) {
  const { db } = deps;
  return openApi()
    .openapi(
      guarded('read', {
        method: 'get',
        path: PATH,
        tags,
        summary: 'What people say that a rule missed, the latest first',
        request: { params: IdParam },
        responses: { 200: answer(z.object({ missed: z.array(Missed) }), 'The marks.') },
      }),
      async (c) => {
        const { id } = await getAlertRule(db, c.req.valid('param').id);
        const missed = await listMissedAlerts(db, id);
        return c.json({ missed: missed.map((one) => ({ ...one, at: instant(one.at) })) }, 200);
      },
    )
    .openapi(
      guarded('alerts', {
        method: 'post',
        path: PATH,
        tags,
        summary: 'Say that a rule missed something',
        request: {
          params: IdParam,
          body: jsonBody(
            z.object({
              at: z.iso.datetime({ offset: true }).openapi({ description: 'When it began.' }),
              note: z.string().trim().max(2_000).default(''),
            }),
          ),
        },
        responses: { 201: answer(z.object({ id: z.number().int() }), 'The mark.') },
      }),
      async (c) => {
        const { at, note } = c.req.valid('json');
        const missed = { at: new Date(at), note };
        const id = await markMissed(deps, c.get('principal'), c.req.valid('param').id, missed);
        return c.json({ id }, 201);
      },
    )
    .openapi(
      guarded('alerts', {
        method: 'delete',
        path: `${PATH}/{mark}`,
        tags,
        summary: 'Take such a mark back',
        request: { params: IdParam.extend({ mark: MarkId }) },
        responses: NO_CONTENT,
      }),
      async (c) => {
        const { id: ruleId, mark } = c.req.valid('param');
        await unmarkMissed(deps, c.get('principal'), { ruleId, id: mark });
        return c.body(null, 204);
      },
    );
}

const Missed = z
  .object({ id: z.number().int(), at: Instant, note: z.string(), author: z.string() })
  .openapi('MissedAlert');

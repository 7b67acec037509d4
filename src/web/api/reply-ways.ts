import { z } from '@hono/zod-openapi';
import type { Effect } from '../../domain/reply-effect.ts';
import { listDesks } from '../../store/desks.ts';
import { getReplySettings } from '../../store/reply-settings.ts';
import { addDesk, removeDesk } from '../deeds/hand-overs.ts';
import { EFFECT_DAYS, type EffectDays, readEffects } from '../deeds/reply-effect.ts';
import { changeReplySettings } from '../deeds/reply-settings.ts';
import type { WebDeps } from '../deps.ts';
import { answer, guarded, IdParam, jsonBody, NO_CONTENT, openApi } from './contract.ts';

const tags = ['Replies'];

const EffectAnswer = z
  .object({
    answered: z.number(),
    unanswered: z.number(),
    difference: z.number(),
    low: z.number(),
    high: z.number(),
    n: z.number().int(),
    nUnanswered: z.number().int(),
  })
  .nullable()
  .openapi('ReplyEffect', { description: 'Null: not enough data.' });

const Settings = z
  .object({
    needsApproval: z.boolean(),
    mayApproveOwn: z.boolean(),
    company: z.string().trim().max(200),
    signature: z.string().trim().max(500),
  })
  .openapi('ReplySettings');

const DeskAnswer = z.object({ id: z.number().int(), name: z.string(), kind: z.string() }).openapi('HelpDesk');

/** How replies go out: settings, help desks, and what replies change. */
export function replyWayRoutes(deps: WebDeps) {
  const { db } = deps;
  return openApi()
    .openapi(
      guarded('read', {
        method: 'get',
        path: '/reply-effect',
        tags,
        summary: 'What answering changed, over all and by saved reply, against what was not answered',
        request: {
          query: z.object({
            days: z.coerce
              .number()
              .refine((days): days is EffectDays => EFFECT_DAYS.some((one) => one === days), {
                error: `expected ${EFFECT_DAYS.join(' or ')}`,
              })
              .default(90)
              .openapi({ type: 'integer', enum: [...EFFECT_DAYS] }),
          }),
        },
        responses: {
          200: answer(
            z.object({
              days: z.number().int(),
              lines: z.array(
                z.object({
                  savedReply: z.object({ id: z.number().int(), name: z.string() }).nullable(),
                  stars: EffectAnswer,
                  compound: EffectAnswer,
                }),
              ),
            }),
            'The first line is about all replies by people.',
          ),
        },
      }),
      async (c) => {
        const { days } = c.req.valid('query');
        const lines = await readEffects(deps, days);
        const shown = lines.map(({ saved, effects }) => ({
          savedReply: saved ?? null,
          stars: orNull(effects.stars),
          compound: orNull(effects.compound),
        }));
        return c.json({ days, lines: shown }, 200);
      },
    )
    .openapi(
      guarded('read', {
        method: 'get',
        path: '/reply-settings',
        tags,
        summary: 'Who has to agree, and who signs',
        responses: { 200: answer(Settings, 'The settings.') },
      }),
      async (c) => c.json(await getReplySettings(db), 200),
    )
    .openapi(
      guarded('admin', {
        method: 'put',
        path: '/reply-settings',
        tags,
        summary: 'Change them',
        request: { body: jsonBody(Settings) },
        responses: { 200: answer(Settings, 'The settings as they are now.') },
      }),
      async (c) => {
        await changeReplySettings(deps, c.get('principal'), c.req.valid('json'));
        return c.json(await getReplySettings(db), 200);
      },
    )
    .openapi(
      guarded('read', {
        method: 'get',
        path: '/help-desks',
        tags,
        summary: 'Help desks that items can be handed over to',
        responses: { 200: answer(z.object({ helpDesks: z.array(DeskAnswer) }), 'Every help desk.') },
      }),
      async (c) => {
        const all = await listDesks(db);
        return c.json({ helpDesks: all.map(({ id, name, kind }) => ({ id, name, kind })) }, 200);
      },
    )
    .openapi(
      guarded('admin', {
        method: 'post',
        path: '/help-desks',
        tags,
        summary: 'Add a help desk; its secrets are kept encrypted',
        request: {
          body: jsonBody(
            z.object({
              name: z.string().trim().min(1).max(120),
              kind: z.string().max(40),
              settings: z.record(z.string(), z.string().max(2_000)),
            }),
          ),
        },
        responses: {
          201: answer(
            DeskAnswer.extend({ secret: z.string().nullable() }),
            'The new help desk; `secret` is shown only now, where it was made here.',
          ),
        },
      }),
      async (c) => {
        const input = c.req.valid('json');
        const { id, secret } = await addDesk(deps, c.get('principal'), input);
        return c.json({ id, name: input.name, kind: input.kind, secret: secret ?? null }, 201);
      },
    )
    .openapi(
      guarded('admin', {
        method: 'delete',
        path: '/help-desks/{id}',
        tags,
        summary: 'Remove a help desk with what was handed over to it',
        request: { params: IdParam },
        responses: NO_CONTENT,
      }),
      async (c) => {
        await removeDesk(deps, c.get('principal'), c.req.valid('param').id);
        return c.body(null, 204);
      },
    );
}

const orNull = (effect: Effect | undefined) => effect ?? null;

import { z } from '@hono/zod-openapi';
import { type AutomaticRule, getAutomaticRule, listAutomaticRules } from '../../store/automatic-replies.ts';
import { getReplySettings } from '../../store/reply-settings.ts';
import {
  addAutomaticRule,
  recordConsent,
  removeAutomaticRule,
  switchAutomatic,
  switchRule,
} from '../deeds/automatic-replies.ts';
import type { WebDeps } from '../deps.ts';
import {
  answer,
  guarded,
  IdParam,
  Instant,
  instant,
  instantOrNull,
  jsonBody,
  NO_CONTENT,
  openApi,
} from './contract.ts';

const tags = ['Replies'];

const Rule = z
  .object({
    id: z.number().int(),
    name: z.string(),
    sourceId: z.number().int(),
    language: z.string(),
    label: z.enum(['positive', 'neutral', 'negative']),
    starsFrom: z.number().int().nullable(),
    starsTo: z.number().int().nullable(),
    savedReplyId: z.number().int(),
    delayMinutes: z.number().int(),
    perDay: z.number().int(),
    enabledAt: Instant.nullable(),
    consent: z.object({ of: z.string(), by: z.string(), at: Instant }).nullable(),
    sent: z.number().int(),
  })
  .openapi('AutomaticRule');

const NewRule = z
  .object({
    name: z.string().trim().min(1).max(120),
    sourceId: z.number().int().positive(),
    language: z.string().regex(/^[a-z]{2,3}$/),
    label: z.enum(['positive', 'neutral', 'negative']),
    starsFrom: z.number().int().min(1).max(5).optional(),
    starsTo: z.number().int().min(1).max(5).optional(),
    savedReplyId: z.number().int().positive(),
    delayMinutes: z.number().int().min(5).max(10_080).default(60),
    perDay: z.number().int().min(1).max(1_000).default(5),
  })
  .openapi('NewAutomaticRule');

/** Replies without a person: the switch over all, the rules, and the consent that some places ask for. */
export function automaticReplyRoutes(deps: WebDeps) {
  const { db } = deps;
  return openApi()
    .openapi(
      guarded('read', {
        method: 'get',
        path: '/automatic-replies',
        tags,
        summary: 'The switch over automatic replies, and their rules',
        responses: {
          200: answer(
            z.object({ isOn: z.boolean(), perDay: z.number().int(), rules: z.array(Rule) }),
            'All of it.',
          ),
        },
      }),
      async (c) => c.json(await readAutomatic(deps), 200),
    )
    .openapi(
      guarded('approve', {
        method: 'put',
        path: '/automatic-replies',
        tags,
        summary: 'Switch all rules on or off; off, nothing waits to go out any longer',
        request: {
          body: jsonBody(
            z.object({ isOn: z.boolean(), perDay: z.number().int().min(0).max(1_000).default(20) }),
          ),
        },
        responses: NO_CONTENT,
      }),
      async (c) => {
        await switchAutomatic(deps, c.get('principal'), c.req.valid('json'));
        return c.body(null, 204);
      },
    )
    .openapi(
      guarded('approve', {
        method: 'post',
        path: '/automatic-replies/rules',
        tags,
        summary: 'Add a rule, switched off',
        request: { body: jsonBody(NewRule) },
        responses: { 201: answer(Rule, 'The new rule.') },
      }),
      async (c) => {
        const { starsFrom, starsTo, ...rest } = c.req.valid('json');
        const id = await addAutomaticRule(deps, c.get('principal'), { ...rest, starsFrom, starsTo });
        return c.json(ruleAnswer(await getAutomaticRule(db, id)), 201);
      },
    )
    .openapi(
      guarded('approve', {
        method: 'post',
        path: '/automatic-replies/rules/{id}/consent',
        tags,
        summary: 'Record who has agreed that a program answers in their name',
        request: { params: IdParam, body: jsonBody(z.object({ of: z.string().trim().min(2).max(500) })) },
        responses: { 200: answer(Rule, 'The rule as it is now.') },
      }),
      async (c) => {
        const { id } = c.req.valid('param');
        await recordConsent(deps, c.get('principal'), id, c.req.valid('json').of);
        return c.json(ruleAnswer(await getAutomaticRule(db, id)), 200);
      },
    )
    .openapi(
      guarded('approve', {
        method: 'post',
        path: '/automatic-replies/rules/{id}/{deed}',
        tags,
        summary: 'Switch a rule on from now, or off',
        request: { params: IdParam.extend({ deed: z.enum(['on', 'off']) }) },
        responses: { 200: answer(Rule, 'The rule as it is now.') },
      }),
      async (c) => {
        const { id, deed } = c.req.valid('param');
        await switchRule(deps, c.get('principal'), id, deed === 'on');
        return c.json(ruleAnswer(await getAutomaticRule(db, id)), 200);
      },
    )
    .openapi(
      guarded('approve', {
        method: 'delete',
        path: '/automatic-replies/rules/{id}',
        tags,
        summary: 'Remove a rule; what it has not sent is dropped',
        request: { params: IdParam },
        responses: NO_CONTENT,
      }),
      async (c) => {
        await removeAutomaticRule(deps, c.get('principal'), c.req.valid('param').id);
        return c.body(null, 204);
      },
    );
}

async function readAutomatic({ db }: WebDeps) {
  const [settings, rules] = await Promise.all([getReplySettings(db), listAutomaticRules(db)]);
  return { isOn: settings.isAutomaticOn, perDay: settings.automaticPerDay, rules: rules.map(ruleAnswer) };
}

function ruleAnswer(rule: AutomaticRule): z.input<typeof Rule> {
  const { id, name, sourceId, language, label, savedReplyId, delayMinutes, perDay, sent, consent } = rule;
  return {
    id,
    name,
    sourceId,
    language,
    label,
    savedReplyId,
    delayMinutes,
    perDay,
    sent,
    starsFrom: rule.starsFrom ?? null,
    starsTo: rule.starsTo ?? null,
    enabledAt: instantOrNull(rule.enabledAt),
    consent: consent ? { of: consent.of, by: consent.by, at: instant(consent.at) } : null,
  };
}

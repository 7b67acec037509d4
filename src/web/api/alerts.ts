import { z } from '@hono/zod-openapi';
import { NO_RECORD, recordsOfRules } from '../../store/alert-marks.ts';
import { type AlertRuleInput, getAlertRule, listAlertRules } from '../../store/alert-rules.ts';
import { listAlerts } from '../../store/alerts.ts';
import { getWorkspace } from '../../store/workspace.ts';
import { addAlertRule, changeAlertRule, removeAlertRule, tryAlertRule } from '../deeds/alert-rules.ts';
import type { WebDeps } from '../deps.ts';
import {
  Alert,
  AlertRule,
  AlertRuleChange,
  alertOf,
  alertRuleOf,
  NewAlertRule,
  ruleInput,
} from './alert-answers.ts';
import {
  answer,
  guarded,
  IdParam,
  Instant,
  instant,
  jsonBody,
  NO_CONTENT,
  openApi,
  QueryId,
} from './contract.ts';

const tags = ['Alerts'];

/** Alerts, the rules that raise them, and where they go. */
export function alertRoutes(deps: WebDeps) {
  const { db } = deps;
  return openApi()
    .openapi(
      guarded('read', {
        method: 'get',
        path: '/alerts',
        tags,
        summary: 'Alerts, the latest first',
        request: {
          query: z.object({
            state: z.enum(['open', 'closed']).default('open'),
            topic: QueryId.optional(),
            limit: z.coerce.number().int().min(1).max(500).default(100).openapi({ type: 'integer' }),
          }),
        },
        responses: { 200: answer(z.object({ alerts: z.array(Alert) }), 'The alerts.') },
      }),
      async (c) => {
        const { state, topic, limit } = c.req.valid('query');
        const { timeZone } = await getWorkspace(db);
        const alerts = await listAlerts(db, { isOpen: state === 'open', topicId: topic, limit });
        return c.json({ alerts: alerts.map((alert) => alertOf(alert, timeZone)) }, 200);
      },
    )
    .openapi(
      guarded('read', {
        method: 'get',
        path: '/alert-rules',
        tags,
        summary: 'All alert rules with how good each has been',
        responses: { 200: answer(z.object({ rules: z.array(AlertRule) }), 'Every rule.') },
      }),
      async (c) => {
        const records = await recordsOfRules(db);
        const rules = await listAlertRules(db);
        return c.json(
          { rules: rules.map((rule) => alertRuleOf(rule, records.get(rule.id) ?? NO_RECORD)) },
          200,
        );
      },
    )
    .openapi(
      guarded('alerts', {
        method: 'post',
        path: '/alert-rules',
        tags,
        summary: 'Add a rule',
        request: { body: jsonBody(NewAlertRule) },
        responses: { 201: answer(AlertRule, 'The new rule.') },
      }),
      async (c) => {
        const id = await addAlertRule(deps, c.get('principal'), ruleInput(c.req.valid('json')));
        return c.json(alertRuleOf(await getAlertRule(db, id), NO_RECORD), 201);
      },
    )
    .openapi(
      guarded('read', {
        method: 'post',
        path: '/alert-rules/back-test',
        tags,
        summary: 'What a rule would have sent in the last days; nothing is stored',
        request: {
          query: z.object({
            days: z.coerce.number().int().min(1).max(90).default(60).openapi({ type: 'integer' }),
            rule: QueryId.optional().openapi({ description: 'Whose marks it is held against.' }),
          }),
          body: jsonBody(NewAlertRule),
        },
        responses: { 200: answer(BackTest, 'The alerts, and their number at each sensitivity.') },
      }),
      async (c) => {
        const { days, rule: ruleId } = c.req.valid('query');
        const tried = await tryAlertRule(deps, ruleInput(c.req.valid('json')), { days, ruleId });
        const found = tried.found.map(({ at, since, observed, expected, mentionId, reason }) => ({
          at: instant(at),
          since: instant(since),
          observed: observed ?? null,
          expected: expected ?? null,
          mentionId: mentionId ?? null,
          reason: reason ?? null,
        }));
        const { marks, told } = tried;
        return c.json({ days: tried.days, found, bySensitivity: [...tried.bySensitivity], marks, told }, 200);
      },
    )
    .openapi(
      guarded('alerts', {
        method: 'patch',
        path: '/alert-rules/{id}',
        tags,
        summary: 'Change a rule, or switch it on or off',
        request: { params: IdParam, body: jsonBody(AlertRuleChange) },
        responses: { 200: answer(AlertRule, 'The rule as it is now.') },
      }),
      async (c) => {
        const { id } = c.req.valid('param');
        const change = Object.entries(c.req.valid('json')).map(([name, value]) => [name, value ?? undefined]);
        await changeAlertRule(
          deps,
          c.get('principal'),
          id,
          Object.fromEntries(change) as Partial<AlertRuleInput>,
        );
        const record = (await recordsOfRules(db)).get(id) ?? NO_RECORD;
        return c.json(alertRuleOf(await getAlertRule(db, id), record), 200);
      },
    )
    .openapi(
      guarded('alerts', {
        method: 'delete',
        path: '/alert-rules/{id}',
        tags,
        summary: 'Remove a rule; its alerts stay',
        request: { params: IdParam },
        responses: NO_CONTENT,
      }),
      async (c) => {
        await removeAlertRule(deps, c.get('principal'), c.req.valid('param').id);
        return c.body(null, 204);
      },
    );
}

const Marks = z.object({ real: z.number().int(), false: z.number().int() });

const BackTest = z
  .object({
    days: z.number().int(),
    found: z.array(
      z.object({
        at: Instant,
        since: Instant,
        observed: z.number().nullable(),
        expected: z.number().nullable(),
        mentionId: z.number().int().nullable(),
        reason: z.string().nullable(),
      }),
    ),
    bySensitivity: z.array(
      Marks.extend({ sensitivity: z.enum(['fewer', 'balanced', 'more']), alerts: z.number().int() }),
    ),
    marks: Marks.openapi({ description: 'What people said of the days: real incidents and false alarms.' }),
    told: Marks.openapi({ description: 'How many of these it would have told of.' }),
  })
  .openapi('AlertBackTest');

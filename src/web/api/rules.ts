import { z } from '@hono/zod-openapi';
import { getMention } from '../../store/feed.ts';
import { getRule, listRules, measureRules } from '../../store/lexicon-rules.ts';
import { recountProgress } from '../../store/recount-progress.ts';
import { addRule, changeRule, previewRule, proposeRules, removeRule } from '../deeds/rules.ts';
import type { WebDeps } from '../deps.ts';
import { answer, guarded, IdParam, jsonBody, NO_CONTENT, openApi } from './contract.ts';
import {
  Draft,
  NewRule,
  Preview,
  Progress,
  Proposals,
  previewOf,
  Rule,
  RuleChange,
  ruleOf,
} from './rule-answers.ts';

const tags = ['Rules'];

/** What words mean in this workspace. */
export function ruleRoutes(deps: WebDeps) {
  const { db } = deps;
  return openApi()
    .openapi(
      guarded('read', {
        method: 'get',
        path: '/rules',
        tags,
        summary: 'All rules with what each of them does, the newest first',
        responses: { 200: answer(z.object({ rules: z.array(Rule), recount: Progress }), 'Every rule.') },
      }),
      async (c) => {
        const [rules, measures, { classifier }] = await Promise.all([
          listRules(db),
          measureRules(db),
          deps.lexicons.current(db),
        ]);
        const recount = await recountProgress(db, classifier.version);
        return c.json({ rules: rules.map((rule) => ruleOf(rule, measures.get(rule.id))), recount }, 200);
      },
    )
    .openapi(
      guarded('rules', {
        method: 'post',
        path: '/rules',
        tags,
        summary: 'Add a rule and apply it to the mentions already stored',
        request: { body: jsonBody(NewRule) },
        responses: { 201: answer(Rule, 'The new rule; its effect shows once the past is counted again.') },
      }),
      async (c) => {
        const { language, topicId, fromMentionId, ...rest } = c.req.valid('json');
        const rule = await addRule(deps, c.get('principal'), {
          ...rest,
          language: language ?? undefined,
          topicId: topicId ?? undefined,
          fromMentionId: fromMentionId ?? undefined,
        });
        return c.json(ruleOf(rule, undefined), 201);
      },
    )
    .openapi(
      guarded('read', {
        method: 'post',
        path: '/rules/preview',
        tags,
        summary: 'What a rule would do to the past; nothing is stored',
        request: { body: jsonBody(Draft) },
        responses: {
          200: answer(Preview, 'Labels that would change, and how the labels of the team agree.'),
        },
      }),
      async (c) => {
        const { pattern, language, topicId, valence } = c.req.valid('json');
        const draft = { pattern, valence, language: language ?? undefined, topicId: topicId ?? undefined };
        return c.json(previewOf(await previewRule(deps, draft)), 200);
      },
    )
    .openapi(
      guarded('read', {
        method: 'get',
        path: '/rules/{id}',
        tags,
        summary: 'One rule with what it does',
        request: { params: IdParam },
        responses: { 200: answer(Rule, 'The rule.') },
      }),
      async (c) => c.json(await readRule(deps, c.req.valid('param').id), 200),
    )
    .openapi(
      guarded('rules', {
        method: 'patch',
        path: '/rules/{id}',
        tags,
        summary: 'Change a rule, or switch it on or off; the past is counted again',
        request: { params: IdParam, body: jsonBody(RuleChange) },
        responses: { 200: answer(Rule, 'The rule as it is now.') },
      }),
      async (c) => {
        const { id } = c.req.valid('param');
        const { language, topicId, pattern, valence, note, enabled } = c.req.valid('json');
        await changeRule(deps, c.get('principal'), id, {
          ...(pattern === undefined ? {} : { pattern }),
          ...(valence === undefined ? {} : { valence }),
          ...(note === undefined ? {} : { note }),
          ...(enabled === undefined ? {} : { enabled }),
          ...(language === undefined ? {} : { language: language ?? undefined }),
          ...(topicId === undefined ? {} : { topicId: topicId ?? undefined }),
        });
        return c.json(await readRule(deps, id), 200);
      },
    )
    .openapi(
      guarded('rules', {
        method: 'delete',
        path: '/rules/{id}',
        tags,
        summary: 'Take a rule back; every mention counts again as if it had never been',
        request: { params: IdParam },
        responses: NO_CONTENT,
      }),
      async (c) => {
        await removeRule(deps, c.get('principal'), c.req.valid('param').id);
        return c.body(null, 204);
      },
    )
    .openapi(
      guarded('read', {
        method: 'get',
        path: '/mentions/{id}/rule-proposals',
        tags,
        summary: 'Rules that a person’s correction of this mention suggests',
        request: { params: IdParam },
        responses: { 200: answer(Proposals, 'None where nobody has corrected its label.') },
      }),
      async (c) => {
        const mention = await getMention(db, c.req.valid('param').id);
        return c.json({ proposals: await proposeRules(deps, mention) }, 200);
      },
    );
}

async function readRule(deps: WebDeps, id: number): Promise<z.input<typeof Rule>> {
  const rule = await getRule(deps.db, id);
  return ruleOf(rule, (await measureRules(deps.db)).get(id));
}

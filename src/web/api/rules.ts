import { z } from '@hono/zod-openapi';
import type { Label } from '../../domain/classification.ts';
import { getMention } from '../../store/feed.ts';
import {
  getRule,
  listRules,
  measureRules,
  NO_MEASURE,
  type RuleMeasure,
  type RuleRow,
} from '../../store/lexicon-rules.ts';
import { recountProgress } from '../../store/recount-progress.ts';
import type { RulePreview as Found } from '../../store/rule-preview.ts';
import { addRule, changeRule, previewRule, proposeRules, removeRule } from '../deeds/rules.ts';
import type { WebDeps } from '../deps.ts';
import { answer, guarded, IdParam, Instant, instant, jsonBody, NO_CONTENT, openApi } from './contract.ts';

const Pattern = z.string().min(1).max(120).openapi({
  example: 'sick',
  description:
    'Words; `deliver*` is any word that begins so, `_` any one word, `late NEAR/3 refund` the two at most three words apart.',
});
const Valence = z
  .number()
  .min(-4)
  .max(4)
  .openapi({ example: 2, description: 'From −4, worst, to 4, best; 0: it means nothing here.' });
const Language = z
  .string()
  .regex(/^[a-z]{2,3}$/, { error: 'expected a language like en, or null for all' })
  .nullable();
const Topic = z.number().int().positive().nullable();

const Moves = z.array(z.object({ from: z.string(), to: z.string(), mentions: z.number().int() }));

const Rule = z
  .object({
    id: z.number().int(),
    pattern: Pattern,
    language: z.string().nullable().openapi({ description: 'Null: every language.' }),
    topic: z.object({ id: z.number().int(), name: z.string() }).nullable(),
    valence: z.number(),
    note: z.string(),
    author: z.string(),
    fromMentionId: z.number().int().nullable(),
    enabled: z.boolean(),
    createdAt: Instant,
    effect: z
      .object({
        touched: z.number().int(),
        moved: Moves.openapi({ description: 'From the label without the rule to the one with it.' }),
        judged: z.number().int().openapi({ description: 'Of the touched, how many people have labelled.' }),
        rightWith: z.number().int(),
        rightWithout: z.number().int(),
      })
      .openapi({ description: 'On the mentions as they are counted now.' }),
  })
  .openapi('Rule');

const Draft = z.object({
  pattern: Pattern,
  language: Language.default(null),
  topicId: Topic.default(null),
  valence: Valence,
});
const NewRule = Draft.extend({
  note: z.string().max(500).default(''),
  fromMentionId: z.number().int().positive().nullable().default(null),
});
const RuleChange = z
  .object({
    pattern: Pattern,
    language: Language,
    topicId: Topic,
    valence: Valence,
    note: z.string().max(500),
    enabled: z.boolean(),
  })
  .partial();

const Preview = z
  .object({
    looked: z.number().int(),
    isAll: z.boolean().openapi({ description: 'False where only the latest mentions were looked at.' }),
    touched: z.number().int(),
    moved: Moves,
    judged: z.number().int().openapi({ description: 'Labels by people, of all mentions.' }),
    rightBefore: z.number().int(),
    rightAfter: z.number().int(),
    examples: z.array(
      z.object({
        id: z.number().int(),
        title: z.string().nullable(),
        text: z.string(),
        from: z.string(),
        to: z.string(),
        truth: z.string().nullable().openapi({ description: "A person's label." }),
      }),
    ),
  })
  .openapi('RulePreview');

const Proposals = z.object({
  proposals: z.array(
    z.object({ pattern: z.string(), valence: z.number(), because: z.enum(['wrong-way', 'not-understood']) }),
  ),
});

const Progress = z.object({
  left: z.number().int().openapi({ description: 'Mentions still counted with other words.' }),
  isMore: z.boolean(),
  total: z.number().int(),
});

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

function ruleOf(rule: RuleRow, measure: RuleMeasure | undefined): z.input<typeof Rule> {
  const { id, pattern, language, topicId, topicName, valence, note, author, fromMentionId, enabled } = rule;
  const { moved, ...counts } = measure ?? NO_MEASURE;
  return {
    id,
    pattern,
    language: language ?? null,
    topic: topicId === undefined ? null : { id: topicId, name: topicName ?? '' },
    valence,
    note,
    author,
    fromMentionId: fromMentionId ?? null,
    enabled,
    createdAt: instant(rule.createdAt),
    effect: { ...counts, moved: moved.map(moveOf) },
  };
}

const moveOf = ({ from, to, n }: { from: Label; to: Label; n: number }) => ({ from, to, mentions: n });

function previewOf({ moved, examples, ...rest }: Found): z.input<typeof Preview> {
  return {
    ...rest,
    moved: moved.map(moveOf),
    examples: examples.map(({ title, truth, ...example }) => ({
      ...example,
      title: title ?? null,
      truth: truth ?? null,
    })),
  };
}

import { z } from '@hono/zod-openapi';
import type { Label } from '../../domain/classification.ts';
import { NO_MEASURE, type RuleMeasure, type RuleRow } from '../../store/lexicon-rules.ts';
import type { RulePreview as Found } from '../../store/rule-preview.ts';
import { Instant, instant } from './contract.ts';

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

export const Rule = z
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

export const Draft = z.object({
  pattern: Pattern,
  language: Language.default(null),
  topicId: Topic.default(null),
  valence: Valence,
});
export const NewRule = Draft.extend({
  note: z.string().max(500).default(''),
  fromMentionId: z.number().int().positive().nullable().default(null),
});
export const RuleChange = z
  .object({
    pattern: Pattern,
    language: Language,
    topicId: Topic,
    valence: Valence,
    note: z.string().max(500),
    enabled: z.boolean(),
  })
  .partial();

export const Preview = z
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

export const Proposals = z.object({
  proposals: z.array(
    z.object({ pattern: z.string(), valence: z.number(), because: z.enum(['wrong-way', 'not-understood']) }),
  ),
});

export const Progress = z.object({
  left: z.number().int().openapi({ description: 'Mentions still counted with other words.' }),
  isMore: z.boolean(),
  total: z.number().int(),
});

export function ruleOf(rule: RuleRow, measure: RuleMeasure | undefined): z.input<typeof Rule> {
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

export function previewOf({ moved, examples, ...rest }: Found): z.input<typeof Preview> {
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

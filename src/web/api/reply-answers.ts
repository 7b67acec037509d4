import { z } from '@hono/zod-openapi';
import { REPLY_ORIGINS, REPLY_STATES } from '../../domain/reply.ts';
import type { ReplyEvent, ReplyRow } from '../../store/replies.ts';
import type { SavedReplyRow } from '../../store/saved-replies.ts';
import { Instant, instant, instantOrNull } from './contract.ts';

export const Reply = z
  .object({
    id: z.number().int(),
    mentionId: z.number().int(),
    way: z.enum(['source', 'copied']),
    state: z.enum(REPLY_STATES),
    text: z.string(),
    origin: z.enum(REPLY_ORIGINS),
    savedReplyId: z.number().int().nullable(),
    author: z.string(),
    approver: z.string().nullable(),
    remark: z.string(),
    isAutomated: z.boolean(),
    attempts: z.number().int(),
    mayHaveArrived: z.boolean(),
    error: z.string().nullable(),
    url: z.string().nullable(),
    createdAt: Instant,
    submittedAt: Instant.nullable(),
    sentAt: Instant.nullable(),
    publishedAt: Instant.nullable(),
  })
  .openapi('Reply');

export function replyAnswer(reply: ReplyRow): z.input<typeof Reply> {
  return {
    id: reply.id,
    mentionId: reply.mentionId,
    way: reply.way,
    state: reply.state,
    text: reply.text,
    origin: reply.origin,
    savedReplyId: reply.savedReplyId ?? null,
    author: reply.author,
    approver: reply.approver ?? null,
    remark: reply.remark,
    isAutomated: reply.isAutomated,
    attempts: reply.attempts,
    mayHaveArrived: reply.mayHaveArrived,
    error: reply.lastError ?? null,
    url: reply.url ?? null,
    createdAt: instant(reply.createdAt),
    submittedAt: instantOrNull(reply.submittedAt),
    sentAt: instantOrNull(reply.sentAt),
    publishedAt: instantOrNull(reply.publishedAt),
  };
}

export const ReplyStory = Reply.extend({
  events: z.array(
    z.object({
      at: Instant,
      actor: z.string(),
      deed: z.string(),
      note: z.string(),
      text: z.string().nullable(),
    }),
  ),
}).openapi('ReplyStory');

export function storyAnswer(reply: ReplyRow, events: readonly ReplyEvent[]): z.input<typeof ReplyStory> {
  return {
    ...replyAnswer(reply),
    events: events.map((event) => ({ ...event, at: instant(event.at), text: event.text ?? null })),
  };
}

export const ReplyCheck = z
  .object({
    length: z.number().int(),
    limit: z
      .object({ most: z.number().int(), unit: z.enum(['characters', 'graphemes', 'bytes']) })
      .nullable(),
    missing: z.array(z.string()),
    remarks: z.array(
      z.object({ kind: z.enum(['shouting', 'blame', 'negative', 'language', 'private']), text: z.string() }),
    ),
  })
  .openapi('ReplyCheck');

const narrow = {
  language: z
    .string()
    .regex(/^[a-z]{2,3}$/)
    .nullable()
    .default(null),
  label: z.enum(['positive', 'neutral', 'negative']).nullable().default(null),
  aspect: z.string().trim().min(1).max(60).nullable().default(null),
  starsFrom: z.number().int().min(1).max(5).nullable().default(null),
  starsTo: z.number().int().min(1).max(5).nullable().default(null),
  sourceId: z.number().int().positive().nullable().default(null),
};

export const SavedReplyInput = z
  .object({
    name: z.string().trim().min(1).max(120),
    ...narrow,
    variants: z.array(z.string().trim().min(1).max(10_000)).min(1).max(20),
    enabled: z.boolean().default(true),
  })
  .refine(({ starsFrom, starsTo }) => starsFrom === null || starsTo === null || starsFrom <= starsTo, {
    error: 'expected stars from the lower to the higher number',
  })
  .openapi('SavedReplyInput');

export function savedInput(input: z.output<typeof SavedReplyInput>) {
  const { name, variants, enabled } = input;
  return {
    name,
    variants,
    enabled,
    language: input.language ?? undefined,
    label: input.label ?? undefined,
    aspect: input.aspect ?? undefined,
    starsFrom: input.starsFrom ?? undefined,
    starsTo: input.starsTo ?? undefined,
    sourceId: input.sourceId ?? undefined,
  };
}

export const SavedReplyAnswer = z
  .object({
    id: z.number().int(),
    name: z.string(),
    language: z.string().nullable(),
    label: z.enum(['positive', 'neutral', 'negative']).nullable(),
    aspect: z.string().nullable(),
    starsFrom: z.number().int().nullable(),
    starsTo: z.number().int().nullable(),
    sourceId: z.number().int().nullable(),
    variants: z.array(z.string()),
    enabled: z.boolean(),
    used: z.number().int(),
    changedAt: Instant,
  })
  .openapi('SavedReply');

export function savedAnswer(saved: SavedReplyRow): z.input<typeof SavedReplyAnswer> {
  return {
    id: saved.id,
    name: saved.name,
    language: saved.language ?? null,
    label: saved.label ?? null,
    aspect: saved.aspect ?? null,
    starsFrom: saved.starsFrom ?? null,
    starsTo: saved.starsTo ?? null,
    sourceId: saved.sourceId ?? null,
    variants: [...saved.variants],
    enabled: saved.enabled,
    used: saved.used,
    changedAt: instant(saved.changedAt),
  };
}

import { z } from '@hono/zod-openapi';
import { LABELS, RISKS } from '../../domain/classification.ts';
import { MENTION_KINDS } from '../../domain/mention.ts';
import type { FeedMention, MentionDetail } from '../../store/feed.ts';
import { Instant, instant, instantOrNull } from './contract.ts';

export const LabelName = z.enum(LABELS as [string, ...string[]]).openapi({ example: 'negative' });

export const Mention = z
  .object({
    id: z.number().int(),
    kind: z.enum(MENTION_KINDS as [string, ...string[]]),
    title: z.string().nullable(),
    text: z.string(),
    url: z.string().nullable(),
    author: z.object({
      name: z.string().nullable(),
      handle: z.string().nullable(),
      url: z.string().nullable(),
    }),
    source: z.object({ id: z.number().int(), name: z.string(), kind: z.string() }),
    location: z.object({ id: z.number().int(), code: z.string(), name: z.string() }).nullable(),
    country: z.string().nullable(),
    product: z.string().nullable(),
    touchpoint: z.string().nullable(),
    tags: z.array(z.string()),
    engagement: z.number().nullable(),
    reach: z.number().nullable(),
    lang: z.string(),
    rating: z.object({ value: z.number(), min: z.number(), max: z.number() }).nullable(),
    stars: z.number().nullable(),
    publishedAt: Instant.nullable().openapi({ description: 'Null where the source does not say.' }),
    collectedAt: Instant,
    editedAt: Instant.nullable(),
    label: LabelName.openapi({ description: "The label that counts: a person's where there is one." }),
    computedLabel: LabelName,
    compound: z.number().min(-1).max(1),
    confidence: z.number().min(0).max(1),
    conflict: z.boolean().openapi({ description: 'Stars and text disagree.' }),
    aspects: z.array(z.object({ aspect: z.string(), label: z.string(), compound: z.number() })),
    emotions: z.record(z.string(), z.number()),
    risks: z
      .array(z.enum(RISKS))
      .openapi({ description: 'Risks the text speaks of, the gravest first; most mentions speak of none.' }),
    duplicateOf: z.number().int().nullable().openapi({
      description: 'The earlier mention that is the same story or post and counts for both.',
    }),
    isApart: z.boolean().openapi({ description: 'A person said that it is no duplicate.' }),
    twins: z
      .object({
        count: z.number().int(),
        reach: z.number().nullable(),
        engagement: z.number().nullable(),
        places: z.array(
          z.object({
            id: z.number().int(),
            url: z.string().nullable(),
            source: z.string(),
            author: z.string().nullable(),
            publishedAt: Instant.nullable(),
            reach: z.number().nullable(),
            engagement: z.number().nullable(),
          }),
        ),
      })
      .openapi({ description: 'Its duplicates: how many, what they reach and the first 20 of them.' }),
    override: z.object({ label: z.string(), by: z.string().nullable(), at: Instant.nullable() }).nullable(),
  })
  .openapi('Mention');

export const MentionWithEvidence = Mention.extend({
  lexiconVersion: z.string(),
  evidence: z.array(
    z.object({
      field: z.enum(['title', 'text']),
      start: z.number().int(),
      end: z.number().int(),
      contribution: z.number(),
      rule: z.string(),
      origin: z.string(),
    }),
  ),
  topics: z.array(z.object({ id: z.number().int(), name: z.string() })),
  history: z.array(
    z.object({
      at: Instant,
      label: z.string().nullable(),
      was: z.string().nullable(),
      by: z.string().nullable(),
    }),
  ),
}).openapi('MentionWithEvidence');

export function mentionAnswer(mention: FeedMention): z.input<typeof Mention> {
  const { id, kind, text, source, tags, label, computedLabel, compound, confidence } = mention;
  return {
    id,
    kind,
    title: mention.title ?? null,
    text,
    url: mention.url ?? null,
    author: {
      name: mention.author.name ?? null,
      handle: mention.author.handle ?? null,
      url: mention.author.url ?? null,
    },
    source,
    location: mention.location ?? null,
    country: mention.country ?? null,
    product: mention.product ?? null,
    touchpoint: mention.touchpoint ?? null,
    tags: [...tags],
    engagement: mention.engagement ?? null,
    reach: mention.reach ?? null,
    lang: mention.language,
    rating: mention.rating ?? null,
    stars: mention.stars ?? null,
    publishedAt: instantOrNull(mention.publishedAt),
    collectedAt: instant(mention.collectedAt),
    editedAt: instantOrNull(mention.editedAt),
    label,
    computedLabel,
    compound,
    confidence,
    conflict: mention.isConflict,
    aspects: [...mention.aspects],
    emotions: { ...mention.emotions },
    risks: [...mention.risks],
    duplicateOf: mention.duplicateOf ?? null,
    isApart: mention.isApart,
    twins: twinsAnswer(mention.twins),
    override: overrideAnswer(mention.override),
  };
}

export function mentionWithEvidence(mention: MentionDetail): z.input<typeof MentionWithEvidence> {
  return {
    ...mentionAnswer(mention),
    lexiconVersion: mention.lexiconVersion,
    evidence: [...mention.evidence],
    topics: [...mention.topics],
    history: mention.history.map(({ at, label, was, by }) => ({
      at: instant(at),
      label: label ?? null,
      was: was ?? null,
      by: by ?? null,
    })),
  };
}

function twinsAnswer({ count, reach, engagement, places }: FeedMention['twins']) {
  return {
    count,
    reach: reach ?? null,
    engagement: engagement ?? null,
    places: places.map((place) => ({
      id: place.id,
      url: place.url ?? null,
      source: place.sourceName,
      author: place.author ?? null,
      publishedAt: instantOrNull(place.publishedAt),
      reach: place.reach ?? null,
      engagement: place.engagement ?? null,
    })),
  };
}

function overrideAnswer(override: FeedMention['override']): z.input<typeof Mention>['override'] {
  return override ? { label: override.label, by: override.by ?? null, at: instantOrNull(override.at) } : null;
}

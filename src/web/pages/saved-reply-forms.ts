import { z } from 'zod';
import type { SavedReply } from '../../domain/saved-reply.ts';
import { lines } from './reply-forms.ts';

const orNothing = (text: string) => (text === '' ? undefined : text);
const star = z
  .union([z.literal(''), z.coerce.number().int().min(1).max(5)])
  .default('')
  .transform((value) => (value === '' ? undefined : value));
const several = z
  .union([lines, z.array(lines)])
  .default([])
  .transform((given) =>
    [given]
      .flat()
      .map((text) => text.trim())
      .filter(Boolean),
  );

/** The form of a saved reply; what is empty does not narrow. */
export const SavedReplyForm = z
  .object({
    name: z.string().trim().min(1, { error: 'The saved reply needs a name.' }).max(120),
    language: z
      .string()
      .regex(/^([a-z]{2,3})?$/, { error: 'Expected the code of a language.' })
      .default('')
      .transform(orNothing),
    label: z
      .enum(['', 'positive', 'neutral', 'negative'])
      .default('')
      .transform((one) => (one === '' ? undefined : one)),
    aspect: z.string().trim().max(60).default('').transform(orNothing),
    starsFrom: star,
    starsTo: star,
    sourceId: z
      .union([z.literal(''), z.coerce.number().int().positive()])
      .default('')
      .transform((value) => (value === '' ? undefined : value)),
    variants: several.pipe(
      z
        .array(z.string().max(10_000, { error: 'A wording has 10,000 characters at most.' }))
        .min(1, { error: 'The saved reply needs at least one wording.' })
        .max(20, { error: 'A saved reply has 20 wordings at most.' }),
    ),
    enabled: z
      .string()
      .default('')
      .transform((value) => value === 'yes'),
  })
  .refine(
    ({ starsFrom, starsTo }) => starsFrom === undefined || starsTo === undefined || starsFrom <= starsTo,
    {
      error: 'The stars go from the lower to the higher number.',
    },
  );

/** A file of saved replies as it is exported: sources by their name, as ids mean nothing elsewhere. */
export const SavedReplyFile = z.object({
  savedReplies: z
    .array(
      z.object({
        name: z.string().trim().min(1).max(120),
        language: z
          .string()
          .regex(/^[a-z]{2,3}$/)
          .nullish(),
        label: z.enum(['positive', 'neutral', 'negative']).nullish(),
        aspect: z.string().trim().min(1).max(60).nullish(),
        starsFrom: z.number().int().min(1).max(5).nullish(),
        starsTo: z.number().int().min(1).max(5).nullish(),
        source: z.string().nullish(),
        variants: z.array(z.string().trim().min(1).max(10_000)).min(1).max(20),
        enabled: z.boolean().default(true),
      }),
    )
    .max(1_000),
});
export type SavedReplyFile = z.output<typeof SavedReplyFile>;

export function fileOf(
  saved: readonly SavedReply[],
  sources: readonly { id: number; name: string }[],
): z.input<typeof SavedReplyFile> {
  const nameOf = new Map(sources.map(({ id, name }) => [id, name]));
  return {
    savedReplies: saved.map((one) => ({
      name: one.name,
      language: one.language ?? null,
      label: one.label ?? null,
      aspect: one.aspect ?? null,
      starsFrom: one.starsFrom ?? null,
      starsTo: one.starsTo ?? null,
      source: (one.sourceId !== undefined && nameOf.get(one.sourceId)) || null,
      variants: [...one.variants],
      enabled: one.enabled,
    })),
  };
}

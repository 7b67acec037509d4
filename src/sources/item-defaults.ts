import { z } from 'zod';
import type { NewMention } from '../domain/mention.ts';
import { languageTag } from './language-tag.ts';

/** Settings of a source that say about all its items what they do not say themselves. */
export const itemDefaults = {
  /** What its items are, where they do not say so themselves. */
  kind: z.enum(['mention', 'review']).optional(),
  location: z.string().trim().min(1).optional(),
  product: z.string().trim().min(1).optional(),
  touchpoint: z.string().trim().min(1).optional(),
  language: z
    .string()
    .refine((tag) => languageTag(tag) !== undefined, 'expected a language tag such as "en" or "pt-BR"')
    .optional(),
};

export type ItemDefaults = z.infer<z.ZodObject<typeof itemDefaults>>;

/** What an item says about itself comes before what its source says about all of them. */
export function withDefaults(mention: NewMention, defaults: ItemDefaults): NewMention {
  const { kind, location, product, touchpoint } = defaults;
  const language = languageTag(defaults.language);
  return {
    ...(location === undefined ? {} : { location }),
    ...(product === undefined ? {} : { product }),
    ...(touchpoint === undefined ? {} : { touchpoint }),
    ...(language === undefined ? {} : { language }),
    ...mention,
    kind: mention.kind === 'mention' ? (kind ?? mention.kind) : mention.kind,
  };
}

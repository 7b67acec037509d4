import { z } from 'zod';
import { FORM_KINDS, FORM_LANGUAGES, type FormLanguage } from '../../domain/survey/survey.ts';

const some = z
  .string()
  .trim()
  .max(200)
  .nullish()
  .transform((text) => text || undefined);
const long = z
  .string()
  .trim()
  .max(500)
  .nullish()
  .transform((text) => text || undefined);

/** What a person decides about a form, from the page or the interface. */
export const SurveyFields = z.object({
  name: z.string().trim().min(1, { error: 'The survey needs a name.' }).max(120),
  kind: z.enum(FORM_KINDS),
  languages: z
    .array(z.enum(FORM_LANGUAGES as [FormLanguage, ...FormLanguage[]]))
    .min(1, { error: 'Choose at least one language.' })
    .transform((chosen) => [...new Set(chosen)]),
  ownWords: z
    .partialRecord(
      z.enum(FORM_LANGUAGES as [FormLanguage, ...FormLanguage[]]),
      z.object({ question: long, followUp: long, thanks: long }),
    )
    .default({}),
  asksWhy: z.boolean().default(true),
  asksToQuote: z.boolean().default(true),
  touchpoint: some,
  location: some,
  product: some,
  frameOrigins: z
    .array(
      z
        .url({
          protocol: /^https?$/,
          error: 'A site that shows the form is named by its origin: https://shop.example.',
        })
        .transform((url) => new URL(url).origin),
    )
    .max(20)
    .default([]),
  isOpen: z.boolean().default(true),
  destinationId: z
    .number()
    .int()
    .positive()
    .nullish()
    .transform((id) => id ?? undefined),
  delayMinutes: z
    .number()
    .int()
    .min(0)
    .max(60 * 24 * 90)
    .default(0),
  reminderDays: z
    .number()
    .int()
    .min(1)
    .max(60)
    .nullish()
    .transform((days) => days ?? undefined),
});
export type SurveyFields = z.output<typeof SurveyFields>;

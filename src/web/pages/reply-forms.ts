import { z } from 'zod';
import { fillIn, missingIn } from '../../domain/reply-variables.ts';

/** Browsers send line ends in their own way; lengths are counted as they were typed. */
export const lines = z.string().transform((text) => text.replaceAll('\r\n', '\n'));

const WrittenForm = z.looseObject({
  text: lines.pipe(z.string().max(65_536, { error: 'The reply is far too long.' })).default(''),
  back: z.string().default('/replies'),
  claim: z
    .string()
    .regex(/^\d{0,9}$/)
    .default(''),
  again: z.string().default(''),
});

/** What the form of a reply sends; values for its variables are put in their places. */
export function readWritten(body: unknown) {
  const { text, back, claim, again, ...rest } = WrittenForm.parse(body);
  const values = Object.fromEntries(
    missingIn(text).flatMap((name) => {
      const value = rest[`value.${name}`];
      return typeof value === 'string' && value.trim() !== '' ? [[name, value.slice(0, 200)]] : [];
    }),
  );
  return {
    text: fillIn(text, values),
    back,
    claimNumber: claim === '' ? undefined : Number(claim),
    isAgain: again === 'yes',
  };
}

export const Beginning = z.object({
  from: z.union([z.literal('suggestion'), z.literal('generated'), z.string().regex(/^saved-\d{1,15}$/)]),
  back: z.string().default('/replies'),
  tone: z.enum(['friendly', 'formal', 'brief']).default('friendly'),
  length: z.enum(['short', 'medium']).default('short'),
});

import { z } from '@hono/zod-openapi';
import { isTimeZone } from '../../domain/day.ts';
import { SURVEY_KINDS } from '../../domain/facts.ts';
import type { FactChoices } from '../deeds/import-facts.ts';

const optional = (description: string) => z.string().trim().max(200).optional().openapi({ description });

/** How a file of answers, customers or orders is to be read, as a query string or a form says it. */
export const FactQuery = z.object({
  map: z
    .union([z.string(), z.array(z.string())])
    .optional()
    .openapi({
      description:
        '`Column=field`, once for each column whose name does not say what it is; nothing after the sign leaves a column out.',
    }),
  dates: z.enum(['auto', 'day-first', 'month-first']).optional().openapi({
    description: 'How "03/04/2026" is read; `auto` refuses rows in which it could be either.',
  }),
  decimals: z.enum(['auto', 'comma', 'point']).optional().openapi({
    description: 'Which sign begins the decimals; `auto` refuses amounts such as "1,234".',
  }),
  timeZone: optional('Time zone of times that name none; that of the workspace when left out.'),
  survey: z
    .enum(['', ...SURVEY_KINDS])
    .optional()
    .openapi({ description: 'What was asked, where the file does not say it.' }),
  scale: optional('Scale of the answers where the file does not say it, like `0-10`.'),
  touchpoint: optional('Touchpoint of rows that name none.'),
  location: optional('Code of the location of rows that name none.'),
  segment: optional('Segment of rows that name none.'),
  currency: optional('ISO 4217 code for orders that name none.'),
});

const SCALE = /^(-?\d+(?:\.\d+)?)\s*(?:-|–|\.\.|to)\s*(-?\d+(?:\.\d+)?)$/;

/** @throws ZodError when a choice cannot be read. */
export function choicesOf(query: z.output<typeof FactQuery>): FactChoices {
  const { map, dates, decimals, timeZone, survey, scale, touchpoint, location, segment, currency } = query;
  return {
    map: mapOf(map),
    ...(dates === undefined ? {} : { dates }),
    ...(decimals === undefined ? {} : { decimals }),
    ...(timeZone ? { timeZone: Zone.parse(timeZone) } : {}),
    ...(survey ? { survey } : {}),
    ...(scale ? { scale: Scale.parse(scale) } : {}),
    ...(touchpoint ? { touchpoint } : {}),
    ...(location ? { location } : {}),
    ...(segment ? { segment } : {}),
    ...(currency ? { currency: Currency.parse(currency) } : {}),
  };
}

const Zone = z
  .string()
  .refine(isTimeZone, { error: 'expected a time zone like Europe/Berlin', path: ['timeZone'] });

const Currency = z
  .string()
  .regex(/^[A-Za-z]{3}$/, { error: 'expected three letters such as EUR' })
  .toUpperCase();

const Scale = z.string().transform((text, context) => {
  const [, min, max] = SCALE.exec(text.trim()) ?? [];
  const scale = { min: Number(min), max: Number(max) };
  if (scale.min < scale.max) return scale;
  context.addIssue({ code: 'custom', message: 'expected a scale like 0-10', path: ['scale'] });
  return z.NEVER;
});

/** The last sign of equality parts the column from the field: a question may have one of its own. */
function mapOf(map: string | readonly string[] | undefined): Record<string, string> {
  const pairs = map === undefined ? [] : typeof map === 'string' ? [map] : map;
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.lastIndexOf('=');
      return at < 0 ? [pair.trim(), ''] : [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
    }),
  );
}

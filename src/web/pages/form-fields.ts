import type { Context } from 'hono';
import { z } from 'zod';
import type { WebEnv } from '../auth/env.ts';

/** Fields of a form that was sent with GET; those that were given more than once as lists. */
export function fieldsInQuery(c: Context<WebEnv>): Record<string, string | string[]> {
  return Object.fromEntries(
    Object.entries(c.req.queries()).map(([name, values]) => [
      name,
      values.length > 1 ? values : (values[0] ?? ''),
    ]),
  );
}

/** A field that may be given never, once or often. */
export const manyOf = z
  .union([z.string(), z.array(z.string())])
  .default([])
  .transform((chosen) => [chosen].flat().filter(Boolean));

/** The same, of ids. */
export const manyIds = manyOf
  .transform((chosen) => chosen.map(Number))
  .pipe(z.array(z.number({ error: 'Expected ids.' }).int().positive()));

import { z } from '@hono/zod-openapi';
import { Name } from './contract.ts';
import { Settings } from './source-answers.ts';

const amount = z.number().min(0).nullable();
const Options = z
  .object({
    keepDays: z
      .number()
      .int()
      .min(1)
      .nullable()
      .openapi({ description: 'Days that texts are kept; null: for good.' }),
    backfillDays: z
      .number()
      .int()
      .min(0)
      .openapi({ description: 'Days before today that a new source reads.' }),
    budgetPerDay: amount.openapi({ description: 'In the unit of the kind; null: no limit.' }),
    budgetPerMonth: amount,
  })
  .partial();

export const NewSource = z.object({
  name: Name,
  kind: z.string().default('feed'),
  settings: Settings,
  options: Options.default({}),
});
export const SourceChange = z
  .object({
    name: Name,
    enabled: z.boolean(),
    settings: Settings.openapi({
      description: 'All of them. A secret that is left out stays as it is; null takes it away.',
    }),
    options: Options.omit({ backfillDays: true }),
  })
  .partial();
export const SourcePreview = z.object({
  kind: z.string().default('feed'),
  settings: Settings,
  id: z.number().int().optional().openapi({ description: 'Of a source whose secrets are to be used.' }),
  sample: z.string().min(1).max(1_000_000).optional().openapi({
    description: 'The body of a delivery, for a kind that is sent to: what would be made of it?',
  }),
});

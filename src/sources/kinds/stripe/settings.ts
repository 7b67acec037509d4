import { z } from 'zod';
import { itemDefaults } from '../../item-defaults.ts';
import { secret } from '../../settings-fields.ts';

const { location, product, touchpoint, language } = itemDefaults;

export const Settings = z.object({
  key: secret(
    'Restricted key',
    'With read access to charges, customers, events and subscriptions; nothing else is needed.',
  ).refine((value) => /^(rk|sk)_/.test(value), 'Restricted key: expected a key that begins with rk_'),
  segment: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .meta({ title: 'Segment', description: 'Left empty, the nickname or product of the price.' })
    .optional(),
  location,
  product,
  touchpoint,
  language,
  signingSecret: secret(
    'Signing secret of the webhook',
    'Only to be told at once: whsec_…, as Stripe shows it beside the endpoint.',
  ).optional(),
});
export type Settings = z.output<typeof Settings>;

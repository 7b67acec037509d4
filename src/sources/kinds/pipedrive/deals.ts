import { z } from 'zod';
import { Id, Instant } from '../../api/items.ts';
import { plainText } from '../../html-to-text.ts';
import type { Settings } from './settings.ts';

export const Deal = z.object({
  id: Id,
  status: z.string(),
  is_deleted: z.boolean().nullish(),
  value: z.number().nullish(),
  currency: z.string().regex(/^[A-Z]{3}$/),
  person_id: Id.nullish(),
  org_id: Id.nullish(),
  won_time: Instant.nullish(),
  update_time: Instant,
  channel: Id.nullish(),
  custom_fields: z.record(z.string(), z.unknown()).nullish().catch(undefined),
});
export type Deal = z.output<typeof Deal>;

/** What stands in a team's own field; money, people and options come wrapped. */
export function customField(
  { custom_fields: fields }: Pick<Deal, 'custom_fields'>,
  key: string | undefined,
): string | undefined {
  if (key === undefined || !fields || !Object.hasOwn(fields, key)) return undefined;
  const found = fields[key];
  const inner = z.object({ value: z.unknown() }).safeParse(found).data;
  const value = inner ? inner.value : found;
  const words = typeof value === 'string' || typeof value === 'number' ? plainText(String(value)) : '';
  return words === '' ? undefined : words.slice(0, 200);
}

export function customerIn(deal: Deal, { customerIs }: Settings): string | undefined {
  return (customerIs === 'person' ? deal.person_id : deal.org_id) ?? undefined;
}

/** Who sent a customer, by the team's own field or by the channel that a deal came through. */
export function referrerOf(deal: Deal, settings: Settings): string | undefined {
  const named = customField(deal, settings.referralField);
  if (named !== undefined) return named;
  const channels = settings.referralChannels?.split(',').map((id) => id.trim()) ?? [];
  return deal.channel && channels.includes(deal.channel) ? `channel ${deal.channel}` : undefined;
}

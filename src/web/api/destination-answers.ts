import { z } from '@hono/zod-openapi';
import { SEVERITIES } from '../../domain/alert.ts';
import type { DeliveryRow } from '../../store/deliveries.ts';
import type { DestinationRow } from '../../store/destinations.ts';
import { Instant, instant, instantOrNull, Name } from './contract.ts';

const Id = z.number().int().positive();

const Areas = z
  .array(z.string().trim().min(1).max(200))
  .max(200)
  .openapi({ description: 'Every place in these countries ("DE") and regions ("DE/North").' });

export const NewDestination = z.object({
  name: Name.max(120),
  kind: z.string().openapi({ description: 'slack, teams, mail, webhook, pagerduty or ntfy.' }),
  settings: z.record(z.string(), z.unknown()),
  topicIds: z.array(Id).default([]),
  locationIds: z.array(Id).default([]),
  areas: Areas.default([]),
  leastSeverity: z.enum(SEVERITIES).default('info'),
  isSecondLine: z.boolean().default(false),
});
/** Without defaults: what is left out stays; null takes a setting away. */
export const DestinationChange = z
  .object({
    name: Name.max(120),
    settings: z.record(z.string(), z.unknown()),
    topicIds: z.array(Id),
    locationIds: z.array(Id),
    areas: Areas,
    leastSeverity: z.enum(SEVERITIES),
    isSecondLine: z.boolean(),
    enabled: z.boolean(),
  })
  .partial();

export const Destination = NewDestination.extend({
  id: Id,
  enabled: z.boolean(),
  createdAt: Instant,
}).openapi('Destination', { description: 'Secrets are never shown again.' });

export const MadeDestination = Destination.extend({
  signingSecret: z.string().nullable().openapi({
    description: 'Of a webhook: its receiver checks signatures with it. Shown only now.',
  }),
}).openapi('MadeDestination');

export function destinationOf({ sealed: _, ...destination }: DestinationRow): z.output<typeof Destination> {
  return {
    ...destination,
    settings: { ...destination.settings },
    topicIds: [...destination.topicIds],
    locationIds: [...destination.locationIds],
    areas: [...destination.areas],
    createdAt: instant(destination.createdAt),
  };
}

export const Delivery = z
  .object({
    id: Id,
    idempotencyKey: z.string(),
    alertId: Id.nullable(),
    digestIssueId: Id.nullable(),
    destinationId: Id,
    purpose: z.string(),
    state: z.enum(['waiting', 'sent', 'parked', 'dropped']),
    attempts: z.number().int(),
    dueAt: Instant,
    sentAt: Instant.nullable(),
    error: z.string().nullable(),
  })
  .openapi('Delivery');

export function deliveryOf(delivery: DeliveryRow): z.input<typeof Delivery> {
  const { id, idempotencyKey, alertId, destinationId, purpose, state, attempts } = delivery;
  return {
    id,
    idempotencyKey,
    alertId: alertId ?? null,
    digestIssueId: delivery.issueId ?? null,
    destinationId,
    purpose,
    state,
    attempts,
    dueAt: instant(delivery.dueAt),
    sentAt: instantOrNull(delivery.sentAt),
    error: delivery.lastError ?? null,
  };
}

import { z } from 'zod';
import type { AlertMessage } from '../../domain/alert-message.ts';
import type { Channel } from '../channel.ts';
import { shortened } from '../plain-text.ts';
import { postJson } from '../post-json.ts';

const Settings = z.object({
  routingKey: z.string().regex(/^\w{32}$/, { error: 'Expected the 32 characters of an integration key.' }),
  region: z.enum(['us', 'eu']).default('us'),
});

const ADDRESS = {
  us: 'https://events.pagerduty.com/v2/enqueue',
  eu: 'https://events.eu.pagerduty.com/v2/enqueue',
} as const;

/** PagerDuty, Events API v2. https://developer.pagerduty.com/docs/events-api-v2-overview */
export default {
  title: 'PagerDuty',
  settings: Settings,
  isForAlertsOnly: true,
  fields: [
    { name: 'routingKey', label: 'Integration key', isSecret: true },
    { name: 'region', label: 'Region', choices: ['us', 'eu'] },
  ],
  async send({ routingKey, region }, outgoing, ways) {
    const event = eventOf(routingKey, outgoing.message, outgoing.idempotencyKey);
    await postJson(ways, outgoing, { url: ADDRESS[region], body: JSON.stringify(event) });
  },
} satisfies Channel<z.output<typeof Settings>>;

function eventOf(routingKey: string, message: AlertMessage, idempotencyKey: string) {
  const { alertId, purpose, severity, title, summary, drivers, examples, links, workspace, kind } = message;
  return {
    routing_key: routingKey,
    event_action: purpose === 'resolved' ? 'resolve' : 'trigger',
    // One incident there for one alert here; a test closes nothing and joins nothing.
    dedup_key: alertId === undefined ? `earshot-test-${idempotencyKey}` : `earshot-alert-${alertId}`,
    client: 'Earshot',
    ...(links[0] ? { client_url: links[0].url } : {}),
    links: links.map(({ name, url }) => ({ href: url, text: name })),
    payload: {
      summary: shortened(title, 1_024),
      source: workspace,
      severity,
      class: kind,
      custom_details: {
        summary,
        ...Object.fromEntries(drivers.map(({ name, lines }) => [name, lines.join(', ')])),
        examples: examples.map(({ text, from }) => `${text} (${from})`),
      },
    },
  };
}

import { createHmac } from 'node:crypto';
import { z } from 'zod';
import type { AlertMessage } from '../../domain/alert-message.ts';
import type { Channel } from '../channel.ts';
import { postJson } from '../post-json.ts';

const Settings = z.object({
  url: z.url({ protocol: /^https?$/, error: 'Expected the address that takes the events.' }),
  secret: z
    .string()
    .regex(/^whsec_[A-Za-z0-9+/]{32,}={0,2}$/, { error: 'Expected whsec_ and at least 24 bytes as base64.' }),
});

/** Standard Webhooks: signed JSON to any address. https://github.com/standard-webhooks/standard-webhooks */
export default {
  title: 'Webhook',
  settings: Settings,
  fields: [
    { name: 'url', label: 'Address', isSecret: true },
    {
      name: 'secret',
      label: 'Signing secret',
      hint: 'whsec_… as in Standard Webhooks; the receiver checks the signature with it.',
      isSecret: true,
    },
  ],
  async send({ url, secret }, outgoing, ways) {
    const { idempotencyKey: id, now, message } = outgoing;
    const timestamp = String(Math.floor(now.getTime() / 1000));
    const body = JSON.stringify(eventOf(message, now));
    await postJson(ways, outgoing, {
      url,
      body,
      headers: {
        'webhook-id': id,
        'webhook-timestamp': timestamp,
        'webhook-signature': signatureOf(secret, { id, timestamp, body }),
      },
    });
  },
} satisfies Channel<z.output<typeof Settings>>;

export function signatureOf(
  secret: string,
  { id, timestamp, body }: { id: string; timestamp: string; body: string },
): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
}

const TYPE = {
  alert: 'alert.raised',
  escalation: 'alert.escalated',
  resolved: 'alert.resolved',
  test: 'alert.test',
  digest: 'digest.issued',
} as const;

function eventOf({ purpose, chart: _, leave: __, sections, ...data }: AlertMessage, now: Date) {
  // Pictures are for people.
  const words = sections.map(({ chart: ___, ...section }) => section);
  return { type: TYPE[purpose], timestamp: now.toISOString(), data: { ...data, sections: words } };
}

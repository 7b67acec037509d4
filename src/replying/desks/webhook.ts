import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { FetchFailed } from '../../domain/errors.ts';
import { type Desk, deskAddress } from '../desk.ts';

const Settings = z.object({
  address: deskAddress,
  secret: z
    .string()
    .trim()
    .regex(/^whsec_[A-Za-z0-9+/]{32,}={0,2}$/, {
      error: 'Signing secret: expected whsec_ and at least 24 bytes as base64.',
    }),
});

/**
 * Standard Webhooks: a signed event to any address, and the same way back when it is solved.
 * https://github.com/standard-webhooks/standard-webhooks
 */
export default {
  title: 'Webhook',
  settings: Settings,
  fields: [
    { name: 'address', label: 'Address that takes the events', isSecret: true },
    {
      name: 'secret',
      label: 'Signing secret',
      hint: 'whsec_…; signs what goes out and what comes back.',
      isSecret: true,
    },
  ],
  async open({ address, secret }, handed, { http, now }) {
    const timestamp = String(Math.floor(now().getTime() / 1000));
    const body = JSON.stringify({ type: 'item.handed_over', timestamp: now().toISOString(), data: handed });
    const { host } = new URL(address);
    const { status } = await http.send({
      url: address,
      method: 'POST',
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'idempotency-key': handed.key,
        'webhook-id': handed.key,
        'webhook-timestamp': timestamp,
        'webhook-signature': signatureOf(secret, `${handed.key}.${timestamp}.${body}`),
      },
      body,
    });
    if (status === 429) throw new FetchFailed('rate-limited', `${host} asks to come again later`, { status });
    if (status < 200 || status >= 300)
      throw new FetchFailed('http', `${host} answered ${status}`, { status });
    return { externalId: handed.key };
  },
} satisfies Desk<z.output<typeof Settings>>;

function signatureOf(secret: string, signed: string): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  return `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
}

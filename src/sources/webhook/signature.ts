import { createHmac, timingSafeEqual } from 'node:crypto';
import { Refused } from '../../domain/errors.ts';
import type { Delivery } from '../source.ts';

/** How a sender proves that a delivery is its own. */
export type SignatureChoice = 'standard' | 'hmac' | 'token';

/** Older deliveries may be somebody's recording. */
const WINDOW_MS = 5 * 60_000;

/** Checks a delivery; returns the sender's id of it, where there is one. @throws Refused */
export function verifyDelivery(
  delivery: Delivery,
  agreed: { choice: SignatureChoice; secret: string; header?: string | undefined },
  now: Date,
): string | undefined {
  if (agreed.choice === 'standard') return verifyStandard(delivery, agreed.secret, now);
  if (agreed.choice === 'hmac') return verifyHmac(delivery, agreed.secret, agreed.header);
  return verifyToken(delivery, agreed.secret, agreed.header);
}

/** Standard Webhooks 1.0.0: base64 over "id.timestamp.body", several signatures while a key is changed. */
function verifyStandard({ headers, body }: Delivery, secret: string, now: Date): string {
  const [id, timestamp] = ['id', 'timestamp'].map(
    (part) => headers.get(`webhook-${part}`) ?? headers.get(`svix-${part}`) ?? '',
  ) as [string, string];
  const sent = (headers.get('webhook-signature') ?? headers.get('svix-signature') ?? '').split(' ');
  if (id === '' || timestamp === '')
    throw unsigned('the headers webhook-id, webhook-timestamp and webhook-signature');
  refuseOld(timestamp, now);
  const key = secret.startsWith('whsec_') ? Buffer.from(secret.slice(6), 'base64') : Buffer.from(secret);
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest();
  const isOurs = sent.some(
    (one) => one.startsWith('v1,') && isSame(Buffer.from(one.slice(3), 'base64'), signature),
  );
  if (!isOurs) throw wrong();
  return id;
}

/**
 * As Stripe signs: "t=seconds,v1=hex" over "seconds.body", several v1 while a secret is changed. The secret is used as
 * it is written. @throws Refused
 */
export function verifyStamped(
  { headers, body }: Delivery,
  { secret, header }: { secret: string; header: string },
  now: Date,
): void {
  const parts = (headers.get(header) ?? '').split(',').map((part) => part.trim().split('='));
  const stamp = parts.find(([name]) => name === 't')?.[1] ?? '';
  if (stamp === '') throw unsigned(`the header ${header}`);
  refuseOld(stamp, now);
  const signature = createHmac('sha256', secret).update(`${stamp}.`).update(body).digest();
  const isOurs = parts.some(
    ([name, hex = '']) => name === 'v1' && isSame(Buffer.from(hex, 'hex'), signature),
  );
  if (!isOurs) throw wrong();
}

/** As SurveyMonkey signs: base64 of HMAC-SHA1 over the body. @throws Refused */
export function verifySha1(
  { headers, body }: Delivery,
  { key, header }: { key: string; header: string },
): void {
  const sent = headers.get(header);
  if (!sent) throw unsigned(`the header ${header}`);
  if (!isSame(Buffer.from(sent, 'base64'), createHmac('sha1', key).update(body).digest())) throw wrong();
}

function refuseOld(seconds: string, now: Date): void {
  const ageMs = Math.abs(now.getTime() - Number(seconds) * 1000);
  if (ageMs <= WINDOW_MS) return;
  throw new Refused(
    'The delivery is older than five minutes, or one of our clocks is wrong. It was not taken.',
  );
}

/** As GitHub signs: hex (or base64) of HMAC-SHA256 over the body, with or without "sha256=" before it. */
function verifyHmac(
  { headers, body }: Delivery,
  secret: string,
  header = 'x-hub-signature-256',
): string | undefined {
  const sent = headers.get(header)?.replace(/^sha256=/i, '');
  if (!sent) throw unsigned(`the header ${header}`);
  const signature = createHmac('sha256', secret).update(body).digest();
  const isOurs =
    isSame(Buffer.from(sent, 'hex'), signature) || isSame(Buffer.from(sent, 'base64'), signature);
  if (!isOurs) throw wrong();
  return (
    headers.get('x-github-delivery') ??
    headers.get('x-discourse-event-id') ??
    headers.get('webhook-id') ??
    undefined
  );
}

/** A shared token: in a header, as a bearer token or password, or in the address for senders that can do no more. */
function verifyToken({ headers, query }: Delivery, secret: string, header?: string): string | undefined {
  const authorization = headers.get('authorization') ?? '';
  const basic = /^Basic (.+)$/i.exec(authorization)?.[1];
  const sent = [
    header === undefined ? undefined : headers.get(header),
    /^Bearer (.+)$/i.exec(authorization)?.[1],
    basic && Buffer.from(basic, 'base64').toString().split(':').slice(1).join(':'),
    query.get('token'),
  ];
  if (!sent.some((one) => one && isSame(Buffer.from(one), Buffer.from(secret)))) throw wrong();
  return headers.get('webhook-id') ?? headers.get('idempotency-key') ?? undefined;
}

function isSame(one: Buffer, other: Buffer): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}

const wrong = () =>
  new Refused('The delivery is not signed with the secret of this source. It was not taken.');

const unsigned = (what: string) =>
  new Refused(`The delivery is not signed: expected ${what}. It was not taken.`);

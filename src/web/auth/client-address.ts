import type { Context } from 'hono';
import ipaddr from 'ipaddr.js';
import type { WebEnv } from './env.ts';

/** Address of the client, for throttling only. A proxy's word is taken when the proxy sits in a private network. */
export function clientAddress(c: Context<WebEnv>): string {
  const peer = c.env?.incoming?.socket?.remoteAddress ?? 'unknown';
  // The last entry is the one our own proxy added; the ones before it are whatever the client claimed.
  const forwarded = c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim();
  return forwarded && isPrivate(peer) ? forwarded.slice(0, 100) : peer;
}

function isPrivate(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() !== 'unicast';
}

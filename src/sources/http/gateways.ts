import type { Ask } from './one-answer.ts';

/** Host → the address that its requests are sent to instead. */
export type Gateways = Readonly<Record<string, string>>;

/**
 * Sends what is meant for a host to its gateway, where an operator has named one: a house that lets servers out only
 * through a gateway, or a stand-in for a service. The gateway is an address like any other and vetted like one.
 */
export function throughGateways(ask: Ask, gateways: Gateways): Ask {
  if (Object.keys(gateways).length === 0) return ask;
  return (hop) => ask({ ...hop, url: gatewayOf(hop.url, gateways) });
}

/** Where a request for this address goes. */
export function gatewayOf(url: URL, gateways: Gateways): URL {
  const gateway = gateways[url.host];
  if (gateway === undefined) return url;
  const target = new URL(gateway);
  target.pathname = `${target.pathname.replace(/\/$/, '')}${url.pathname}`;
  target.search = url.search;
  return target;
}

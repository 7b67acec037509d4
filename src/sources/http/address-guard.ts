import { type LookupAddress, lookup } from 'node:dns';
import { lookup as resolve } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { buildConnector } from 'undici';
import { FetchFailed } from '../../domain/errors.ts';

/** `true` lets every address through; a list names hosts ("host" or "host:port") that may be private. */
export type AllowPrivate = boolean | readonly string[];

/** Azure answers its machines' metadata on an address of the public range. */
const METADATA_IN_PUBLIC_RANGE = new Set(['168.63.129.16']);
/** The only IPv6 block that is handed out to the public so far (RFC 4291, IANA). */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * A connector for undici that connects to vetted addresses only. A name is resolved once and the socket is
 * opened to the addresses that passed, so a second answer of the name server cannot change the target.
 * Address literals never reach a lookup, so they are judged before.
 */
export function guardedConnector(options: {
  allowPrivate: AllowPrivate;
  connectTimeoutMs: number;
}): buildConnector.connector {
  const settings = { timeout: options.connectTimeoutMs, allowH2: false };
  const guarded = buildConnector({ ...settings, lookup: guardedLookup });
  const open = buildConnector(settings);
  return (target, callback) => {
    if (isAllowed(target, options.allowPrivate)) return open(target, callback);
    const literal = withoutBrackets(target.hostname);
    if (isIP(literal) && !isPublicAddress(literal)) return callback(blocked(literal, literal), null);
    return guarded(target, callback);
  };
}

/** True for addresses of the public internet: no private, loopback, link-local, metadata, multicast, translated or reserved ones. */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address) || address.includes('%')) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== 'unicast' || METADATA_IN_PUBLIC_RANGE.has(parsed.toString())) return false;
  return parsed instanceof ipaddr.IPv6 ? parsed.match(GLOBAL_UNICAST) : true;
}

/**
 * An address of a host that may be contacted, for connections that are not http: resolved once, so connect to what is
 * returned. @throws FetchFailed for a private one that nobody allowed.
 */
export async function vettedAddress(host: string, port: number, allow: AllowPrivate): Promise<string> {
  const found = await resolve(host, { all: true }).catch((error: Error) => {
    throw new FetchFailed('network', `${host} has no address: ${error.message}`, { cause: error });
  });
  const isOpen = isAllowed({ hostname: host, port: String(port), protocol: 'smtp:' }, allow);
  const [first] = isOpen ? found : found.filter(({ address }) => isPublicAddress(address));
  if (!first) throw blocked(host, found[0]?.address ?? 'no address');
  return first.address;
}

/** True for a name that the public internet can resolve, or a public address. A look-up may still say otherwise. */
export function isPublicName(hostname: string): boolean {
  const name = withoutBrackets(hostname.toLowerCase());
  if (isIP(name)) return isPublicAddress(name);
  return name.includes('.') && !/\.(?:localhost|local|internal|home\.arpa|lan)$/.test(name);
}

const guardedLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, found: LookupAddress[]) => {
    if (error) return callback(error, []);
    const vetted = found.filter(({ address }) => isPublicAddress(address));
    const [first] = vetted;
    if (!first) return callback(blocked(hostname, found[0]?.address ?? 'no address'), []);
    return options.all ? callback(null, vetted) : callback(null, first.address, first.family);
  });
};

function isAllowed(
  target: { hostname: string; port: string; protocol: string },
  allow: AllowPrivate,
): boolean {
  if (typeof allow === 'boolean') return allow;
  const host = target.hostname.toLowerCase();
  const port = target.port || (target.protocol === 'https:' ? '443' : '80');
  return [host, withoutBrackets(host)].some(
    (name) => allow.includes(name) || allow.includes(`${name}:${port}`),
  );
}

function blocked(host: string, address: string): FetchFailed {
  const target = host === address ? address : `${host} (${address})`;
  return new FetchFailed(
    'blocked',
    `${target} is not an address of the public internet, so it was not contacted; an operator can allow the host`,
  );
}

function withoutBrackets(hostname: string): string {
  return hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
}

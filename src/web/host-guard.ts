import { isIP } from 'node:net';
import type { MiddlewareHandler } from 'hono';
import type { Config } from '../config.ts';
import type { WebEnv } from './auth/env.ts';
import { WebProblem } from './problem.ts';

/**
 * Refuses requests under a name that is not ours: a foreign name that resolves to this machine is how a web page
 * reaches a server on somebody's desk. Without EARSHOT_URL a server that listens beyond this machine cannot know its
 * own names, so there the guard stands open; every route asks for a sign-in anyway.
 */
export function hostGuard(config: Config): MiddlewareHandler<WebEnv> {
  const own = config.EARSHOT_URL === undefined ? undefined : new URL(config.EARSHOT_URL).hostname;
  const isOpen = own === undefined && !isLoopback(config.HOST);
  return async (c, next) => {
    // The operator's socket has no name at all.
    if (isOpen || c.env?.principal) return next();
    const name = URL.parse(`http://${c.req.header('host') ?? new URL(c.req.url).host}`)?.hostname ?? '';
    if (name !== own && name !== config.HOST && !isHarmless(name)) {
      const advice = 'If people reach it under this name, set EARSHOT_URL to its public address.';
      throw new WebProblem('wrong-host', `This server is not "${name.slice(0, 100)}". ${advice}`);
    }
    return next();
  };
}

/** Names no stranger can point at this machine: addresses, localhost, and names without a dot as in a local network. */
function isHarmless(name: string): boolean {
  return (
    isIP(name.replace(/^\[|\]$/g, '')) !== 0 ||
    name === '' ||
    !name.includes('.') ||
    name.endsWith('.localhost')
  );
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}

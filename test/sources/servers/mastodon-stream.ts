import type { ApiServer, Asked, World } from './api-server.ts';
import mastodon, { pageOf } from './mastodon.ts';

/** The lists of a server whose stream cannot be heard; what is heard is in mastodon-stream.test.ts. */
export default {
  ...mastodon,
  settings: (url) => ({ url, what: 'tag', tag: 'acme', token: 'token-of-an-application' }),
  answer(asked: Asked, world: World) {
    const { pathname } = asked.url;
    if (world.mood === 'ok' || world.mood === 'circle') {
      if (pathname === '/api/v1/timelines/tag/acme') return { body: pageOf(asked, world) };
      if (pathname === '/api/v1/streaming') return { status: 503 };
    }
    return mastodon.answer(asked, world);
  },
} satisfies ApiServer;

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const FEED = `<?xml version="1.0"?><rss version="2.0"><channel><title>Test feed</title>
<item><guid>1</guid><title>One</title><description>A good thing</description></item></channel></rss>`;

/** A feed at /feed on this machine, nothing anywhere else. */
export async function startFeedServer(): Promise<{ url: string; close: () => Promise<void> }> {
  const server = createServer((request, response) => {
    if (request.url !== '/feed') return response.writeHead(404).end();
    return response.writeHead(200, { 'content-type': 'application/rss+xml' }).end(FEED);
  });
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', resolve);
  await promise;
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const LETTERS = [
  'The staff was friendly and the coffee was excellent, I love this place',
  'A terrible service, rude staff and a cold soup',
  'Great cake, great people, I will come again',
  'The shop opens at nine on Sundays',
  'I am happy with my order, thank you',
  'The delivery was awful, the box came broken',
  'Wonderful breakfast and a lovely view',
  'Good prices and a good choice of bread',
  'The app is bad and slow',
  'A nice evening with nice music',
  'The menu has three pages',
  'Excellent tea, perfect service',
];

/** A feed of letters on this machine that can grow while it is read. */
export async function startFeed(): Promise<{
  url: string;
  host: string;
  add(text: string): void;
  /** Changes the letter that holds these words. */
  edit(words: string, text: string): void;
  close(): Promise<void>;
}> {
  const start = Date.now();
  const letters = LETTERS.map((text, at) => ({ text, at: start - (LETTERS.length - at) * 1000 }));
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'application/rss+xml' });
    response.end(feedOf(letters));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: `http://${host}/letters.xml`,
    host,
    add: (text) => letters.push({ text, at: Date.now() }),
    edit: (words, text) => {
      const letter = letters.find((one) => one.text.includes(words));
      if (letter) letter.text = text;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** One second apart, later ones as they come: all of them of the same day, unless the test runs over midnight. */
function feedOf(letters: readonly { readonly text: string; readonly at: number }[]): string {
  const items = letters.map(({ text, at }, number) => {
    const published = new Date(at).toUTCString();
    return `<item><guid isPermaLink="false">letter-${number}</guid><description>${text}</description><pubDate>${published}</pubDate></item>`;
  });
  return `<?xml version="1.0"?><rss version="2.0"><channel><title>Letters to the shop</title>${items.join('')}</channel></rss>`;
}

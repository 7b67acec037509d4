import type { ApiServer, Post } from './api-server.ts';

const PATH = /^\/de\/rss\/customerreviews\/page=(\d+)\/id=1234567890\/sortBy=mostRecent\/json$/;
const SIZE = 50;

export default {
  hosts: ['itunes.apple.com'],
  settings: () => ({ app: '1234567890', country: 'de' }),
  pageSize: SIZE,
  waitMs: 3_600_000,
  tokens: 'none',
  answer({ url }, { posts, mood }) {
    if (mood === 'rate-limited') return { status: 403, body: 'Forbidden' };
    if (mood === 'malformed') return { body: '<HTML><BODY>Service unavailable' };
    const [, number] = PATH.exec(url.pathname) ?? [];
    if (number === undefined) return { status: 400, body: '' };
    const page = mood === 'circle' ? 1 : Number(number);
    const sorted = posts.toSorted((a, b) => b.editedAt - a.editedAt);
    const entries = sorted.slice((page - 1) * SIZE, page * SIZE).map(entryOf);
    // As Apple writes it: a list, a single entry, or none at all.
    const entry = entries.length > 1 ? entries : entries[0];
    const link = [{ attributes: { rel: 'self', href: `https://itunes.apple.com${url.pathname}` } }];
    return {
      headers: { 'content-type': 'text/javascript; charset=utf-8' },
      body: { feed: { author: named('iTunes Store'), ...(entry ? { entry } : {}), link } },
    };
  },
} satisfies ApiServer;

const named = (name: string) => ({ name: { label: name }, label: '' });

function entryOf({ id, text, author, editedAt, stars }: Post) {
  return {
    author: { uri: { label: 'https://itunes.apple.com/de/reviews/id1' }, ...named(author) },
    updated: { label: new Date(editedAt).toISOString().replace('Z', '+00:00') },
    'im:rating': { label: String(stars) },
    'im:version': { label: '4.2' },
    id: { label: id },
    title: { label: 'About the app' },
    content: { label: text, attributes: { type: 'text' } },
    'im:voteSum': { label: '0' },
    'im:voteCount': { label: '0' },
  };
}

import type { Answer, ApiServer, Post } from './api-server.ts';

const PLACE = 'ChIJN1t_tDeuEmsRUsoyG83frY4';

export default {
  hosts: ['places.googleapis.com'],
  settings: () => ({ place: PLACE, apiKey: 'AIza-key-of-acme' }),
  pageSize: 5,
  waitMs: 60_000,
  tokens: 'stopped',
  cannot: {
    remove: 'Google chooses five reviews; one that is missing may have given way to another',
    pages: 'there is one answer with five reviews',
    circle: 'there is one answer with five reviews',
  },
  answer({ url, headers }, world) {
    if (world.mood === 'rate-limited') return failure(429, 'RESOURCE_EXHAUSTED', 'Quota exceeded.');
    if (world.mood === 'revoked' || headers['x-goog-api-key'] !== 'AIza-key-of-acme') {
      return failure(400, 'INVALID_ARGUMENT', 'API key not valid. Please pass a valid API key.');
    }
    if (headers['x-goog-fieldmask'] === undefined) {
      return failure(400, 'INVALID_ARGUMENT', 'FieldMask is a required parameter.');
    }
    if (world.mood === 'malformed') return { body: { id: PLACE, reviews: 'many' } };
    if (url.pathname !== `/v1/places/${PLACE}`) return failure(404, 'NOT_FOUND', 'The Place ID is unknown.');
    const reviews = world.posts.slice(0, 5).map(reviewOf);
    return {
      body: {
        id: PLACE,
        displayName: { text: 'Acme Café', languageCode: 'en' },
        rating: 4.4,
        userRatingCount: world.posts.length,
        ...(reviews.length > 0 ? { reviews } : {}),
      },
    };
  },
} satisfies ApiServer;

const failure = (code: number, status: string, message: string): Answer => ({
  status: code,
  body: { error: { code, message, status } },
});

function reviewOf({ id, text, author, at, stars }: Post) {
  return {
    name: `places/${PLACE}/reviews/${id}`,
    rating: stars,
    text: { text, languageCode: 'en' },
    originalText: { text, languageCode: 'en' },
    publishTime: new Date(at).toISOString().replace('Z', '123Z'),
    relativePublishTimeDescription: 'an hour ago',
    authorAttribution: { displayName: author, uri: 'https://www.google.com/maps/contrib/1/reviews' },
  };
}

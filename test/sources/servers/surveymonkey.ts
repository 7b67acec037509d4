import type { Answer, ApiServer, Asked, Post, World } from './api-server.ts';

export default {
  hosts: ['api.surveymonkey.com'],
  settings: () => ({ surveyId: '1234567890', token: 'token-of-acme' }),
  pageSize: 100,
  waitMs: 3_600_000,
  tokens: 'stopped',
  brings: 'answers',
  noticedAfterDays: 15,
  answer(asked, world) {
    if (world.mood === 'rate-limited') return limited();
    if (world.mood === 'revoked' || asked.headers.authorization !== 'Bearer token-of-acme') {
      return failure(401, 'The authorization token provided was invalid.');
    }
    if (world.mood === 'malformed') return { body: { data: 'nothing', pages: 'nothing' } };
    const path = asked.url.pathname.replace('/v3/surveys/1234567890', '');
    if (path === '/details') return { body: DETAILS };
    if (path === '/responses/bulk') return bulk(asked, world);
    const post = world.posts.find(({ id }) => path === `/responses/${id}/details`);
    return post ? { body: responseOf(post) } : failure(404, 'Unable to find the response requested.');
  },
} satisfies ApiServer;

const failure = (status: number, message: string): Answer => ({
  status,
  body: { error: { id: String(1000 + status), name: 'Error', message, http_status_code: status } },
});

const limited = (): Answer => ({
  ...failure(429, 'Too many requests were made, try again later.'),
  headers: {
    'X-Ratelimit-App-Global-Day-Limit': '500',
    'X-Ratelimit-App-Global-Day-Remaining': '0',
    'X-Ratelimit-App-Global-Day-Reset': '3600',
    'X-Ratelimit-App-Global-Minute-Limit': '120',
    'X-Ratelimit-App-Global-Minute-Remaining': '119',
    'X-Ratelimit-App-Global-Minute-Reset': '12',
  },
});

const DETAILS = {
  id: '1234567890',
  title: 'After the visit',
  pages: [
    {
      id: '1',
      questions: [
        {
          id: '10',
          family: 'matrix',
          subtype: 'rating',
          headings: [{ heading: 'How satisfied are you?' }],
          answers: {
            rows: [{ id: '1', text: '' }],
            choices: [1, 2, 3, 4, 5].map((weight) => ({ id: `c${weight}`, text: String(weight), weight })),
          },
        },
        { id: '11', family: 'open_ended', subtype: 'essay', headings: [{ heading: 'Why?' }] },
      ],
    },
  ],
};

const seconds = (at: number) => at - (at % 1000);

function bulk({ query }: Asked, { posts, mood }: World): Answer {
  const since = Date.parse(`${query.get('start_modified_at') ?? '1970-01-01T00:00:00'}Z`);
  const found = posts
    .filter(({ editedAt }) => seconds(editedAt) >= since)
    .toSorted((a, b) => a.editedAt - b.editedAt);
  const size = Number(query.get('per_page') ?? 50);
  const page = Number(query.get('page') ?? 1);
  const from = mood === 'circle' ? 0 : (page - 1) * size;
  const next = new URLSearchParams(query);
  next.set('page', String(page + 1));
  const hasNext = mood === 'circle' || from + size < found.length;
  const self = 'https://api.surveymonkey.com/v3/surveys/1234567890/responses/bulk';
  return {
    body: {
      data: found.slice(from, from + size).map(responseOf),
      per_page: size,
      page,
      total: found.length,
      links: { self: `${self}?${query}`, ...(hasNext ? { next: `${self}?${next}` } : {}) },
    },
  };
}

const iso = (at: number) => new Date(at).toISOString().replace(/\.\d+Z$/, '+00:00');

const responseOf = ({ id, text, at, editedAt, stars }: Post) => ({
  id,
  survey_id: '1234567890',
  collector_id: '987',
  response_status: 'completed',
  date_created: iso(at),
  date_modified: iso(editedAt),
  custom_variables: {},
  ip_address: '192.0.2.1',
  pages: [
    {
      id: '1',
      questions: [
        {
          id: '10',
          answers: [{ row_id: '1', choice_id: `c${stars}`, choice_metadata: { weight: String(stars) } }],
        },
        { id: '11', answers: [{ text }] },
      ],
    },
  ],
});

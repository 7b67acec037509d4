import type { Answer, ApiServer, Asked, Post, World } from './api-server.ts';

export default {
  hosts: ['eu-api.surveysparrow.com'],
  settings: () => ({ surveyId: '1001', token: 'token-of-acme', region: 'eu-api' }),
  pageSize: 200,
  waitMs: 900_000,
  tokens: 'stopped',
  noticedAfterDays: 8,
  brings: 'answers',
  answer(asked, world) {
    if (world.mood === 'rate-limited') return failure(429, 'Too many requests');
    if (world.mood === 'revoked' || asked.headers.authorization !== 'Bearer token-of-acme') {
      return failure(401, 'Invalid token');
    }
    if (asked.query.get('survey_id') !== '1001') return failure(404, 'no such survey');
    if (world.mood === 'malformed') return { body: { data: 'nothing' } };
    const [, , list, id] = asked.url.pathname.split('/');
    if (list === 'questions') return { body: { data: QUESTIONS, has_next_page: false } };
    return id === undefined ? responses(asked, world) : one(world, id);
  },
} satisfies ApiServer;

const failure = (status: number, message: string): Answer => ({ status, body: { error: { message } } });

const QUESTIONS = [
  { id: 41, type: 'Message', text: 'Hello' },
  { id: 42, type: 'CSAT', text: 'How satisfied are you?' },
  { id: 43, type: 'TextInput', text: 'Why did you give $Question_42?' },
];

function responses({ query }: Asked, { posts, mood }: World): Answer {
  const since = Date.parse(query.get('date.gte') ?? '1970-01-01');
  const found = posts.filter(({ at }) => at >= since);
  const size = Number(query.get('limit') ?? 50);
  const from = (Number(query.get('page') ?? 1) - 1) * size;
  if (mood === 'circle') return { body: { data: found.slice(0, size).map(responseOf), has_next_page: true } };
  return {
    body: {
      total_count: found.length,
      has_next_page: from + size < found.length,
      data: found.slice(from, from + size).map(responseOf),
    },
  };
}

function one({ posts }: World, id: string): Answer {
  const post = posts.find((candidate) => candidate.id === id);
  return post ? { body: { data: responseOf(post) } } : failure(404, 'Response not found');
}

const responseOf = ({ id, text, at, stars }: Post) => ({
  id: Number(id),
  survey_id: 1001,
  contact_id: 0,
  state: 'COMPLETED',
  language: 'en',
  completed_time: new Date(at).toISOString(),
  answers: [
    { question_id: 42, question: 'How satisfied are you?', skipped: false, answer: stars, rating_scale: 5 },
    { question_id: 43, question: 'Why?', skipped: false, answer: text, answer_sentiment: null },
    { question_id: 'ip', answer: '192.0.2.1' },
  ],
  variables: [],
});

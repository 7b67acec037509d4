import type { Answer, ApiServer, Asked, Post, World } from './api-server.ts';

export default {
  hosts: ['fra1.qualtrics.com'],
  settings: () => ({ dataCenter: 'fra1', surveyId: 'SV_1', token: 'token-of-acme', rated: 'csat=QID1' }),
  pageSize: 1_000,
  waitMs: 900_000,
  tokens: 'stopped',
  brings: 'answers',
  noticedAfterDays: 8,
  cannot: { pages: 'an export is one file', circle: 'an export is one file' },
  answer(asked, world) {
    if (world.mood === 'rate-limited') return failure(429, 'RTL_1', 'Too many requests.');
    if (world.mood === 'revoked' || asked.headers['x-api-token'] !== 'token-of-acme') {
      return failure(401, 'AUTH_4', 'Unrecognized X-API-TOKEN.');
    }
    if (world.mood === 'malformed') return { body: { result: { progress: 1 } } };
    const path = asked.url.pathname.replace('/API/v3/surveys/SV_1', '');
    if (path === '') return answer(SURVEY);
    if (path === '/export-responses') return answer({ progressId: `ES_${sinceIn(asked)}` });
    const [, list, id = '', file] = path.split('/');
    if (list === 'responses') return one(world, id);
    if (file === undefined) return answer({ percentComplete: 100, status: 'complete', fileId: id.slice(3) });
    return { body: { responses: world.posts.filter(({ at }) => at >= Number(id)).map(responseOf) } };
  },
} satisfies ApiServer;

const answer = (result: unknown): Answer => ({
  body: { result, meta: { requestId: '0f', httpStatus: '200 - OK' } },
});

const failure = (status: number, errorCode: string, errorMessage: string): Answer => ({
  status,
  body: { meta: { httpStatus: String(status), error: { errorCode, errorMessage } } },
});

const sinceIn = ({ body }: Asked) => Date.parse((JSON.parse(body) as { startDate: string }).startDate);

const SURVEY = {
  id: 'SV_1',
  name: 'After the visit',
  questions: {
    QID1: {
      questionType: { type: 'MC', selector: 'SAHR', subSelector: 'TX' },
      questionText: 'How satisfied are you?',
      questionName: 'Q1',
      choices: Object.fromEntries([1, 2, 3, 4, 5].map((n) => [String(n), { recode: String(n) }])),
    },
    QID2: { questionType: { type: 'TE', selector: 'ML' }, questionText: 'Why?', questionName: 'Q2' },
  },
};

function one({ posts }: World, id: string): Answer {
  const post = posts.find((candidate) => candidate.id === id);
  return post ? answer(responseOf(post)) : failure(404, 'RP_0.1', 'Response not found.');
}

const responseOf = ({ id, text, at, stars }: Post) => ({
  responseId: id,
  values: {
    recordedDate: new Date(at).toISOString(),
    finished: 1,
    progress: 100,
    status: 0,
    userLanguage: 'EN',
    QID1: stars,
    QID2_TEXT: text,
  },
  labels: {},
  displayedFields: ['QID1', 'QID2_TEXT'],
});

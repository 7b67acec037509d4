import type { Answer, ApiServer, Asked, Post, World } from './api-server.ts';

export default {
  hosts: ['api.hubapi.com'],
  settings: () => ({ token: 'token-of-acme' }),
  pageSize: 100,
  waitMs: 900_000,
  tokens: 'stopped',
  brings: 'answers',
  noticedAfterDays: 8,
  answer(asked, world) {
    if (world.mood === 'rate-limited') {
      return failure(429, 'You have reached your secondly limit.', {
        errorType: 'RATE_LIMIT',
        policyName: 'TEN_SECONDLY_ROLLING',
      });
    }
    if (world.mood === 'revoked' || asked.headers.authorization !== 'Bearer token-of-acme') {
      return failure(401, 'Authentication credentials not found.');
    }
    if (world.mood === 'malformed') return { body: { total: 1, results: 'nothing' } };
    const path = asked.url.pathname.replace('/crm/v3/objects/feedback_submissions', '');
    if (path === '/search') return search(asked, world);
    return path === '/batch/read' ? read(asked, world) : failure(404, 'Not found');
  },
} satisfies ApiServer;

const failure = (status: number, message: string, more: object = {}): Answer => ({
  status,
  body: { status: 'error', message, ...more },
});

interface Search {
  filterGroups: { filters: { propertyName: string; value: string }[] }[];
  limit: number;
  after?: string;
}

function search({ body }: Asked, { posts, mood }: World): Answer {
  const { filterGroups, limit, after = '0' } = JSON.parse(body) as Search;
  const since = Number(filterGroups[0]?.filters[0]?.value);
  const found = posts.filter(({ editedAt }) => editedAt >= since).toSorted((a, b) => a.editedAt - b.editedAt);
  const from = mood === 'circle' ? 0 : Number(after);
  const next = Number(after) + limit;
  const hasNext = mood === 'circle' || next < found.length;
  return {
    body: {
      total: found.length,
      results: found.slice(from, from + limit).map(submissionOf),
      ...(hasNext ? { paging: { next: { after: String(next) } } } : {}),
    },
  };
}

function read({ body }: Asked, { posts }: World): Answer {
  const ids = (JSON.parse(body) as { inputs: { id: string }[] }).inputs.map(({ id }) => id);
  return {
    body: { status: 'COMPLETE', results: posts.filter(({ id }) => ids.includes(id)).map(submissionOf) },
  };
}

const submissionOf = ({ id, text, at, editedAt, stars }: Post) => ({
  id,
  properties: {
    hs_survey_type: 'CSAT',
    hs_survey_name: 'After the visit',
    hs_value: String(stars),
    hs_content: text,
    hs_submission_timestamp: new Date(at).toISOString(),
    hs_lastmodifieddate: new Date(editedAt).toISOString(),
  },
  createdAt: new Date(at).toISOString(),
  updatedAt: new Date(editedAt).toISOString(),
  archived: false,
});

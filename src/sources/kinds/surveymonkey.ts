import { z } from 'zod';
import { FetchFailed, Refused } from '../../domain/errors.ts';
import { type Api, openApi } from '../api/api-client.ts';
import { bearer } from '../api/auth.ts';
import { readForward } from '../api/incremental.ts';
import { Id, List, readItems } from '../api/items.ts';
import { choice, secret, text } from '../settings-fields.ts';
import type { KnownMention, Source, SourceContext } from '../source.ts';
import { fromSubmissions, saidOf } from '../survey/fetched-answers.ts';
import { agreedSecret } from '../survey/nudge.ts';
import { idsOf } from '../survey/submission.ts';
import { surveySettings } from '../survey/survey-settings.ts';
import { OPEN_TERMS } from '../terms.ts';
import { verifySha1 } from '../webhook/signature.ts';
import { type Definition, Details, definitionOf } from './surveymonkey/questions.ts';
import { Response, submissionOf } from './surveymonkey/responses.ts';

const Settings = z.object({
  surveyId: text('Survey id', 'The number that GET /surveys answers for its title.').regex(
    /^\d+$/,
    'Survey id: expected a number',
  ),
  token: secret('Access token', 'With the scopes surveys_read and responses_read_detail.'),
  region: choice('Data centre', { us: 'United States', eu: 'European Union', ca: 'Canada' }).default('us'),
  ...surveySettings,
  clientId: text('Client id of the app', 'Only to be told at once: webhooks are signed with it.').optional(),
  clientSecret: secret('Secret of the app', 'Only to be told at once.').optional(),
});
type Settings = z.output<typeof Settings>;

const HOSTS = {
  us: 'api.surveymonkey.com',
  eu: 'api.eu.surveymonkey.com',
  ca: 'api.surveymonkey.ca',
} as const;
const ITEMS_A_PAGE = 100;
const OVERLAP_MS = 60_000;

const Listed = z.object({ data: List, links: z.object({ next: z.string().nullish() }).nullish() });

/** Completed responses to one survey, by their last change; the question texts are asked for with every run. */
export default {
  label: 'SurveyMonkey',
  group: 'surveys',
  help: 'Answers to a survey of yours: scores, and comments as mentions.',
  setup: [
    'At developer.surveymonkey.com add an app of your own, give it the scopes surveys_read and responses_read_detail, and copy its access token.',
    'An app that is not published answers 500 calls a day.',
    'To be told at once, make a webhook (response_completed, response_updated) for the survey with the address on the page of the source, and enter the client id and secret of the app.',
  ],
  settings: Settings,
  terms: OPEN_TERMS,
  cost: { unit: 'call', note: 'part of a plan; 500 calls a day for a private app', perDay: 450 },
  backfill: { days: 365, most: 3_650 },
  host: ({ region }) => HOSTS[region],
  async fetch(context) {
    const api = apiOf(context);
    const definition = await readDefinition(api, context.settings);
    const read = await readForward(context, {
      first: '',
      read: (next, since) => readPage(api, context.settings, next, since),
      idOf: ({ id }) => id,
      atOf: ({ date_modified: at }) => at,
      overlapMs: OVERLAP_MS,
    });
    const found = read.items.map((one) => submissionOf(one, definition));
    return {
      ...read.rest,
      ...fromSubmissions(found, definition.questions, context.settings),
      bytes: api.use.bytes,
      ...(api.use.restMs === undefined ? {} : { restMs: api.use.restMs }),
    };
  },
  async testConnection(context) {
    const { title, questions } = await readDefinition(apiOf(context), context.settings);
    return `“${title}” has ${questions.length} questions. ${saidOf(questions, context.settings)}`;
  },
  // Few calls a day are free: no more than ten responses are asked for again at once.
  recheck: { everyDays: 14, forDays: 180, batch: 10, ask: lookAgain },
  receive(delivery, { clientId, clientSecret }) {
    const key = `${clientId ?? ''}&${agreedSecret(clientSecret)}`;
    if (clientId === undefined) throw new Refused('This source has no client id to check deliveries with.');
    verifySha1(delivery, { key, header: 'sm-signature' });
    return { mentions: [], removed: [], skipped: 0, readNow: true };
  },
} satisfies Source<Settings>;

function apiOf(context: SourceContext<Settings>): Api {
  const host = HOSTS[context.settings.region];
  return openApi(context, {
    base: `https://${host}/v3`,
    auth: bearer(context.settings.token),
    refusal: ({ status, headers }) =>
      status === 429
        ? new FetchFailed(
            'rate-limited',
            `${host} has answered as often as it does. It is asked again later.`,
            {
              status,
              retryAfterMs: resetMs(headers),
            },
          )
        : undefined,
  });
}

/** Two limits with headers of their own; the one that is used up says when it begins anew. */
function resetMs(headers: Headers): number {
  const waits = ['Day', 'Minute'].map((limit) => {
    const name = `X-Ratelimit-App-Global-${limit}`;
    return Number(headers.get(`${name}-Remaining`)) < 1 ? Number(headers.get(`${name}-Reset`)) : 0;
  });
  return Math.max(60, ...waits.filter(Number.isFinite)) * 1_000;
}

async function readDefinition(api: Api, { surveyId }: Settings): Promise<Definition> {
  const { body } = await api.call({ path: `/surveys/${surveyId}/details` }, Details);
  return definitionOf(body);
}

async function readPage(api: Api, { surveyId }: Settings, next: string, since: Date) {
  const query = {
    per_page: ITEMS_A_PAGE,
    status: 'completed',
    sort_by: 'date_modified',
    sort_order: 'ASC',
    start_modified_at: since.toISOString().slice(0, 19),
  };
  const first = { path: `/surveys/${surveyId}/responses/bulk`, query };
  const { body } = await api.call(next === '' ? first : { path: next }, Listed);
  return { ...readItems(body.data, Response), next: body.links?.next ?? undefined };
}

async function lookAgain(context: SourceContext<Settings>, known: readonly KnownMention[]) {
  const api = apiOf(context);
  const { settings } = context;
  const definition = await readDefinition(api, settings);
  const found: z.output<typeof Response>[] = [];
  const removed: string[] = [];
  for (const { externalId } of known) {
    const path = `/surveys/${settings.surveyId}/responses/${encodeURIComponent(externalId)}/details`;
    const { status, body } = await api.call({ path, accept: [404] }, z.unknown());
    const response = Response.safeParse(body).data;
    if (status === 404) removed.push(Id.parse(externalId));
    else if (response) found.push(response);
  }
  const submissions = found.map((one) => submissionOf(one, definition));
  const { mentions, facts } = fromSubmissions(submissions, definition.questions, settings);
  const removedAnswers = removed.flatMap((id) => idsOf(id, definition.questions, settings));
  return { mentions, removed, facts: { ...facts, removedAnswers } };
}

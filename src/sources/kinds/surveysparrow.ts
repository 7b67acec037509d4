import { z } from 'zod';
import { type Api, openApi } from '../api/api-client.ts';
import { bearer } from '../api/auth.ts';
import { readNewestFirst } from '../api/incremental.ts';
import { Id, Instant, List, readItems } from '../api/items.ts';
import { choice, secret, text } from '../settings-fields.ts';
import type { FetchContext, KnownMention, Source, SourceContext } from '../source.ts';
import { fromSubmissions, saidOf } from '../survey/fetched-answers.ts';
import { deliverySecret, nudge } from '../survey/nudge.ts';
import { idsOf, type Question, type Submission } from '../survey/submission.ts';
import { surveySettings } from '../survey/survey-settings.ts';
import { OPEN_TERMS } from '../terms.ts';
import { isNothing, questionOf, scaleOf } from './surveysparrow/questions.ts';

const Settings = z.object({
  surveyId: text('Survey id', 'The number in the address of the survey.').regex(
    /^\d+$/,
    'Survey id: expected a number',
  ),
  token: secret('Access token', 'Of a private app with the scopes to read surveys, questions and responses.'),
  region: choice('Data centre', {
    api: 'United States',
    'eu-api': 'European Union',
    'eu-ln-api': 'United Kingdom',
    'me-api': 'Middle East',
    'ap-api': 'Asia Pacific',
    'ap-sy-api': 'Australia',
    'ca-api': 'Canada',
  }).default('api'),
  ...surveySettings,
  webhookToken: deliverySecret('Send it as the header Authorization: Bearer …'),
});
type Settings = z.output<typeof Settings>;

const ITEMS_A_PAGE = 200;
/** Answers are completed late and corrected; the service itself advises a day. */
const OVERLAP_MS = 86_400_000;

const Answered = z.object({
  // Questions have numbers; what the service adds about the device and the place has words, and is left out.
  question_id: z.union([z.number(), z.string()]).transform(String),
  question: z.string().nullish(),
  skipped: z.boolean().nullish(),
  answer: z.unknown(),
  step: z.number().nullish(),
  rating_scale: z.number().nullish(),
});
const Variable = z.object({ name: z.string(), value: z.union([z.string(), z.number()]).nullish() });
const Response = z.object({
  id: Id,
  completed_time: Instant,
  language: z.string().nullish(),
  contact: z.object({ id: Id.nullish(), email: z.string().nullish() }).nullish().catch(undefined),
  answers: List,
  variables: List.nullish().catch([]),
});
type Response = z.output<typeof Response>;

const Listed = z.object({ data: List, has_next_page: z.boolean().nullish() });

/** Completed responses to one survey, newest first; those of the last day are read again with every run. */
export default {
  label: 'SurveySparrow',
  group: 'surveys',
  help: 'Answers to a survey of yours: scores, and comments as mentions.',
  setup: [
    'In SurveySparrow open Settings, Apps & Integrations, Create a custom app, and copy its access token: it is shown once.',
    'The survey id stands in the address while you edit the survey.',
    'To be told at once, add a webhook for completed submissions with the address on the page of the source and the header Authorization: Bearer and your webhook token.',
  ],
  settings: Settings,
  terms: OPEN_TERMS,
  cost: { unit: 'call', note: 'part of a plan with API access' },
  backfill: { days: 365, most: 3_650 },
  host: ({ region }) => hostOf(region),
  async fetch(context) {
    const api = apiOf(context);
    const questions = await readQuestions(api, context.settings);
    const read = await readNewestFirst(context, {
      first: '1',
      read: (page, since) => readPage(api, context, page, since),
      idOf: ({ id }) => id,
      atOf: ({ completed_time: at }) => at,
      overlapMs: OVERLAP_MS,
      // What is missing is asked for by its id, so that its score goes together with its comment.
      isByPublication: false,
    });
    const found = read.items.map((response) =>
      fromSubmissions([submissionOf(response)], withScales(questions, response), context.settings),
    );
    return {
      ...read.rest,
      mentions: found.flatMap(({ mentions }) => mentions),
      facts: { answers: found.flatMap(({ facts }) => facts.answers ?? []) },
      bytes: api.use.bytes,
    };
  },
  async testConnection(context) {
    const questions = await readQuestions(apiOf(context), context.settings);
    return `The survey has ${questions.length} questions. ${saidOf(questions, context.settings)}`;
  },
  recheck: { everyDays: 7, forDays: 180, batch: 20, ask: lookAgain },
  receive: (delivery, { webhookToken: key }, now) => nudge(delivery, { choice: 'token', secret: key }, now),
} satisfies Source<Settings>;

const hostOf = (region: string) => `${region}.surveysparrow.com`;

const apiOf = ({ settings, ...context }: SourceContext<Settings>): Api =>
  openApi(
    { settings, ...context },
    { base: `https://${hostOf(settings.region)}/v3`, auth: bearer(settings.token) },
  );

async function readQuestions(api: Api, { surveyId }: Settings): Promise<readonly Question[]> {
  const { body } = await api.call(
    { path: '/questions', query: { survey_id: surveyId } },
    z.object({ data: List }),
  );
  return body.data.flatMap((question) => questionOf(question) ?? []);
}

async function readPage(api: Api, { settings }: FetchContext<Settings>, page: string, since: Date) {
  const query = {
    survey_id: settings.surveyId,
    state: 'completed',
    'date.gte': since.toISOString(),
    order_by: 'completedTime',
    order: 'DESC',
    limit: ITEMS_A_PAGE,
    page,
  };
  const { body } = await api.call({ path: '/responses', query }, Listed);
  const next = body.has_next_page === true ? String(Number(page) + 1) : undefined;
  return { ...readItems(body.data, Response), next };
}

async function lookAgain(context: SourceContext<Settings>, known: readonly KnownMention[]) {
  const api = apiOf(context);
  const { settings } = context;
  const questions = await readQuestions(api, settings);
  const found: ReturnType<typeof fromSubmissions>[] = [];
  const removed: string[] = [];
  for (const { externalId } of known) {
    const path = `/responses/${encodeURIComponent(externalId)}`;
    const call = { path, query: { survey_id: settings.surveyId }, accept: [404] };
    const { status, body } = await api.call(call, z.object({ data: z.unknown() }).partial());
    const response = Response.safeParse(body.data).data;
    if (status === 404) removed.push(externalId);
    if (response) {
      found.push(fromSubmissions([submissionOf(response)], withScales(questions, response), settings));
    }
  }
  return {
    mentions: found.flatMap(({ mentions }) => mentions),
    removed,
    facts: {
      answers: found.flatMap(({ facts }) => facts.answers ?? []),
      removedAnswers: removed.flatMap((id) => idsOf(id, questions, settings)),
    },
  };
}

/** The ends of a scale stand beside each answer to it. */
function withScales(questions: readonly Question[], { answers }: Response): readonly Question[] {
  const given = new Map(readItems(answers, Answered).items.map((one) => [one.question_id, one]));
  return questions.map((question) => {
    const answer = given.get(question.id);
    return answer ? { ...question, scale: scaleOf(question, answer) } : question;
  });
}

function submissionOf({
  id,
  completed_time: answeredAt,
  language,
  contact,
  answers,
  variables,
}: Response): Submission {
  const given = readItems(answers, Answered).items.filter(({ skipped }) => skipped !== true);
  const own = readItems(variables ?? [], Variable).items;
  return {
    id,
    answeredAt,
    given: new Map(
      given.flatMap(({ question_id: question, answer }): [string, string | number][] =>
        (typeof answer === 'string' || typeof answer === 'number') && !isNothing(answer)
          ? [[question, answer]]
          : [],
      ),
    ),
    fields: Object.fromEntries(own.map(({ name, value }) => [name, value])),
    language: language ?? undefined,
    email: contact?.email ?? undefined,
    customer: contact?.id && contact.id !== '0' ? contact.id : undefined,
  };
}

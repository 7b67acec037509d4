import { z } from 'zod';
import { FetchFailed } from '../../domain/errors.ts';
import { type Api, openApi } from '../api/api-client.ts';
import { header } from '../api/auth.ts';
import { List, readItems } from '../api/items.ts';
import { secret, text } from '../settings-fields.ts';
import type { FetchContext, Fetched, KnownMention, Source, SourceContext } from '../source.ts';
import { fromSubmissions, saidOf } from '../survey/fetched-answers.ts';
import { deliverySecret, nudge } from '../survey/nudge.ts';
import { idsOf } from '../survey/submission.ts';
import { surveySettings } from '../survey/survey-settings.ts';
import { OPEN_TERMS } from '../terms.ts';
import { Definition, questionsOf } from './qualtrics/questions.ts';
import { Response, submissionOf } from './qualtrics/responses.ts';

const Settings = z.object({
  dataCenter: text('Data center id', 'As in the address after sign-in: fra1, iad1.').regex(
    /^[a-z\d-]+$/i,
    'Data center id: expected letters and digits',
  ),
  surveyId: text('Survey id', 'It begins with SV_.').regex(
    /^SV_\w+$/,
    'Survey id: expected SV_ and letters and digits',
  ),
  token: secret('API token', 'Of a person who may see the responses.'),
  ...surveySettings,
  webhookToken: deliverySecret('Put it behind the address of the event subscription: ?token=…'),
});
type Settings = z.output<typeof Settings>;

const DAY_MS = 86_400_000;
/** Responses are written some time after they were recorded. */
const OVERLAP_MS = 3_600_000;
/** An export is one file; this much of a long past goes into one of them. */
const WINDOW_MS = 30 * DAY_MS;
/** An export that takes longer has got lost. */
const EXPORT_LASTS_MS = 3_600_000;

const instant = z.coerce.date();
const Cursor = z
  .object({
    /** Everything recorded up to here has been read. */
    upTo: instant.optional(),
    /** An export that was asked for and was not ready. */
    waiting: z.object({ id: z.string(), askedAt: instant, since: instant, until: instant }).optional(),
  })
  .catch({});
type Waiting = NonNullable<z.output<typeof Cursor>['waiting']>;

const Asked = z.object({ result: z.object({ progressId: z.string() }) });
const Progress = z.object({
  result: z.object({ status: z.string(), fileId: z.string().nullish() }),
});
const File = z.object({ responses: List });

/** Responses by export: asked for, waited for, read. A run does not wait; the next one finds the file. */
export default {
  label: 'Qualtrics',
  group: 'surveys',
  help: 'Answers to a survey of yours: scores, and comments as mentions.',
  setup: [
    'In Qualtrics open Account settings, Qualtrics IDs: the data center id, the token and the ids of surveys stand there.',
    'To be told at once, subscribe to surveyengine.completedResponse of the survey with the address on the page of the source and ?token= with your webhook token.',
  ],
  settings: Settings,
  terms: OPEN_TERMS,
  cost: { unit: 'call', note: 'part of a plan with API access' },
  backfill: { days: 365, most: 3_650 },
  host: ({ dataCenter }) => hostOf(dataCenter),
  fetch,
  async testConnection(context) {
    const { name, questions } = await readDefinition(apiOf(context), context.settings);
    return `“${name}” has ${questions.length} questions. ${saidOf(questions, context.settings)}`;
  },
  recheck: { everyDays: 7, forDays: 180, batch: 20, ask: lookAgain },
  receive: (delivery, { webhookToken: key }, now) => nudge(delivery, { choice: 'token', secret: key }, now),
} satisfies Source<Settings>;

const hostOf = (dataCenter: string) => `${dataCenter.toLowerCase()}.qualtrics.com`;

const apiOf = ({ settings, ...context }: SourceContext<Settings>): Api =>
  openApi(
    { settings, ...context },
    {
      base: `https://${hostOf(settings.dataCenter)}/API/v3`,
      auth: header('x-api-token', settings.token),
    },
  );

async function fetch(context: FetchContext<Settings>): Promise<Fetched> {
  const api = apiOf(context);
  const { settings } = context;
  const { upTo, waiting } = Cursor.parse(context.state.cursor ?? {});
  const going = waiting ?? (await askFor(api, context, upTo));
  const fileId = await fileOf(api, settings, going);
  const nothing = { status: 'ok' as const, mentions: [], warnings: [], skipped: 0, bytes: api.use.bytes };
  if (fileId === 'lost' || context.now().getTime() - going.askedAt.getTime() > EXPORT_LASTS_MS) {
    const warnings = ['Qualtrics could not make the export; it is asked for again.'];
    return { ...nothing, warnings, state: { cursor: { upTo } } };
  }
  if (fileId === undefined) return { ...nothing, state: { cursor: { upTo, waiting: going } }, hasMore: true };
  const { body } = await api.call({ path: `${exportsOf(settings)}/${fileId}/file` }, File);
  const { questions } = await readDefinition(api, settings);
  const { items, skipped } = readItems(body.responses, Response);
  const submissions = items.flatMap((response) => submissionOf(response, questions) ?? []);
  return {
    ...nothing,
    ...fromSubmissions(submissions, questions, settings),
    skipped,
    bytes: api.use.bytes,
    state: { cursor: { upTo: going.until } },
    coversFrom: going.since,
    ...(going.until < going.askedAt ? { hasMore: true } : {}),
  };
}

const exportsOf = ({ surveyId }: Settings) => `/surveys/${surveyId}/export-responses`;

async function askFor(
  api: Api,
  { settings, since: first, now }: FetchContext<Settings>,
  upTo: Date | undefined,
): Promise<Waiting> {
  const askedAt = now();
  const since = upTo ? new Date(upTo.getTime() - OVERLAP_MS) : first;
  const until = new Date(Math.min(since.getTime() + WINDOW_MS, askedAt.getTime()));
  const json = {
    format: 'json',
    compress: false,
    startDate: inSeconds(since),
    // The latest is asked for without an end: a clock that is ahead would leave something out.
    ...(until < askedAt ? { endDate: inSeconds(until) } : {}),
  };
  const { body } = await api.call({ method: 'POST', path: exportsOf(settings), json }, Asked);
  return { id: body.result.progressId, askedAt, since, until };
}

const inSeconds = (date: Date) => `${date.toISOString().slice(0, 19)}Z`;

/** Undefined while it is being made. */
async function fileOf(api: Api, settings: Settings, { id }: Waiting): Promise<string | 'lost' | undefined> {
  const call = { path: `${exportsOf(settings)}/${encodeURIComponent(id)}`, accept: [404] };
  const { status, body } = await api.call(call, z.unknown());
  if (status === 404) return 'lost';
  const progress = Progress.safeParse(body).data?.result;
  if (!progress) {
    throw new FetchFailed(
      'malformed',
      'Qualtrics did not say how far the export is. It is asked again later.',
    );
  }
  if (progress.status === 'failed') return 'lost';
  return progress.status === 'complete' ? (progress.fileId ?? 'lost') : undefined;
}

async function readDefinition(api: Api, { surveyId }: Settings) {
  const { body } = await api.call({ path: `/surveys/${surveyId}` }, z.object({ result: Definition }));
  return { name: body.result.name ?? surveyId, questions: questionsOf(body.result) };
}

async function lookAgain(context: SourceContext<Settings>, known: readonly KnownMention[]) {
  const api = apiOf(context);
  const { settings } = context;
  const { questions } = await readDefinition(api, settings);
  const found: z.output<typeof Response>[] = [];
  const removed: string[] = [];
  for (const { externalId } of known) {
    const path = `/surveys/${settings.surveyId}/responses/${encodeURIComponent(externalId)}`;
    const { status, body } = await api.call(
      { path, accept: [404] },
      z.object({ result: z.unknown() }).partial(),
    );
    const response = Response.safeParse(body.result).data;
    if (status === 404) removed.push(externalId);
    else if (response) found.push(response);
  }
  const submissions = found.flatMap((response) => submissionOf(response, questions) ?? []);
  const { mentions, facts } = fromSubmissions(submissions, questions, settings);
  const removedAnswers = removed.flatMap((id) => idsOf(id, questions, settings));
  return { mentions, removed, facts: { ...facts, removedAnswers } };
}

import { z } from 'zod';
import { Refused } from '../../domain/errors.ts';
import { type Api, openApi } from '../api/api-client.ts';
import { bearer } from '../api/auth.ts';
import { readNewestFirst } from '../api/incremental.ts';
import { List, readItems } from '../api/items.ts';
import { choice, secret, text } from '../settings-fields.ts';
import type { Delivery, FetchContext, KnownMention, Received, Source, SourceContext } from '../source.ts';
import { fromSubmissions, saidOf } from '../survey/fetched-answers.ts';
import { agreedSecret, deliverySecret } from '../survey/nudge.ts';
import { idsOf, type Question } from '../survey/submission.ts';
import { surveySettings } from '../survey/survey-settings.ts';
import { OPEN_TERMS } from '../terms.ts';
import { verifyDelivery } from '../webhook/signature.ts';
import { Form, questionsOf } from './typeform/questions.ts';
import { Response, submissionOf } from './typeform/responses.ts';

const Settings = z.object({
  formId: text('Form id', 'The letters and digits after /form/ in its address.').regex(
    /^\w+$/,
    'Form id: expected letters and digits',
  ),
  token: secret('Personal token', 'With the scopes responses:read and forms:read.'),
  region: choice('Data centre', { com: 'United States', eu: 'European Union' }).default('com'),
  ...surveySettings,
  webhookToken: deliverySecret('Enter the same as the secret of the webhook.'),
});
type Settings = z.output<typeof Settings>;

const HOSTS = { com: 'api.typeform.com', eu: 'api.eu.typeform.com' } as const;
const ITEMS_A_PAGE = 500;
/** Responses may be missing from the interface for half an hour after they were sent. */
const OVERLAP_MS = 2 * 3_600_000;

const Listed = z.object({ items: List });
const Event = z.object({
  event_id: z.string(),
  form_response: z.unknown(),
});
const Sent = z.object({ form_id: z.string(), definition: Form.partial().catch({}) });

/** Completed responses to one form; the webhook brings each of them at once, the interface makes up for any it missed. */
export default {
  label: 'Typeform',
  group: 'surveys',
  help: 'Answers to a form of yours: scores, and comments as mentions.',
  setup: [
    'In Typeform open your account, Personal tokens, and generate one with the scopes responses:read and forms:read.',
    'The form id stands in the address of the form, behind /form/.',
    'To be told at once, open Connect, Webhooks, add the address on the page of the source, and enter a secret there and here.',
  ],
  settings: Settings,
  terms: OPEN_TERMS,
  cost: { unit: 'call', note: 'part of a Typeform plan' },
  backfill: { days: 365, most: 3_650 },
  host: ({ region }) => HOSTS[region],
  async fetch(context) {
    const api = apiOf(context);
    const questions = await readQuestions(api, context.settings);
    const read = await readNewestFirst(context, {
      first: '',
      read: (before, since) => readPage(api, context, before, since),
      idOf: ({ token }) => token,
      atOf: ({ submitted_at: at }) => at,
      overlapMs: OVERLAP_MS,
      // What is missing is asked for by its id, so that its score goes together with its comment.
      isByPublication: false,
    });
    const found = fromSubmissions(read.items.map(submissionOf), questions, context.settings);
    return { ...read.rest, ...found, bytes: api.use.bytes };
  },
  async testConnection(context) {
    const { settings } = context;
    const questions = await readQuestions(apiOf(context), settings);
    return `The form has ${questions.length} questions. ${saidOf(questions, settings)}`;
  },
  recheck: { everyDays: 7, forDays: 180, batch: 50, ask: lookAgain },
  receive,
} satisfies Source<Settings>;

const apiOf = (context: SourceContext<Settings>): Api =>
  openApi(context, {
    base: `https://${HOSTS[context.settings.region]}`,
    auth: bearer(context.settings.token),
  });

const pathOf = ({ formId }: Settings) => `/forms/${formId}`;

async function readQuestions(api: Api, settings: Settings): Promise<readonly Question[]> {
  const { body } = await api.call({ path: pathOf(settings) }, Form);
  return questionsOf(body.fields);
}

async function readPage(api: Api, { settings }: FetchContext<Settings>, before: string, since: Date) {
  const query = {
    page_size: ITEMS_A_PAGE,
    since: since.toISOString().slice(0, 19),
    before: before === '' ? undefined : before,
  };
  const { body } = await api.call({ path: `${pathOf(settings)}/responses`, query }, Listed);
  const last = z.object({ token: z.string() }).safeParse(body.items.at(-1)).data;
  const isLast = body.items.length < ITEMS_A_PAGE;
  return { ...readItems(body.items, Response), next: isLast ? undefined : last?.token };
}

async function lookAgain(context: SourceContext<Settings>, known: readonly KnownMention[]) {
  const api = apiOf(context);
  const { settings } = context;
  const questions = await readQuestions(api, settings);
  const ids = known.map(({ externalId }) => externalId);
  const query = { included_response_ids: ids.join(','), page_size: ids.length };
  const { body } = await api.call({ path: `${pathOf(settings)}/responses`, query }, Listed);
  const { items } = readItems(body.items, Response);
  const there = new Set(items.map(({ token }) => token));
  const removed = ids.filter((id) => !there.has(id));
  const { mentions, facts } = fromSubmissions(items.map(submissionOf), questions, settings);
  return {
    mentions,
    removed,
    facts: { ...facts, removedAnswers: removed.flatMap((id) => idsOf(id, questions, settings)) },
  };
}

/** A delivery names the questions but not where their scales end: what cannot be read from it, the next run reads. */
function receive(delivery: Delivery, settings: Settings, now: Date): Received {
  const key = agreedSecret(settings.webhookToken);
  verifyDelivery(delivery, { choice: 'hmac', secret: key, header: 'typeform-signature' }, now);
  const event = Event.safeParse(jsonIn(delivery.body)).data;
  const sent = Sent.safeParse(event?.form_response).data;
  const response = Response.safeParse(event?.form_response).data;
  if (!event || !sent || !response) {
    throw new Refused('The delivery is not what Typeform documents as a form_response. It was not taken.');
  }
  if (sent.form_id !== settings.formId) {
    throw new Refused(
      `The delivery is about the form ${sent.form_id}, this source is about ${settings.formId}.`,
    );
  }
  const questions = questionsOf(sent.definition.fields ?? []);
  const isWhole = questions.every(({ asks, scale }) => asks !== 'scale' || scale !== undefined);
  if (!isWhole) {
    return { deliveryId: event.event_id, mentions: [], removed: [], skipped: 0, readNow: true };
  }
  const found = fromSubmissions([submissionOf(response)], questions, settings);
  return { deliveryId: event.event_id, ...found, removed: [], skipped: 0 };
}

function jsonIn(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return undefined;
  }
}

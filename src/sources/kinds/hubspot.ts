import { z } from 'zod';
import type { SurveyKind } from '../../domain/facts.ts';
import { type Api, openApi } from '../api/api-client.ts';
import { bearer } from '../api/auth.ts';
import { readForward } from '../api/incremental.ts';
import { Id, Instant, List, readItems } from '../api/items.ts';
import { htmlToText } from '../html-to-text.ts';
import { secret, text } from '../settings-fields.ts';
import type { KnownMention, Source, SourceContext } from '../source.ts';
import { readSubmission } from '../survey/submission.ts';
import { surveySettings } from '../survey/survey-settings.ts';
import { OPEN_TERMS } from '../terms.ts';

const { rated: _rated, scaleIs: _scale, comment: _comment, emailField: _mail, ...fields } = surveySettings;

const Settings = z.object({
  token: secret('Access token', 'Of a private app with the scope crm.objects.feedback_submissions.read.'),
  survey: text('Survey', 'The name of one survey; left empty, the answers to all of them.').optional(),
  version: text(
    'Version of the interface',
    'v3, or a date such as 2026-09 once HubSpot has switched the older one off.',
  )
    .regex(/^(v3|\d{4}-\d{2})$/, 'Version of the interface: expected v3 or a date such as 2026-09')
    .default('v3'),
  ...fields,
});
type Settings = z.output<typeof Settings>;

const HOST = 'api.hubapi.com';
const ITEMS_A_PAGE = 100;
const OVERLAP_MS = 60_000;

const words = z.string().nullish();
const OWN = {
  hs_survey_type: words,
  hs_survey_name: words,
  hs_value: words,
  hs_content: words,
  hs_submission_timestamp: words,
  hs_lastmodifieddate: words,
};
const Submission = z.object({
  id: Id,
  createdAt: Instant,
  updatedAt: Instant,
  archived: z.boolean().nullish(),
  properties: z.looseObject(OWN),
});
type Submission = z.output<typeof Submission>;

const Listed = z.object({
  results: List,
  paging: z.object({ next: z.object({ after: z.string() }).nullish() }).nullish(),
});

/** Feedback submissions of a HubSpot account by their last change; HubSpot tells nobody of them, so it is asked. */
export default {
  label: 'HubSpot',
  group: 'surveys',
  help: 'Feedback submissions (NPS, CSAT, CES): scores, and comments as mentions.',
  setup: [
    'Feedback surveys are part of Service Hub Professional and above.',
    'In HubSpot open Settings, Integrations, Private apps, create one with the scope crm.objects.feedback_submissions.read, and copy its token.',
  ],
  settings: Settings,
  terms: OPEN_TERMS,
  cost: { unit: 'call', note: 'part of a HubSpot plan' },
  backfill: { days: 365, most: 3_650 },
  host: () => HOST,
  async fetch(context) {
    const api = apiOf(context);
    const read = await readForward(context, {
      first: '',
      read: (after, since) => search(api, context.settings, { after, since }),
      idOf: ({ id }) => id,
      atOf: changedAt,
      overlapMs: OVERLAP_MS,
    });
    return { ...read.rest, ...answersIn(read.items, context.settings), bytes: api.use.bytes };
  },
  async testConnection(context) {
    const since = new Date(context.now().getTime() - 365 * 86_400_000);
    const { items } = await search(apiOf(context), context.settings, { after: '', since });
    const types = [...new Set(items.map(({ properties }) => properties.hs_survey_type ?? 'CUSTOM'))];
    return `HubSpot answers; the first page of the last year has ${items.length} submissions (${types.join(', ') || 'none'}).`;
  },
  recheck: { everyDays: 7, forDays: 180, batch: 100, ask: lookAgain },
} satisfies Source<Settings>;

const apiOf = (context: SourceContext<Settings>): Api =>
  openApi(context, { base: `https://${HOST}`, auth: bearer(context.settings.token) });

const pathOf = ({ version }: Settings, path: string) =>
  version === 'v3'
    ? `/crm/v3/objects/feedback_submissions${path}`
    : `/crm/objects/${version}/feedback_submissions${path}`;

function propertiesOf(settings: Settings): string[] {
  const { customerField, touchpointField, locationField, segmentField, productField, quoteField } = settings;
  const own = [customerField, touchpointField, locationField, segmentField, productField, quoteField];
  return [...Object.keys(OWN), ...own.filter((name) => name !== undefined)];
}

/** At most 10,000 are found by one search; the next run goes on where this one came to. */
const MOST_FOUND = 10_000;

async function search(api: Api, settings: Settings, { after, since }: { after: string; since: Date }) {
  const filters = [
    { propertyName: 'hs_lastmodifieddate', operator: 'GTE', value: String(since.getTime()) },
    ...(settings.survey ? [{ propertyName: 'hs_survey_name', operator: 'EQ', value: settings.survey }] : []),
  ];
  const json = {
    filterGroups: [{ filters }],
    sorts: [{ propertyName: 'hs_lastmodifieddate', direction: 'ASCENDING' }],
    properties: propertiesOf(settings),
    limit: ITEMS_A_PAGE,
    ...(after === '' ? {} : { after }),
  };
  const { body } = await api.call({ method: 'POST', path: pathOf(settings, '/search'), json }, Listed);
  const next = body.paging?.next?.after;
  const isFull = next !== undefined && Number(next) >= MOST_FOUND;
  return { ...readItems(body.results, Submission), next: isFull ? undefined : next };
}

async function lookAgain(context: SourceContext<Settings>, known: readonly KnownMention[]) {
  const { settings } = context;
  const inputs = known.map(({ externalId: id }) => ({ id }));
  const json = { inputs, properties: propertiesOf(settings) };
  const call = { method: 'POST' as const, path: pathOf(settings, '/batch/read'), json };
  const { body } = await apiOf(context).call(call, z.object({ results: List }));
  const { items } = readItems(body.results, Submission);
  const there = new Set(items.filter(({ archived }) => archived !== true).map(({ id }) => id));
  const removed = inputs.map(({ id }) => id).filter((id) => !there.has(id));
  const found = answersIn(
    items.filter(({ id }) => there.has(id)),
    settings,
  );
  return { mentions: found.mentions, removed, facts: { ...found.facts, removedAnswers: removed } };
}

const changedAt = ({ properties, updatedAt }: Submission) =>
  Instant.safeParse(properties.hs_lastmodifieddate).data ?? updatedAt;

const KINDS: Readonly<Record<string, SurveyKind>> = { NPS: 'nps', CSAT: 'csat', CES: 'ces' };
const SCALES = {
  nps: { min: 0, max: 10 },
  csat: { min: 1, max: 5 },
  ces: { min: 1, max: 7 },
  custom: { min: 0, max: 10 },
} as const;

/** A submission is one rated question and its comment, whatever else the survey asked. */
function answersIn(submissions: readonly Submission[], settings: Settings) {
  const read = submissions.map(({ id, createdAt, properties }) => {
    const kind = KINDS[(properties.hs_survey_type ?? '').toUpperCase()] ?? 'custom';
    const given = { score: properties.hs_value ?? '', comment: htmlToText(properties.hs_content ?? '') };
    return readSubmission(
      {
        id,
        answeredAt: Instant.safeParse(properties.hs_submission_timestamp).data ?? createdAt,
        given: new Map(Object.entries(given)),
        fields: properties,
      },
      [
        { id: 'score', title: properties.hs_survey_name ?? undefined, asks: kind, scale: SCALES[kind] },
        { id: 'comment', asks: 'words' },
      ],
      { ...settings, scaleIs: 'custom' },
    );
  });
  return {
    mentions: read.flatMap(({ mention }) => mention ?? []),
    facts: { answers: read.flatMap(({ answers }) => answers) },
  };
}

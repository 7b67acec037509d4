import { z } from '@hono/zod-openapi';
import { FORM_LANGUAGES } from '../../domain/survey/survey.ts';
import type { InvitationRow } from '../../store/invitations.ts';
import type { SurveyCounts } from '../../store/survey-counts.ts';
import type { SurveyRow } from '../../store/surveys.ts';
import { Instant, instant, instantOrNull } from './contract.ts';

const Counts = z.object({
  answers: z.number().int(),
  uninvited: z.number().int(),
  comments: z.number().int(),
  meanScore: z.number().nullable(),
  sent: z.number().int(),
  reminded: z.number().int(),
  answered: z.number().int(),
  waiting: z.number().int(),
  held: z.number().int().openapi({ description: 'Not asked, because asked or heard a short while before.' }),
  left: z.number().int().openapi({ description: 'Not asked, because the person does not want to be.' }),
  failed: z.number().int(),
  responseRate: z.number().nullable().openapi({ description: 'Answered of those that were sent.' }),
});

export const Survey = z
  .object({
    id: z.number().int(),
    sourceId: z.number().int(),
    name: z.string(),
    path: z.string().openapi({ description: 'Where the form is, for everybody.', example: '/s/3Fq…' }),
    kind: z.enum(['nps', 'csat', 'ces']),
    languages: z.array(z.string()),
    ownWords: z.record(z.string(), z.record(z.string(), z.string())),
    asksWhy: z.boolean(),
    asksToQuote: z.boolean(),
    touchpoint: z.string().nullable(),
    location: z.string().nullable(),
    product: z.string().nullable(),
    frameOrigins: z.array(z.string()),
    isOpen: z.boolean(),
    destinationId: z.number().int().nullable(),
    delayMinutes: z.number().int(),
    reminderDays: z.number().int().nullable(),
    createdAt: Instant,
    counts: Counts,
  })
  .openapi('Survey');

export const Fields = z
  .object({
    name: z.string(),
    kind: z.enum(['nps', 'csat', 'ces']),
    languages: z.array(z.enum(FORM_LANGUAGES as [string, ...string[]])),
    ownWords: z
      .record(
        z.string(),
        z.object({ question: z.string(), followUp: z.string(), thanks: z.string() }).partial(),
      )
      .optional(),
    asksWhy: z.boolean().optional(),
    asksToQuote: z.boolean().optional(),
    touchpoint: z.string().nullish(),
    location: z.string().nullish(),
    product: z.string().nullish(),
    frameOrigins: z.array(z.string()).optional(),
    isOpen: z.boolean().optional(),
    destinationId: z.number().int().nullish(),
    delayMinutes: z.number().int().optional(),
    reminderDays: z.number().int().nullish(),
  })
  .openapi('SurveyFields');

export const Invitation = z.object({
  id: z.number().int(),
  state: z.enum(['waiting', 'sent', 'answered', 'held', 'left', 'failed']),
  step: z.enum(['first', 'reminder']),
  language: z.string(),
  touchpoint: z.string().nullable(),
  location: z.string().nullable(),
  createdAt: Instant,
  dueAt: Instant,
  sentAt: Instant.nullable(),
  remindedAt: Instant.nullable(),
  answeredAt: Instant.nullable(),
  lastError: z.string().nullable(),
});

export const People = z.object({
  people: z
    .array(z.record(z.string(), z.unknown()))
    .min(1)
    .max(1_000)
    .openapi({
      example: [
        { email: 'mia@example.com', name: 'Mia', language: 'de', touchpoint: 'receive', id: 'order-77' },
      ],
    }),
});
export const Report = z.object({
  invited: z.number().int(),
  held: z.number().int(),
  left: z.number().int(),
  repeated: z.number().int(),
  rejected: z.array(z.object({ line: z.number().int(), reason: z.string() })),
});

const NOTHING: SurveyCounts = {
  answers: 0,
  uninvited: 0,
  comments: 0,
  meanScore: undefined,
  sent: 0,
  reminded: 0,
  answered: 0,
  waiting: 0,
  held: 0,
  left: 0,
  failed: 0,
};

export function answerOf(survey: SurveyRow, counts: SurveyCounts = NOTHING): z.output<typeof Survey> {
  const { sealed: _, token, touchpoint, location, product, destinationId, reminderDays, ...open } = survey;
  return {
    ...open,
    languages: [...open.languages],
    frameOrigins: [...open.frameOrigins],
    ownWords: JSON.parse(JSON.stringify(open.ownWords)) as Record<string, Record<string, string>>,
    path: `/s/${token}`,
    touchpoint: touchpoint ?? null,
    location: location ?? null,
    product: product ?? null,
    destinationId: destinationId ?? null,
    reminderDays: reminderDays ?? null,
    createdAt: instant(open.createdAt),
    counts: {
      ...counts,
      meanScore: counts.meanScore ?? null,
      responseRate: counts.sent > 0 ? counts.answered / counts.sent : null,
    },
  };
}

export function invitationOf(row: InvitationRow): z.output<typeof Invitation> {
  return {
    id: row.id,
    state: row.state,
    step: row.step,
    language: row.language,
    touchpoint: row.touchpoint ?? null,
    location: row.location ?? null,
    createdAt: instant(row.createdAt),
    dueAt: instant(row.dueAt),
    sentAt: instantOrNull(row.sentAt),
    remindedAt: instantOrNull(row.remindedAt),
    answeredAt: instantOrNull(row.answeredAt),
    lastError: row.lastError ?? null,
  };
}

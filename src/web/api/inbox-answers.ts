import { z } from '@hono/zod-openapi';
import { ANSWER_WAYS, holderAt, INBOX_STATUSES, NOTICE_KINDS } from '../../domain/inbox.ts';
import { ENTRIES } from '../../domain/inbox-settings.ts';
import { TRIAGE_PARTS } from '../../domain/triage.ts';
import type { InboxRow } from '../../store/inbox-list.ts';
import type { NamedPerformance, Performance } from '../../store/inbox-performance.ts';
import { Instant, instant, instantOrNull } from './contract.ts';
import { Mention, mentionAnswer } from './mention-answers.ts';

const Id = z.number().int().positive();

export const Item = z
  .object({
    mentionId: Id,
    status: z.enum(INBOX_STATUSES),
    score: z.number(),
    parts: z
      .array(z.object({ part: z.enum(TRIAGE_PARTS), points: z.number(), why: z.string() }))
      .openapi({ description: 'What the score is the sum of.' }),
    dueAt: Instant.nullable().openapi({ description: 'Null: no target.' }),
    assignedTo: z.object({ id: Id, name: z.string() }).nullable(),
    claim: z
      .object({ userId: Id, name: z.string(), until: Instant, number: z.number().int() })
      .nullable()
      .openapi({ description: 'Who has it open now.' }),
    snoozedUntil: Instant.nullable(),
    tags: z.array(z.string()),
    enteredAt: Instant,
    closedAt: Instant.nullable(),
    answeredAt: Instant.nullable(),
    answeredHow: z.enum(ANSWER_WAYS).nullable(),
    mention: Mention,
  })
  .openapi('InboxItem');

export function itemAnswer(row: InboxRow, now: Date): z.input<typeof Item> {
  const holder = holderAt(row.claim, now);
  return {
    mentionId: row.mentionId,
    status: row.status,
    score: row.score,
    parts: [...row.parts],
    dueAt: instantOrNull(row.dueAt),
    assignedTo: row.assignedTo === undefined ? null : { id: row.assignedTo, name: row.assignee ?? '' },
    claim: holder
      ? { userId: holder.userId, name: row.holder ?? '', until: instant(holder.until), number: holder.number }
      : null,
    snoozedUntil: instantOrNull(row.snoozedUntil),
    tags: [...row.tags],
    enteredAt: instant(row.enteredAt),
    closedAt: instantOrNull(row.closedAt),
    answeredAt: instantOrNull(row.answeredAt),
    answeredHow: row.answeredHow ?? null,
    mention: mentionAnswer(row.mention),
  };
}

const Note = z.object({ id: Id, at: Instant, author: z.string(), text: z.string() });

export const ItemWithHistory = Item.extend({
  notes: z.array(Note),
  events: z.array(
    z.object({ at: Instant, actor: z.string(), deed: z.string(), detail: z.record(z.string(), z.unknown()) }),
  ),
}).openapi('InboxItemWithHistory');

export const Claim = z
  .object({ number: z.number().int(), until: Instant })
  .openapi('InboxClaim', { description: 'The number goes with every reply: a later claim makes it void.' });

export const Notice = z
  .object({ id: Id, mentionId: Id, kind: z.enum(NOTICE_KINDS), at: Instant, actor: z.string() })
  .openapi('InboxNotice');

const Minutes = z.number().int().min(0).max(10_080);

export const Settings = z
  .object({
    weights: z.object(
      Object.fromEntries(TRIAGE_PARTS.map((part) => [part, z.number().min(-100).max(100)])) as Record<
        (typeof TRIAGE_PARTS)[number],
        z.ZodNumber
      >,
    ),
    enters: z.object({
      review: z.enum(ENTRIES),
      survey: z.enum(ENTRIES),
      comment: z.enum(ENTRIES),
      mention: z.enum(ENTRIES),
    }),
    oldestDays: z.number().int().min(1).max(3_650),
    skipsCompetitors: z.boolean(),
    leaseMinutes: z.number().int().min(2).max(240),
    warnMinutes: Minutes,
  })
  .openapi('InboxSettings');

export const NewTarget = z.object({
  starsAtLeast: z.number().int().min(1).max(5).nullable().default(null),
  starsAtMost: z.number().int().min(1).max(5).nullable().default(null),
  sourceId: Id.nullable().default(null),
  language: z
    .string()
    .regex(/^[a-z]{2,3}$/)
    .nullable()
    .default(null),
  minutes: z.number().int().min(1).max(60_000).openapi({ description: 'Of business time.' }),
});
export const Target = NewTarget.extend({ id: Id }).openapi('ResponseTarget');

const Span = z.tuple([z.number().int().min(0).max(1_440), z.number().int().min(0).max(1_440)]);

export const HoursFields = z.object({
  week: z
    .array(z.array(Span))
    .length(7)
    .openapi({
      description: 'Monday first; spans in minutes of the day.',
      example: [[[540, 1020]], [], [], [], [], [], []],
    }),
  holidays: z.array(z.iso.date()).max(1_000).default([]),
  holidayRegion: z
    .string()
    .trim()
    .toUpperCase()
    .max(20)
    .nullable()
    .default(null)
    .openapi({ description: 'Whose public holidays are days off as well.', example: 'DE-BE' }),
});
export const Hours = HoursFields.extend({
  locationId: z.number().int().min(0).openapi({ description: '0: the workspace.' }),
  timeZone: z.string(),
}).openapi('BusinessHours');

export const Measured = z
  .object({
    items: z.number().int(),
    answered: z.number().int(),
    automatic: z.number().int(),
    responseRate: z.number().nullable(),
    medianSeconds: z.number().nullable(),
    p90Seconds: z.number().nullable(),
    withTarget: z.number().int(),
    inTime: z.number().int(),
  })
  .openapi('ResponseTimes', { description: 'Answers of people; those of rules are only in `automatic`.' });

export const NamedMeasured = Measured.extend({ id: Id.nullable(), name: z.string().nullable() });

export function measuredAnswer(measured: Performance): z.input<typeof Measured> {
  const { items, answered, automatic, withTarget, inTime } = measured;
  return {
    items,
    answered,
    automatic,
    withTarget,
    inTime,
    responseRate: items === 0 ? null : answered / items,
    medianSeconds: measured.medianSeconds ?? null,
    p90Seconds: measured.p90Seconds ?? null,
  };
}

export const namedAnswer = (row: NamedPerformance): z.input<typeof NamedMeasured> => ({
  ...measuredAnswer(row),
  id: row.id ?? null,
  name: row.name ?? null,
});

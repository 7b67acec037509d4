import { z } from '@hono/zod-openapi';
import {
  ALERT_STATES,
  DIRECTIONS,
  METRICS,
  RULE_KINDS,
  SEVERITIES,
  WINDOW_DAYS,
} from '../../domain/alert.ts';
import { headline, summary } from '../../domain/alert-words.ts';
import { RISKS } from '../../domain/classification.ts';
import { qualityOf, type RuleRecord } from '../../store/alert-marks.ts';
import type { AlertRuleInput, AlertRuleRow } from '../../store/alert-rules.ts';
import type { AlertRow } from '../../store/alerts.ts';
import { ruleInWords } from '../parts/alert-words.ts';
import { Instant, instant, instantOrNull, Name } from './contract.ts';

const Id = z.number().int().positive();
const MinuteOfDay = z.number().int().min(0).max(1439).nullable();
const SENSITIVITIES = ['fewer', 'balanced', 'more'] as const;

const Condition = z
  .object({
    metric: z.enum(METRICS),
    direction: z.enum(DIRECTIONS),
    changeAtLeast: z.number().positive().openapi({ description: 'Points, stars, or per cent of volume.' }),
    windowDays: z.literal([...WINDOW_DAYS]).openapi({ description: 'Against the 28 days before.' }),
  })
  .openapi({ description: 'Of the kind metric.' });

export const Area = z.string().trim().min(1).max(200).openapi({
  description: 'In the place of a location: every place in a country ("DE") or region ("DE/North").',
});

const RuleFields = z.object({
  name: Name.max(120),
  kind: z.enum(RULE_KINDS),
  topicId: Id.nullable().default(null),
  locationId: Id.nullable().default(null),
  area: Area.nullable().default(null),
  sourceId: Id.nullable().default(null),
  severity: z.enum(SEVERITIES).default('warning'),
  sensitivity: z.enum(SENSITIVITIES).default('balanced'),
  minimumN: z
    .number()
    .int()
    .min(1)
    .default(3)
    .openapi({ description: 'Fewest unhappy people in a spike; fewest mentions behind a metric.' }),
  condition: Condition.nullable().default(null),
  starsAtMost: z.number().min(1).max(5).nullable().default(null),
  reachAtLeast: z.number().int().min(1).nullable().default(null),
  phrases: z.array(z.string().trim().min(1).max(120)).max(100).default([]),
  risks: z.array(z.enum(RISKS)).default([]),
  aspects: z
    .array(z.string().trim().min(1).max(60))
    .max(20)
    .default([])
    .openapi({ description: 'A single mention is bad about one of them; in a spike only that counts.' }),
  quietFrom: MinuteOfDay.default(null).openapi({ description: "Minute of the day in the workspace's zone." }),
  quietTo: MinuteOfDay.default(null),
  coolDownMinutes: z.number().int().min(0).default(60),
  escalateMinutes: z.number().int().min(1).nullable().default(null),
  looksBack: z
    .boolean()
    .default(false)
    .openapi({ description: 'Lists what it would have found in the past; nobody is told.' }),
  enabled: z.boolean().default(true),
});
export const NewAlertRule = RuleFields;
/** Without defaults: what is left out stays. */
export const AlertRuleChange = z
  .object(
    Object.fromEntries(
      Object.entries(RuleFields.omit({ kind: true }).shape).map(([name, field]) => [
        name,
        field instanceof z.ZodDefault ? field.removeDefault() : field,
      ]),
    ),
  )
  .partial();

export const AlertRule = RuleFields.extend({
  id: Id,
  description: z.string().openapi({ description: 'What it looks for, in words.' }),
  author: z.string(),
  createdAt: Instant,
  record: z
    .object({
      right: z.number().int(),
      wrong: z.number().int(),
      missed: z.number().int(),
      open: z.number().int(),
      precision: z.number().nullable(),
      recall: z.number().nullable(),
    })
    .openapi({ description: 'By what people say of its alerts.' }),
}).openapi('AlertRule');

type Nullable<T> = {
  readonly [Field in keyof T]: undefined extends T[Field] ? Exclude<T[Field], undefined> | null : T[Field];
};

/** Null is the API's, undefined ours. */
export function ruleInput(rule: z.output<typeof RuleFields>): AlertRuleInput {
  return Object.fromEntries(
    Object.entries(rule).map(([name, value]) => [name, value ?? undefined]),
  ) as unknown as AlertRuleInput;
}

export function alertRuleOf(rule: AlertRuleRow, record: RuleRecord): z.output<typeof AlertRule> {
  const { precision, recall } = qualityOf(record);
  const { topicName: _, locationName: __, sourceName: ___, createdAt, ...fields } = rule;
  const written = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, value ?? null]));
  return {
    ...(written as unknown as Nullable<
      Omit<typeof fields, 'area' | 'phrases' | 'risks' | 'aspects' | 'condition'>
    >),
    area: rule.area ?? null,
    phrases: [...rule.phrases],
    risks: [...rule.risks],
    aspects: [...rule.aspects],
    condition: rule.condition ? { ...rule.condition } : null,
    createdAt: instant(createdAt),
    description: ruleInWords(rule),
    record: { ...record, precision: precision ?? null, recall: recall ?? null },
  };
}

const Driver = z.object({ name: z.string(), observed: z.number(), expected: z.number() });

export const Alert = z
  .object({
    id: Id,
    ruleId: Id.nullable(),
    kind: z.enum(['negative_spike', 'metric_change', 'missing_data', 'mention']),
    title: z.string(),
    summary: z.string(),
    state: z.enum(ALERT_STATES),
    severity: z.enum(SEVERITIES),
    topicId: Id.nullable(),
    locationId: Id.nullable(),
    area: z.string().nullable(),
    sourceId: Id.nullable(),
    since: Instant,
    at: Instant,
    raisedAt: Instant,
    closedAt: Instant.nullable(),
    observed: z.number().nullable(),
    expected: z.number().nullable(),
    windowMinutes: z.number().int().nullable(),
    isPast: z.boolean(),
    assignee: z.object({ id: Id, name: z.string() }).nullable(),
    mentionIds: z.array(Id),
    why: z.object({
      words: z.array(Driver),
      aspects: z.array(Driver),
      sources: z.array(Driver),
      authors: z.array(Driver),
      locations: z.array(Driver),
      remark: z.string().nullable(),
      metric: Condition.extend({
        value: z.number(),
        usual: z.number(),
        change: z.number(),
        low: z.number(),
        high: z.number(),
        n: z.number(),
      }).nullable(),
    }),
  })
  .openapi('Alert');

export function alertOf(alert: AlertRow, timeZone: string): z.input<typeof Alert> {
  const { words, aspects, sources, authors, locations, remark, metric } = alert.why;
  return {
    id: alert.id,
    ruleId: alert.ruleId ?? null,
    kind: alert.kind,
    title: headline(alert),
    summary: summary(alert, timeZone),
    state: alert.state,
    severity: alert.severity,
    topicId: alert.topicId ?? null,
    locationId: alert.locationId ?? null,
    area: alert.area ?? null,
    sourceId: alert.sourceId ?? null,
    since: instant(alert.since),
    at: instant(alert.at),
    raisedAt: instant(alert.raisedAt),
    closedAt: instantOrNull(alert.closedAt),
    observed: alert.observed ?? null,
    expected: alert.expected ?? null,
    windowMinutes: alert.windowMinutes ?? null,
    isPast: alert.isPast,
    assignee: alert.assignee ?? null,
    mentionIds: [...alert.mentionIds],
    why: {
      words: [...words],
      aspects: [...aspects],
      sources: [...sources],
      authors: [...authors],
      locations: [...locations],
      remark: remark ?? null,
      metric: metric ?? null,
    },
  };
}

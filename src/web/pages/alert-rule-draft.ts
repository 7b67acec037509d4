import { z } from 'zod';
import { DIRECTIONS, METRICS, RULE_KINDS, SEVERITIES, WINDOW_DAYS } from '../../domain/alert.ts';
import { RISKS } from '../../domain/classification.ts';
import type { AlertRuleInput } from '../../store/alert-rules.ts';
import { placeOf } from '../parts/place-choice.ts';
import { manyOf } from './form-fields.ts';

const optionalNumber = (least: number) =>
  z
    .string()
    .optional()
    .transform((text) => (text?.trim() ? Number(text) : undefined))
    .pipe(z.number({ error: 'Expected a number.' }).min(least).max(Number.MAX_SAFE_INTEGER).optional());

const minuteOfDay = z
  .string()
  .regex(/^(([01]\d|2[0-3]):[0-5]\d)?$/, { error: 'Expected a time like 22:00.' })
  .optional()
  .transform((clock) => {
    if (!clock) return undefined;
    const [hours = 0, minutes = 0] = clock.split(':').map(Number);
    return hours * 60 + minutes;
  });

const Form = z.object({
  name: z.string().trim().min(1, { error: 'The rule needs a name.' }).max(120),
  kind: z.enum(RULE_KINDS).default('spike'),
  topic: optionalNumber(1),
  location: z.string().max(200).optional(),
  source: optionalNumber(1),
  severity: z.enum(SEVERITIES).default('warning'),
  sensitivity: z.enum(['fewer', 'balanced', 'more']).default('balanced'),
  minimumN: z.coerce.number().int().min(1).max(100_000).default(3),
  metric: z.enum(METRICS).default('net_sentiment'),
  direction: z.enum(DIRECTIONS).default('falls'),
  changeAtLeast: z.coerce
    .number({ error: 'Expected how much it has to change, as a number.' })
    .positive({ error: 'Expected a change of more than 0.' })
    .max(100_000)
    .default(10),
  windowDays: z.coerce
    .number()
    .pipe(z.literal([...WINDOW_DAYS]))
    .default(1),
  fewestMentions: z.coerce.number().int().min(1).max(1_000_000).default(30),
  risks: manyOf.pipe(z.array(z.enum(RISKS))),
  aspects: manyOf.pipe(z.array(z.string().max(60)).max(20)),
  spikeAspects: manyOf.pipe(z.array(z.string().max(60)).max(20)),
  starsAtMost: optionalNumber(1),
  reachAtLeast: optionalNumber(1),
  phrases: z
    .string()
    .max(4_000)
    .default('')
    .transform((text) => [
      ...new Set(
        text
          .split(/[\n,]/)
          .map((phrase) => phrase.trim())
          .filter(Boolean),
      ),
    ])
    .pipe(z.array(z.string().max(120)).max(100, { error: 'A rule holds at most 100 words.' })),
  quietFrom: minuteOfDay,
  quietTo: minuteOfDay,
  coolDownMinutes: z.coerce.number().int().min(0).max(100_000).default(60),
  escalateMinutes: optionalNumber(1),
  looksBack: z.string().optional(),
  enabled: z.string().optional(),
});

/** A rule as a form sends it. @throws ZodError */
export function readRuleForm(fields: Record<string, unknown>): AlertRuleInput {
  const { topic, location, source, looksBack, enabled, ...read } = Form.parse(fields);
  const { metric, direction, changeAtLeast, windowDays, fewestMentions, spikeAspects, ...rest } = read;
  const isMetric = rest.kind === 'metric';
  return {
    ...rest,
    minimumN: isMetric ? fewestMentions : rest.minimumN,
    condition: isMetric ? { metric, direction, changeAtLeast, windowDays } : undefined,
    risks: rest.kind === 'mention' ? rest.risks : [],
    aspects: rest.kind === 'mention' ? rest.aspects : rest.kind === 'spike' ? spikeAspects : [],
    starsAtMost: rest.starsAtMost,
    reachAtLeast: rest.reachAtLeast,
    quietFrom: rest.quietFrom,
    quietTo: rest.quietTo,
    escalateMinutes: rest.escalateMinutes,
    topicId: rest.kind === 'stale' ? undefined : topic,
    ...placeOf(location),
    sourceId: source,
    looksBack: looksBack === 'on',
    enabled: enabled !== 'off',
  };
}

/** How far back a rule is tried; the first is what is not asked for otherwise. */
export const TRIED_DAYS = [60, 7, 14, 30, 90] as const;

/** What a new rule begins with. */
export function newRule(topicId: number | undefined): AlertRuleInput {
  return {
    name: '',
    kind: 'spike',
    topicId,
    locationId: undefined,
    area: undefined,
    sourceId: undefined,
    severity: 'warning',
    sensitivity: 'balanced',
    minimumN: 3,
    condition: undefined,
    starsAtMost: undefined,
    reachAtLeast: undefined,
    phrases: [],
    risks: [],
    aspects: [],
    quietFrom: undefined,
    quietTo: undefined,
    coolDownMinutes: 60,
    escalateMinutes: undefined,
    looksBack: true,
    enabled: true,
  };
}

import { z } from '@hono/zod-openapi';
import { isEnough, type Kpi as KpiDefinition, type KpiPoint } from '../../domain/kpi.ts';
import type { AnswerBehind } from '../../store/answers-behind.ts';
import { Day, Instant, instant } from './contract.ts';
import { type CsvValue, csvOf } from './csv.ts';
import { LabelName } from './mention-answers.ts';

export const Kpi = z
  .object({
    id: z.string(),
    name: z.string(),
    unit: z.enum(['points', 'percent', 'stars', 'score', 'money', 'hours', 'count']),
    direction: z.enum(['higher', 'lower', 'neither']).openapi({ description: 'Which way is better.' }),
    minimumN: z
      .number()
      .int()
      .openapi({ description: 'Below this n the number says little; `isEnough` is false.' }),
    formula: z.string(),
    needs: z.string(),
    counted: z.string().openapi({ description: 'What n counts.' }),
    cutBy: z.array(z.enum(['topic', 'location', 'touchpoint', 'segment'])),
    bands: z
      .object({ high: z.string(), middle: z.string(), low: z.string() })
      .nullable()
      .openapi({ description: 'For numbers made of answers: what their bands are called.' }),
  })
  .openapi('Kpi');

export const Point = z
  .object({
    period: Day.openapi({ description: 'First day of the period.' }),
    value: z.number().nullable(),
    low: z.number().nullable().openapi({ description: 'Lower end of the 95 % interval.' }),
    high: z.number().nullable(),
    n: z.number().int(),
    isEnough: z.boolean(),
    currency: z.string().nullable(),
    parts: z.record(z.string(), z.number()).openapi({ description: 'What it was reckoned from.' }),
    missing: z.string().nullable().openapi({ description: 'Why there is no number.' }),
  })
  .openapi('KpiPoint');

export const Answer = z
  .object({
    id: z.number().int(),
    kind: z.enum(['nps', 'csat', 'ces', 'custom']),
    score: z.number().nullable(),
    scale: z.object({ min: z.number(), max: z.number() }),
    band: z.string(),
    answeredAt: Instant,
    question: z.string().nullable(),
    source: z.string(),
    customer: z.string().nullable().openapi({ description: "The customer's id in your own system." }),
    location: z.string().nullable(),
    touchpoint: z.string().nullable(),
    product: z.string().nullable(),
    segment: z.string().nullable(),
    mayQuote: z.boolean(),
    mention: z.object({ id: z.number().int(), text: z.string(), label: LabelName.nullable() }).nullable(),
  })
  .openapi('SurveyAnswer');

type Definition = Omit<KpiDefinition, 'id'>;

export function kpiAnswer(id: string, kpi: Definition): z.input<typeof Kpi> {
  const { name, unit, direction, minimumN, formula, needs, counted, cutBy, opens } = kpi;
  const bands = opens?.bands ?? null;
  return { id, name, unit, direction, minimumN, formula, needs, counted, cutBy: [...cutBy], bands };
}

export function pointAnswer(kpi: Definition, point: KpiPoint): z.input<typeof Point> {
  const { period, value = null, low = null, high = null, n, currency = null, parts, missing = null } = point;
  return { period, value, low, high, n, isEnough: isEnough(kpi, point), currency, parts, missing };
}

export function answerAnswer(
  answer: AnswerBehind,
  bands: Readonly<Record<string, string>>,
): z.input<typeof Answer> {
  const { question = null, customer = null, location = null, touchpoint = null, product = null } = answer;
  const { id, kind, score = null, scale, source, segment = null, mayQuote, mention } = answer;
  return {
    id,
    kind,
    score,
    scale,
    band: bands[answer.band] ?? answer.band,
    answeredAt: instant(answer.answeredAt),
    question,
    source,
    customer,
    location,
    touchpoint,
    product,
    segment,
    mayQuote,
    mention: mention ? { id: mention.id, text: mention.text, label: mention.label ?? null } : null,
  };
}

/** Points as CSV, with a column for each part. */
export function pointsAsCsv(id: string, first: readonly string[], rows: readonly CsvRow[]): Response {
  const parts = [...new Set(rows.flatMap(({ point }) => Object.keys(point.parts)))];
  const header = [
    ...first,
    'value',
    'low',
    'high',
    'n',
    'is_enough',
    'currency',
    ...parts.map(snake),
    'missing',
  ];
  const lines = rows.map(({ cells, point }) => [
    ...cells,
    rounded(point.value),
    rounded(point.low),
    rounded(point.high),
    point.n,
    point.isEnough,
    point.currency,
    ...parts.map((part) => rounded(point.parts[part] ?? null)),
    point.missing,
  ]);
  return new Response(csvOf(header, lines), {
    headers: {
      'content-type': 'text/csv; charset=utf-8; header=present',
      'content-disposition': `attachment; filename="earshot-${id}.csv"`,
    },
  });
}

export interface CsvRow {
  readonly cells: readonly CsvValue[];
  readonly point: z.input<typeof Point>;
}

export function rounded(value: number | null | undefined): number | undefined {
  return value === null || value === undefined ? undefined : Number(value.toFixed(4));
}

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

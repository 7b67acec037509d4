import { z } from '@hono/zod-openapi';
import type { BrandPromise } from '../../domain/promise.ts';
import type { PromiseMirror } from '../deeds/promises.ts';
import { Day, Instant, instant } from './contract.ts';

const Share = z
  .object({ value: z.number(), low: z.number(), high: z.number(), n: z.number().int() })
  .openapi('ShareOfPraise', {
    description: 'Praise among praise and blame, 0…100, with its 95 % interval and how many said either.',
  });

export const PromiseAnswer = z
  .object({
    id: z.number().int(),
    text: z.string(),
    aspects: z.array(z.string()),
    topicId: z.number().int().nullable(),
    author: z.string(),
    createdAt: Instant,
    assessments: z.array(
      z.object({ score: z.number().int(), note: z.string(), author: z.string(), at: Instant }),
    ),
  })
  .openapi('Promise');

export const MirrorAnswer = z
  .object({
    promise: PromiseAnswer,
    topic: z.object({ id: z.number().int(), name: z.string() }),
    positive: z.number().int(),
    neutral: z.number().int(),
    negative: z.number().int(),
    customers: Share.nullable(),
    team: z
      .object({ value: z.number(), people: z.number().int(), low: z.number(), high: z.number() })
      .nullable()
      .openapi({ description: 'Mean of the latest word of each person.' }),
    gap: z
      .object({ value: z.number(), isClear: z.boolean() })
      .nullable()
      .openapi({ description: 'The team minus the customers; null with too little of either.' }),
    before: Share.nullable().openapi({ description: 'Customers in the days as long before.' }),
    trend: z.array(z.object({ from: Day, customers: Share.nullable() })),
  })
  .openapi('Mirror');

export function promiseAnswer(promise: BrandPromise): z.input<typeof PromiseAnswer> {
  const { topicId, createdAt, assessments, aspects, ...rest } = promise;
  return {
    ...rest,
    aspects: [...aspects],
    topicId: topicId ?? null,
    createdAt: instant(createdAt),
    assessments: assessments.map((one) => ({ ...one, at: instant(one.at) })),
  };
}

export function mirrorAnswer(mirror: PromiseMirror): z.input<typeof MirrorAnswer> {
  const { promise, topic, counts, customers, team, gap, before, trend } = mirror;
  return {
    promise: promiseAnswer(promise),
    topic: { id: topic.id, name: topic.name },
    ...counts,
    customers: customers ?? null,
    team: team ?? null,
    gap: gap ?? null,
    before: before ?? null,
    trend: trend.map(({ from, customers }) => ({ from, customers: customers ?? null })),
  };
}

export const CSV_HEADER = [
  'promise',
  'aspects',
  'topic',
  'positive',
  'neutral',
  'negative',
  'share_positive',
  'share_positive_low',
  'share_positive_high',
  'n',
  'team',
  'people',
  'gap',
  'gap_is_clear',
];

export function csvRow({ promise, topic, counts, customers, team, gap }: PromiseMirror) {
  const two = (value: number | undefined) => (value === undefined ? undefined : Number(value.toFixed(2)));
  const { positive, neutral, negative } = counts;
  return [
    ...[promise.text, promise.aspects.join(' '), topic.name, positive, neutral, negative],
    ...[two(customers?.value), two(customers?.low), two(customers?.high), customers?.n],
    ...[two(team?.value), team?.people, two(gap?.value), gap?.isClear],
  ];
}

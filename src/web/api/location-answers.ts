import { z } from '@hono/zod-openapi';
import { INDEX_PART_IDS, type IndexPartId } from '../../domain/cx-index.ts';
import type { Ranked } from '../../domain/ranking.ts';
import type { PlaceIndex } from '../../places/read-places.ts';
import type { CsvValue } from './csv.ts';

const Weight = z.number().int().min(0).max(100);
export const Weights = z
  .object(Object.fromEntries(INDEX_PART_IDS.map((id) => [id, Weight])) as Record<IndexPartId, typeof Weight>)
  .openapi('IndexWeights', { example: Object.fromEntries(INDEX_PART_IDS.map((id) => [id, 10])) as never });

const Part = z.object({
  id: z.string(),
  name: z.string(),
  weight: z.number().openapi({ description: 'As set, 0…1.' }),
  share: z.number().openapi({ description: 'Of the index, once what is missing is left out, 0…1.' }),
  value: z.number().nullable().openapi({ description: 'As measured, on its own scale.' }),
  low: z.number().nullable(),
  high: z.number().nullable(),
  n: z.number().int(),
  scaled: z.number().nullable().openapi({ description: 'On 0–100; null when there is too little.' }),
});

export const PlaceAnswer = z
  .object({
    key: z.string(),
    level: z.enum(['all', 'country', 'region', 'place']),
    name: z.string(),
    locationId: z.number().int().nullable(),
    index: z
      .object({ value: z.number(), low: z.number(), high: z.number(), n: z.number().int() })
      .nullable()
      .openapi({ description: '0–100 with its 95 % interval; null when there is too little.' }),
    coverage: z.number().openapi({ description: 'Share of the weight that is there, 0…1.' }),
    weeksHeard: z.number().int(),
    change: z
      .object({
        value: z.number(),
        low: z.number(),
        high: z.number(),
        isClear: z.boolean(),
        coverage: z.number(),
      })
      .nullable(),
    trend: z
      .array(z.number().nullable())
      .openapi({ description: 'Four weeks up to each week, the oldest first.' }),
    parts: z.array(Part),
  })
  .openapi('PlaceIndex');

export const RankAnswer = z
  .object({
    locationId: z.number().int(),
    rank: z.number().int(),
    best: z.number().int(),
    worst: z.number().int(),
    value: z.number().openapi({ description: 'Drawn towards the mean of the places beside it.' }),
    error: z.number(),
    ownWeight: z.number().openapi({ description: 'Share of its own measurement in the value, 0…1.' }),
    towards: z.number(),
  })
  .openapi('Rank');

export function placeAnswer(place: PlaceIndex): z.input<typeof PlaceAnswer> {
  const { node, index, change, trend, weeksHeard } = place;
  return {
    key: node.key,
    level: node.level,
    name: node.name,
    locationId: node.location?.id ?? null,
    index: index.estimate ?? null,
    coverage: index.coverage,
    weeksHeard,
    change: change ?? null,
    trend: trend.map((value) => value ?? null),
    parts: index.parts.map(({ id, name, weight, share, measured, scaled }) => ({
      ...{ id, name, weight, share, n: measured.n },
      value: measured.value ?? null,
      low: measured.low ?? null,
      high: measured.high ?? null,
      scaled: scaled?.value ?? null,
    })),
  };
}

export const INDEX_HEADER = [
  ...['key', 'level', 'name', 'code', 'index', 'low', 'high', 'n', 'coverage', 'weeks_heard'],
  ...['change', 'change_low', 'change_high', 'rank', 'rank_best', 'rank_worst', 'ranked_value'],
  ...INDEX_PART_IDS.map((id) => id.replaceAll('-', '_')),
];

export function indexRow(
  { node, index, change, weeksHeard }: PlaceIndex,
  ranked: Ranked | undefined,
): CsvValue[] {
  const two = (value: number | undefined) => (value === undefined ? undefined : Number(value.toFixed(2)));
  const { estimate, parts, coverage } = index;
  const values = new Map(parts.map(({ id, measured }) => [id, measured.value]));
  return [
    ...[node.key, node.level, node.name, node.location?.code],
    ...[
      two(estimate?.value),
      two(estimate?.low),
      two(estimate?.high),
      estimate?.n,
      two(coverage),
      weeksHeard,
    ],
    ...[two(change?.value), two(change?.low), two(change?.high)],
    ...[ranked?.rank, ranked?.best, ranked?.worst, two(ranked?.value)],
    ...INDEX_PART_IDS.map((id) => two(values.get(id))),
  ];
}

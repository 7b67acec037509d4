import { createRoute, z } from '@hono/zod-openapi';
import { INDEX_PART_IDS, type IndexWeights } from '../../domain/cx-index.ts';
import { dayOf } from '../../domain/day.ts';
import { NotFound } from '../../domain/errors.ts';
import { type PlaceIndex, readPlace, readPlaces } from '../../places/read-places.ts';
import { getIndexWeights } from '../../store/index-weights.ts';
import { getWorkspace, listLocations } from '../../store/workspace.ts';
import { needPlace } from '../auth/need.ts';
import { setIndexWeights } from '../deeds/index-weights.ts';
import type { WebDeps } from '../deps.ts';
import { answer, Day, guarded, IdParam, jsonBody, openApi, QueryId } from './contract.ts';
import { csvAnswer } from './csv.ts';
import { INDEX_HEADER, indexRow, PlaceAnswer, placeAnswer, RankAnswer, Weights } from './location-answers.ts';
import { topicOrEverything } from './mentions.ts';

const Asked = z.object({
  topic: QueryId.optional(),
  weeks: z.coerce.number().int().min(1).max(104).default(13).openapi({
    type: 'integer',
    description: 'Whole weeks, the current one included; as many before are compared.',
  }),
});

const tags = ['Locations'];

/** The index of places, regions, countries and the brand. */
export function locationIndexRoutes(deps: WebDeps) {
  const { db } = deps;
  return openApi()
    .openapi(
      guarded('read', {
        method: 'get',
        path: '/locations/index',
        tags,
        summary:
          'The index of every place, region, country and of the brand, with the ranking, as JSON or CSV',
        request: { query: Asked.extend({ format: z.enum(['json', 'csv']).default('json') }) },
        responses: {
          200: {
            description: 'From top to bottom.',
            content: {
              'application/json': {
                schema: z.object({
                  from: Day,
                  to: Day,
                  weights: Weights,
                  nodes: z.array(PlaceAnswer),
                  ranking: z.array(RankAnswer),
                }),
              },
              'text/csv': { schema: z.string() },
            },
          },
        },
      }),
      async (c) => {
        const { format, ...asked } = c.req.valid('query');
        const places = await readPlaces(db, await cutOf(deps, asked));
        if (format === 'csv') {
          const ranks = new Map(places.ranking.map((one) => [one.id, one]));
          const rows = places.nodes.map((place) => indexRow(place, ranks.get(place.node.location?.id ?? 0)));
          return csvAnswer('earshot-index.csv', INDEX_HEADER, rows);
        }
        const { from, to, weights, nodes, ranking } = places;
        const body = {
          from,
          to,
          weights: weights.weights,
          nodes: nodes.map(placeAnswer),
          ranking: ranking.map(({ id, value, error, weight, towards, rank, best, worst }) => ({
            ...{ locationId: id, rank, best, worst, value, error },
            ...{ ownWeight: weight, towards: towards.value },
          })),
        };
        return c.json(body, 200);
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/locations/{id}/index',
        tags,
        summary: 'The index of one place',
        description: 'Needs the scope `read`, or `places` for one of your own places.',
        middleware: [needPlace()] as const,
        security: [{ bearer: [] }],
        request: { params: IdParam, query: Asked.pick({ weeks: true }) },
        responses: { 200: answer(PlaceAnswer.extend({ from: Day, to: Day }), 'The place.') },
      }),
      async (c) => {
        const { id } = c.req.valid('param');
        const location = (await listLocations(db)).find((one) => one.id === id);
        if (!location) throw new NotFound(`There is no location with the id ${id}.`);
        const { weeks } = c.req.valid('query');
        const place = await readPlace(db, location, await cutOf(deps, { weeks }));
        return c.json({ ...placeAnswer(place satisfies PlaceIndex), from: place.from, to: place.to }, 200);
      },
    )
    .openapi(
      guarded('read', {
        method: 'get',
        path: '/locations/index-weights',
        tags,
        summary: 'How much each part of the index counts for',
        responses: { 200: answer(Weights, 'The weights.') },
      }),
      async (c) => c.json((await getIndexWeights(db)).weights, 200),
    )
    .openapi(
      guarded('topics', {
        method: 'put',
        path: '/locations/index-weights',
        tags,
        summary: 'Set how much each part counts for; only the proportions matter, 0 leaves a part out',
        request: { body: jsonBody(Weights) },
        responses: { 200: answer(Weights, 'The weights as they are now.') },
      }),
      async (c) => {
        const sent = c.req.valid('json');
        const weights = Object.fromEntries(
          INDEX_PART_IDS.map((id) => [id, sent[id]]),
        ) as unknown as IndexWeights;
        await setIndexWeights(deps, c.get('principal'), weights);
        return c.json((await getIndexWeights(db)).weights, 200);
      },
    );
}

/** @throws NotFound for a topic that is not there. */
async function cutOf(deps: WebDeps, { topic, weeks }: { topic?: number | undefined; weeks: number }) {
  const { id } = await topicOrEverything(deps, topic);
  const { timeZone } = await getWorkspace(deps.db);
  return { topicId: id, timeZone, today: dayOf(deps.now(), timeZone), weeks };
}

import { areasOf } from '../domain/area.ts';
import {
  type CxIndex,
  cxIndex,
  type IndexChange,
  type IndexWeights,
  indexChange,
} from '../domain/cx-index.ts';
import type { Day } from '../domain/day.ts';
import { type Ranked, rank } from '../domain/ranking.ts';
import type { Sql } from '../store/db.ts';
import { getIndexWeights, type SetWeights } from '../store/index-weights.ts';
import { type LocationRow, listLocations } from '../store/workspace.ts';
import { type PlaceNode, placeTree, walk } from './place-tree.ts';
import { type PlaceWeeks, readPlaceWeeks } from './place-weeks.ts';

/** The index of one node of the tree, and how it moves. */
export interface PlaceIndex {
  readonly node: PlaceNode;
  readonly index: CxIndex;
  readonly change: IndexChange | undefined;
  /** Index of the four weeks up to each week of the period; undefined where there is too little. */
  readonly trend: readonly (number | undefined)[];
  /** Weeks of the period in which anything was said or answered there. */
  readonly weeksHeard: number;
}

export interface Places {
  readonly weights: SetWeights;
  readonly weeks: number;
  /** First day of the period, a Monday. */
  readonly from: Day;
  readonly to: Day;
  /** From top to bottom: everywhere, then countries with their regions and places. */
  readonly nodes: readonly PlaceIndex[];
  /** Places that can be compared, the best first. */
  readonly ranking: readonly Ranked[];
  /** Places with an index that stands on too few parts to be compared. */
  readonly unranked: readonly number[];
}

export interface PlacesCut {
  readonly topicId: number;
  readonly timeZone: string;
  readonly today: Day;
  /** How many weeks, the current one included. */
  readonly weeks: number;
}

/** Every place, region and country with its index, and the ranking of the places. */
export async function readPlaces(sql: Sql, cut: PlacesCut): Promise<Places> {
  const [locations, weights] = [await listLocations(sql), await getIndexWeights(sql)];
  const { read, to } = await readWeeks(sql, cut);
  const nodes = walk(placeTree(locations)).map((node) =>
    indexOf(node, read, { ...cut, weights: weights.weights }),
  );
  return {
    weights,
    weeks: cut.weeks,
    from: read.mondays[cut.weeks] ?? to,
    to,
    nodes,
    ...ranked(nodes.filter(({ node }) => node.level === 'place')),
  };
}

/** One place, and nothing of any other. */
export async function readPlace(
  sql: Sql,
  location: LocationRow,
  cut: PlacesCut,
): Promise<PlaceIndex & Pick<Places, 'weights' | 'from' | 'to'>> {
  const weights = await getIndexWeights(sql);
  const { read, to } = await readWeeks(sql, cut);
  const node: PlaceNode = {
    key: String(location.id),
    level: 'place',
    name: location.name,
    locationIds: [location.id],
    location,
    children: [],
  };
  const place = indexOf(node, read, { ...cut, weights: weights.weights });
  return { ...place, weights, from: read.mondays[cut.weeks] ?? to, to };
}

async function readWeeks(sql: Sql, cut: PlacesCut) {
  return { to: cut.today, read: await readPlaceWeeks(sql, cut) };
}

/** A week of one place says too little. */
const TREND_WEEKS = 4;

function indexOf(
  node: PlaceNode,
  read: PlaceWeeks,
  { weeks, weights }: { weeks: number; weights: IndexWeights },
): PlaceIndex {
  const measured = read.of(node.locationIds);
  const index = cxIndex(measured.now, weights);
  return {
    node,
    index,
    change: indexChange(index, cxIndex(measured.before, weights)),
    trend: Array.from({ length: weeks }, (_, at) => {
      const last = weeks + at;
      return cxIndex(measured.over({ first: last + 1 - TREND_WEEKS, last }), weights).estimate?.value;
    }),
    weeksHeard: measured.heard,
  };
}

/** Of what the best covered place has, the share that another needs to be compared with it. */
const COMPARABLE = 0.5;

function ranked(places: readonly PlaceIndex[]): Pick<Places, 'ranking' | 'unranked'> {
  const known = places.filter(({ index }) => index.estimate);
  const most = Math.max(0, ...known.map(({ index }) => index.coverage));
  const isComparable = ({ index }: PlaceIndex) => index.coverage >= COMPARABLE * most;
  const ranking = rank(
    known.filter(isComparable).flatMap(({ node, index }) =>
      node.location && index.estimate
        ? [
            {
              id: node.location.id,
              value: index.estimate.value,
              error: index.error,
              within: areasOf(node.location),
            },
          ]
        : [],
    ),
  );
  const unranked = known
    .filter((place) => !isComparable(place))
    .flatMap(({ node }) => node.location?.id ?? []);
  return { ranking, unranked };
}

import { areasOf, countryInWords } from '../domain/area.ts';
import type { LocationRow } from '../store/workspace.ts';

/** Mentions, answers and customers that name no place. */
const NO_PLACE = 0;

/** A node of the tree of places: the whole brand, a country, a region, a place. */
export interface PlaceNode {
  /** 'all', 'DE', 'DE/North', '12'. */
  readonly key: string;
  readonly level: 'all' | 'country' | 'region' | 'place';
  readonly name: string;
  readonly locationIds: readonly number[];
  /** Only of a place. */
  readonly location: LocationRow | undefined;
  readonly children: readonly PlaceNode[];
}

/** All places as a tree; the brand is these and what names no place. A region of the same name in two countries is two. */
export function placeTree(locations: readonly LocationRow[]): PlaceNode {
  const byCountry = Map.groupBy(locations, (location) => areasOf(location).at(-1) ?? '');
  const children = [...byCountry].map(([country, inCountry]) => countryNode(country, inCountry));
  return {
    key: 'all',
    level: 'all',
    name: 'The brand',
    locationIds: [NO_PLACE, ...locations.map(({ id }) => id)],
    location: undefined,
    children: byName(children),
  };
}

/** A node and all below it, from top to bottom. */
export function walk(node: PlaceNode): PlaceNode[] {
  return [node, ...node.children.flatMap(walk)];
}

function countryNode(country: string, locations: readonly LocationRow[]): PlaceNode {
  const byRegion = Map.groupBy(locations, ({ region }) => region);
  const children = [...byRegion].flatMap(([region, inRegion]): PlaceNode[] => {
    const places = byName(inRegion.map(placeNode));
    if (region === undefined) return places;
    return [
      {
        key: `${country}/${region}`,
        level: 'region',
        name: region,
        locationIds: inRegion.map(({ id }) => id),
        location: undefined,
        children: places,
      },
    ];
  });
  return {
    key: country,
    level: 'country',
    name: countryInWords(country),
    locationIds: locations.map(({ id }) => id),
    location: undefined,
    children: byName(children),
  };
}

function placeNode(location: LocationRow): PlaceNode {
  const { id, name } = location;
  return { key: String(id), level: 'place', name, locationIds: [id], location, children: [] };
}

const byName = (nodes: readonly PlaceNode[]) => nodes.toSorted((a, b) => a.name.localeCompare(b.name, 'en'));

import { areaInWords } from '../../domain/area.ts';
import { placeTree, walk } from '../../places/place-tree.ts';
import type { LocationRow } from '../../store/workspace.ts';

/** What a list of places offers: countries and regions by their keys, places by their ids, each below what holds it. */
export function placeOptions(locations: readonly LocationRow[]): [value: string, words: string][] {
  const nodes = walk(placeTree(locations)).filter(({ level }) => level !== 'all');
  return nodes.map(({ key, level, name }) => [
    key,
    level === 'place' ? name : `${areaInWords(key)}: every place`,
  ]);
}

/** A chosen place as it is stored; anything but the number of a location is an area. */
export function placeOf(chosen: string | undefined): {
  locationId: number | undefined;
  area: string | undefined;
} {
  if (!chosen) return { locationId: undefined, area: undefined };
  return /^\d{1,15}$/.test(chosen)
    ? { locationId: Number(chosen), area: undefined }
    : { locationId: undefined, area: chosen };
}

/** Several chosen places. */
export function placesOf(chosen: readonly string[]): { locationIds: number[]; areas: string[] } {
  const places = chosen.map(placeOf);
  return {
    locationIds: places.flatMap(({ locationId }) => locationId ?? []),
    areas: places.flatMap(({ area }) => area ?? []),
  };
}

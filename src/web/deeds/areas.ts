import { type AreaKey, areaInWords } from '../../domain/area.ts';
import { Refused } from '../../domain/errors.ts';
import { locationIdsIn, type Whereabouts } from '../../store/areas.ts';
import type { Sql } from '../../store/db.ts';

/** An area is where places are: one that is mistyped would never be heard of. @throws Refused */
export async function refuseUnknownAreas(sql: Sql, areas: readonly AreaKey[]): Promise<void> {
  for (const area of areas) {
    const within = (await locationIdsIn(sql, { locationId: undefined, area })) ?? [];
    if (within.length > 0) continue;
    throw new Refused(
      `No location lies in ${areaInWords(area)} ("${area}"). Expected a country like "DE", or a region in it like "DE/North".`,
    );
  }
}

/** A location takes the place of an area, and an area that of a location. */
export function movedTo<Change extends Partial<Whereabouts>>(change: Change): Change {
  if (change.area !== undefined && !('locationId' in change)) return { ...change, locationId: undefined };
  if (change.locationId !== undefined && !('area' in change)) return { ...change, area: undefined };
  return change;
}

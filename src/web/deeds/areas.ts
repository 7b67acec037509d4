import { type AreaKey, areaInWords } from '../../domain/area.ts';
import { Refused } from '../../domain/errors.ts';
import { locationIdsIn } from '../../store/areas.ts';
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

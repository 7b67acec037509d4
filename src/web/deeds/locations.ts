import { Refused } from '../../domain/errors.ts';
import { saveAudit } from '../../store/audit-log.ts';
import { type LocationRow, listLocations, saveLocation } from '../../store/workspace.ts';
import type { WebDeps } from '../deps.ts';
import type { Principal } from '../principal.ts';
import { type ImportInput, type ImportLine, ImportTally } from './import-report.ts';
import { readTable } from './import-table.ts';

export interface NewLocation {
  /** As sources name it; the same code again changes the location. */
  readonly code: string;
  readonly name: string;
  readonly city?: string;
  readonly region?: string;
  /** ISO 3166-1 alpha-2. */
  readonly country?: string;
}

/** Adds a location or changes the one with this code. */
export async function setLocation(deps: WebDeps, by: Principal, location: NewLocation): Promise<LocationRow> {
  await saveLocation(deps.db, location);
  await saveAudit(deps.db, { at: deps.now(), actor: by.name, action: 'set location', target: location.code });
  const saved = (await listLocations(deps.db)).find(({ code }) => code === location.code);
  if (!saved) throw new Error(`The location ${location.code} is not there after it was saved.`);
  return saved;
}

/** Locations from the columns code, name, city, region and country. */
export async function* importLocations(
  deps: WebDeps,
  by: Principal,
  input: ImportInput,
): AsyncGenerator<ImportLine> {
  const tally = new ImportTally();
  const known = new Set((await listLocations(deps.db)).map(({ code }) => code));
  for await (const event of readTable(input)) {
    if ('warning' in event) yield event;
    else if ('error' in event) tally.reject(event.line, event.error);
    else {
      try {
        const location = locationOf(event.row);
        await saveLocation(deps.db, location);
        tally.store({
          added: known.has(location.code) ? 0 : 1,
          updated: known.has(location.code) ? 1 : 0,
          unchanged: 0,
        });
        known.add(location.code);
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        tally.reject(event.line, error.message);
      }
    }
  }
  const { read, added, updated } = tally.counts;
  const detail = { read, added, updated };
  await saveAudit(deps.db, {
    at: deps.now(),
    actor: by.name,
    action: 'import locations',
    target: 'locations',
    detail,
  });
  yield tally.report;
}

/** @throws Refused */
function locationOf(row: Readonly<Record<string, string>>): NewLocation {
  const { code, name = code, city, region, country } = row as Partial<NewLocation>;
  if (code === undefined || name === undefined) {
    throw new Refused('no code: expected the columns code, name, city, region and country');
  }
  if (country !== undefined && !/^[a-z]{2}$/i.test(country)) {
    throw new Refused(`country: expected two letters such as "DE", got "${country}"`);
  }
  return {
    code,
    name,
    ...(city === undefined ? {} : { city }),
    ...(region === undefined ? {} : { region }),
    ...(country === undefined ? {} : { country: country.toUpperCase() }),
  };
}

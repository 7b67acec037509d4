import { addDays, type Day } from './day.ts';
import { Refused } from './errors.ts';

/** Reckoned for the year itself and as many on each side: what is learned from lies behind, what is due ahead. */
const YEARS_AROUND = 2;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export interface PublicHoliday {
  readonly day: Day;
  /** In the language of the region. */
  readonly name: string;
}

const known = new Map<string, readonly PublicHoliday[]>();

/**
 * The public holidays of a country ("DE") or a part of one ("DE-BE", "US-CA"), in capitals, around a year, each day once, in order.
 * Their rules are those of date-holidays; a region that it does not know has none.
 */
export async function publicHolidays(region: string, year: number): Promise<readonly PublicHoliday[]> {
  const key = `${region} ${year}`;
  const found = known.get(key) ?? (await reckon(region, year));
  known.set(key, found);
  return found;
}

async function reckon(region: string, year: number): Promise<readonly PublicHoliday[]> {
  const { Holidays, country, part, parts } = await lookUp(region);
  if (part !== '' && !(part in parts)) return [];
  const calendar = part === '' ? new Holidays(country) : new Holidays(country, part);
  const days = new Map<Day, string>();
  for (let at = year - YEARS_AROUND; at <= year + YEARS_AROUND; at += 1) {
    for (const { date, start, end, name, type } of calendar.getHolidays(at)) {
      if (type !== 'public') continue;
      // Some last for several days; half a day before them is none, and an hour less is a change of the clock.
      const length = Math.max(1, Math.floor((end.getTime() - start.getTime() + HOUR_MS) / DAY_MS));
      for (let on = 0; on < length; on += 1) days.set(addDays(date.slice(0, 10), on), name);
    }
  }
  return [...days].map(([day, name]) => ({ day, name })).toSorted((a, b) => (a.day < b.day ? -1 : 1));
}

/** @throws Refused for a region whose holidays are not known, with those that are */
export async function checkHolidayRegion(region: string): Promise<void> {
  const { countries, country, part, parts } = await lookUp(region);
  const name = countries[country];
  if (name === undefined) {
    throw new Refused(
      `Expected a country like DE, or a part of one like DE-BE, for its holidays, got "${region}".`,
    );
  }
  if (part === '' || part in parts) return;
  const those = Object.entries(parts).map(([code, its]) => `${code} (${its})`);
  throw new Refused(
    those.length === 0
      ? `${name} has no parts with holidays of their own: write ${country}.`
      : `${name} has no part "${part}" with holidays of its own. It has ${those.join(', ')}.`,
  );
}

async function lookUp(region: string) {
  // Its rules for the whole world take 40 MB, which only who asks for them should pay.
  const { default: Holidays } = await import('date-holidays');
  const [country = '', ...rest] = region.split('-');
  const asked = rest.join('-');
  const world = new Holidays();
  const countries: Record<string, string> = world.getCountries('en');
  const parts: Record<string, string> = countries[country] ? (world.getStates(country, 'en') ?? {}) : {};
  // Regions are asked for in capitals, and a few names are not written in them.
  const part = Object.keys(parts).find((code) => code.toUpperCase() === asked) ?? asked;
  return { Holidays, countries, country, part, parts };
}

/**
 * A country or region that holds places, by its key in the tree of places: 'DE', 'DE/North'; '–' stands for no country.
 * A region of the same name in two countries is two.
 */
export type AreaKey = string;

const NO_COUNTRY = '–';

/** Keys of the areas that a place lies in, the nearest first; a place without a region stands in its country. */
export function areasOf({
  country,
  region,
}: {
  readonly country: string | undefined;
  readonly region: string | undefined;
}): AreaKey[] {
  const ofCountry = country ?? NO_COUNTRY;
  return region === undefined ? [ofCountry] : [`${ofCountry}/${region}`, ofCountry];
}

/** An area and those above it, the nearest first. */
export function areasFrom(area: AreaKey): AreaKey[] {
  const end = area.indexOf('/');
  return end < 0 ? [area] : [area, area.slice(0, end)];
}

/** "North, Germany", "Germany". */
export function areaInWords(area: AreaKey): string {
  const [country = '', region] = [areasFrom(area).at(-1), area.includes('/') ? area : undefined];
  const name = countryInWords(country);
  if (region === undefined) return name;
  const own = region.slice(country.length + 1);
  return country === NO_COUNTRY ? own : `${own}, ${name}`;
}

const COUNTRIES = new Intl.DisplayNames(['en-GB'], { type: 'region' });

export function countryInWords(code: string): string {
  if (code === NO_COUNTRY) return 'No country named';
  try {
    return COUNTRIES.of(code) ?? code;
  } catch {
    return code;
  }
}

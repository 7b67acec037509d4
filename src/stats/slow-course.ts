const WEEKS_A_YEAR = 365.25 / 7;

/** From here on a yearly wave can be told from a trend; its overtones need to be seen twice. */
const SEASON_FROM = 52;
export const OVERTONES_FROM = 100;

/** The overtones of a season that are looked for: two, three and four waves a year. */
export const OVERTONES = [2, 3, 4] as const;

/**
 * The shapes of what is slow over a number of weeks, to be taken out of a series: level, straight trend, any curve
 * slower than a year (cosines, as in a high-pass filter) and, from a year of weeks on, the yearly wave.
 */
export function slowCourse(weeks: number): readonly (readonly number[])[] {
  const rows = Array.from({ length: weeks }, (_, at) => at);
  const cosines = Math.floor((2 * weeks) / 52);
  return [
    rows.map(() => 1),
    rows.map((at) => at - (weeks - 1) / 2),
    ...Array.from({ length: cosines }, (_, turn) =>
      rows.map((at) => Math.cos((Math.PI * (turn + 1) * (at + 0.5)) / weeks)),
    ),
    ...(weeks >= SEASON_FROM ? yearlyWave(weeks, 1) : []),
  ];
}

/** So many waves a year, from any day of the year. */
export function yearlyWave(weeks: number, waves: number): readonly (readonly number[])[] {
  return [Math.cos, Math.sin].map((wave) =>
    Array.from({ length: weeks }, (_, at) => wave((2 * Math.PI * waves * at) / WEEKS_A_YEAR)),
  );
}

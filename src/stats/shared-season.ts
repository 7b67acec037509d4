import { newsOf } from './carry-over.ts';
import { spreadOf } from './middle.ts';
import { type Basis, basisOf, dot, lengthOf, without } from './projection.ts';
import { OVERTONES, OVERTONES_FROM, yearlyWave } from './slow-course.ts';

/** What 95 of 100 waves explain at most that are not there (χ² of two degrees). */
const BY_CHANCE = 5.99;

/** A week is odd from so many standard deviations on. */
const ODD = 2;
const A_YEAR_APART = [-53, -52, -51, 51, 52, 53];

/** The overtones of a season that both series show, as further shapes to be taken out. */
export function sharedOvertones(series: readonly (readonly number[])[]): Basis {
  const weeks = series[0]?.length ?? 0;
  if (weeks < OVERTONES_FROM) return [];
  return OVERTONES.map((waves) => yearlyWave(weeks, waves))
    .filter((wave) => series.every((one) => shows(one, wave)))
    .flat();
}

/** Held against what is new in each week, or any slow number would seem to have any wave. */
function shows(series: readonly number[], wave: Basis): boolean {
  const carryOver = dot(series.slice(1), series.slice(0, -1)) / dot(series, series);
  const news = newsOf(series, carryOver);
  const rest = without(news, basisOf(wave.map((column) => newsOf(column, carryOver))));
  const explained = 1 - (lengthOf(rest) / lengthOf(news)) ** 2;
  return explained * news.length > BY_CHANCE;
}

/**
 * Weeks that stand out, and stand out the same way a year before or after: Christmas, a yearly sale. A season as short
 * as that is no wave, so its weeks are left out.
 */
export function yearlyOddWeeks(values: readonly number[], carryOver: number): readonly boolean[] {
  const news = newsOf(values, carryOver).with(0, 0);
  const edge = ODD * spreadOf(news);
  const isOdd = (value: number | undefined): value is number => value !== undefined && Math.abs(value) > edge;
  return news.map(
    (value, at) =>
      isOdd(value) &&
      A_YEAR_APART.some((apart) => {
        const other = news[at + apart];
        return isOdd(other) && other * value > 0;
      }),
  );
}

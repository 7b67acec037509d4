/** A number line: `at` puts a value on it, `ticks` are round values to print beside it. */
export interface Scale {
  readonly min: number;
  readonly max: number;
  readonly ticks: readonly number[];
  at(value: number): number;
}

/** Maps `min`…`max` to `from`…`to` (pixels; `from` may be the greater one). */
export function linear(
  { min, max }: { min: number; max: number },
  { from, to }: { from: number; to: number },
): (value: number) => number {
  const width = max - min;
  return (value) => (width === 0 ? from : from + ((value - min) / width) * (to - from));
}

/** From 0 to a round number at or above `highest`, with about three ticks, whole numbers only. */
export function countScale(highest: number, pixels: { from: number; to: number }): Scale {
  const step = roundStep(Math.max(1, highest) / 3);
  const max = Math.max(step, Math.ceil(highest / step) * step);
  const ticks = Array.from({ length: max / step + 1 }, (_, index) => index * step);
  return { min: 0, max, ticks, at: linear({ min: 0, max }, pixels) };
}

const SENTIMENT_STEPS = [10, 20, 25, 50] as const;

/** Net sentiment: round ends that hold every value and 0, within −100…100, and at most seven ticks. */
export function sentimentScale(values: readonly number[], pixels: { from: number; to: number }): Scale {
  const lowest = Math.min(0, ...values);
  const highest = Math.max(0, ...values);
  const step = SENTIMENT_STEPS.find((one) => Math.ceil(highest / one) - Math.floor(lowest / one) <= 6) ?? 50;
  const min = Math.max(-100, Math.floor(lowest / step) * step);
  const max = Math.min(100, Math.max(min + step, Math.ceil(highest / step) * step));
  const ticks: number[] = [];
  for (let tick = min; tick <= max; tick += step) ticks.push(tick);
  return { min, max, ticks, at: linear({ min, max }, pixels) };
}

/** Round ends around all values, with about four ticks; never beyond `within`. */
export function valueScale(
  values: readonly number[],
  within: { min: number; max: number },
  pixels: { from: number; to: number },
): Scale {
  const lowest = Math.min(...(values.length > 0 ? values : [0]));
  const highest = Math.max(...(values.length > 0 ? values : [1]));
  const spread = highest - lowest || Math.max(Math.abs(highest), 1) / 2;
  const power = 10 ** Math.floor(Math.log10(spread / 4));
  const step = power * ([1, 2, 5, 10].find((digit) => power * digit >= spread / 4) ?? 10);
  const min = Math.max(within.min, Math.floor(lowest / step) * step);
  const max = Math.min(within.max, Math.max(min + step, Math.ceil(highest / step) * step));
  const ticks: number[] = [];
  for (let at = 0; min + at * step <= max + step / 1000; at++) {
    ticks.push(Number((min + at * step).toPrecision(12)));
  }
  return { min, max, ticks, at: linear({ min, max }, pixels) };
}

/** 1, 2, 5, 10, 20, 50, …: the first at or above `least`. */
export function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, least)));
  return power * ([1, 2, 5, 10].find((digit) => power * digit >= least) ?? 10);
}

/** One tenth of a pixel is finer than any screen shows; more digits only make the page longer. */
export const pixel = (value: number): number => Math.round(value * 10) / 10;

/** A path through points, broken where one is missing; a lone point becomes a short dash so that it is seen. */
export function linePath(points: readonly ({ x: number; y: number } | undefined)[]): string {
  return runsOf(points)
    .map((run) => {
      const [first] = run;
      if (run.length === 1 && first) return `M${pixel(first.x - 1)} ${pixel(first.y)}h2`;
      return run.map(({ x, y }, at) => `${at === 0 ? 'M' : 'L'}${pixel(x)} ${pixel(y)}`).join('');
    })
    .join('');
}

/** The area between an upper and a lower edge, broken where either is missing. */
export function bandPath(points: readonly ({ x: number; high: number; low: number } | undefined)[]): string {
  return runsOf(points)
    .filter((run) => run.length > 1)
    .map((run) => {
      const upper = run.map(({ x, high }, at) => `${at === 0 ? 'M' : 'L'}${pixel(x)} ${pixel(high)}`);
      const lower = run.toReversed().map(({ x, low }) => `L${pixel(x)} ${pixel(low)}`);
      return `${[...upper, ...lower].join('')}Z`;
    })
    .join('');
}

function runsOf<Point>(points: readonly (Point | undefined)[]): Point[][] {
  const runs: Point[][] = [[]];
  for (const point of points) {
    if (point) runs.at(-1)?.push(point);
    else if ((runs.at(-1)?.length ?? 0) > 0) runs.push([]);
  }
  return runs.filter((run) => run.length > 0);
}

import type { DayPoint, DaySeries } from './day-points.ts';
import { countScale, pixel, type Scale, sentimentScale } from './scale.ts';

/** Where everything of a daily chart stands, in the units of its viewBox. */
export interface ChartFrame {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  /** Upper panel: the line of net sentiment. */
  readonly line: { readonly top: number; readonly bottom: number; readonly scale: Scale };
  /** Lower panel: bars of counts. */
  readonly bars: { readonly top: number; readonly bottom: number; readonly scale: Scale };
  readonly columns: readonly Column[];
  /** Indices of the days whose date is printed. */
  readonly dated: readonly number[];
}

export interface Column {
  readonly point: DayPoint;
  /** Left edge and width of the bar; the line passes through `middle`. */
  readonly x: number;
  readonly width: number;
  readonly middle: number;
  /** From the bottom up. */
  readonly stack: readonly Segment[];
  /** Top of the whole bar. */
  readonly top: number;
}

interface Segment {
  readonly label: 'negative' | 'neutral' | 'positive';
  readonly y: number;
  readonly height: number;
}

export const CHART_SIZES = {
  wide: { width: 760, height: 430, left: 42, right: 10, dateWidth: 84 },
  narrow: { width: 360, height: 330, left: 34, right: 6, dateWidth: 66 },
} as const;

const TOP = 14;
const GAP = 34;
const AXIS = 26;
/** Share of the height between the panels that the line gets. */
const LINE_SHARE = 0.58;
const STACK = ['negative', 'neutral', 'positive'] as const;

export function chartFrame({ points }: DaySeries, size: keyof typeof CHART_SIZES): ChartFrame {
  const { width, height, left, right, dateWidth } = CHART_SIZES[size];
  const drawable = height - TOP - GAP - AXIS;
  const line = { top: TOP, bottom: TOP + drawable * LINE_SHARE };
  const bars = { top: line.bottom + GAP, bottom: height - AXIS };
  const edges = points.flatMap(({ line: estimate }) => (estimate ? [estimate.low, estimate.high] : []));
  const highest = Math.max(
    0,
    ...points.map(({ counts }) => counts.positive + counts.neutral + counts.negative),
  );
  const counted = countScale(highest, { from: bars.bottom, to: bars.top });
  const step = (width - left - right) / Math.max(1, points.length);
  return {
    width,
    height,
    left,
    right: width - right,
    line: { ...line, scale: sentimentScale(edges, { from: line.bottom, to: line.top }) },
    bars: { ...bars, scale: counted },
    columns: points.map((point, at) => columnOf(point, left + at * step, step, counted)),
    dated: datedIndices(points.length, Math.max(1, Math.ceil(dateWidth / step))),
  };
}

function columnOf(point: DayPoint, from: number, step: number, scale: Scale): Column {
  const width = Math.min(step * 0.76, 34);
  const middle = from + step / 2;
  let sum = 0;
  const stack = STACK.map((label): Segment => {
    const bottom = scale.at(sum);
    sum += point.counts[label];
    const top = scale.at(sum);
    return { label, y: pixel(top), height: pixel(bottom - top) };
  });
  const top = pixel(scale.at(sum));
  return { point, x: pixel(middle - width / 2), width: pixel(width), middle: pixel(middle), stack, top };
}

/** Every `every`-th day counted back from the last one, so that today always has its date. */
function datedIndices(length: number, every: number): number[] {
  const indices: number[] = [];
  for (let at = length - 1; at >= 0; at -= every) indices.push(at);
  return indices.reverse();
}

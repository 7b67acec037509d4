import { isEnough, type Kpi, type KpiPoint, type KpiUnit } from '../../domain/kpi.ts';
import type { Benchmark } from '../../store/kpi-notes.ts';
import { kpiValue, pointInWords } from '../parts/kpi-words.ts';
import { count, monthOf, shortDay } from '../parts/wording.ts';
import { Dates, type Mark, Marks, Reference, ValueGrid } from './plot-parts.tsx';
import { bandPath, countScale, linePath, pixel, type Scale, valueScale } from './scale.ts';

/** A number over time with all that is said beside it. */
export interface KpiChartData {
  readonly kpi: Kpi;
  readonly step: 'day' | 'week';
  readonly points: readonly KpiPoint[];
  /** The same number of periods earlier; may be shorter. */
  readonly earlier: readonly KpiPoint[];
  readonly target: number | undefined;
  readonly benchmarks: readonly Benchmark[];
  /** With the figure each is marked by on every chart of the page. */
  readonly marks: readonly Mark[];
}

const WIDTH = 460;
const HEIGHT = 250;
const LEFT = 46;
const RIGHT = WIDTH - 8;
const LINE = { top: 26, bottom: 168 };
const PLOT = { ...LINE, left: LEFT, right: RIGHT };
const BARS = { top: 188, bottom: 222 };

/** What the numbers of a unit can be at all. */
export const WITHIN: Readonly<Record<KpiUnit, { min: number; max: number }>> = {
  points: { min: -100, max: 100 },
  percent: { min: 0, max: 100 },
  stars: { min: 1, max: 5 },
  score: { min: 1, max: 7 },
  money: { min: 0, max: Number.MAX_SAFE_INTEGER },
  hours: { min: 0, max: Number.MAX_SAFE_INTEGER },
  count: { min: 0, max: Number.MAX_SAFE_INTEGER },
};

/** The line with its interval above, how many stand behind each point below. */
export const KpiChart = ({ data }: { data: KpiChartData }) => {
  const { kpi, points, earlier, target, benchmarks, step } = data;
  const shown = points.map((point) =>
    isEnough(kpi, point) && point.value !== undefined ? point : undefined,
  );
  const before = points.map((_, at) => {
    const point = earlier[at];
    return point && isEnough(kpi, point) ? point : undefined;
  });
  const edges = [...shown, ...before].flatMap((point) =>
    point ? [point.value ?? 0, ...(point.low === undefined ? [] : [point.low, point.high ?? point.low])] : [],
  );
  const references = [...(target === undefined ? [] : [target]), ...benchmarks.map(({ value }) => value)];
  const scale = valueScale([...edges, ...references], WITHIN[kpi.unit], { from: LINE.bottom, to: LINE.top });
  const bars = countScale(Math.max(0, ...points.map(({ n }) => n)), { from: BARS.bottom, to: BARS.top });
  const width = (RIGHT - LEFT) / Math.max(1, points.length);
  const middle = (at: number) => LEFT + (at + 0.5) * width;
  const at = (point: KpiPoint | undefined, index: number) =>
    point?.value === undefined ? undefined : { x: middle(index), y: scale.at(point.value) };
  const last = shown.findLastIndex(Boolean);
  const end = at(shown[last], last);
  return (
    <svg
      class="chart-image kpi-chart"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-labelledby={`kpi-${kpi.id}-title kpi-${kpi.id}-words`}
    >
      <title id={`kpi-${kpi.id}-title`}>{`${kpi.name}, ${step} by ${step}`}</title>
      <desc id={`kpi-${kpi.id}-words`}>{describe(data, shown)}</desc>
      <Grid scale={scale} bars={bars} unit={kpi.unit} points={points} middle={middle} />
      <Marks plot={PLOT} periods={points.map(({ period }) => period)} marks={data.marks} />
      <path
        class="band"
        d={bandPath(
          shown.map((point, index) =>
            point?.low === undefined
              ? undefined
              : { x: middle(index), low: scale.at(point.low), high: scale.at(point.high ?? point.low) },
          ),
        )}
      />
      <path class="line line-before" d={linePath(before.map(at))} />
      {benchmarks.map(({ id, name, value }) => (
        <Reference
          key={id}
          plot={PLOT}
          kind="benchmark"
          end="left"
          y={scale.at(value)}
          words={`${name} ${kpiValue(kpi.unit, value)}`}
        />
      ))}
      {target !== undefined && (
        <Reference
          plot={PLOT}
          kind="target"
          end="right"
          y={scale.at(target)}
          words={`target ${kpiValue(kpi.unit, target)}`}
        />
      )}
      <path class="line" d={linePath(shown.map(at))} />
      {end && <circle class="line-end" cx={pixel(end.x)} cy={pixel(end.y)} r="4" />}
      {points.map((point, index) => (
        <g class="day" key={point.period}>
          <title>{`${periodInWords(step, point)}: ${pointInWords(kpi, point)}`}</title>
          <rect
            class="day-area"
            x={pixel(LEFT + index * width)}
            y={LINE.top}
            width={pixel(width)}
            height={BARS.bottom - LINE.top}
          />
          <rect
            class={isEnough(kpi, point) ? 'bar-neutral' : 'bar-few'}
            x={pixel(LEFT + (index + 0.12) * width)}
            y={pixel(bars.at(point.n))}
            width={pixel(width * 0.76)}
            height={pixel(BARS.bottom - bars.at(point.n))}
          />
        </g>
      ))}
    </svg>
  );
};

interface GridProps {
  readonly scale: Scale;
  readonly bars: Scale;
  readonly unit: KpiUnit;
  readonly points: readonly KpiPoint[];
  readonly middle: (at: number) => number;
}

const Grid = ({ scale, bars, unit, points, middle }: GridProps) => (
  <g class="grid">
    <ValueGrid plot={PLOT} scale={scale} unit={unit} />
    <line class="base" x1={LEFT} x2={RIGHT} y1={BARS.bottom} y2={BARS.bottom} />
    <text x={LEFT - 6} y={BARS.top + 8} text-anchor="end">
      {count(bars.max)}
    </text>
    <text x={LEFT - 6} y={BARS.bottom} text-anchor="end">
      n
    </text>
    <Dates y={HEIGHT - 8} periods={points.map(({ period }) => period)} middle={middle} />
  </g>
);

export function periodInWords(step: 'day' | 'week' | 'month', { period }: Pick<KpiPoint, 'period'>): string {
  if (step === 'month') return monthOf(period);
  return step === 'day' ? shortDay(period) : `week from ${shortDay(period)}`;
}

function describe({ kpi, step }: KpiChartData, shown: readonly (KpiPoint | undefined)[]): string {
  const known = shown.filter((point) => point !== undefined);
  const [first, last] = [known[0], known.at(-1)];
  if (!first || !last) return `No ${step} has enough data.`;
  const say = (point: KpiPoint) => `${periodInWords(step, point)} ${pointInWords(kpi, point)}`;
  return `From ${say(first)} to ${say(last)}; ${known.length} of ${shown.length} ${step}s have a number.`;
}

import { isEnough, type Kpi, type KpiPoint } from '../../domain/kpi.ts';
import { kpiValue, pointInWords } from '../parts/kpi-words.ts';
import { periodInWords, WITHIN } from './kpi-chart.tsx';
import { letterOf, MemberDot } from './member-key.tsx';
import { Dates, type Mark, Marks, Reference, ValueGrid } from './plot-parts.tsx';
import { linePath, pixel, valueScale } from './scale.ts';

/** One number of several members over time. */
export interface MembersChartData {
  readonly kpi: Kpi;
  readonly step: 'week' | 'month';
  /** In the order of the page; all together last. */
  readonly lines: readonly MemberLine[];
  readonly target: number | undefined;
  readonly marks: readonly Mark[];
}

export interface MemberLine {
  readonly name: string;
  readonly isAll: boolean;
  readonly points: readonly KpiPoint[];
}

const WIDTH = 460;
const HEIGHT = 220;
const PLOT = { left: 46, right: WIDTH - 24, top: 26, bottom: 190 };
/** Letters closer than this lie on each other. */
const LETTER_HEIGHT = 14;

interface Dot {
  readonly x: number;
  readonly y: number;
}

/** A line for each member with its letter at the end; weeks with too few behind them are left out of it. */
export const MembersChart = ({ data }: { data: MembersChartData }) => {
  const { kpi, step, lines, target, marks } = data;
  const periods = (lines[0]?.points ?? []).map(({ period }) => period);
  const values = lines.flatMap(({ points }) => points.flatMap((point) => shownValue(kpi, point) ?? []));
  const known = [...values, ...(target === undefined ? [] : [target])];
  const scale = valueScale(known, WITHIN[kpi.unit], { from: PLOT.bottom, to: PLOT.top });
  const width = (PLOT.right - PLOT.left) / Math.max(1, periods.length);
  const middle = (at: number) => PLOT.left + (at + 0.5) * width;
  const dotsOf = ({ points }: MemberLine): (Dot | undefined)[] =>
    points.map((point, at) => {
      const value = shownValue(kpi, point);
      return value === undefined ? undefined : { x: middle(at), y: scale.at(value) };
    });
  const members = lines
    .filter(({ isAll }) => !isAll)
    .map((line, index) => ({ line, index, dots: dotsOf(line) }));
  const all = lines.find(({ isAll }) => isAll);
  return (
    <svg
      class="chart-image kpi-chart members-chart"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-labelledby={`kpi-${kpi.id}-title kpi-${kpi.id}-words`}
    >
      <title id={`kpi-${kpi.id}-title`}>{`${kpi.name}, ${step} by ${step}`}</title>
      <desc id={`kpi-${kpi.id}-words`}>{members.map(({ line }) => describe(data, line)).join(' ')}</desc>
      <g class="grid">
        <ValueGrid plot={PLOT} scale={scale} unit={kpi.unit} />
        <Dates y={HEIGHT - 8} periods={periods} middle={middle} />
      </g>
      <Marks plot={PLOT} periods={periods} marks={marks} />
      {target !== undefined && (
        <Reference
          plot={PLOT}
          kind="target"
          end="left"
          y={scale.at(target)}
          words={`target ${kpiValue(kpi.unit, target)}`}
        />
      )}
      {all && <path class="member-line member-all" d={linePath(dotsOf(all))} />}
      {members.map(({ index, dots }) => (
        <path key={index} class={`member-line member-${index + 1}`} d={linePath(dots)} />
      ))}
      {members.map(({ line, index, dots }) => (
        <g key={index}>
          {dots.map(
            (dot, at) =>
              dot && (
                <g key={periods[at]}>
                  <title>{`${line.name}, ${pointOf(data, line.points[at])}`}</title>
                  <MemberDot index={index} x={dot.x} y={dot.y} />
                </g>
              ),
          )}
        </g>
      ))}
      {lettersAt(members).map(({ index, x, y }) => (
        <text key={index} class={`member-end member-${index + 1}`} x={pixel(x + 8)} y={pixel(y + 4)}>
          {letterOf(index)}
        </text>
      ))}
    </svg>
  );
};

const shownValue = (kpi: Kpi, point: KpiPoint) => (isEnough(kpi, point) ? point.value : undefined);

/** Whether any of the chosen members has a point to draw. */
export function hasLine({ kpi, lines }: MembersChartData): boolean {
  return lines.some(
    ({ isAll, points }) => !isAll && points.some((point) => shownValue(kpi, point) !== undefined),
  );
}

/** More than one: an axis has no place for them. */
export function currenciesOf({ lines }: MembersChartData): readonly string[] {
  const all = lines.flatMap(({ points }) => points.flatMap(({ currency }) => currency ?? []));
  return [...new Set(all)].toSorted();
}

/** Where the letters stand: at the last point of each line, those that end together below each other. */
function lettersAt(
  members: readonly { readonly index: number; readonly dots: readonly (Dot | undefined)[] }[],
): { index: number; x: number; y: number }[] {
  const ends = members.flatMap(({ index, dots }) => {
    const end = dots.findLast((dot) => dot !== undefined);
    return end ? [{ index, ...end }] : [];
  });
  return [...Map.groupBy(ends, ({ x }) => x).values()].flatMap((together) => {
    const sorted = together.toSorted((a, b) => a.y - b.y);
    const most = PLOT.bottom - (sorted.length - 1) * LETTER_HEIGHT;
    let least = PLOT.top;
    return sorted.map((end, rank) => {
      const y = Math.min(Math.max(end.y, least), most + rank * LETTER_HEIGHT);
      least = y + LETTER_HEIGHT;
      return { ...end, y };
    });
  });
}

function pointOf({ kpi, step }: MembersChartData, point: KpiPoint | undefined): string {
  return point ? `${periodInWords(step, point)}: ${pointInWords(kpi, point)}` : '';
}

function describe(data: MembersChartData, { name, points }: MemberLine): string {
  const known = points.filter((point) => shownValue(data.kpi, point) !== undefined);
  const [first, last] = [known[0], known.at(-1)];
  if (!first || !last) return `${name}: no ${data.step} has enough data.`;
  return `${name}: from ${pointOf(data, first)} to ${pointOf(data, last)}.`;
}

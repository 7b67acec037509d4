import { MINIMUM_N, volume } from '../../domain/sentiment.ts';
import { count, shortDay, signed } from '../parts/wording.ts';
import { type CHART_SIZES, type ChartFrame, type Column, chartFrame } from './chart-frame.ts';
import { ChartTable } from './chart-table.tsx';
import { dayInWords, describe, lineName } from './chart-words.ts';
import type { DaySeries } from './day-points.ts';
import { bandPath, linePath, pixel } from './scale.ts';

/** A topic by days or weeks, drawn twice: one for wide pages, one for phones; the style sheet shows one of them. */
export const SentimentChart = ({ series, name }: { series: DaySeries; name: string }) => {
  const marks = marksIn(series);
  if (!marks.incomplete && series.points.every(({ counts }) => volume(counts) === 0)) {
    return <p class="empty">No mention was published in these days.</p>;
  }
  return (
    <figure class="chart">
      <Legend series={series} marks={marks} />
      <ChartImage series={series} name={name} size="wide" />
      <ChartImage series={series} name={name} size="narrow" />
      <details class="chart-numbers" id="chart-numbers">
        <summary>The same as a table</summary>
        <ChartTable series={series} name={name} />
      </details>
    </figure>
  );
};

function marksIn({ points }: DaySeries) {
  return {
    incomplete: points.some((point) => point.isIncomplete),
    corrected: points.some((point) => point.asPublished),
  };
}

type Marks = ReturnType<typeof marksIn>;
type Step = DaySeries['step'];

const Legend = ({ series, marks }: { series: DaySeries; marks: Marks }) => (
  <figcaption class="legend">
    <span class="key key-line">
      {lineName(series)}, with 95&nbsp;% interval
      {series.step === 'day' && series.lineDays === 7
        ? ` (single days have fewer than ${MINIMUM_N} mentions)`
        : ''}
    </span>
    <span class="key key-positive">positive</span>
    <span class="key key-neutral">neutral</span>
    <span class="key key-negative">negative</span>
    {marks.incomplete && <span class="key key-incomplete">sources not fully read that {series.step}</span>}
    {marks.corrected && <span class="key key-corrected">changed since it was first published</span>}
  </figcaption>
);

interface ImageProps {
  readonly series: DaySeries;
  readonly name: string;
  readonly size: keyof typeof CHART_SIZES;
}

const ChartImage = ({ series, name, size }: ImageProps) => {
  const frame = chartFrame(series, size);
  const title = `chart-${size}-title`;
  const description = `chart-${size}-description`;
  return (
    <svg
      class={`chart-image chart-${size}`}
      viewBox={`0 0 ${frame.width} ${frame.height}`}
      role="img"
      aria-labelledby={`${title} ${description}`}
    >
      <title id={title}>{`${name}: net sentiment and mentions, ${series.step} by ${series.step}`}</title>
      <desc id={description}>{describe(series)}</desc>
      <defs>
        <pattern
          id={`hatch-${size}`}
          width="5"
          height="5"
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <line class="hatch" x1="0" y1="0" x2="0" y2="5" stroke-width="2.8" />
        </pattern>
      </defs>
      <Grid frame={frame} step={series.step} />
      <Line frame={frame} />
      {frame.columns.map((column) => (
        <DayColumn
          key={column.point.day}
          column={column}
          frame={frame}
          step={series.step}
          hatch={`url(#hatch-${size})`}
        />
      ))}
    </svg>
  );
};

const Grid = ({ frame, step }: { frame: ChartFrame; step: Step }) => (
  <g class="grid">
    {frame.line.scale.ticks.map((tick) => (
      <GridLine
        key={`s${tick}`}
        frame={frame}
        y={frame.line.scale.at(tick)}
        word={signed(tick)}
        isBase={tick === 0}
      />
    ))}
    {frame.bars.scale.ticks.map((tick) => (
      <GridLine
        key={`c${tick}`}
        frame={frame}
        y={frame.bars.scale.at(tick)}
        word={count(tick)}
        isBase={tick === 0}
      />
    ))}
    <text class="panel-name" x={frame.left} y={frame.bars.top - 12}>
      Mentions
    </text>
    {frame.dated.map((at) => (
      <DateMark key={at} frame={frame} column={frame.columns[at]} step={step} />
    ))}
  </g>
);

const GridLine = ({
  frame,
  y,
  word,
  isBase,
}: {
  frame: ChartFrame;
  y: number;
  word: string;
  isBase: boolean;
}) => (
  <>
    <line class={isBase ? 'base' : undefined} x1={frame.left} x2={frame.right} y1={pixel(y)} y2={pixel(y)} />
    <text x={frame.left - 8} y={pixel(y + 4)} text-anchor="end">
      {word}
    </text>
  </>
);

interface DateMarkProps {
  readonly frame: ChartFrame;
  readonly column: Column | undefined;
  readonly step: Step;
}

/** Half of the widest word below a chart. */
const HALF_A_DATE = 32;

/** Below the middle of its column, unless it would stick out on the right. */
const DateMark = ({ frame, column, step }: DateMarkProps) => {
  if (!column) return null;
  const isAtEdge = column.middle + HALF_A_DATE > frame.right;
  const now = step === 'day' ? 'today' : 'this week';
  return (
    <text
      x={isAtEdge ? frame.right : column.middle}
      y={frame.height - 7}
      text-anchor={isAtEdge ? 'end' : 'middle'}
    >
      {column.point.isToday ? now : shortDay(column.point.day)}
    </text>
  );
};

const Line = ({ frame }: { frame: ChartFrame }) => {
  const { at } = frame.line.scale;
  const band = frame.columns.map(({ middle, point: { line } }) =>
    line ? { x: middle, high: at(line.high), low: at(line.low) } : undefined,
  );
  const line = frame.columns.map(({ middle, point }) =>
    point.line ? { x: middle, y: at(point.line.value) } : undefined,
  );
  const last = line.at(-1);
  return (
    <>
      <path class="band" d={bandPath(band)} />
      <path class="line" d={linePath(line)} />
      {last && <circle class="line-end" cx={pixel(last.x)} cy={pixel(last.y)} r="4" />}
    </>
  );
};

const LOWEST_MARK = 6;

/** A day without mentions that was not fully read still shows something: nothing heard is not nothing said. */
const Incomplete = ({ column, frame, hatch }: Omit<ColumnProps, 'step'>) => {
  const { x, width } = column;
  const y = Math.min(column.top, frame.bars.bottom - LOWEST_MARK);
  const height = pixel(frame.bars.bottom - y);
  return (
    <>
      {column.top > y && <rect class="gap" x={x} y={y} width={width} height={height} />}
      <rect fill={hatch} x={x} y={y} width={width} height={height} />
    </>
  );
};

interface ColumnProps {
  readonly column: Column;
  readonly frame: ChartFrame;
  readonly step: Step;
  readonly hatch: string;
}

const DayColumn = ({ column, frame, step, hatch }: ColumnProps) => {
  const { point, x, width, top } = column;
  return (
    <g class="day">
      <title>{dayInWords(point, step)}</title>
      <rect
        class="day-area"
        x={x - 1}
        y={frame.line.top}
        width={width + 2}
        height={frame.bars.bottom - frame.line.top}
      />
      {column.stack.map((segment) =>
        segment.height > 0 ? (
          <rect class={`bar-${segment.label}`} x={x} y={segment.y} width={width} height={segment.height} />
        ) : null,
      )}
      {point.isIncomplete && <Incomplete column={column} frame={frame} hatch={hatch} />}
      {point.asPublished && <circle class="corrected" cx={column.middle} cy={top - 6} r="2.6" />}
    </g>
  );
};

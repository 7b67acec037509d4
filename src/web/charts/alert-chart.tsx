import type { AlertPoint, AlertWhy } from '../../domain/alert.ts';
import { chartInWords, chartLegend } from '../../domain/alert-words.ts';
import { METRIC_WORD, metricValue } from '../../domain/metric-words.ts';
import { count, moment } from '../parts/wording.ts';
import { countScale, pixel, type Scale, sentimentScale } from './scale.ts';

const SIZES = {
  wide: { width: 760, height: 240, left: 42, right: 10, dates: 6 },
  narrow: { width: 360, height: 220, left: 34, right: 6, dates: 3 },
} as const;
const SKETCH = { width: 240, height: 56 } as const;
const TOP = 10;
const AXIS = 26;

/** Negatives of the hours before an alert, with the usual range behind them; drawn for wide pages and for phones. */
export const AlertChart = ({ why, timeZone }: { why: AlertWhy; timeZone: string }) => {
  if (why.points.length === 0) return null;
  const legend = chartLegend(why);
  return (
    <figure class="chart">
      <figcaption class="legend">
        <span class="key key-negative">{legend.observed}</span>
        <span class="key key-usual">{legend.usual}</span>
      </figcaption>
      <Image why={why} timeZone={timeZone} size="wide" />
      <Image why={why} timeZone={timeZone} size="narrow" />
      <details class="chart-numbers" id="chart-numbers">
        <summary>The same as a table</summary>
        <Table why={why} timeZone={timeZone} />
      </details>
    </figure>
  );
};

/** The same without axes and words, for a list that says them beside it. */
export const AlertSketch = ({ why }: { why: AlertWhy }) => {
  if (why.points.length === 0) return null;
  const { width, height } = SKETCH;
  const scale = scaleOf(why, { from: height, to: 0 });
  const step = width / why.points.length;
  return (
    <svg class="alert-sketch" viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      <Bars why={why} scale={scale} left={0} step={step} />
    </svg>
  );
};

interface ImageProps {
  readonly why: AlertWhy;
  readonly timeZone: string;
  readonly size: keyof typeof SIZES;
}

const Image = ({ why, timeZone, size }: ImageProps) => {
  const { width, height, left, right, dates } = SIZES[size];
  const { points } = why;
  const scale = scaleOf(why, { from: height - AXIS, to: TOP });
  const step = (width - left - right) / points.length;
  const every = Math.ceil(points.length / dates);
  return (
    <svg class={`chart-image chart-${size}`} viewBox={`0 0 ${width} ${height}`} role="img">
      <title>{chartInWords(why)}</title>
      <g class="grid">
        {scale.ticks.map((tick) => (
          <>
            <line x1={left} x2={width - right} y1={pixel(scale.at(tick))} y2={pixel(scale.at(tick))} />
            <text x={left - 8} y={pixel(scale.at(tick) + 4)} text-anchor="end">
              {signOf(tick)}
            </text>
          </>
        ))}
      </g>
      <Bars why={why} scale={scale} left={left} step={step} />
      <g class="grid">
        {points.map((point, at) =>
          at % every === Math.floor(every / 2) ? (
            <text key={point.at} x={pixel(left + (at + 0.5) * step)} y={height - 8} text-anchor="middle">
              {hourIn(point.at, timeZone)}
            </text>
          ) : null,
        )}
      </g>
    </svg>
  );
};

function scaleOf({ points, metric }: AlertWhy, pixels: { from: number; to: number }): Scale {
  if (metric?.metric === 'net_sentiment') {
    const ends = points.flatMap(({ observed, low, high }) => [observed, low, high]);
    return sentimentScale(ends, pixels);
  }
  return countScale(Math.max(1, ...points.map(({ observed, high }) => Math.max(observed, high))), pixels);
}

interface BarsProps {
  readonly why: AlertWhy;
  readonly scale: Scale;
  readonly left: number;
  readonly step: number;
}

const Bars = ({ why: { points, metric }, scale, left, step }: BarsProps) => (
  <>
    {points.map((point, at) => (
      <Bar
        key={point.at}
        point={point}
        scale={scale}
        x={left + at * step}
        step={step}
        isOut={point.observed > point.high || (metric !== undefined && point.observed < point.low)}
      />
    ))}
  </>
);

const Bar = ({
  point: { observed, low, high },
  scale,
  x,
  step,
  isOut,
}: {
  point: AlertPoint;
  scale: Scale;
  x: number;
  step: number;
  isOut: boolean;
}) => {
  const usualHeight = Math.max(1, scale.at(low) - scale.at(high));
  return (
    <>
      <rect
        class="usual"
        x={pixel(x)}
        y={pixel(scale.at(high))}
        width={pixel(step)}
        height={pixel(usualHeight)}
      />
      {observed !== 0 && (
        <rect
          class={isOut ? 'bar-negative' : 'bar-usual'}
          x={pixel(x + step * 0.2)}
          y={pixel(scale.at(Math.max(0, observed)))}
          width={pixel(step * 0.6)}
          height={pixel(Math.abs(scale.at(0) - scale.at(observed)))}
        />
      )}
    </>
  );
};

/** Counts have no sign; a tick below zero has one. */
const signOf = (tick: number) => (tick < 0 ? `\u2212${count(-tick)}` : count(tick));

const Table = ({ why, timeZone }: { why: AlertWhy; timeZone: string }) => {
  const { metric } = why;
  const shown = (value: number) => (metric ? metricValue(metric.metric, value) : count(value));
  return (
    <section class="table-scroll" tabindex={0} aria-label="The numbers before the alert">
      <table>
        <thead>
          <tr>
            <th scope="col">From</th>
            <th scope="col" class="number">
              {why.metric ? capitalOf(METRIC_WORD[why.metric.metric]) : 'Negative'}
            </th>
            <th scope="col" class="number">
              Usual range
            </th>
          </tr>
        </thead>
        <tbody>
          {why.points.toReversed().map(({ at, observed, low, high }) => (
            <tr key={at}>
              <th scope="row">{moment(new Date(at), timeZone)}</th>
              <td class="number">{shown(observed)}</td>
              <td class="number">
                {shown(low)} to {shown(high)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
};

const capitalOf = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

const hours = new Map<string, Intl.DateTimeFormat>();

/** "28 Nov 14:00". */
function hourIn(at: string, timeZone: string): string {
  let format = hours.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      day: 'numeric',
      month: 'short',
      hour: '2-digit',
      minute: '2-digit',
    });
    hours.set(timeZone, format);
  }
  return format.format(new Date(at)).replace(',', '');
}

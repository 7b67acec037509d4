import type { KpiUnit } from '../../domain/kpi.ts';
import type { Annotation } from '../../store/kpi-notes.ts';
import { kpiTick } from '../parts/kpi-words.ts';
import { shortDay } from '../parts/wording.ts';
import { pixel, type Scale } from './scale.ts';

/** Where the lines of a chart of numbers are drawn, in the units of its viewBox. */
export interface Plot {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** What happened, with the figure it is marked by on every chart of the page. */
export interface Mark {
  readonly figure: number;
  readonly annotation: Annotation;
}

export const ValueGrid = ({ plot, scale, unit }: { plot: Plot; scale: Scale; unit: KpiUnit }) => (
  <>
    {scale.ticks.map((tick) => (
      <>
        <line
          class={tick === 0 ? 'base' : undefined}
          x1={plot.left}
          x2={plot.right}
          y1={pixel(scale.at(tick))}
          y2={pixel(scale.at(tick))}
        />
        <text x={plot.left - 6} y={pixel(scale.at(tick) + 4)} text-anchor="end">
          {kpiTick(unit, tick)}
        </text>
      </>
    ))}
  </>
);

interface DatesProps {
  readonly y: number;
  readonly periods: readonly string[];
  readonly middle: (at: number) => number;
}

export const Dates = ({ y, periods, middle }: DatesProps) => (
  <>
    {[0, Math.floor((periods.length - 1) / 2), periods.length - 1]
      .filter((at, index, all) => all.indexOf(at) === index)
      .map((at, index) => (
        <text
          key={at}
          x={pixel(middle(at))}
          y={y}
          text-anchor={index === 0 ? 'start' : at === periods.length - 1 ? 'end' : 'middle'}
        >
          {shortDay(periods[at] ?? '')}
        </text>
      ))}
  </>
);

interface MarksProps {
  readonly plot: Plot;
  /** First days of the periods, in order. */
  readonly periods: readonly string[];
  readonly marks: readonly Mark[];
}

/** What happened: a line or an area with a figure above it, the words of which stand once on the page. */
export const Marks = ({ plot, periods, marks }: MarksProps) => {
  const width = (plot.right - plot.left) / Math.max(1, periods.length);
  const indexOf = (day: string) =>
    Math.max(
      0,
      periods.findLastIndex((first) => first <= day),
    );
  return (
    <>
      {marks.map(({ figure, annotation: { firstDay, lastDay, text } }, index) => {
        const first = indexOf(firstDay);
        const x = plot.left + first * width;
        // Figures of what begins together stand beside each other.
        const rank = marks
          .slice(0, index)
          .filter((mark) => indexOf(mark.annotation.firstDay) === first).length;
        const end = plot.left + (indexOf(lastDay) + 1) * width;
        return (
          <g class="mark" key={figure}>
            <title>{text}</title>
            <rect
              x={pixel(x)}
              y={plot.top - 4}
              width={pixel(Math.max(2, end - x))}
              height={plot.bottom - plot.top + 4}
            />
            <text x={pixel(x + 2 + 11 * rank)} y={plot.top - 9}>
              {figure}
            </text>
          </g>
        );
      })}
    </>
  );
};

interface ReferenceProps {
  readonly plot: Plot;
  readonly kind: 'target' | 'benchmark';
  /** At which end its words stand. */
  readonly end: 'left' | 'right';
  readonly y: number;
  readonly words: string;
}

/** At the upper edge the words stand below their line: above it are the figures of what happened. */
const WORDS_HEIGHT = 12;

export const Reference = ({ plot, kind, end, y, words }: ReferenceProps) => (
  <g class={`reference reference-${kind}`}>
    <line x1={plot.left} x2={plot.right} y1={pixel(y)} y2={pixel(y)} />
    <text
      x={end === 'right' ? plot.right : plot.left + 4}
      y={pixel(y - plot.top < WORDS_HEIGHT ? y + WORDS_HEIGHT : y - 4)}
      text-anchor={end === 'right' ? 'end' : 'start'}
    >
      {words}
    </text>
  </g>
);

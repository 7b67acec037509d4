import type { Day } from '../../domain/day.ts';
import { COMPLETE } from '../charts/day-points.ts';
import { fullDay, percent, shortDay } from './wording.ts';

const CELL = 10;
const GAP = 3;
const HEIGHT = 22;

interface Props {
  readonly days: readonly Day[];
  /** Share 0…1; a day without an entry lies before the source began. */
  readonly coverage: ReadonlyMap<Day, number>;
}

/** One column a day: how much of it was read. A gap is a gap in the column, so it is seen without colours. */
export const CoverageStrip = ({ days, coverage }: Props) => {
  const width = days.length * (CELL + GAP) - GAP;
  return (
    <svg class="coverage-strip" viewBox={`0 0 ${width} ${HEIGHT}`} width={width} height={HEIGHT} role="img">
      <title>{inWords(days, coverage)}</title>
      {days.map((day, at) => {
        const share = coverage.get(day);
        const x = at * (CELL + GAP);
        const height = Math.round((share ?? 0) * HEIGHT * 10) / 10;
        return (
          <g key={day}>
            <title>{`${fullDay(day)}: ${share === undefined ? 'not begun' : `${percent(share)} read`}`}</title>
            <rect
              class={share === undefined ? 'not-begun' : 'missing'}
              x={x}
              y="0"
              width={CELL}
              height={HEIGHT}
              rx="2"
            />
            {height > 0 && (
              <rect class="read" x={x} y={HEIGHT - height} width={CELL} height={height} rx="2" />
            )}
          </g>
        );
      })}
    </svg>
  );
};

function inWords(days: readonly Day[], coverage: ReadonlyMap<Day, number>): string {
  const gaps = days.filter((day) => (coverage.get(day) ?? 1) < COMPLETE);
  const span = `the last ${days.length} days`;
  if (gaps.length === 0) return `Coverage of ${span}: complete since it began`;
  return `Coverage of ${span}: gaps on ${gaps.map((day) => `${shortDay(day)} (${percent(coverage.get(day) ?? 0)})`).join(', ')}`;
}

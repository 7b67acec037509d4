import { shortDay, signed } from '../parts/wording.ts';
import type { DayPoint } from './day-points.ts';
import { linear, linePath, pixel } from './scale.ts';

const WIDTH = 220;
const HEIGHT = 48;
const EDGE = 5;

/** Net sentiment of the last days as a line without axes; what it shows is said in words in its title. */
export const Sparkline = ({ points, name }: { points: readonly DayPoint[]; name: string }) => {
  const values = points.flatMap(({ line }) => (line ? [line.value] : []));
  const range = rangeOf(values);
  const x = linear({ min: 0, max: Math.max(1, points.length - 1) }, { from: EDGE, to: WIDTH - EDGE });
  const y = linear(range, { from: HEIGHT - EDGE, to: EDGE });
  const line = points.map((point, at) => (point.line ? { x: x(at), y: y(point.line.value) } : undefined));
  const last = line.at(-1);
  const zero = pixel(y(0));
  return (
    <svg class="sparkline" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img">
      <title>{`${name}: ${courseOf(points)}`}</title>
      <line class="base" x1="0" x2={WIDTH} y1={zero} y2={zero} />
      <path class="line" d={linePath(line)} />
      {last && <circle class="line-end" cx={pixel(last.x)} cy={pixel(last.y)} r="3" />}
    </svg>
  );
};

/** Always with 0 in it, and never so narrow that a small change looks like a fall. */
function rangeOf(values: readonly number[]): { min: number; max: number } {
  const min = Math.min(-10, ...values);
  const max = Math.max(10, ...values);
  return { min, max };
}

function courseOf(points: readonly DayPoint[]): string {
  const known = points.filter((point) => point.line);
  const first = known[0];
  const last = known.at(-1);
  if (!first?.line || !last?.line) return 'not enough data for a line';
  return `from ${signed(first.line.value)} on ${shortDay(first.day)} to ${signed(last.line.value)} on ${shortDay(last.day)}`;
}

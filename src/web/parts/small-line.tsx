import { linear, linePath, pixel } from '../charts/scale.ts';

const WIDTH = 220;
const HEIGHT = 48;
const EDGE = 5;

interface Props {
  /** From left to right; undefined where there is no number. */
  readonly points: readonly (number | undefined)[];
  readonly range: { readonly min: number; readonly max: number };
  /** What it shows, in words. */
  readonly title: string;
}

/** Any numbers as a line without axes. */
export const SmallLine = ({ points, range, title }: Props) => {
  const x = linear({ min: 0, max: Math.max(1, points.length - 1) }, { from: EDGE, to: WIDTH - EDGE });
  const y = linear(range, { from: HEIGHT - EDGE, to: EDGE });
  const line = points.map((value, at) => (value === undefined ? undefined : { x: x(at), y: y(value) }));
  const last = line.at(-1);
  return (
    <svg class="sparkline" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img">
      <title>{title}</title>
      <path class="line" d={linePath(line)} />
      {last && <circle class="line-end" cx={pixel(last.x)} cy={pixel(last.y)} r="3" />}
    </svg>
  );
};

import type { ReliabilityBin } from '../../domain/accuracy.ts';
import { count, percent } from '../parts/wording.ts';
import { linear, linePath, pixel } from './scale.ts';

const SIZE = 340;
const LEFT = 46;
const BOTTOM = 40;
const TOP = 12;
const RIGHT = 12;
const TICKS = [0, 0.25, 0.5, 0.75, 1];

/**
 * What confidence says against what is right: on the diagonal it means what it says, below it promises too much. The
 * table beside it says the same in numbers.
 */
export const ReliabilityChart = ({ bins }: { bins: readonly ReliabilityBin[] }) => {
  const x = linear({ min: 0, max: 1 }, { from: LEFT, to: SIZE - RIGHT });
  const y = linear({ min: 0, max: 1 }, { from: SIZE - BOTTOM, to: TOP });
  const points = bins.flatMap(({ stated, right, n }) => (right ? [{ stated, right, n }] : []));
  return (
    <svg
      class="chart-image reliability"
      viewBox={`0 0 ${SIZE} ${SIZE}`}
      role="img"
      aria-labelledby="reliability-title reliability-words"
    >
      <title id="reliability-title">Stated confidence against the share that is right</title>
      <desc id="reliability-words">{inWords(points)}</desc>
      <g class="grid">
        {TICKS.map((tick) => (
          <>
            <line x1={LEFT} x2={SIZE - RIGHT} y1={pixel(y(tick))} y2={pixel(y(tick))} />
            <text x={LEFT - 6} y={pixel(y(tick) + 4)} text-anchor="end">
              {percent(tick)}
            </text>
            <text x={pixel(x(tick))} y={SIZE - BOTTOM + 17} text-anchor="middle">
              {percent(tick)}
            </text>
          </>
        ))}
        <line class="base" x1={x(0)} y1={y(0)} x2={x(1)} y2={y(1)} stroke-dasharray="4 4" />
        <text class="panel-name" x={pixel((LEFT + SIZE - RIGHT) / 2)} y={SIZE - 4} text-anchor="middle">
          stated confidence
        </text>
        <text class="panel-name" x={LEFT + 6} y={TOP + 12}>
          right
        </text>
      </g>
      {points.map(({ stated, right }) => (
        <line
          class="whisker"
          x1={pixel(x(stated))}
          x2={pixel(x(stated))}
          y1={pixel(y(right.low))}
          y2={pixel(y(right.high))}
        />
      ))}
      <path
        class="line"
        d={linePath(points.map(({ stated, right }) => ({ x: x(stated), y: y(right.value) })))}
      />
      {points.map(({ stated, right, n }) => (
        <circle class="line-end" cx={pixel(x(stated))} cy={pixel(y(right.value))} r="5">
          <title>{`stated ${percent(stated)}, right ${percent(right.value)}, n ${count(n)}`}</title>
        </circle>
      ))}
    </svg>
  );
};

function inWords(points: readonly { stated: number; right: { value: number } }[]): string {
  if (points.length === 0) return 'Not enough labels for any point.';
  return `${points.map(({ stated, right }) => `stated ${percent(stated)}, right ${percent(right.value)}`).join('; ')}.`;
}

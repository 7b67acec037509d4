import { newPicture } from '../channels/png.ts';
import type { ReportDay } from '../domain/digest.ts';
import { MINIMUM_N } from '../domain/sentiment.ts';

const GROUND = 0;
const GRID = 1;
const INTERVAL = 2;
const BEFORE = { above: 3, below: 4 } as const;
const NOW = { above: 5, below: 6 } as const;
const AXIS = 7;
const PALETTE = [0xffffff, 0xe8ebef, 0xb9c0c9, 0x9dbfae, 0xdda7a3, 0x1f7a4d, 0xb3261e, 0x6b7480];
const SIZE = { width: 600, height: 160, edge: 8 };

/**
 * Net sentiment by day as a PNG: bars up from the middle where praise outweighs, down where complaint does, those of the
 * period stronger, the 95 % interval behind each; nothing where there is not enough data. Lines stand at ±50 and ±100.
 */
export function digestChart(days: readonly ReportDay[]): Uint8Array | undefined {
  if (!days.some(({ net }) => net && net.n >= MINIMUM_N)) return undefined;
  const { width, height, edge } = SIZE;
  const picture = newPicture(width, height, PALETTE);
  const middle = height / 2;
  const tall = (value: number) => (Math.max(-100, Math.min(100, value)) / 100) * (middle - edge);
  picture.fill(0, 0, width, height, GROUND);
  for (const value of [-100, -50, 50, 100])
    picture.fill(edge, middle - tall(value), width - 2 * edge, 1, GRID);
  const step = (width - 2 * edge) / days.length;
  days.forEach(({ net, isInPeriod }, index) => {
    if (!net || net.n < MINIMUM_N) return;
    const x = edge + index * step;
    const colours = isInPeriod ? NOW : BEFORE;
    const colour = net.value >= 0 ? colours.above : colours.below;
    const top = Math.max(0, net.value);
    picture.fill(
      x + step * 0.2,
      middle - tall(top),
      step * 0.6,
      Math.max(1, tall(Math.abs(net.value))),
      colour,
    );
    picture.fill(x + step * 0.5 - 1, middle - tall(net.high), 2, tall(net.high) - tall(net.low), INTERVAL);
  });
  picture.fill(edge, middle, width - 2 * edge, 1, AXIS);
  return picture.png();
}

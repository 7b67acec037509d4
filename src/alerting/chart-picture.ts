import { newPicture } from '../channels/png.ts';
import type { AlertWhy } from '../domain/alert.ts';

const GROUND = 0;
const USUAL = 1;
const OBSERVED = 2;
const STANDS_OUT = 3;
const AXIS = 4;
const PALETTE = [0xffffff, 0xdde4ec, 0x8a97a6, 0xb3261e, 0x9aa4b0];
const SIZE = { width: 600, height: 180, edge: 8 };

/** The chart of an alert as a PNG: bars of what was said, red where outside the usual range, which lies behind them. */
export function chartPicture({ points, metric }: AlertWhy): Uint8Array | undefined {
  if (points.length === 0) return undefined;
  const { width, height, edge } = SIZE;
  const picture = newPicture(width, height, PALETTE);
  picture.fill(0, 0, width, height, GROUND);
  const highest = Math.max(1, ...points.map(({ observed, high }) => Math.max(observed, high)));
  const lowest = Math.min(0, ...points.map(({ observed, low }) => Math.min(observed, low)));
  const step = (width - 2 * edge) / points.length;
  const tall = (value: number) => (value / (highest - lowest)) * (height - 2 * edge);
  const ground = height - edge - tall(-lowest);
  points.forEach(({ observed, low, high }, at) => {
    const x = edge + at * step;
    picture.fill(x, ground - tall(high), step + 1, tall(high - low), USUAL);
    const isOut = observed > high || (metric !== undefined && observed < low);
    const top = Math.max(0, observed);
    const bar = Math.max(1, tall(Math.abs(observed)));
    picture.fill(x + step * 0.2, ground - tall(top), step * 0.6, bar, isOut ? STANDS_OUT : OBSERVED);
  });
  picture.fill(edge, ground, width - 2 * edge, 1, AXIS);
  return picture.png();
}

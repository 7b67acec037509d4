import type { PlaceIndex } from './read-places.ts';

/** The index of a place as a message says it. */
export function placeInWords({ index: { estimate }, change }: PlaceIndex): { index: string; change: string } {
  return {
    index: estimate
      ? `${Math.round(estimate.value)} of 100 (95\u00a0% interval ${Math.round(estimate.low)} to ${Math.round(estimate.high)})`
      : 'not enough data',
    change: change
      ? `${signed(change.value)} against the thirteen weeks before: ${change.isClear ? 'a clear change' : 'may be chance'}`
      : 'not enough data to compare',
  };
}

function signed(value: number): string {
  const rounded = Math.round(value);
  if (rounded === 0) return '0';
  return rounded > 0 ? `+${rounded}` : `\u2212${-rounded}`;
}

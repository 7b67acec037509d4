import type { Emotions } from '../domain/classification.ts';
import type { Feeling } from './state.ts';

const NONE: Emotions = Object.freeze({});
// "not satisfied" is dissatisfied, but less so than its opposite said outright.
const DENIED = -0.7;

/** Mean intensity of each axis the text touches, −1…1. */
export function emotionsOf(feelings: readonly Feeling[]): Emotions {
  if (feelings.length === 0) return NONE;
  const sums: Record<string, { sum: number; count: number }> = {};
  for (const { emotion, isNegated } of feelings) {
    const axis = sums[emotion.axis] ?? { sum: 0, count: 0 };
    sums[emotion.axis] = axis;
    axis.sum += emotion.intensity * (isNegated ? DENIED : 1);
    axis.count += 1;
  }
  return Object.fromEntries(Object.entries(sums).map(([axis, { sum, count }]) => [axis, sum / count]));
}

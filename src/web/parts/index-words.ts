import type { CxIndex, IndexChange, IndexPart } from '../../domain/cx-index.ts';
import { listed, percent, signed } from './wording.ts';

/** "64 (95 % 61 to 67)", or why there is none. */
export function indexInWords({ estimate }: CxIndex): string {
  if (!estimate) return 'not enough data';
  const { value, low, high } = estimate;
  return `${Math.round(value)} (95\u00a0% ${Math.round(low)} to ${Math.round(high)})`;
}

/** "+3, clearly" or "−2, within chance". */
export function changeInWords(change: IndexChange | undefined): string {
  if (!change) return 'nothing to compare with';
  return `${signed(change.value)} (95\u00a0% ${signed(change.low)} to ${signed(change.high)}), ${change.isClear ? 'a clear change' : 'within chance'}`;
}

/** "Net sentiment 30 %, NPS 20 %, …": how the number is put together, as set. */
export function weightsInWords(parts: readonly IndexPart[]): string {
  return listed(parts.map(({ name, weight }) => `${name} ${percent(weight)}`));
}

/** What is missing, and what comes of it. */
export function missingInWords({ parts, coverage }: CxIndex): string | undefined {
  const missing = parts.filter(({ scaled }) => !scaled).map(({ name }) => name);
  if (missing.length === 0) return undefined;
  return `${listed(missing)} ${missing.length === 1 ? 'has' : 'have'} not enough data: the rest, ${percent(coverage)} of the weight, counts for all of it.`;
}

/** 1st, 2nd, 3rd, 4th, 11th, 21st. */
export function ordinal(n: number): string {
  const tens = n % 100;
  const ending = tens >= 11 && tens <= 13 ? 'th' : (['th', 'st', 'nd', 'rd'][n % 10] ?? 'th');
  return `${n}${ending}`;
}

const LONGEST_WAIT_MS = 24 * 3_600_000;

/**
 * Milliseconds to wait from a Retry-After header: seconds or an HTTP date. 0 to 24 hours, because a mistaken
 * year must not silence a source. Undefined when the header is missing or cannot be read.
 */
export function retryAfterMs(value: string | null, nowMs: number): number | undefined {
  const text = value?.trim() ?? '';
  if (text === '') return undefined;
  const waitMs = /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text) - nowMs;
  if (Number.isNaN(waitMs)) return undefined;
  return Math.min(Math.max(Math.round(waitMs), 0), LONGEST_WAIT_MS);
}

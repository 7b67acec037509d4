/**
 * JSON with all digits: a whole number beyond 2^53, which would be rounded, becomes its text.
 * @throws SyntaxError; RangeError when it nests too deep.
 */
export function parseExactJson(json: string): unknown {
  const keepDigits = (_key: string, value: unknown, context?: { source?: string }) =>
    typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(context?.source ?? '')
      ? context?.source
      : value;
  return JSON.parse(json, keepDigits as (key: string, value: unknown) => unknown);
}

export type JsonObject = Readonly<Record<string, unknown>>;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Longest line of a JSONL file, in characters. */
const LONGEST_LINE = 1_000_000;

/** One object of a JSONL file, key by key; or what is wrong with its line. */
export type JsonRow =
  | { readonly line: number; readonly entries: readonly (readonly [string, unknown])[] }
  | { readonly line: number; readonly error: string };

/** The objects of a JSONL file; empty lines are passed over. */
export async function* jsonRows(text: AsyncIterable<string>): AsyncGenerator<JsonRow> {
  for await (const { line, content } of lines(text)) {
    if (content.trim() !== '') yield rowOf(line, content);
  }
}

function rowOf(line: number, content: string): JsonRow {
  if (content.length > LONGEST_LINE) {
    return { line, error: `the line is longer than ${LONGEST_LINE} characters` };
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(content);
  } catch {
    return { line, error: 'expected a JSON object on the line, got something that is not JSON' };
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    return { line, error: 'expected a JSON object on the line, got another kind of JSON' };
  }
  return { line, entries: Object.entries(parsed) };
}

/** Of a line that is too long only the beginning is kept: enough to refuse it. */
async function* lines(text: AsyncIterable<string>): AsyncGenerator<{ line: number; content: string }> {
  let line = 1;
  let pending = '';
  for await (const chunk of text) {
    const pieces = chunk.split('\n');
    const last = pieces.pop() ?? '';
    for (const piece of pieces) {
      yield { line, content: `${pending}${piece}` };
      pending = '';
      line += 1;
    }
    pending = `${pending}${last}`.slice(0, LONGEST_LINE + 1);
  }
  if (pending !== '') yield { line, content: pending };
}

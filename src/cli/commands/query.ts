import { explainQuery } from '../../domain/query/explain.ts';
import { queryHints } from '../../domain/query/hints.ts';
import { compileQuery, matches } from '../../domain/query/matcher.ts';
import { parseQuery } from '../../domain/query/parse.ts';
import { type Line, lineGroups } from '../lines.ts';
import { note, write, writeLine } from '../output.ts';
import { documentOfJson } from '../query-document.ts';

/** Checks a query; with `--test` prints the ids of the mentions on stdin that match. @throws QueryError */
export async function query(expr: string, options: { test?: boolean }): Promise<number> {
  const parsed = parseQuery(expr);
  for (const hint of queryHints(expr)) note(`Hint: ${hint.message}`);
  if (!options.test) {
    await writeLine(explainQuery(parsed));
    return 0;
  }
  const compiled = compileQuery(parsed);
  let hasErrors = false;
  for await (const group of lineGroups(process.stdin)) {
    const ids: string[] = [];
    for (const line of group) {
      if (line.text.trim() === '') continue;
      try {
        const { id, document } = readMention(line);
        if (matches(compiled, document)) ids.push(`${id}\n`);
      } catch (error) {
        if (!(error instanceof SyntaxError)) throw error;
        hasErrors = true;
        note(`earshot: line ${line.number}: ${error.message}`);
      }
    }
    await write(ids.join(''));
  }
  return hasErrors ? 1 : 0;
}

/** @throws SyntaxError when the line is no JSON object with a text. */
function readMention({ text, number }: Line) {
  const parsed: unknown = JSON.parse(text);
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw new SyntaxError('expected a JSON object with a field "text"');
  }
  return documentOfJson(parsed as Record<string, unknown>, number);
}

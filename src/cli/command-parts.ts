export const JSON_OPTION = '--json';
export const AS_JSON = 'print JSON instead of a table';

/** A command's work as commander calls it; what it returns is the exit status. */
export function ends<A extends unknown[]>(
  work: (...args: A) => Promise<number | undefined>,
): (...args: A) => Promise<void> {
  return async (...args) => {
    const status = await work(...args);
    if (status) process.exitCode = status;
  };
}

/** The end of a help text. */
export function examples(lines: readonly string[]): string {
  return `\n\nExamples:\n${lines.map((line) => `  ${line}`).join('\n')}`;
}

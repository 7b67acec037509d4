import { withApi } from '../api-client.ts';
import { writeJson, writeLine } from '../output.ts';

interface Rebuilt {
  readonly check: boolean;
  readonly differences: readonly {
    readonly where: string;
    readonly expected: string | null;
    readonly found: string | null;
  }[];
}

/** Ends with 1 when `--check` finds a difference. */
export async function rebuild(options: { check?: boolean; json?: boolean }): Promise<number> {
  const check = options.check ?? false;
  const rebuilt = await withApi((api) => api.call<Rebuilt>('POST', '/api/v1/rebuild', { check }));
  if (options.json) await writeJson(rebuilt);
  else await writeFindings(rebuilt);
  return check && rebuilt.differences.length > 0 ? 1 : 0;
}

async function writeFindings({ check, differences }: Rebuilt): Promise<void> {
  for (const { where, expected, found } of differences) {
    await writeLine(`${where}: expected ${expected ?? 'nothing'}, found ${found ?? 'nothing'}`);
  }
  if (differences.length === 0) await writeLine('Every score agrees with its mentions.');
  if (!check) await writeLine('All scores were computed anew.');
}

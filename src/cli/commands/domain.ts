import { withApi } from '../api-client.ts';
import { WrongUsage } from '../failures.ts';
import { writeJson, writeLine, writeTable } from '../output.ts';
import { tellWaiting } from '../work-off.ts';

interface Domain {
  readonly name: string;
  readonly isChosen: boolean;
}

export async function list(options: { json?: boolean }): Promise<undefined> {
  const { domains } = await withApi((api) => api.call<{ domains: Domain[] }>('GET', '/api/v1/domains'));
  if (options.json) await writeJson(domains);
  else
    await writeTable(
      ['domain', 'chosen'],
      domains.map(({ name, isChosen }) => [name, isChosen ? 'yes' : 'no']),
    );
  return undefined;
}

/** Chooses exactly these; none with `--none`. */
export async function choose(names: readonly string[], options: { none?: boolean }): Promise<undefined> {
  if (names.length === 0 && !options.none) throw new WrongUsage('name the domains, or say --none');
  if (names.length > 0 && options.none) throw new WrongUsage('name domains or say --none, not both');
  await withApi(async (api) => {
    await api.call('PATCH', '/api/v1/workspace', { domains: names });
    await writeLine(`Domains: ${names.join(', ') || 'none'}. The past is counted again.`);
    tellWaiting(api);
  });
  return undefined;
}

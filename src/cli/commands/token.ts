import { withApi } from '../api-client.ts';
import { WrongUsage } from '../failures.ts';
import { note, writeJson, writeLine, writeTable } from '../output.ts';

interface Token {
  readonly id: number;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly createdAt: string;
  readonly lastUsedAt: string | null;
  readonly revokedAt: string | null;
}

const PATH = '/api/v1/tokens';

export async function list(options: { json?: boolean }): Promise<undefined> {
  const { tokens } = await withApi((api) => api.call<{ tokens: Token[] }>('GET', PATH));
  if (options.json) await writeJson(tokens);
  else {
    await writeTable(
      ['id', 'name', 'scopes', 'made', 'last used', 'revoked'],
      tokens.map((token) => [
        token.id,
        token.name,
        token.scopes.join(' '),
        token.createdAt,
        token.lastUsedAt,
        token.revokedAt,
      ]),
    );
  }
  return undefined;
}

/** The token goes to stdout alone, so that it can be piped into a file; the words go to stderr. */
export async function add(name: string, options: { scope: readonly string[] }): Promise<undefined> {
  const body = { name, scopes: options.scope };
  const made = await withApi((api) => api.call<Token & { token: string }>('POST', PATH, body));
  note(`Token ${made.id}, "${made.name}", may ${made.scopes.join(', ')}. It is shown only once:`);
  await writeLine(made.token);
  return undefined;
}

export async function revoke(id: string): Promise<undefined> {
  if (!/^\d+$/.test(id))
    throw new WrongUsage(`expected the id of a token, got "${id}"; see "earshot token list"`);
  await withApi((api) => api.call('DELETE', `${PATH}/${id}`));
  await writeLine(`Token ${id} is revoked.`);
  return undefined;
}

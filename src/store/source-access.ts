import type { Db } from './db.ts';
import { takeFromBudget } from './source-budgets.ts';
import { readSecrets, saveSecrets } from './source-secrets.ts';
import type { SourceRow } from './sources.ts';
import type { Vault } from './vault.ts';

/** Names of tokens a kind keeps begin with this, so that they are never taken for a secret a person entered. */
export const TOKEN_PREFIX = 'token:';

/** What a source has in the store beside its settings, as its kind may use it. */
export function accessTo(
  deps: { db: Db; vault: Vault; now: () => Date },
  source: Pick<SourceRow, 'id' | 'name' | 'budget'>,
  unit: string,
) {
  const { db, vault, now } = deps;
  return {
    /** @throws Refused when one cannot be opened. */
    secrets: (names: readonly string[]) => readSecrets(db, vault, source.id, names),
    credentials: {
      get: async (name: string) => {
        const place = `${TOKEN_PREFIX}${name}`;
        return (await readSecrets(db, vault, source.id, [place]))[place];
      },
      set: (name: string, value: string) =>
        saveSecrets(db, vault, source.id, { [`${TOKEN_PREFIX}${name}`]: value }, now()),
    },
    spend: (amount: number) =>
      amount === 0 ? Promise.resolve() : takeFromBudget(db, { ...source, unit }, { amount, now: now() }),
  };
}

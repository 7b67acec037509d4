import type { Sql } from './db.ts';
import { sealedAnew } from './sealed-settings.ts';
import type { Vault } from './vault.ts';

const placeOf = (sourceId: number, name: string) => `source ${sourceId} ${name}`;

/** Keeps secrets of a source; a name that is there already gets the new value, `null` removes it. */
export async function saveSecrets(
  sql: Sql,
  vault: Vault,
  sourceId: number,
  secrets: Readonly<Record<string, string | null>>,
  now: Date,
): Promise<void> {
  for (const [name, secret] of Object.entries(secrets)) {
    if (secret === null) {
      await sql`delete from source_secrets where source_id = ${sourceId} and name = ${name}`;
      continue;
    }
    const { keyId, sealed } = vault.seal(secret, placeOf(sourceId, name));
    await sql`
      insert into source_secrets (source_id, name, key_id, sealed, updated_at)
      values (${sourceId}, ${name}, ${keyId}, ${sealed}, ${now})
          on conflict (source_id, name) do update
         set key_id = excluded.key_id, sealed = excluded.sealed, updated_at = excluded.updated_at`;
  }
}

/** @throws Refused when one of them cannot be opened. */
export async function readSecrets(
  sql: Sql,
  vault: Vault,
  sourceId: number,
  names: readonly string[],
): Promise<Record<string, string>> {
  if (names.length === 0) return {};
  const rows = await sql<{ name: string; key_id: string; sealed: string }>`
    select name, key_id, sealed from source_secrets where source_id = ${sourceId} and name = any(${names}::text[])`;
  return Object.fromEntries(
    rows.map(({ name, key_id: keyId, sealed }) => [
      name,
      vault.open({ keyId, sealed }, placeOf(sourceId, name)),
    ]),
  );
}

/** Which secrets each source has; never their values. */
export async function listSecretNames(sql: Sql): Promise<ReadonlyMap<number, readonly string[]>> {
  const rows = await sql<{ source_id: number; names: string[] }>`
    select source_id, array_agg(name order by name) as names from source_secrets group by source_id`;
  return new Map(rows.map((row) => [row.source_id, row.names]));
}

/** Forgets tokens that were asked for with secrets that are no longer the ones. */
export async function forgetTokens(sql: Sql, sourceId: number, keep: readonly string[]): Promise<void> {
  await sql`delete from source_secrets where source_id = ${sourceId} and name <> all (${keep}::text[])`;
}

const ROWS_A_STEP = 500;

/** Seals with the current key what an older one has sealed; returns how many. After that the older key can go. */
export async function resealSecrets(sql: Sql, vault: Vault): Promise<number> {
  if (vault.keyId === undefined) return 0;
  const rows = await sql<{ source_id: number; name: string; key_id: string; sealed: string }>`
    select source_id, name, key_id, sealed from source_secrets where key_id <> ${vault.keyId} limit ${ROWS_A_STEP}`;
  let resealed = 0;
  for (const row of rows) {
    const place = placeOf(row.source_id, row.name);
    const anew = sealedAnew(vault, { keyId: row.key_id, sealed: row.sealed }, place);
    if (!anew) continue;
    await sql`
      update source_secrets
         set key_id = ${anew.keyId}, sealed = ${anew.sealed}
       where source_id = ${row.source_id}
         and name = ${row.name}
         and sealed = ${row.sealed}`;
    resealed += 1;
  }
  return resealed;
}

import type { Row, Sql } from './db.ts';
import type { Sealed, Vault } from './vault.ts';

/** Somewhere we send to, with settings of its own; what must not be read of them is sealed. */
export interface SealedSettings {
  readonly id: number;
  readonly name: string;
  readonly kind: string;
  readonly settings: Readonly<Record<string, unknown>>;
  /** JSON, encrypted, bound to the name. */
  readonly sealed: Sealed;
  readonly enabled: boolean;
}

/** The columns that hold it, in whichever table. */
export interface StoredSettings extends Row {
  id: number;
  name: string;
  kind: string;
  settings: Record<string, unknown>;
  key_id: string;
  sealed: string;
  enabled: boolean;
}

export const sealedSettingsOf = (row: StoredSettings): SealedSettings => ({
  id: row.id,
  name: row.name,
  kind: row.kind,
  settings: row.settings,
  sealed: { keyId: row.key_id, sealed: row.sealed },
  enabled: row.enabled,
});

/** Seals with the current key what an older one has sealed; returns how many. */
export async function resealSettings(
  sql: Sql,
  vault: Vault,
  table: 'desks' | 'destinations',
  rows: readonly { id: number; sealed: Sealed; place: string }[],
): Promise<number> {
  let resealed = 0;
  for (const { id, sealed, place } of rows) {
    const anew = sealedAnew(vault, sealed, place);
    if (!anew) continue;
    await sql.raw(`update ${table} set key_id = $1, sealed = $2 where id = $3 and sealed = $4`, [
      anew.keyId,
      anew.sealed,
      id,
      sealed.sealed,
    ]);
    resealed += 1;
  }
  return resealed;
}

/**
 * Undefined where it is sealed with the current key, where there is none, or where no key opens it: then a person
 * enters it again.
 */
export function sealedAnew(vault: Vault, sealed: Sealed, place: string): Sealed | undefined {
  if (vault.keyId === undefined || sealed.keyId === vault.keyId) return undefined;
  try {
    return vault.seal(vault.open(sealed, place), place);
  } catch {
    return undefined;
  }
}

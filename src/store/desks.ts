import { NotFound } from '../domain/errors.ts';
import { json, type Sql } from './db.ts';
import { underFreeName } from './free-name.ts';
import { DRAFTS_PLACE, findDraftEndpoint } from './reply-settings.ts';
import {
  resealSettings,
  type SealedSettings,
  type StoredSettings,
  sealedAnew,
  sealedSettingsOf,
} from './sealed-settings.ts';
import type { Sealed, Vault } from './vault.ts';

/** A help desk that items can be handed over to. */
export type DeskRow = SealedSettings;

/** A secret opens only beside the name it was sealed for. */
export const deskPlace = (name: string): string => `desk ${name}`;

export async function listDesks(sql: Sql): Promise<DeskRow[]> {
  return (await sql<StoredSettings>`select * from desks order by lower(name)`).map(sealedSettingsOf);
}

/** @throws NotFound */
export async function getDesk(sql: Sql, id: number): Promise<DeskRow> {
  const [row] = await sql<StoredSettings>`select * from desks where id = ${id}`;
  if (!row) throw new NotFound(`There is no help desk with the id ${id}.`);
  return sealedSettingsOf(row);
}

/** @throws Conflict when the name is taken. */
export async function insertDesk(
  sql: Sql,
  desk: { name: string; kind: string; settings: Record<string, unknown>; sealed: Sealed; now: Date },
): Promise<number> {
  return underFreeName({ what: 'help desk', name: desk.name }, async () => {
    const [row] = await sql<{ id: number }>`
      insert into desks (name, kind, settings, key_id, sealed, created_at)
      values (${desk.name}, ${desk.kind}, ${json(desk.settings)}::jsonb, ${desk.sealed.keyId}, ${desk.sealed.sealed},
              ${desk.now})
      returning id`;
    return row?.id ?? 0;
  });
}

export async function deleteDesk(sql: Sql, id: number): Promise<void> {
  await sql`delete from desks where id = ${id}`;
}

/** Seals again, with the current key, what help desks and the endpoint for drafts are opened with. */
export async function resealReplyWays(sql: Sql, vault: Vault): Promise<void> {
  const all = await listDesks(sql);
  await resealSettings(
    sql,
    vault,
    'desks',
    all.map(({ id, name, sealed }) => ({ id, sealed, place: deskPlace(name) })),
  );
  const endpoint = await findDraftEndpoint(sql);
  const anew = endpoint && sealedAnew(vault, endpoint.sealed, DRAFTS_PLACE);
  if (!anew) return;
  await sql`
    update reply_settings
       set draft_key_id = ${anew.keyId}, draft_sealed = ${anew.sealed}
     where draft_sealed = ${endpoint.sealed.sealed}`;
}

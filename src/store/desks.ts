import { Conflict, NotFound } from '../domain/errors.ts';
import { isSqlState, json, type Row, type Sql } from './db.ts';
import { DRAFTS_PLACE, findDraftEndpoint } from './reply-settings.ts';
import type { Sealed, Vault } from './vault.ts';

/** A help desk that items can be handed over to. */
export interface DeskRow {
  readonly id: number;
  readonly name: string;
  readonly kind: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly sealed: Sealed;
  readonly enabled: boolean;
}

/** A secret opens only beside the name it was sealed for. */
export const deskPlace = (name: string): string => `desk ${name}`;

interface Stored extends Row {
  id: number;
  name: string;
  kind: string;
  settings: Record<string, unknown>;
  key_id: string;
  sealed: string;
  enabled: boolean;
}

export async function listDesks(sql: Sql): Promise<DeskRow[]> {
  return (await sql<Stored>`select * from desks order by lower(name)`).map(deskOf);
}

/** @throws NotFound */
export async function getDesk(sql: Sql, id: number): Promise<DeskRow> {
  const [row] = await sql<Stored>`select * from desks where id = ${id}`;
  if (!row) throw new NotFound(`There is no help desk with the id ${id}.`);
  return deskOf(row);
}

const UNIQUE_VIOLATION = '23505';

/** @throws Conflict when the name is taken. */
export async function insertDesk(
  sql: Sql,
  desk: { name: string; kind: string; settings: Record<string, unknown>; sealed: Sealed; now: Date },
): Promise<number> {
  try {
    const [row] = await sql<{ id: number }>`
      insert into desks (name, kind, settings, key_id, sealed, created_at)
      values (${desk.name}, ${desk.kind}, ${json(desk.settings)}::jsonb, ${desk.sealed.keyId}, ${desk.sealed.sealed},
              ${desk.now})
      returning id`;
    return row?.id ?? 0;
  } catch (error) {
    if (!isSqlState(error, UNIQUE_VIOLATION)) throw error;
    throw new Conflict(`There is already a help desk called "${desk.name}". Choose another name.`);
  }
}

export async function deleteDesk(sql: Sql, id: number): Promise<void> {
  await sql`delete from desks where id = ${id}`;
}

function deskOf(row: Stored): DeskRow {
  return {
    id: row.id,
    name: row.name,
    kind: row.kind,
    settings: row.settings,
    sealed: { keyId: row.key_id, sealed: row.sealed },
    enabled: row.enabled,
  };
}

/** Seals again, with the current key, what help desks and the endpoint for drafts are opened with. */
export async function resealReplyWays(sql: Sql, vault: Vault): Promise<void> {
  if (vault.keyId === undefined) return;
  for (const { id, name, sealed } of await listDesks(sql)) {
    const anew = sealedAnew(vault, sealed, deskPlace(name));
    if (!anew) continue;
    await sql`
      update desks
         set key_id = ${anew.keyId}, sealed = ${anew.sealed}
       where id = ${id}
         and sealed = ${sealed.sealed}`;
  }
  const endpoint = await findDraftEndpoint(sql);
  const anew = endpoint && sealedAnew(vault, endpoint.sealed, DRAFTS_PLACE);
  if (!anew) return;
  await sql`
    update reply_settings
       set draft_key_id = ${anew.keyId}, draft_sealed = ${anew.sealed}
     where draft_sealed = ${endpoint.sealed.sealed}`;
}

/** Undefined where it is sealed with the current key, or no key opens it: then a person enters it again. */
function sealedAnew(vault: Vault, sealed: Sealed, place: string): Sealed | undefined {
  if (sealed.keyId === vault.keyId) return undefined;
  try {
    return vault.seal(vault.open(sealed, place), place);
  } catch {
    return undefined;
  }
}

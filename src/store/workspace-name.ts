import type { Sql } from './db.ts';

export async function renameWorkspace(sql: Sql, name: string): Promise<void> {
  await sql`update workspace set name = ${name}`;
}

/** Whether any day has been counted: from then on the time zone stays, or days would shift under the numbers. */
export async function hasCountedDays(sql: Sql): Promise<boolean> {
  const [row] = await sql<{ exists: boolean }>`select exists (select from day_cells) as exists`;
  return row?.exists ?? false;
}

import { NotFound } from '../domain/errors.ts';
import { recount } from './cells.ts';
import { lockMentions, TOPICS_LOCK } from './classifications.ts';
import type { Db } from './db.ts';
import { lockTwins, settleTwins } from './twins.ts';

/**
 * A person says that a mention is its own, whatever it looks like: it counts for itself and has no duplicates, for
 * good. Taken back, it is compared like any other. @throws NotFound, also for one that its source has removed.
 */
export async function setApart(db: Db, mentionId: number, isApart: boolean): Promise<void> {
  await db.transaction(async (sql) => {
    await sql`select pg_advisory_xact_lock_shared(${TOPICS_LOCK})`;
    await lockTwins(sql);
    await lockMentions(sql, [mentionId]);
    const rows = await sql`
      update mentions set is_apart = ${isApart} where id = ${mentionId} and removed_at is null returning id`;
    if (rows.length === 0) throw new NotFound(`There is no mention with the id ${mentionId}.`);
    const touched = await recount(sql, await settleTwins(sql, [mentionId]));
    if (touched.length > 0)
      await sql`select pg_notify('earshot_cells', ${JSON.stringify({ topics: touched })})`;
  });
}

import type { Label, Risk } from '../domain/classification.ts';
import { NotFound, Refused } from '../domain/errors.ts';
import { recount } from './cells.ts';
import { listToClassify, lockMentions, TOPICS_LOCK } from './classifications.ts';
import type { Db, Sql } from './db.ts';
import { noteForInbox } from './inbox-arrivals.ts';
import type { TopicCatalog } from './topic-catalog.ts';

/**
 * Sets a person's label over the computed one, or takes it back with `undefined`; the cells move at once.
 * The label holds for the text the person read: an edit of the mention makes it lapse.
 * @throws NotFound; Refused while the mention still waits for its classification.
 */
export async function overrideLabel(
  db: Db,
  catalog: TopicCatalog,
  change: {
    mentionId: number;
    label: Exclude<Label, 'unknown'> | undefined;
    userId: number | undefined;
    now: Date;
  },
): Promise<void> {
  await db.transaction(async (sql) => {
    await sql`select pg_advisory_xact_lock_shared(${TOPICS_LOCK})`;
    await noteForInbox(sql, [change.mentionId]);
    await lockMentions(sql, [change.mentionId]);
    await refuseUncounted(sql, change.mentionId);
    const topics = await catalog.current(sql);
    const { label } = change;
    await sql`
      insert into overrides (mention_id, label, was_label, user_id, at)
      select id, ${label ?? null}, case when override_revision = revision then coalesce(override_label, label) else label end,
             ${change.userId ?? null}, ${change.now}
        from mentions where id = ${change.mentionId}`;
    // A new revision: a classification on its way with the old label finds itself out of date.
    await sql`
      update mentions
         set override_label = ${label ?? null}, override_revision = revision + 1,
             revision = revision + 1, counted_revision = revision + 1, topics_revision = ${topics.revision}
       where id = ${change.mentionId}`;
    const mention = await getCountable(sql, change.mentionId);
    const topicIds = topics.match(mention, {
      label: label ?? mention.computed.label,
      lang: mention.computed.lang,
      risks: mention.computed.risks,
    });
    const touched = await recount(sql, [{ id: mention.id, revision: mention.revision, topicIds }]);
    await sql`select pg_notify('earshot_cells', ${JSON.stringify({ topics: touched })})`;
  });
}

async function refuseUncounted(sql: Sql, id: number): Promise<void> {
  const [row] = await sql<{ is_counted: boolean; is_removed: boolean }>`
    select counted_revision is not distinct from revision and label is not null as is_counted,
           removed_at is not null as is_removed
      from mentions where id = ${id}`;
  if (!row || row.is_removed) throw new NotFound(`There is no mention with the id ${id}.`);
  if (!row.is_counted) throw new Refused('This mention is still being classified. Try again in a moment.');
}

async function getCountable(sql: Sql, id: number) {
  // Asked with versions nothing has: the row comes back whatever it was counted with.
  const [mention] = await listToClassify(sql, [id], { lexiconVersion: '', topicsRevision: -1 });
  const [computed] = await sql<{ label: Label; lang: string; risks: Risk[] }>`
    select label, coalesce(language, 'und') as lang, risks from mentions where id = ${id}`;
  if (!mention || !computed) throw new NotFound(`There is no mention with the id ${id}.`);
  return { ...mention, computed };
}

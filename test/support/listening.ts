import type { NewMention } from '../../src/domain/mention.ts';
import { listToClassify, saveClassifications } from '../../src/store/classifications.ts';
import type { Db } from '../../src/store/db.ts';
import { insertNew } from '../../src/store/mentions.ts';
import { insertSource } from '../../src/store/sources.ts';
import { TopicCatalog } from '../../src/store/topic-catalog.ts';
import { wordClassifier } from './word-classifier.ts';

const classifier = wordClassifier('fine is neutral');

export type Said = Partial<NewMention> & Pick<NewMention, 'externalId' | 'text'>;

/** A source that has been read a moment ago. */
export async function addReadSource(db: Db, name: string, at: Date): Promise<number> {
  const { id } = await insertSource(db, { name, kind: 'feed', settings: {}, intervalSeconds: 900, now: at });
  await db`
    update sources
       set last_success_at = ${at}, next_fetch_at = ${new Date(at.getTime() + 900_000)},
           created_at = ${new Date(at.getTime() - 90 * 86_400_000)}
     where id = ${id}`;
  return id;
}

/** Stores and counts what a source brought, as `fetch` and `classify` do; "bad", "good" and "plain" are the labels. */
export async function hear(
  db: Db,
  at: { sourceId: number; now: Date; isBackfill?: boolean },
  said: readonly Said[],
): Promise<number[]> {
  const mentions = said.map((mention) => ({ kind: 'mention' as const, ...mention }));
  const { pending } = await insertNew(db, { isBackfill: false, ...at }, mentions);
  await count(db, pending);
  return [...pending];
}

/** Classifies and counts stored mentions, as `classify` does. */
export async function count(db: Db, pending: readonly number[]): Promise<void> {
  const topics = await new TopicCatalog().current(db);
  const current = { lexiconVersion: classifier.version, topicsRevision: topics.revision };
  const ids = [...pending];
  while (ids.length > 0) {
    const found = await listToClassify(db, ids.splice(0, 500), current);
    const batch = found.map((mention) => {
      const classification = classifier.classify({ text: mention.text }, { evidence: true });
      return { mention, classification, effects: [], topicIds: topics.match(mention, classification) };
    });
    await saveClassifications(db, batch, { topicsRevision: topics.revision, rulesRevision: 1 });
  }
}

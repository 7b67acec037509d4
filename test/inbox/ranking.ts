import { readFileSync } from 'node:fs';
import { sampleCompany } from '../../src/demo/company.ts';
import { type SampleMention, sampleMentions } from '../../src/demo/mentions.ts';
import { DEFAULT_INBOX } from '../../src/domain/inbox-settings.ts';
import { stars } from '../../src/domain/mention.ts';
import { loadClassifiers } from '../../src/nlp/classifier.ts';
import type { Db } from '../../src/store/db.ts';
import { listInbox } from '../../src/store/inbox-list.ts';
import { saveInboxSettings } from '../../src/store/inbox-settings.ts';
import { LexiconCatalog } from '../../src/store/lexicon-catalog.ts';
import { insertNew } from '../../src/store/mentions.ts';
import { TopicCatalog } from '../../src/store/topic-catalog.ts';
import { insertTopic } from '../../src/store/topics.ts';
import { saveLocation } from '../../src/store/workspace.ts';
import classify from '../../workers/classify.ts';
import { addReadSource } from '../support/listening.ts';
import { fileAll } from './desk.ts';

/*
 * How well an order puts first what a support lead, reading the texts, said needs an answer first. The items of
 * judged.tsv were drawn from a month of the sample company (news aside) and graded by hand before any score was seen:
 * 3 somebody is stuck, out of money or in danger; 2 a complaint or a question to us; 1 would be kind; 0 needs none.
 * The weights were set while those were looked at. held-out.tsv holds other sentences, graded later by a rule that
 * stands in it; nothing is set by them.
 */

export interface JudgedList {
  readonly file: string;
  readonly until: Date;
  readonly days: number;
}

export const JUDGED: JudgedList = { file: 'judged.tsv', until: new Date('2026-11-20T00:00:00Z'), days: 30 };
export const HELD_OUT: JudgedList = {
  file: 'held-out.tsv',
  until: new Date('2026-10-15T00:00:00Z'),
  days: 90,
};

export interface JudgedItem {
  readonly mention: SampleMention;
  readonly grade: number;
  /** Place in the inbox, from 0; what does not enter comes last. */
  readonly place: number;
}

/** Lets the judged mentions take the whole way into an inbox, and reads in which order they stand there. */
export async function judgedItems(db: Db, list: JudgedList = JUDGED): Promise<JudgedItem[]> {
  const judged = readJudged(list);
  const { until } = list;
  // A list may reach further back than what would enter by itself.
  await saveInboxSettings(db, {
    ...DEFAULT_INBOX,
    oldestDays: Math.max(DEFAULT_INBOX.oldestDays, list.days),
  });
  for (const location of sampleCompany.locations) await saveLocation(db, location);
  for (const topic of sampleCompany.topics) await insertTopic(db, topic);
  const sourceId = await addReadSource(db, 'The sample company', until);
  // They were judged by what was said, before the company had answered any of it.
  const mentions = judged.map(({ mention: { ownerReply: _, ...said } }) => said);
  const { pending } = await insertNew(db, { sourceId, now: until, isBackfill: false }, mentions);
  const lexicons = new LexiconCatalog(loadClassifiers());
  const deps = { db, lexicons, topics: new TopicCatalog(), now: () => until };
  await classify.work({ mentionIds: [...pending] }, deps as unknown as Parameters<typeof classify.work>[1]);
  await fileAll(db, until);
  const everything = { view: 'all', userId: undefined, within: undefined, now: until } as const;
  const { rows } = await listInbox(db, everything, { limit: judged.length });
  const places = new Map(rows.map((row, place) => [row.mention.url, place]));
  return judged.map((one) => ({ ...one, place: places.get(one.mention.url) ?? judged.length }));
}

function readJudged({ file, until, days }: JudgedList): Pick<JudgedItem, 'mention' | 'grade'>[] {
  const since = new Date(until.getTime() - days * 86_400_000);
  const mentions = new Map(
    [...sampleMentions({ since, until })].map((mention) => [mention.externalId, mention]),
  );
  const [, ...lines] = readFileSync(new URL(file, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .filter((line) => !line.startsWith('#'));
  return lines.map((line) => {
    const [externalId = '', grade = ''] = line.split('\t');
    const mention = mentions.get(externalId);
    if (!mention) throw new Error(`The sample company no longer says ${externalId}: judge the list anew.`);
    return { mention, grade: Number(grade) };
  });
}

type Order = (a: JudgedItem, b: JudgedItem) => number;

const newestFirst: Order = (a, b) => b.mention.publishedAt.getTime() - a.mention.publishedAt.getTime();

/** What is not rated comes after what is; of as many stars the newest first. */
const lowestStarsFirst: Order = (a, b) =>
  (stars(a.mention.rating) ?? 9) - (stars(b.mention.rating) ?? 9) || newestFirst(a, b);

export const ORDERS: Readonly<Record<'inbox' | 'newest first' | 'lowest stars first', Order>> = {
  inbox: (a, b) => a.place - b.place || newestFirst(a, b),
  'newest first': newestFirst,
  'lowest stars first': lowestStarsFirst,
};

/** Normalised discounted cumulative gain of the first items of an order; an item gains 2^grade − 1. */
export function ndcg(items: readonly JudgedItem[], order: Order, first: number): number {
  const gainOf = (sorted: readonly JudgedItem[]) =>
    sorted
      .slice(0, first)
      .reduce((sum, { grade }, place) => sum + (2 ** grade - 1) / Math.log2(place + 2), 0);
  return gainOf(items.toSorted(order)) / gainOf(items.toSorted((a, b) => b.grade - a.grade));
}

import { NotFound } from '../domain/errors.ts';
import type { NewAnswer, NewFacts } from '../domain/facts.ts';
import type { NewMention } from '../domain/mention.ts';
import { removeAnswers, saveAnswers } from './answers.ts';
import { saveCustomers } from './customers.ts';
import type { Sql } from './db.ts';
import { type Arrival, insertNew } from './mentions.ts';
import { removeOrders, saveOrders } from './orders.ts';
import { removeWithin } from './removals.ts';
import { removeByExternalId } from './sightings.ts';
import type { Vault } from './vault.ts';

/** Where facts come from and under which conditions; comments are mentions and arrive like them. */
export interface FactsArrival extends Arrival {
  readonly vault: Pick<Vault, 'digestsOf'>;
}

export interface FactCounts {
  readonly added: number;
  readonly updated: number;
  readonly unchanged: number;
}

export interface StoredFacts {
  readonly answers: FactCounts;
  readonly customers: FactCounts;
  readonly orders: FactCounts;
  readonly removed: number;
  /** Mentions that wait for classification: comments that are new or changed. */
  readonly pending: readonly number[];
}

export const addedFacts = (facts: StoredFacts) => total(facts, ({ added }) => added);
export const updatedFacts = (facts: StoredFacts) => total(facts, ({ updated }) => updated);
export const seenFacts = (facts: StoredFacts) =>
  total(facts, ({ added, updated, unchanged }) => added + updated + unchanged);

function total({ answers, customers, orders }: StoredFacts, pick: (counts: FactCounts) => number): number {
  return pick(answers) + pick(customers) + pick(orders);
}

// Whoever writes the facts of a source is alone with it: what is added to cells is exactly what was not there before.
const FACTS_LOCK = 723_401;

const NONE: FactCounts = { added: 0, updated: 0, unchanged: 0 };
const NOTHING: StoredFacts = { answers: NONE, customers: NONE, orders: NONE, removed: 0, pending: [] };

/**
 * Stores what a source says of answers, customers and orders. A row with an id that is known changes the row, the same
 * facts again change nothing, and no order of arrival matters. The caller's transaction holds it
 * all and began with `holdForRemovals`.
 */
export async function saveFacts(sql: Sql, at: FactsArrival, facts: NewFacts): Promise<StoredFacts> {
  if (Object.values(facts).every((list) => list.length === 0)) return NOTHING;
  await sql`select pg_advisory_xact_lock(${FACTS_LOCK}::int, hashint8(${at.sourceId}::bigint))`;
  await holdSource(sql, at.sourceId);
  const keyOf = (email: string | undefined) => (email ? at.vault.digestsOf(email)[0] : undefined);
  const customers = await saveCustomers(sql, at, facts.customers ?? [], keyOf);
  const orders = await saveOrders(sql, at, facts.orders ?? []);
  const answers = await saveAnswers(sql, at, facts.answers ?? [], keyOf);
  const { pending } = await saveComments(sql, at, facts.answers ?? [], answers);
  const removed =
    (await forgetAnswers(sql, at, facts.removedAnswers ?? [])) +
    (await removeOrders(sql, at, facts.removedOrders ?? []));
  return { answers, customers, orders, removed, pending };
}

/** Answers have no foreign key: while they are stored their source stays. @throws NotFound when it has gone. */
async function holdSource(sql: Sql, id: number): Promise<void> {
  const [held] = await sql`select id from sources where id = ${id} for key share`;
  if (!held) throw new NotFound(`There is no source with the id ${id}; it may have been deleted meanwhile.`);
}

async function saveComments(
  sql: Sql,
  at: FactsArrival,
  answers: readonly NewAnswer[],
  { updated }: FactCounts,
): Promise<{ pending: readonly number[] }> {
  const comments = answers.flatMap((answer) => commentOf(answer) ?? []);
  // A comment that was taken back leaves its answer without a mention.
  if (updated > 0) await removeSilenced(sql, at, answers);
  if (comments.length === 0) return { pending: [] };
  return insertNew(sql, at, comments);
}

function commentOf(answer: NewAnswer): NewMention | undefined {
  const text = answer.comment?.trim();
  if (!text) return undefined;
  const { externalId, answeredAt, language, location, touchpoint, product, country, url } = answer;
  return {
    externalId,
    kind: 'survey',
    text,
    publishedAt: answeredAt,
    ...(language === undefined ? {} : { language }),
    ...(location === undefined ? {} : { location }),
    ...(touchpoint === undefined ? {} : { touchpoint }),
    ...(product === undefined ? {} : { product }),
    ...(country === undefined ? {} : { country }),
    ...(url === undefined ? {} : { url }),
  };
}

async function removeSilenced(sql: Sql, at: FactsArrival, answers: readonly NewAnswer[]): Promise<void> {
  const latest = new Map(answers.map((answer) => [answer.externalId, answer]));
  const silent = [...latest.values()].filter(isSilent);
  if (silent.length === 0) return;
  const rows = await sql<{ id: number }>`
    select id
      from mentions
     where source_id = ${at.sourceId}
       and external_id = any(${silent.map((answer) => answer.externalId)}::text[])
       and kind = 'survey'
       and removed_at is null`;
  await removeWithin(
    sql,
    rows.map((row) => row.id),
    at.now,
  );
}

/** External ids whose comments these facts may take away: see `holdForRemovals`. */
export function commentsGone({ answers = [], removedAnswers = [] }: NewFacts): readonly string[] {
  return [...removedAnswers, ...answers.filter(isSilent).map(({ externalId }) => externalId)];
}

const isSilent = ({ comment }: NewAnswer) => !comment?.trim();

async function forgetAnswers(sql: Sql, at: FactsArrival, ids: readonly string[]): Promise<number> {
  if (ids.length === 0) return 0;
  await removeByExternalId(sql, at, ids);
  return removeAnswers(sql, at, ids);
}

import { NotFound } from '../domain/errors.ts';
import type { BrandPromise } from '../domain/promise.ts';
import type { Row, Sql } from './db.ts';

export interface PromiseInput {
  readonly text: string;
  readonly aspects: readonly string[];
  readonly topicId: number | undefined;
}

interface Stored extends Row {
  id: number;
  text: string;
  aspects: string[];
  topic_id: number | null;
  author: string;
  created_at: Date;
  assessments: { score: number; note: string; author: string; at: string }[];
}

const PROMISES = `
    select p.*, coalesce(a.assessments, '[]') as assessments
      from promises p
      left join (select promise_id,
                        jsonb_agg(jsonb_build_object('score', score, 'note', note, 'author', author, 'at', at)
                                  order by id desc) as assessments
                   from promise_assessments
                  group by promise_id) a on a.promise_id = p.id`;

/** In the order in which they were made. */
export async function listPromises(sql: Sql): Promise<BrandPromise[]> {
  return (await sql.raw<Stored>(`${PROMISES} order by p.id`)).map(promiseOf);
}

/** @throws NotFound */
export async function getPromise(sql: Sql, id: number): Promise<BrandPromise> {
  const [row] = await sql.raw<Stored>(`${PROMISES} where p.id = $1`, [id]);
  if (!row) throw new NotFound(`There is no promise with the id ${id}.`);
  return promiseOf(row);
}

export async function insertPromise(
  sql: Sql,
  { text, aspects, topicId }: PromiseInput,
  made: { author: string; now: Date },
): Promise<number> {
  const [row] = await sql<{ id: number }>`
    insert into promises (text, aspects, topic_id, author, created_at)
    values (${text}, ${[...aspects]}::text[], ${topicId ?? null}, ${made.author}, ${made.now})
    returning id`;
  return (row as { id: number }).id;
}

export async function updatePromise(sql: Sql, id: number, { text, aspects, topicId }: PromiseInput) {
  await sql`
    update promises
       set text = ${text}, aspects = ${[...aspects]}::text[], topic_id = ${topicId ?? null}
     where id = ${id}`;
}

export async function deletePromise(sql: Sql, id: number): Promise<void> {
  await sql`delete from promises where id = ${id}`;
}

export async function deletePromisesBy(sql: Sql, author: string): Promise<void> {
  await sql`delete from promises where author = ${author}`;
}

export async function insertAssessment(
  sql: Sql,
  promiseId: number,
  { score, note, author, at }: { score: number; note: string; author: string; at: Date },
): Promise<void> {
  await sql`
    insert into promise_assessments (promise_id, score, note, author, at)
    values (${promiseId}, ${score}, ${note}, ${author}, ${at})`;
}

function promiseOf(row: Stored): BrandPromise {
  return {
    id: row.id,
    text: row.text,
    aspects: row.aspects,
    topicId: row.topic_id ?? undefined,
    author: row.author,
    createdAt: row.created_at,
    assessments: row.assessments.map((one) => ({ ...one, at: new Date(one.at) })),
  };
}

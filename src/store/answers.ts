import type { NewAnswer } from '../domain/facts.ts';
import { addToAnswerCells, COUNTED_FIELDS } from './answer-cells.ts';
import { json, type Sql } from './db.ts';
import type { FactCounts } from './facts.ts';
import type { Arrival } from './mentions.ts';

const FIELDS = [
  'kind',
  'score',
  'scale_min',
  'scale_max',
  'question',
  'touchpoint',
  'location_id',
  'product',
  'segment',
  'customer_external_id',
  'address_key',
  'invited_at',
  'answered_at',
  'may_quote',
] as const;

const valuesOf = (alias: string) => FIELDS.map((field) => `${alias}.${field}`).join(', ');

// What was only asked is collected when it is answered.
const COLLECTED = 'case when s.score is null then excluded.collected_at else s.collected_at end';

// An answer of the future has a wrong clock: it stands on the day it was collected, as a mention does. What retention
// has taken away (customer and address) does not come back with the next fetch.
const SAVE = `
  with given as (
    select n.*, l.id as location_id
      from jsonb_to_recordset($1::jsonb) as n (
           external_id text, kind text, score float8, scale_min float8, scale_max float8, question text, touchpoint text,
           location_code text, product text, segment text, customer_external_id text, address_key text,
           invited_at timestamptz, answered_at timestamptz, may_quote boolean)
      left join locations l on l.code = n.location_code
  ), written as (
    insert into survey_responses as s (source_id, external_id, collected_at, ${FIELDS.join(', ')})
    select $2::bigint, external_id, $3::timestamptz,
           ${FIELDS.map((field) => (field === 'answered_at' ? 'least(answered_at, $3::timestamptz)' : field)).join(', ')}
      from given
     order by external_id
        on conflict (source_id, external_id) do update
       set (${FIELDS.join(', ')}) = row(${updated('excluded')}), removed_at = null,
           collected_at = ${COLLECTED}
     where s.removed_at is not null
        or (${valuesOf('s')}) is distinct from (${updated('excluded')})
    -- a row that nobody has changed yet is new
    returning s.*, s.xmax = 0 as is_new
  ), before as (
    -- as they were when the statement began
    select * from survey_responses where id in (select id from written where not is_new)
  ), moved as materialized (
    select 1 as sign, ${COUNTED_FIELDS} from written
     union all
    select -1, ${COUNTED_FIELDS} from before
  ), cells as (${addToAnswerCells('moved')}
  )
  select count(*) filter (where is_new) as added, count(*) filter (where not is_new) as updated from written`;

function updated(alias: string): string {
  const kept: Partial<Record<string, string>> = {
    answered_at: `least(${alias}.answered_at, ${COLLECTED})`,
    customer_external_id: `case when s.collected_at < $4::timestamptz then s.customer_external_id else ${alias}.customer_external_id end`,
    address_key: `case when s.collected_at < $4::timestamptz then s.address_key else ${alias}.address_key end`,
  };
  return FIELDS.map((field) => kept[field] ?? `${alias}.${field}`).join(', ');
}

// Twice as many are hardly faster, and take the command of an import beyond 300 MB.
const ROWS_A_STATEMENT = 2_500;

/** Stores answers and moves the cells of their days by new − old. The caller holds the lock of the source's facts. */
export async function saveAnswers(
  sql: Sql,
  at: Arrival,
  answers: readonly NewAnswer[],
  keyOf: (email: string | undefined) => string | undefined,
): Promise<FactCounts> {
  // Of several with one id the last one holds.
  const rows = [...new Map(answers.map((answer) => [answer.externalId, rowOf(answer, keyOf)])).values()];
  await holdLocations(sql, answers);
  let added = 0;
  let changed = 0;
  for (let start = 0; start < rows.length; start += ROWS_A_STATEMENT) {
    const batch = json(rows.slice(start, start + ROWS_A_STATEMENT));
    const [stored] = await sql.raw<{ added: number; updated: number }>(SAVE, [
      batch,
      at.sourceId,
      at.now,
      at.terms?.keptSince ?? null,
    ]);
    changed += stored?.updated ?? 0;
    added += stored?.added ?? 0;
  }
  return { added, updated: changed, unchanged: answers.length - added - changed };
}

/** Answers have no foreign key: while they are stored their locations stay. */
async function holdLocations(sql: Sql, answers: readonly NewAnswer[]): Promise<void> {
  const codes = [...new Set(answers.flatMap(({ location }) => location ?? []))];
  if (codes.length === 0) return;
  await sql`
    select id
      from locations
     where code = any(${codes}::text[])
     order by id
       for key share`;
}

function rowOf(answer: NewAnswer, keyOf: (email: string | undefined) => string | undefined) {
  return {
    external_id: answer.externalId,
    kind: answer.kind,
    score: answer.score,
    scale_min: answer.scale.min,
    scale_max: answer.scale.max,
    question: answer.question,
    touchpoint: answer.touchpoint,
    location_code: answer.location,
    product: answer.product,
    segment: answer.segment,
    customer_external_id: answer.customer,
    address_key: keyOf(answer.email) ?? answer.addressKey,
    invited_at: answer.invitedAt,
    answered_at: answer.answeredAt,
    may_quote: answer.mayQuote ?? false,
  };
}

const REMOVE = `
  with gone as (
    update survey_responses
       set removed_at = $3::timestamptz
     where source_id = $1 and external_id = any($2::text[]) and removed_at is null
    returning *
  ), moved as materialized (
    select -1 as sign, ${COUNTED_FIELDS} from survey_responses where id in (select id from gone)
  ), cells as (${addToAnswerCells('moved')}
  )
  select count(*) as n from gone`;

/** Takes answers out of all numbers: their source says they are gone. Returns how many there were. */
export async function removeAnswers(sql: Sql, at: Arrival, externalIds: readonly string[]): Promise<number> {
  const [row] = await sql.raw<{ n: number }>(REMOVE, [at.sourceId, externalIds, at.now]);
  return row?.n ?? 0;
}

/** Takes away who gave the answers that were collected before; what they said stays counted. Returns how many. */
export async function forgetRespondents(
  sql: Sql,
  overdue: { sourceId: number; collectedBefore: Date },
): Promise<number> {
  const rows = await sql`
    update survey_responses
       set customer_external_id = null, address_key = null
     where source_id = ${overdue.sourceId}
       and collected_at < ${overdue.collectedBefore}
       and (customer_external_id is not null or address_key is not null)
    returning id`;
  return rows.length;
}

/** When an answer that is there was given; a question that nobody has answered yet has no such time. */
export async function findAnsweredAt(
  sql: Sql,
  sourceId: number,
  externalId: string,
): Promise<Date | undefined> {
  const [row] = await sql<{ answered_at: Date }>`
    select answered_at
      from survey_responses
     where source_id = ${sourceId}
       and external_id = ${externalId}
       and score is not null`;
  return row?.answered_at;
}

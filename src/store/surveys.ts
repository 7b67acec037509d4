import { NotFound } from '../domain/errors.ts';
import type { FormKind, FormLanguage, OwnWords, SurveyForm } from '../domain/survey/survey.ts';
import { json, type Row, type Sql } from './db.ts';
import type { Sealed } from './vault.ts';

/** What a person decides about a form. */
export interface SurveyInput extends SurveyForm {
  readonly touchpoint: string | undefined;
  readonly location: string | undefined;
  readonly product: string | undefined;
  readonly frameOrigins: readonly string[];
  readonly isOpen: boolean;
  readonly destinationId: number | undefined;
  readonly delayMinutes: number;
  readonly reminderDays: number | undefined;
}

export interface SurveyRow extends SurveyInput {
  readonly id: number;
  readonly sourceId: number;
  readonly name: string;
  readonly token: string;
  /** The secret of its triggers. */
  readonly sealed: Sealed;
  readonly createdAt: Date;
}

/** A secret opens only beside the form it was sealed for. */
export const triggerPlace = (token: string): string => `survey ${token}`;

interface Stored extends Row {
  id: number;
  source_id: number;
  name: string;
  token: string;
  kind: FormKind;
  languages: FormLanguage[];
  own_words: Partial<Record<FormLanguage, OwnWords>>;
  asks_why: boolean;
  asks_to_quote: boolean;
  touchpoint: string | null;
  location_code: string | null;
  product: string | null;
  frame_origins: string[];
  is_open: boolean;
  destination_id: number | null;
  delay_minutes: number;
  reminder_days: number | null;
  key_id: string;
  sealed: string;
  created_at: Date;
}

const SURVEYS = 'select s.*, o.name from surveys s join sources o on o.id = s.source_id';

export async function listSurveys(sql: Sql): Promise<SurveyRow[]> {
  return (await sql.raw<Stored>(`${SURVEYS} order by lower(o.name)`)).map(surveyOf);
}

/** @throws NotFound */
export async function getSurvey(sql: Sql, id: number): Promise<SurveyRow> {
  const [row] = await sql.raw<Stored>(`${SURVEYS} where s.id = $1`, [id]);
  if (!row) throw new NotFound(`There is no survey with the id ${id}.`);
  return surveyOf(row);
}

export async function findSurvey(sql: Sql, token: string): Promise<SurveyRow | undefined> {
  const [row] = await sql.raw<Stored>(`${SURVEYS} where s.token = $1`, [token]);
  return row && surveyOf(row);
}

export async function insertSurvey(
  sql: Sql,
  survey: SurveyInput,
  made: { sourceId: number; token: string; sealed: Sealed; now: Date },
): Promise<number> {
  const [row] = await sql<{ id: number }>`
    insert into surveys (source_id, token, kind, languages, own_words, asks_why, asks_to_quote, touchpoint,
                         location_code, product, frame_origins, is_open, destination_id, delay_minutes, reminder_days,
                         key_id, sealed, created_at)
    values (${made.sourceId}, ${made.token}, ${survey.kind}, ${[...survey.languages]}::text[],
            ${json(survey.ownWords)}::jsonb, ${survey.asksWhy}, ${survey.asksToQuote}, ${survey.touchpoint ?? null},
            ${survey.location ?? null}, ${survey.product ?? null}, ${[...survey.frameOrigins]}::text[],
            ${survey.isOpen}, ${survey.destinationId ?? null}, ${survey.delayMinutes}, ${survey.reminderDays ?? null},
            ${made.sealed.keyId}, ${made.sealed.sealed}, ${made.now})
    returning id`;
  return row?.id ?? 0;
}

/** What was asked stays what it is: the kind of a form does not change under its answers. */
export async function updateSurvey(sql: Sql, id: number, survey: Omit<SurveyInput, 'kind'>): Promise<void> {
  await sql`
    update surveys
       set languages = ${[...survey.languages]}::text[],
           own_words = ${json(survey.ownWords)}::jsonb,
           asks_why = ${survey.asksWhy},
           asks_to_quote = ${survey.asksToQuote},
           touchpoint = ${survey.touchpoint ?? null},
           location_code = ${survey.location ?? null},
           product = ${survey.product ?? null},
           frame_origins = ${[...survey.frameOrigins]}::text[],
           is_open = ${survey.isOpen},
           destination_id = ${survey.destinationId ?? null},
           delay_minutes = ${survey.delayMinutes},
           reminder_days = ${survey.reminderDays ?? null}
     where id = ${id}`;
}

export async function sealTriggers(sql: Sql, id: number, { keyId, sealed }: Sealed): Promise<void> {
  await sql`update surveys set key_id = ${keyId}, sealed = ${sealed} where id = ${id}`;
}

function surveyOf(row: Stored): SurveyRow {
  return {
    id: row.id,
    sourceId: row.source_id,
    name: row.name,
    token: row.token,
    kind: row.kind,
    languages: row.languages,
    ownWords: row.own_words,
    asksWhy: row.asks_why,
    asksToQuote: row.asks_to_quote,
    touchpoint: row.touchpoint ?? undefined,
    location: row.location_code ?? undefined,
    product: row.product ?? undefined,
    frameOrigins: row.frame_origins,
    isOpen: row.is_open,
    destinationId: row.destination_id ?? undefined,
    delayMinutes: row.delay_minutes,
    reminderDays: row.reminder_days ?? undefined,
    sealed: { keyId: row.key_id, sealed: row.sealed },
    createdAt: row.created_at,
  };
}

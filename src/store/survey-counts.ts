import { MINIMUM_N } from '../domain/sentiment.ts';
import type { Row, Sql } from './db.ts';

/** How a form does. */
export interface SurveyCounts {
  readonly answers: number;
  /** Answers of people who were not invited: by the page or a frame. */
  readonly uninvited: number;
  readonly comments: number;
  readonly meanScore: number | undefined;
  /** Invitations that went out. */
  readonly sent: number;
  readonly reminded: number;
  /** Of those, answered. */
  readonly answered: number;
  readonly waiting: number;
  /** Not sent, because the person was asked or had answered a short while before. */
  readonly held: number;
  /** Not sent, because the person does not want to be asked. */
  readonly left: number;
  readonly failed: number;
}

type CountRow = Omit<SurveyCounts, 'meanScore'> & Row & { id: number; mean_score: number | null };

export async function countSurveys(sql: Sql): Promise<ReadonlyMap<number, SurveyCounts>> {
  const rows = await sql<CountRow>`
    select s.id,
           coalesce(a.answers, 0)::int as answers,
           coalesce(a.uninvited, 0)::int as uninvited,
           coalesce(a.comments, 0)::int as comments,
           a.mean_score,
           coalesce(i.sent, 0)::int as sent,
           coalesce(i.reminded, 0)::int as reminded,
           coalesce(i.answered, 0)::int as answered,
           coalesce(i.waiting, 0)::int as waiting,
           coalesce(i.held, 0)::int as held,
           coalesce(i."left", 0)::int as "left",
           coalesce(i.failed, 0)::int as failed
      from surveys s
      left join lateral (
           select count(*) as answers,
                  count(*) filter (where r.external_id not like 'invitation-%') as uninvited,
                  count(m.id) as comments,
                  avg(r.score) as mean_score
             from survey_responses r
             left join mentions m
               on m.source_id = r.source_id and m.external_id = r.external_id and m.removed_at is null
            where r.source_id = s.source_id
              and r.score is not null
              and r.removed_at is null) a on true
      left join lateral (
           select count(*) filter (where sent_at is not null) as sent,
                  count(*) filter (where reminded_at is not null) as reminded,
                  count(*) filter (where answered_at is not null) as answered,
                  count(*) filter (where state = 'waiting' and step = 'first') as waiting,
                  count(*) filter (where state = 'held') as held,
                  count(*) filter (where state = 'left') as "left",
                  count(*) filter (where state = 'failed') as failed
             from invitations
            where survey_id = s.id) i on true`;
  return new Map(
    rows.map(({ id, mean_score: mean, ...counts }) => [id, { ...counts, meanScore: mean ?? undefined }]),
  );
}

export interface SurveyAnswer {
  readonly externalId: string;
  readonly score: number;
  readonly answeredAt: Date;
  readonly mayQuote: boolean;
  readonly isInvited: boolean;
  readonly mentionId: number | undefined;
  readonly comment: string | undefined;
}

/** The latest answers of a form with their comments. */
export async function listSurveyAnswers(sql: Sql, sourceId: number, limit: number): Promise<SurveyAnswer[]> {
  const rows = await sql<{
    external_id: string;
    score: number;
    answered_at: Date;
    may_quote: boolean;
    mention_id: number | null;
    comment: string | null;
  }>`
    select r.external_id, r.score, r.answered_at, r.may_quote, m.id as mention_id, m.text as comment
      from survey_responses r
      left join mentions m
        on m.source_id = r.source_id and m.external_id = r.external_id and m.removed_at is null
     where r.source_id = ${sourceId}
       and r.score is not null
       and r.removed_at is null
     order by r.answered_at desc, r.id desc
     limit ${limit}`;
  return rows.map((row) => ({
    externalId: row.external_id,
    score: row.score,
    answeredAt: row.answered_at,
    mayQuote: row.may_quote,
    isInvited: row.external_id.startsWith('invitation-'),
    mentionId: row.mention_id ?? undefined,
    comment: row.comment ?? undefined,
  }));
}

const DAYS = 30;

/** On how many of the last days listening has heard enough at a touchpoint by itself, surveys not counted. */
export async function daysHeard(
  sql: Sql,
  at: { touchpoint: string; now: Date; timeZone: string },
): Promise<{ days: number; of: number; enough: number }> {
  const since = new Date(at.now.getTime() - DAYS * 86_400_000);
  const [row] = await sql<{ days: number }>`
    select count(*)::int as days
      from (select 1
              from mentions
             where touchpoint = ${at.touchpoint}
               and kind <> 'survey'
               and removed_at is null
               and label in ('positive', 'neutral', 'negative')
               and coalesce(published_at, collected_at) > ${since}
             group by (coalesce(published_at, collected_at) at time zone ${at.timeZone})::date
            having count(*) >= ${MINIMUM_N}) heard`;
  return { days: Math.min(DAYS, row?.days ?? 0), of: DAYS, enough: MINIMUM_N };
}

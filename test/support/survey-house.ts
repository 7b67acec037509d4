import { json } from '../web/api/answers.ts';
import { openWebHouse, type WebHouse } from '../web/api/web-house.ts';

export const SURVEY_NOW = Date.parse('2026-11-23T10:00:00Z');

export interface MadeSurvey {
  readonly id: number;
  readonly sourceId: number;
  readonly path: string;
  readonly secret: string;
}

/** The web with a clock that tests move, and forms of our own. */
export interface SurveyHouse extends WebHouse {
  readonly clock: { now: number };
  make(fields?: Record<string, unknown>): Promise<MadeSurvey>;
  /** The form as somebody without an account sees it. */
  look(path: string, headers?: Record<string, string>): Promise<string>;
  /** What the form at `path` sends, with these fields filled in. */
  answer(path: string, fields: Record<string, string>): Promise<Response>;
  answers(sourceId: number): Promise<AnswerRow[]>;
}

export interface AnswerRow extends Record<string, unknown> {
  external_id: string;
  score: number | null;
  comment: string | null;
}

let surveys = 0;

export async function openSurveyHouse(env: Record<string, string> = {}): Promise<SurveyHouse> {
  const clock = { now: SURVEY_NOW };
  const house = await openWebHouse({ now: () => new Date(clock.now), env });
  const look = async (path: string, headers: Record<string, string> = {}) =>
    (await house.ask(path, { headers })).text();
  return {
    ...house,
    clock,
    look,
    make: async (fields = {}) => {
      surveys += 1;
      const body = { name: `Survey ${surveys}`, kind: 'nps', languages: ['en', 'de', 'zh'], ...fields };
      const made = await json<{ survey: { id: number; sourceId: number; path: string }; secret: string }>(
        house.call('POST', '/api/v1/surveys', body),
        201,
      );
      return { ...made.survey, secret: made.secret };
    },
    answer: async (path, fields) => {
      const page = await look(path);
      const [, stamp] = /name="stamp" value="([^"]+)"/.exec(page) ?? [];
      const sent = { ...(stamp === undefined ? {} : { stamp }), ...fields };
      return house.ask(path.split('?')[0] ?? path, {
        method: 'POST',
        body: new URLSearchParams(sent),
      });
    },
    answers: (sourceId) => house.deps.db<AnswerRow>`
      select r.external_id, r.kind, r.score, r.question, r.touchpoint, r.segment, r.customer_external_id, r.address_key,
             r.invited_at, r.answered_at, r.may_quote, m.text as comment, m.declared_language as language
        from survey_responses r
        left join mentions m
          on m.source_id = r.source_id and m.external_id = r.external_id and m.removed_at is null
       where r.source_id = ${sourceId}
       order by r.id`,
  };
}

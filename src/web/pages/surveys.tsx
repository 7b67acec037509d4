import { Hono } from 'hono';
import { z } from 'zod';
import { countSurveys, type SurveyCounts } from '../../store/survey-counts.ts';
import { getQuietDays } from '../../store/survey-people.ts';
import { listSurveys, type SurveyRow } from '../../store/surveys.ts';
import type { WebEnv } from '../auth/env.ts';
import { need } from '../auth/need.ts';
import { leaveOut } from '../deeds/invitations.ts';
import { setRest } from '../deeds/surveys.ts';
import type { WebDeps } from '../deps.ts';
import { CsrfField } from '../parts/csrf-field.tsx';
import { count, countOf, percent } from '../parts/wording.ts';
import { show } from './shell.tsx';
import { surveyDetailRoutes } from './survey.tsx';
import { surveyEditRoutes } from './survey-edit.tsx';
import { type Visit, visitOf } from './visit.ts';

const KIND_WORD = { nps: 'NPS', csat: 'CSAT', ces: 'CES' } as const;

/** Survey forms of our own: the list, how long people are left alone, who wants to be left out. */
export function surveyRoutes(deps: WebDeps): Hono<WebEnv> {
  const routes = new Hono<WebEnv>();
  routes.get('/surveys', async (c) => {
    const [visit, surveys, counts, quietDays] = await Promise.all([
      visitOf(c, deps),
      listSurveys(deps.db),
      countSurveys(deps.db),
      getQuietDays(deps.db),
    ]);
    return showSurveys(visit, { surveys, counts, quietDays, said: c.req.query('said') });
  });
  routes.post('/surveys/guard', need('admin'), async (c) => {
    const { days } = z
      .object({ days: z.coerce.number().int().min(0).max(3650) })
      .parse(await c.req.parseBody());
    await setRest(deps, c.get('principal'), days);
    return c.redirect('/surveys?said=guard', 303);
  });
  routes.post('/surveys/leave-out', need('import'), async (c) => {
    const { email } = z.object({ email: z.email() }).parse(await c.req.parseBody());
    await leaveOut(deps, c.get('principal'), email);
    return c.redirect('/surveys?said=left', 303);
  });
  routes.route('/', surveyEditRoutes(deps));
  routes.route('/', surveyDetailRoutes(deps));
  return routes;
}

interface Listed {
  readonly surveys: readonly SurveyRow[];
  readonly counts: ReadonlyMap<number, SurveyCounts>;
  readonly quietDays: number;
  readonly said: string | undefined;
}

const SAID: Readonly<Record<string, string>> = {
  guard: 'The quiet period is set. Who rests already, rests as long as it was.',
  left: 'That person is asked no more.',
  removed: 'The survey is removed, with its answers.',
};

function showSurveys(visit: Visit, { surveys, counts, quietDays, said }: Listed): Response {
  return show(
    visit,
    { title: 'Surveys' },
    <>
      <div class="page-head">
        <h1>Surveys</h1>
        {visit.can('sources') && (
          <a href="/surveys/new" class="button">
            Make a survey
          </a>
        )}
      </div>
      {said && SAID[said] && (
        <p class="news" role="status">
          {SAID[said]}
        </p>
      )}
      <p class="explained">
        Forms of your own that ask one question. Answers count in the KPIs, comments are mentions like any
        other. A survey tool that you have already is a <a href="/sources/new?kind=typeform">source</a>.
      </p>
      {surveys.length === 0 ? (
        <p class="empty">There is no form yet. One question, one address: made in a minute.</p>
      ) : (
        <SurveyTable surveys={surveys} counts={counts} />
      )}
      <Guard visit={visit} quietDays={quietDays} counts={counts} />
    </>,
  );
}

const SurveyTable = ({ surveys, counts }: Pick<Listed, 'surveys' | 'counts'>) => (
  <div class="table-scroll">
    <table>
      <thead>
        <tr>
          <th scope="col">Survey</th>
          <th scope="col">Asks for</th>
          <th scope="col">Touchpoint</th>
          <th scope="col" class="number">
            Answers
          </th>
          <th scope="col" class="number">
            Invited
          </th>
          <th scope="col" class="number">
            Response rate
          </th>
          <th scope="col" class="number">
            Left alone
          </th>
        </tr>
      </thead>
      <tbody>
        {surveys.map((survey) => {
          const { answers = 0, sent = 0, answered = 0, held = 0 } = counts.get(survey.id) ?? {};
          return (
            <tr key={survey.id}>
              <th scope="row">
                <a href={`/surveys/${survey.id}`}>{survey.name}</a>
                {!survey.isOpen && ' (closed)'}
              </th>
              <td>{KIND_WORD[survey.kind]}</td>
              <td>{survey.touchpoint ?? ''}</td>
              <td class="number">{count(answers)}</td>
              <td class="number">{count(sent)}</td>
              <td class="number">{sent > 0 ? percent(answered / sent) : 'nobody invited'}</td>
              <td class="number">{count(held)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  </div>
);

const Guard = ({ visit, quietDays, counts }: { visit: Visit } & Pick<Listed, 'quietDays' | 'counts'>) => {
  const held = [...counts.values()].reduce((sum, one) => sum + one.held, 0);
  return (
    <section aria-labelledby="guard" class="narrow stacked">
      <h2 id="guard">Not too often</h2>
      <p>
        Whoever was invited by any form, or has answered any survey that Earshot knows of, is left alone for{' '}
        {countOf(quietDays, 'day')}. So far {countOf(held, 'invitation was', 'invitations were')} held back
        for it.
      </p>
      {visit.can('admin') && (
        <form method="post" action="/surveys/guard" class="one-line">
          <CsrfField visit={visit} />
          <label class="field">
            <span>Days of quiet after a survey</span>
            <input name="days" type="number" min="0" max="3650" value={quietDays} required />
          </label>
          <button type="submit" class="quiet">
            Set
          </button>
        </form>
      )}
      {visit.can('import') && (
        <form method="post" action="/surveys/leave-out" class="one-line">
          <CsrfField visit={visit} />
          <label class="field">
            <span>Ask this person no more</span>
            <input name="email" type="email" autocomplete="off" required />
            <small>A digest of the address is kept, not the address.</small>
          </label>
          <button type="submit" class="quiet">
            Leave out
          </button>
        </form>
      )}
    </section>
  );
};

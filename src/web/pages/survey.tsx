import { type Context, Hono } from 'hono';
import { Refused } from '../../domain/errors.ts';
import { isFormLanguage, spoken } from '../../domain/survey/survey.ts';
import { listInvitations } from '../../store/invitations.ts';
import { countSurveys, daysHeard, listSurveyAnswers } from '../../store/survey-counts.ts';
import { getSurvey } from '../../store/surveys.ts';
import type { WebEnv } from '../auth/env.ts';
import { need } from '../auth/need.ts';
import { invitePeople, peopleInCsv } from '../deeds/invitations.ts';
import { removeSurvey, renewTriggerSecret } from '../deeds/surveys.ts';
import type { WebDeps } from '../deps.ts';
import { CsrfField } from '../parts/csrf-field.tsx';
import { FormPage, showSheet } from '../surveys/form-page.tsx';
import { idOf } from './mention.tsx';
import { show } from './shell.tsx';
import { SurveyReport } from './survey-report.tsx';
import type { Done } from './survey-view.ts';
import { visitOf } from './visit.ts';

const ANSWERS_SHOWN = 20;
const INVITATIONS_SHOWN = 20;

/** One form: its address and code, its counters, whom it asks, what they said. */
export function surveyDetailRoutes(deps: WebDeps): Hono<WebEnv> {
  const routes = new Hono<WebEnv>();
  const id = (c: Context<WebEnv>) => idOf(c.req.param('id') ?? '');
  routes.get('/surveys/:id{[0-9]+}', (c) => page(c, deps, { said: c.req.query('said') }));
  routes.get('/surveys/:id{[0-9]+}/preview', (c) => preview(c, deps));
  routes.post('/surveys/:id{[0-9]+}/invite', need('import'), async (c) => {
    const { list } = await c.req.parseBody();
    const typed = list instanceof File ? await list.text() : String(list ?? '');
    try {
      const report = await invitePeople(deps, c.get('principal'), id(c), peopleInCsv(inPieces(typed)));
      return page(c, deps, { report });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return page(c, deps, { mistake: error.message });
    }
  });
  routes.post('/surveys/:id{[0-9]+}/secret', need('sources'), async (c) =>
    page(c, deps, { secret: await renewTriggerSecret(deps, c.get('principal'), id(c)) }),
  );
  routes.get('/surveys/:id{[0-9]+}/remove', need('sources'), (c) => askToRemove(c, deps));
  routes.post('/surveys/:id{[0-9]+}/remove', need('sources'), async (c) => {
    await removeSurvey(deps, c.get('principal'), id(c));
    return c.redirect('/surveys?said=removed', 303);
  });
  return routes;
}

async function* inPieces(text: string): AsyncGenerator<string> {
  yield text;
}

async function page(c: Context<WebEnv>, deps: WebDeps, done: Done): Promise<Response> {
  const visit = await visitOf(c, deps);
  const survey = await getSurvey(deps.db, idOf(c.req.param('id') ?? ''));
  const { touchpoint } = survey;
  const [counts, answers, invitations, heard] = await Promise.all([
    countSurveys(deps.db),
    listSurveyAnswers(deps.db, survey.sourceId, ANSWERS_SHOWN),
    listInvitations(deps.db, survey.id, INVITATIONS_SHOWN),
    touchpoint === undefined
      ? undefined
      : daysHeard(deps.db, { touchpoint, now: visit.now, timeZone: visit.workspace.timeZone }),
  ]);
  const origin = deps.config.EARSHOT_URL?.replace(/\/$/, '');
  return show(
    visit,
    { title: survey.name, status: done.mistake === undefined ? 200 : 422 },
    <SurveyReport
      visit={visit}
      survey={survey}
      counts={counts.get(survey.id)}
      answers={answers}
      invitations={invitations}
      heard={heard}
      origin={origin}
      done={done}
    />,
  );
}

/** The form as people see it in one language; nothing can be sent from here. */
async function preview(c: Context<WebEnv>, deps: WebDeps): Promise<Response> {
  const survey = await getSurvey(deps.db, idOf(c.req.param('id') ?? ''));
  const { workspace } = await visitOf(c, deps);
  const wanted = c.req.query('lang') ?? '';
  const language = isFormLanguage(wanted) ? wanted : (survey.languages[0] ?? 'en');
  return showSheet(
    <FormPage
      survey={survey}
      language={language}
      words={spoken(survey, language, workspace.name)}
      company={workspace.name}
      path={`/surveys/${survey.id}/preview`}
      stamp={undefined}
      score={undefined}
      isPreview
    />,
    { frameOrigins: [] },
  );
}

async function askToRemove(c: Context<WebEnv>, deps: WebDeps): Promise<Response> {
  const visit = await visitOf(c, deps);
  const { id, name } = await getSurvey(deps.db, idOf(c.req.param('id') ?? ''));
  return show(
    visit,
    { title: `Remove ${name}` },
    <div class="narrow">
      <h1>Remove “{name}”?</h1>
      <p>
        Its answers, their comments and its invitations go, and so does what they added to every number. To
        end it and keep the answers, edit it and untick “Takes answers”.
      </p>
      <form method="post" class="deeds">
        <CsrfField visit={visit} />
        <button type="submit">Remove it</button>
        <a href={`/surveys/${id}`} class="button quiet">
          Keep it
        </a>
      </form>
    </div>,
  );
}

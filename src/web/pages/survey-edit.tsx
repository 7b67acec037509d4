import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { Conflict, Refused } from '../../domain/errors.ts';
import { FORM_LANGUAGES } from '../../domain/survey/survey.ts';
import { listDestinations } from '../../store/destinations.ts';
import { getSurvey, type SurveyRow } from '../../store/surveys.ts';
import { listLocations } from '../../store/workspace.ts';
import type { WebEnv } from '../auth/env.ts';
import { need } from '../auth/need.ts';
import { addSurvey, changeSurvey } from '../deeds/surveys.ts';
import type { WebDeps } from '../deps.ts';
import { SurveyFields } from '../surveys/survey-input.ts';
import { idOf } from './mention.tsx';
import { show } from './shell.tsx';
import { type SurveyDraft, SurveyForm } from './survey-form.tsx';
import { visitOf } from './visit.ts';

const NEW: SurveyDraft = {
  name: '',
  kind: 'nps',
  languages: ['en'],
  ownWords: {},
  asksWhy: true,
  asksToQuote: true,
  frameOrigins: [],
  isOpen: true,
  delayMinutes: 0,
};

/** The form for a survey form, new or changed. */
export function surveyEditRoutes(deps: WebDeps): Hono<WebEnv> {
  const routes = new Hono<WebEnv>();
  routes.get('/surveys/new', need('sources'), (c) => form(c, deps, { draft: NEW }));
  routes.get('/surveys/:id{[0-9]+}/edit', need('sources'), async (c) => {
    const survey = await getSurvey(deps.db, idOf(c.req.param('id')));
    return form(c, deps, { survey, draft: survey });
  });
  routes.post('/surveys', need('sources'), (c) => save(c, deps, undefined));
  routes.post('/surveys/:id{[0-9]+}', need('sources'), async (c) =>
    save(c, deps, await getSurvey(deps.db, idOf(c.req.param('id')))),
  );
  return routes;
}

async function save(c: Context<WebEnv>, deps: WebDeps, survey: SurveyRow | undefined): Promise<Response> {
  const draft = draftFrom(await c.req.parseBody({ all: true }), survey);
  const parsed = SurveyFields.safeParse(draft);
  if (!parsed.success) {
    return form(c, deps, {
      survey,
      draft,
      mistake: parsed.error.issues.map(({ message }) => message).join(' '),
    });
  }
  const by = c.get('principal');
  try {
    if (survey) {
      await changeSurvey(deps, by, survey.id, parsed.data);
      return c.redirect(`/surveys/${survey.id}`, 303);
    }
    const { id } = await addSurvey(deps, by, parsed.data);
    return c.redirect(`/surveys/${id}?said=made`, 303);
  } catch (error) {
    if (!(error instanceof Refused || error instanceof Conflict)) throw error;
    return form(c, deps, { survey, draft, mistake: error.message });
  }
}

const text = z.string().catch('');
const Typed = z.looseObject({
  name: text,
  kind: text,
  languages: z.union([z.string().transform((one) => [one]), z.array(z.string())]).catch([]),
  why: text,
  quote: text,
  touchpoint: text,
  location: text,
  product: text,
  frames: text,
  open: text,
  destination: text,
  delay: text,
  reminder: text,
});

/** As typed; the rules of a survey check it afterwards. */
function draftFrom(body: Record<string, unknown>, survey: SurveyRow | undefined): SurveyDraft {
  const typed = Typed.parse(body);
  const word = (name: string) => (typeof body[name] === 'string' ? body[name] : undefined);
  const ownWords = FORM_LANGUAGES.map((language) => [
    language,
    {
      question: word(`question-${language}`),
      followUp: word(`follow-up-${language}`),
      thanks: word(`thanks-${language}`),
    },
  ]);
  return {
    name: typed.name,
    kind: survey?.kind ?? typed.kind,
    languages: typed.languages,
    ownWords: Object.fromEntries(ownWords),
    asksWhy: typed.why !== '',
    asksToQuote: typed.quote !== '',
    touchpoint: typed.touchpoint,
    location: typed.location,
    product: typed.product,
    frameOrigins: typed.frames.split(/\s+/).filter(Boolean),
    isOpen: typed.open !== '',
    destinationId: typed.destination === '' ? undefined : Number(typed.destination),
    delayMinutes: Math.round(Number(typed.delay || 0) * 60),
    reminderDays: typed.reminder === '' ? undefined : Number(typed.reminder),
  };
}

async function form(
  c: Context<WebEnv>,
  deps: WebDeps,
  state: { survey?: SurveyRow | undefined; draft: SurveyDraft; mistake?: string },
): Promise<Response> {
  const [visit, destinations, locations] = await Promise.all([
    visitOf(c, deps),
    listDestinations(deps.db),
    listLocations(deps.db),
  ]);
  const mails = destinations.filter(({ kind }) => kind === 'mail');
  const title = state.survey ? `Edit ${state.survey.name}` : 'Make a survey';
  return show(
    visit,
    { title, status: state.mistake === undefined ? 200 : 422 },
    <SurveyForm {...state} visit={visit} title={title} destinations={mails} locations={locations} />,
  );
}

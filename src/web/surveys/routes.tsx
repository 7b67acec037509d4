import { type Context, Hono } from 'hono';
import { parseAccept } from 'hono/utils/accept';
import { z } from 'zod';
import { NotFound } from '../../domain/errors.ts';
import { chosenLanguage, FORM_SCALES, type FormLanguage, spoken } from '../../domain/survey/survey.ts';
import { type InvitationLink, linkMeaning, readLink } from '../../domain/survey/survey-link.ts';
import { answerIdOf as idOfInvited } from '../../inviting/asked-answer.ts';
import { cleanText } from '../../sources/clean-text.ts';
import { findInvitation, type InvitationRow } from '../../store/invitations.ts';
import { saveLeaver } from '../../store/survey-people.ts';
import { findSurvey, type SurveyRow } from '../../store/surveys.ts';
import { getWorkspace } from '../../store/workspace.ts';
import { clientAddress } from '../auth/client-address.ts';
import type { WebEnv } from '../auth/env.ts';
import { isSameSecret } from '../auth/secrets.ts';
import { answerSurvey, type SentAnswer } from '../deeds/answer-survey.ts';
import type { WebDeps } from '../deps.ts';
import { AnswerThrottle } from './answer-throttle.ts';
import { FormPage, type FormView, SaidPage, showSheet } from './form-page.tsx';
import { answerIdOf, newStamp } from './stamp.ts';

/** How long the links of an invitation are good. */
const LINKS_LAST_MS = 60 * 86_400_000;

/**
 * What people who are asked see, without an account and without a cookie. Looking at an address changes nothing, since
 * mail programs and their guards look at every link as well: a score that was clicked in a mail is shown as chosen, and
 * counts when somebody sends the form, or when the page in front of a person tells of the first touch or movement.
 */
export function surveyRoutes(deps: WebDeps): Hono<WebEnv> {
  const throttle = new AnswerThrottle();
  const routes = new Hono<WebEnv>();
  routes.get('/s/:token', async (c) => {
    const asked = await askedOf(deps, c);
    return asked.survey.isOpen ? drawForm(deps, c, asked) : say(asked, asked.words.closed);
  });
  routes.post('/s/:token', (c) => takeAnswer(deps, c, throttle));
  routes.get('/s/:token/thanks', async (c) => {
    const asked = await askedOf(deps, c);
    return say(asked, asked.words.thanks, <p>{asked.words.changeMind}</p>);
  });
  routes.get('/s/:token/:link', async (c) => {
    const asked = await askedByInvitation(deps, c);
    return isOver(deps, asked) ?? drawForm(deps, c, asked);
  });
  routes.post('/s/:token/:link', (c) => takeAnswer(deps, c, throttle));
  // Before there is a comment, and only where nothing was answered: a movement of the mouse takes nothing back.
  routes.post('/s/:token/:link/note', async (c) => {
    const asked = await askedByInvitation(deps, c);
    const { score } = asked.link;
    const isDue = score !== undefined && asked.invitation.answeredAt === undefined && !isOver(deps, asked);
    if (isDue && throttle.take(clientAddress(c), deps.now())) {
      const sent = {
        id: idOfInvited(asked.invitation),
        score,
        comment: undefined,
        mayQuote: false,
        language: asked.language,
      };
      await answerSurvey(deps, asked.survey, sent, asked.invitation);
    }
    return c.body(null, 204);
  });
  routes.get('/s/:token/:link/leave', async (c) => {
    const asked = await askedByInvitation(deps, c);
    const { words, path } = asked;
    return say(
      asked,
      words.leaveQuestion,
      <form method="post" action={`${path}/leave`}>
        <button type="submit">{words.leaveButton}</button>
      </form>,
    );
  });
  // RFC 8058: the mail program posts here without anybody looking at a page.
  routes.post('/s/:token/:link/leave', async (c) => {
    const asked = await askedByInvitation(deps, c);
    const { addressKey } = asked.invitation;
    if (addressKey !== undefined) await saveLeaver(deps.db, addressKey, deps.now());
    return say(asked, asked.words.left);
  });
  return routes;
}

interface Asked extends Pick<FormView, 'survey' | 'language' | 'words' | 'company' | 'path'> {
  readonly link: InvitationLink | undefined;
  readonly invitation: InvitationRow | undefined;
}

/** @throws NotFound */
async function askedOf(deps: WebDeps, c: Context<WebEnv>, invitation?: InvitationRow): Promise<Asked> {
  const survey = await findSurvey(deps.db, c.req.param('token') ?? '');
  if (!survey) throw new NotFound('There is no survey at this address. It may have been removed.');
  const { name: company } = await getWorkspace(deps.db);
  const language = languageOf(c, survey, invitation);
  const words = spoken(survey, language, company);
  return { survey, company, language, words, path: `/s/${survey.token}`, link: undefined, invitation };
}

type Invited = Asked & { readonly link: InvitationLink; readonly invitation: InvitationRow };

/** @throws NotFound for a link that was not signed here for this form. */
async function askedByInvitation(deps: WebDeps, c: Context<WebEnv>): Promise<Invited> {
  const token = c.req.param('token') ?? '';
  const last = c.req.param('link') ?? '';
  const read = readLink(last);
  const signatures = read ? deps.vault.signaturesOf(linkMeaning(token, read.link)) : [];
  const isOurs = signatures.some((one) => isSameSecret(one, read?.signature ?? ''));
  const invitation = isOurs && read ? await findInvitation(deps.db, read.link.invitationId) : undefined;
  if (!read || !invitation) throw new NotFound('This link is not complete. Open it from the mail once more.');
  const asked = await askedOf(deps, c, invitation);
  if (invitation.surveyId !== asked.survey.id) throw new NotFound('This link belongs to another survey.');
  return { ...asked, path: `${asked.path}/${last}`, link: read.link, invitation };
}

function languageOf(
  c: Context<WebEnv>,
  survey: SurveyRow,
  invitation: InvitationRow | undefined,
): FormLanguage {
  const wishes = parseAccept(c.req.header('accept-language') ?? '')
    .toSorted((a, b) => b.q - a.q)
    .map(({ type }) => type);
  return chosenLanguage([c.req.query('lang'), invitation?.language, ...wishes], survey.languages);
}

function isOver(deps: WebDeps, asked: Invited): Response | undefined {
  const { survey, invitation, words } = asked;
  if (!survey.isOpen) return say(asked, words.closed);
  const ageMs = deps.now().getTime() - invitation.createdAt.getTime();
  return ageMs > LINKS_LAST_MS ? say(asked, words.ranOut) : undefined;
}

function drawForm(
  deps: WebDeps,
  c: Context<WebEnv>,
  asked: Asked,
  again: Partial<Pick<FormView, 'score' | 'comment' | 'mistake'>> = {},
): Response {
  const { survey, link, invitation, path } = asked;
  const isInvited = invitation !== undefined;
  const score = again.score ?? onScale(survey, c.req.query('score')) ?? link?.score;
  const isToNote = isInvited && link?.score !== undefined && invitation.answeredAt === undefined;
  const view: FormView = {
    ...asked,
    ...again,
    score,
    stamp: isInvited ? undefined : newStamp(deps.vault, survey.token, deps.now()),
    notesAt: isToNote ? `${path}/note` : undefined,
  };
  const status = again.mistake === undefined ? 200 : 422;
  return showSheet(<FormPage {...view} />, { frameOrigins: survey.frameOrigins, status });
}

function say(asked: Asked, said: string, more?: import('hono/jsx').Child): Response {
  const page = (
    <SaidPage view={asked} said={said}>
      {more}
    </SaidPage>
  );
  return showSheet(page, { frameOrigins: asked.survey.frameOrigins });
}

const one = z.string().max(6_000).catch('');
const Sent = z.object({
  score: one,
  comment: one,
  quote: one,
  language: one,
  stamp: one,
  website: one,
});

async function takeAnswer(deps: WebDeps, c: Context<WebEnv>, throttle: AnswerThrottle): Promise<Response> {
  const isInvited = c.req.param('link') !== undefined;
  const asked = isInvited ? await askedByInvitation(deps, c) : await askedOf(deps, c);
  const { survey, words, invitation } = asked;
  const over = isInvited ? isOver(deps, asked as Invited) : undefined;
  if (over) return over;
  if (!survey.isOpen) return say(asked, words.closed);
  const sent = Sent.parse(await c.req.parseBody());
  const language = chosenLanguage([sent.language, asked.language], survey.languages);
  const spokenNow = { ...asked, language, words: spoken(survey, language, asked.company) };
  const score = onScale(survey, sent.score);
  const comment = cleanText(sent.comment).trim().slice(0, 5_000) || undefined;
  const again = (mistake: string) => drawForm(deps, c, spokenNow, { score, comment, mistake });
  // What fills in a field that nobody sees is thanked and forgotten.
  if (sent.website !== '') return thanks(c, survey, language);
  if (score === undefined) return again(spokenNow.words.chooseScore);
  const id = invitation
    ? idOfInvited(invitation)
    : answerIdOf(deps.vault, survey.token, sent.stamp, deps.now());
  if (id === undefined) return again(spokenNow.words.ranOut);
  if (!throttle.take(clientAddress(c), deps.now())) return again(spokenNow.words.tooMany);
  const answer: SentAnswer = { id, score, comment, mayQuote: sent.quote === 'yes', language };
  await answerSurvey(deps, survey, answer, invitation);
  return thanks(c, survey, language);
}

const thanks = (c: Context<WebEnv>, { token }: SurveyRow, language: FormLanguage) =>
  c.redirect(`/s/${token}/thanks?lang=${language}`, 303);

function onScale({ kind }: SurveyRow, typed: string | undefined): number | undefined {
  const { min, max } = FORM_SCALES[kind];
  const score = /^\d{1,2}$/.test(typed ?? '') ? Number(typed) : undefined;
  return score !== undefined && score >= min && score <= max ? score : undefined;
}

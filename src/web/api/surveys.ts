import { z } from '@hono/zod-openapi';
import { listInvitations } from '../../store/invitations.ts';
import { countSurveys } from '../../store/survey-counts.ts';
import { getQuietDays } from '../../store/survey-people.ts';
import { getSurvey, listSurveys } from '../../store/surveys.ts';
import { invitePeople, leaveOut } from '../deeds/invitations.ts';
import { addSurvey, changeSurvey, removeSurvey, renewTriggerSecret, setRest } from '../deeds/surveys.ts';
import type { WebDeps } from '../deps.ts';
import { SurveyFields } from '../surveys/survey-input.ts';
import { answer, guarded, IdParam, jsonBody, NO_CONTENT, openApi } from './contract.ts';
import { answerOf, Fields, Invitation, invitationOf, People, Report, Survey } from './survey-answers.ts';

const tags = ['Surveys'];

/** Forms of our own, who is invited to them, and how long people are left alone. */
export function surveyRoutes(deps: WebDeps) {
  const { db } = deps;
  const one = async (id: number) => {
    const [survey, counts] = await Promise.all([getSurvey(db, id), countSurveys(db)]);
    return answerOf(survey, counts.get(id));
  };
  return openApi()
    .openapi(
      guarded('read', {
        method: 'get',
        path: '/surveys',
        tags,
        summary: 'Survey forms with their counters',
        responses: {
          200: answer(z.object({ quietDays: z.number().int(), surveys: z.array(Survey) }), 'Every form.'),
        },
      }),
      async (c) => {
        const [surveys, counts, quietDays] = await Promise.all([
          listSurveys(db),
          countSurveys(db),
          getQuietDays(db),
        ]);
        return c.json(
          { quietDays, surveys: surveys.map((survey) => answerOf(survey, counts.get(survey.id))) },
          200,
        );
      },
    )
    .openapi(
      guarded('sources', {
        method: 'post',
        path: '/surveys',
        tags,
        summary: 'Make a survey form',
        request: { body: jsonBody(Fields) },
        responses: {
          201: answer(
            z.object({ survey: Survey, secret: z.string() }),
            'The form, and the secret its triggers are signed with: it is shown only now.',
          ),
        },
      }),
      async (c) => {
        const input = SurveyFields.parse(c.req.valid('json'));
        const { id, secret } = await addSurvey(deps, c.get('principal'), input);
        return c.json({ survey: await one(id), secret }, 201);
      },
    )
    .openapi(
      guarded('read', {
        method: 'get',
        path: '/surveys/{id}',
        tags,
        summary: 'One survey form',
        request: { params: IdParam },
        responses: { 200: answer(Survey, 'The form.') },
      }),
      async (c) => c.json(await one(c.req.valid('param').id), 200),
    )
    .openapi(
      guarded('sources', {
        method: 'put',
        path: '/surveys/{id}',
        tags,
        summary: 'Change a survey form; what it asks for stays',
        request: { params: IdParam, body: jsonBody(Fields) },
        responses: { 200: answer(Survey, 'The form as it is now.') },
      }),
      async (c) => {
        const { id } = c.req.valid('param');
        await changeSurvey(deps, c.get('principal'), id, SurveyFields.parse(c.req.valid('json')));
        return c.json(await one(id), 200);
      },
    )
    .openapi(
      guarded('sources', {
        method: 'delete',
        path: '/surveys/{id}',
        tags,
        summary: 'Remove a form with its answers and invitations',
        request: { params: IdParam },
        responses: NO_CONTENT,
      }),
      async (c) => {
        await removeSurvey(deps, c.get('principal'), c.req.valid('param').id);
        return c.body(null, 204);
      },
    )
    .openapi(
      guarded('sources', {
        method: 'post',
        path: '/surveys/{id}/secret',
        tags,
        summary: 'A new secret for the triggers of a form',
        request: { params: IdParam },
        responses: { 201: answer(z.object({ secret: z.string() }), 'It is shown only now.') },
      }),
      async (c) => {
        const secret = await renewTriggerSecret(deps, c.get('principal'), c.req.valid('param').id);
        return c.json({ secret }, 201);
      },
    )
    .openapi(
      guarded('read', {
        method: 'get',
        path: '/surveys/{id}/invitations',
        tags,
        summary: 'The latest 200 invitations; addresses are not shown',
        request: { params: IdParam },
        responses: { 200: answer(z.object({ invitations: z.array(Invitation) }), 'The latest first.') },
      }),
      async (c) => {
        const { id } = await getSurvey(db, c.req.valid('param').id);
        const invitations = (await listInvitations(db, id, 200)).map(invitationOf);
        return c.json({ invitations }, 200);
      },
    )
    .openapi(
      guarded('import', {
        method: 'post',
        path: '/surveys/{id}/invitations',
        tags,
        summary: 'Invite people, each at most once a quiet period',
        request: { params: IdParam, body: jsonBody(People) },
        responses: { 200: answer(Report, 'What came of it; `line` counts the people from 1.') },
      }),
      async (c) => {
        const { people } = c.req.valid('json');
        const report = await invitePeople(
          deps,
          c.get('principal'),
          c.req.valid('param').id,
          numbered(people),
        );
        return c.json({ ...report, rejected: [...report.rejected] }, 200);
      },
    )
    .openapi(
      guarded('import', {
        method: 'post',
        path: '/survey-leavers',
        tags,
        summary: 'Ask somebody no more, by any form',
        request: { body: jsonBody(z.object({ email: z.email() })) },
        responses: NO_CONTENT,
      }),
      async (c) => {
        await leaveOut(deps, c.get('principal'), c.req.valid('json').email);
        return c.body(null, 204);
      },
    )
    .openapi(
      guarded('admin', {
        method: 'put',
        path: '/survey-guard',
        tags,
        summary: 'How many days a person is left alone after a survey',
        request: { body: jsonBody(z.object({ quietDays: z.number().int().min(0).max(3650) })) },
        responses: NO_CONTENT,
      }),
      async (c) => {
        await setRest(deps, c.get('principal'), c.req.valid('json').quietDays);
        return c.body(null, 204);
      },
    );
}

async function* numbered(people: readonly unknown[]) {
  for (const [index, person] of people.entries()) yield { line: index + 1, person };
}

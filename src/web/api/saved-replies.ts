import { z } from '@hono/zod-openapi';
import { getSavedReply, listSavedReplies } from '../../store/saved-replies.ts';
import { listSources } from '../../store/sources.ts';
import { importSavedReplies, keepSavedReply, removeSavedReply } from '../deeds/saved-replies.ts';
import type { WebDeps } from '../deps.ts';
import { fileOf, SavedReplyFile } from '../pages/saved-reply-forms.ts';
import { answer, guarded, IdParam, jsonBody, NO_CONTENT, openApi } from './contract.ts';
import { SavedReplyAnswer, SavedReplyInput, savedAnswer, savedInput } from './reply-answers.ts';

const tags = ['Replies'];

/** Replies that are kept to be used again. */
export function savedReplyRoutes(deps: WebDeps) {
  const { db } = deps;
  return openApi()
    .openapi(
      guarded('read', {
        method: 'get',
        path: '/saved-replies',
        tags,
        summary: 'All saved replies',
        responses: {
          200: answer(z.object({ savedReplies: z.array(SavedReplyAnswer) }), 'Every saved reply.'),
        },
      }),
      async (c) => c.json({ savedReplies: (await listSavedReplies(db)).map(savedAnswer) }, 200),
    )
    .openapi(
      guarded('inbox', {
        method: 'post',
        path: '/saved-replies',
        tags,
        summary: 'Keep a new one',
        request: { body: jsonBody(SavedReplyInput) },
        responses: { 201: answer(SavedReplyAnswer, 'The new saved reply.') },
      }),
      async (c) => {
        const id = await keepSavedReply(deps, c.get('principal'), savedInput(c.req.valid('json')), undefined);
        return c.json(savedAnswer(await getSavedReply(db, id)), 201);
      },
    )
    .openapi(
      guarded('inbox', {
        method: 'put',
        path: '/saved-replies/{id}',
        tags,
        summary: 'Change one, whole',
        request: { params: IdParam, body: jsonBody(SavedReplyInput) },
        responses: { 200: answer(SavedReplyAnswer, 'The saved reply as it is now.') },
      }),
      async (c) => {
        const { id } = c.req.valid('param');
        await keepSavedReply(deps, c.get('principal'), savedInput(c.req.valid('json')), id);
        return c.json(savedAnswer(await getSavedReply(db, id)), 200);
      },
    )
    .openapi(
      guarded('inbox', {
        method: 'delete',
        path: '/saved-replies/{id}',
        tags,
        summary: 'Remove one; replies that used it stay',
        request: { params: IdParam },
        responses: NO_CONTENT,
      }),
      async (c) => {
        await removeSavedReply(deps, c.get('principal'), c.req.valid('param').id);
        return c.body(null, 204);
      },
    )
    .openapi(
      guarded('read', {
        method: 'get',
        path: '/saved-replies/export',
        tags,
        summary: 'All of them as a file that can be imported elsewhere',
        responses: { 200: answer(SavedReplyFile, 'The file.') },
      }),
      async (c) => {
        const file = fileOf(await listSavedReplies(db), await listSources(db));
        return c.json(SavedReplyFile.parse(file), 200);
      },
    )
    .openapi(
      guarded('approve', {
        method: 'post',
        path: '/saved-replies/import',
        tags,
        summary: 'Take a file in; a name that is known is given its words',
        request: { body: jsonBody(SavedReplyFile) },
        responses: {
          200: answer(
            z.object({ added: z.number().int(), changed: z.number().int(), rejected: z.array(z.string()) }),
            'What was done.',
          ),
        },
      }),
      async (c) => {
        const done = await importSavedReplies(deps, c.get('principal'), c.req.valid('json'));
        return c.json({ ...done, rejected: [...done.rejected] }, 200);
      },
    );
}

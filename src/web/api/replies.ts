import { z } from '@hono/zod-openapi';
import { NotFound } from '../../domain/errors.ts';
import { REPLY_STATES } from '../../domain/reply.ts';
import { limitFor } from '../../replying/reply-limit.ts';
import { BEGUN_ANEW, getReply, listReplies, listReplyEvents } from '../../store/replies.ts';
import { giveToDesk } from '../deeds/hand-overs.ts';
import { markReplied, mentionToAnswer, submitReply } from '../deeds/replies.ts';
import { decide, handleReply, REPLY_DEEDS } from '../deeds/reply-decisions.ts';
import type { WebDeps } from '../deps.ts';
import { beginWith, checkText } from '../pages/reply-composer.ts';
import { generated } from '../pages/reply-writing.ts';
import { answer, guarded, IdParam, jsonBody, openApi, QueryId } from './contract.ts';
import { Reply, ReplyCheck, ReplyStory, replyAnswer, storyAnswer } from './reply-answers.ts';

const tags = ['Replies'];
const text = z.string().max(65_536);
const claimNumber = z.number().int().nonnegative().optional();

/** Answering mentions: suggestions, checks, sending, approving, and what became of it. */
export function replyRoutes(deps: WebDeps) {
  const { db } = deps;
  return openApi()
    .openapi(
      guarded('read', {
        method: 'get',
        path: '/replies',
        tags,
        summary: 'Replies in a state, the latest first; drafts are shown to their authors only',
        request: {
          query: z.object({
            state: z.enum(REPLY_STATES).exclude(['draft']).default('published'),
            before: QueryId.optional(),
            limit: z.coerce.number().int().min(1).max(200).default(50).openapi({ type: 'integer' }),
          }),
        },
        responses: { 200: answer(z.object({ replies: z.array(Reply) }), 'The replies.') },
      }),
      async (c) => {
        const { state, before, limit } = c.req.valid('query');
        const replies = await listReplies(db, {
          states: [state],
          within: c.get('principal').locationIds,
          olderThan: before,
          limit,
        });
        return c.json({ replies: replies.map(replyAnswer) }, 200);
      },
    )
    .openapi(
      guarded('read', {
        method: 'get',
        path: '/replies/{id}',
        tags,
        summary: 'One reply and what was done about it',
        request: { params: IdParam },
        responses: { 200: answer(ReplyStory, 'The reply.') },
      }),
      async (c) => {
        const reply = await getReply(db, c.req.valid('param').id, c.get('principal').locationIds);
        if (reply.state === 'draft' && reply.author !== c.get('principal').name) {
          throw new NotFound(`There is no reply with the id ${reply.id}.`);
        }
        return c.json(storyAnswer(reply, await listReplyEvents(db, reply.id)), 200);
      },
    )
    .openapi(
      guarded('inbox', {
        method: 'post',
        path: '/mentions/{id}/replies',
        tags,
        summary: 'Answer a mention; where the team wants approval, the reply waits for it',
        description:
          'With `claimNumber` the reply is taken only while the item is still yours. What is refused is kept as a draft.',
        request: {
          params: IdParam,
          body: jsonBody(z.object({ text, claimNumber, again: z.boolean().default(false) })),
        },
        responses: { 202: answer(Reply, 'The reply as it is now.') },
      }),
      async (c) => {
        const { again, ...written } = c.req.valid('json');
        const reply = await submitReply(deps, c.get('principal'), c.req.valid('param').id, {
          text: written.text,
          claimNumber: written.claimNumber,
          begun: BEGUN_ANEW,
          isAgain: again,
        });
        return c.json(replyAnswer(reply), 202);
      },
    )
    .openapi(
      guarded('inbox', {
        method: 'post',
        path: '/mentions/{id}/replied',
        tags,
        summary: 'Mark a mention as answered at the original',
        request: { params: IdParam, body: jsonBody(z.object({ text: text.default(''), claimNumber })) },
        responses: { 201: answer(Reply, 'The reply as it is kept.') },
      }),
      async (c) => {
        const { text: words, claimNumber: claim } = c.req.valid('json');
        const written = { text: words, claimNumber: claim, begun: BEGUN_ANEW };
        const id = await markReplied(deps, c.get('principal'), c.req.valid('param').id, written);
        return c.json(replyAnswer(await getReply(db, id)), 201);
      },
    )
    .openapi(
      guarded('inbox', {
        method: 'get',
        path: '/mentions/{id}/reply-suggestion',
        tags,
        summary: 'Words to begin with, from what the mention says or from a saved reply; nothing is kept',
        request: { params: IdParam, query: z.object({ saved: QueryId.optional() }) },
        responses: { 200: answer(z.object({ text: z.string() }), 'The words.') },
      }),
      async (c) => {
        const by = c.get('principal');
        const mention = await mentionToAnswer(deps, by, c.req.valid('param').id);
        const { saved } = c.req.valid('query');
        const from = saved === undefined ? { suggestion: true as const } : { savedReplyId: saved };
        const begun = await beginWith(deps, by, mention, from);
        return c.json({ text: begun.text }, 200);
      },
    )
    .openapi(
      guarded('inbox', {
        method: 'post',
        path: '/mentions/{id}/reply-draft',
        tags,
        summary: 'A draft by the endpoint that is set up for it; nothing is kept or sent',
        request: {
          params: IdParam,
          body: jsonBody(
            z.object({
              tone: z.enum(['friendly', 'formal', 'brief']).default('friendly'),
              length: z.enum(['short', 'medium']).default('short'),
            }),
          ),
        },
        responses: { 200: answer(z.object({ text: z.string() }), 'The draft.') },
      }),
      async (c) => {
        const by = c.get('principal');
        const mention = await mentionToAnswer(deps, by, c.req.valid('param').id);
        const draft = await generated(deps, by, mention, c.req.valid('json'));
        return c.json({ text: draft.text }, 200);
      },
    )
    .openapi(
      guarded('inbox', {
        method: 'post',
        path: '/mentions/{id}/reply-check',
        tags,
        summary: 'How long a text is for the place, what it lacks, and how it may come across',
        request: { params: IdParam, body: jsonBody(z.object({ text })) },
        responses: { 200: answer(ReplyCheck, 'What can be said about it.') },
      }),
      async (c) => {
        const { id } = c.req.valid('param');
        const { language } = await mentionToAnswer(deps, c.get('principal'), id);
        const limit = await limitFor(deps, id);
        const check = await checkText(deps, { text: c.req.valid('json').text, language, limit });
        const shown = limit ? { most: limit.most, unit: limit.unit } : null;
        const { length, missing, remarks } = check;
        return c.json({ length, limit: shown, missing: [...missing], remarks: [...remarks] }, 200);
      },
    )
    .openapi(
      guarded('inbox', {
        method: 'post',
        path: '/mentions/{id}/hand-over',
        tags,
        summary: 'Hand an item over to a help desk',
        request: {
          params: IdParam,
          body: jsonBody(
            z.object({
              deskId: z.number().int().positive(),
              note: z.string().trim().max(2_000).default(''),
              claimNumber,
            }),
          ),
        },
        responses: { 202: answer(z.object({ handOverId: z.number().int() }), 'It is on its way.') },
      }),
      async (c) => {
        const { deskId, note, claimNumber: claim } = c.req.valid('json');
        const given = { deskId, note, claimNumber: claim };
        const id = await giveToDesk(deps, c.get('principal'), c.req.valid('param').id, given);
        return c.json({ handOverId: id }, 202);
      },
    )
    .openapi(
      guarded('approve', {
        method: 'post',
        path: '/replies/{id}/decision',
        tags,
        summary: 'Let a reply go out, with other words if need be, or give it back',
        request: {
          params: IdParam,
          body: jsonBody(
            z.object({
              deed: z.enum(['approve', 'return']),
              text: text.optional(),
              remark: z.string().trim().max(2_000).default(''),
            }),
          ),
        },
        responses: { 200: answer(Reply, 'The reply as it is now.') },
      }),
      async (c) => {
        const { deed, text: words, remark } = c.req.valid('json');
        const decision = { deed, text: words, remark };
        const reply = await decide(deps, c.get('principal'), c.req.valid('param').id, decision);
        return c.json(replyAnswer(reply), 200);
      },
    )
    .openapi(
      guarded('inbox', {
        method: 'post',
        path: '/replies/{id}/{deed}',
        tags,
        summary:
          'Try again what could not be sent, say that it is there (`confirm`) or missing, drop it, or take it back',
        request: { params: IdParam.extend({ deed: z.enum(REPLY_DEEDS) }) },
        responses: { 200: answer(Reply, 'The reply as it is now.') },
      }),
      async (c) => {
        const { id, deed } = c.req.valid('param');
        return c.json(replyAnswer(await handleReply(deps, c.get('principal'), id, deed)), 200);
      },
    );
}

import { z } from '@hono/zod-openapi';
import type { ClaimState } from '../../domain/inbox.ts';
import { claimItem, releaseClaim, renewClaim, takeOverItem } from '../deeds/inbox-claims.ts';
import type { WebDeps } from '../deps.ts';
import { answer, guarded, IdParam, Instant, instant, jsonBody, NO_CONTENT, openApi } from './contract.ts';
import { Claim } from './inbox-answers.ts';

const ClaimNumber = z.object({ number: z.number().int().positive() });
const tags = ['Inbox'];

/** Who has an item open. A claim is a person's: a program needs the token of somebody who can sign in. */
export function inboxClaimRoutes(deps: WebDeps) {
  return openApi()
    .openapi(
      guarded('inbox', {
        method: 'post',
        path: '/inbox/{id}/claim',
        tags,
        summary: 'Open an item that nobody else has open',
        request: { params: IdParam },
        responses: { 200: answer(Claim, 'Your claim.') },
      }),
      async (c) =>
        c.json(claimAnswer(await claimItem(deps, c.get('principal'), c.req.valid('param').id)), 200),
    )
    .openapi(
      guarded('inbox', {
        method: 'post',
        path: '/inbox/{id}/take-over',
        tags,
        summary: 'Open an item though somebody else has it open; they are told',
        request: { params: IdParam },
        responses: { 200: answer(Claim, 'Your claim.') },
      }),
      async (c) =>
        c.json(claimAnswer(await takeOverItem(deps, c.get('principal'), c.req.valid('param').id)), 200),
    )
    .openapi(
      guarded('inbox', {
        method: 'put',
        path: '/inbox/{id}/claim',
        tags,
        summary: 'Keep your claim for longer',
        request: { params: IdParam, body: jsonBody(ClaimNumber) },
        responses: {
          200: answer(z.object({ until: Instant.nullable() }), 'Until when; null: it was lost meanwhile.'),
        },
      }),
      async (c) => {
        const { number } = c.req.valid('json');
        const until = await renewClaim(deps, c.get('principal'), c.req.valid('param').id, number);
        return c.json({ until: until ? instant(until) : null }, 200);
      },
    )
    .openapi(
      guarded('inbox', {
        method: 'delete',
        path: '/inbox/{id}/claim/{number}',
        tags,
        summary: 'Give an item back; nothing happens when the claim was lost before',
        request: {
          params: IdParam.extend({
            number: z.coerce.number().int().positive().openapi({ type: 'integer' }),
          }),
        },
        responses: NO_CONTENT,
      }),
      async (c) => {
        const { id, number } = c.req.valid('param');
        await releaseClaim(deps, c.get('principal'), id, number);
        return c.body(null, 204);
      },
    );
}

const claimAnswer = ({ number, until }: ClaimState) => ({ number, until: instant(until) });

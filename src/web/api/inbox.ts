import { z } from '@hono/zod-openapi';
import { NotFound } from '../../domain/errors.ts';
import { INBOX_STATUSES } from '../../domain/inbox.ts';
import { listInboxEvents } from '../../store/inbox.ts';
import { INBOX_VIEWS, isInboxCursor, listInbox, readRows } from '../../store/inbox-list.ts';
import { listNotes, listNotices, seeNotices } from '../../store/inbox-notes.ts';
import {
  addNote,
  changeItems,
  claimItem,
  getReachableItem,
  type ItemChange,
  releaseClaim,
  renewClaim,
  takeOverItem,
  undoChange,
} from '../deeds/inbox.ts';
import type { WebDeps } from '../deps.ts';
import type { Principal } from '../principal.ts';
import {
  answer,
  guarded,
  IdParam,
  Instant,
  instant,
  jsonBody,
  NO_CONTENT,
  openApi,
  QueryId,
} from './contract.ts';
import { Claim, Item, ItemWithHistory, itemAnswer, Notice } from './inbox-answers.ts';

const Filter = z.object({
  view: z.enum(INBOX_VIEWS).default('all'),
  q: z
    .string()
    .max(200)
    .optional()
    .openapi({ description: 'Words; quotes, OR and a minus mean what they do in a search engine.' }),
  lang: z.string().max(20).optional().openapi({ example: 'en' }),
  source: QueryId.optional(),
  location: QueryId.optional(),
  topic: QueryId.optional(),
  stars: z.coerce.number().int().min(1).max(5).optional().openapi({ type: 'integer' }),
  status: z.enum(INBOX_STATUSES).optional(),
  tag: z.string().max(40).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50).openapi({ type: 'integer' }),
  cursor: z
    .string()
    .refine(isInboxCursor, { error: 'expected the `next` of an earlier answer' })
    .optional()
    .openapi({ description: 'The `next` of an earlier answer.' }),
});

const Ids = z.array(z.number().int().positive()).min(1).max(500);
const mentionIds = { mentionIds: Ids };
const Change = z
  .discriminatedUnion('deed', [
    z.object({ deed: z.enum(['archive', 'reopen', 'replied', 'wake']), ...mentionIds }),
    z.object({ deed: z.literal('assign'), userId: z.number().int().positive().nullable(), ...mentionIds }),
    z.object({ deed: z.enum(['tag', 'untag']), tag: z.string().min(1).max(40), ...mentionIds }),
    z.object({ deed: z.literal('snooze'), until: z.iso.datetime({ offset: true }), ...mentionIds }),
  ])
  .openapi('InboxChange');
const Changed = z.object({
  mentionIds: z.array(z.number().int()),
  held: z.array(z.number().int()).openapi({ description: 'Left alone: somebody else has them open.' }),
  batchId: z.number().int().nullable().openapi({ description: 'To take it back with, within an hour.' }),
});
const ClaimNumber = z.object({ number: z.number().int().positive() });
const tags = ['Inbox'];

/** Items that want an answer, and what people do about them. */
export function inboxRoutes(deps: WebDeps) {
  const { db } = deps;
  return (
    openApi()
      .openapi(
        guarded('read', {
          method: 'get',
          path: '/inbox',
          tags,
          summary: 'Items of a view, the most pressing first, page by page',
          request: { query: Filter },
          responses: {
            200: answer(z.object({ items: z.array(Item), next: z.string().nullable() }), 'One page.'),
          },
        }),
        async (c) => {
          const { q, lang, source, location, topic, limit, cursor, ...rest } = c.req.valid('query');
          const by = c.get('principal');
          const now = deps.now();
          const filter = {
            ...rest,
            userId: by.userId,
            within: by.locationIds,
            now,
            text: q,
            language: lang,
            sourceId: source,
            locationId: location,
            topicId: topic,
          };
          const { rows, next } = await listInbox(db, filter, { limit, after: cursor });
          return c.json({ items: rows.map((row) => itemAnswer(row, now)), next: next ?? null }, 200);
        },
      )
      .openapi(
        guarded('inbox', {
          method: 'post',
          path: '/inbox/changes',
          tags,
          summary:
            'Archive, open again, mark as answered, assign, tag or snooze some items; doing it twice changes nothing',
          request: { body: jsonBody(Change) },
          responses: { 200: answer(Changed, 'What was changed.') },
        }),
        async (c) => {
          const { mentionIds: ids, ...change } = c.req.valid('json');
          const { batchId, ...changed } = await changeItems(deps, c.get('principal'), ids, changeOf(change));
          return c.json(
            { mentionIds: [...changed.mentionIds], held: [...changed.held], batchId: batchId ?? null },
            200,
          );
        },
      )
      .openapi(
        guarded('inbox', {
          method: 'post',
          path: '/inbox/changes/{id}/undo',
          tags,
          summary: 'Take a change back, but for items that were touched since',
          request: { params: IdParam },
          responses: {
            200: answer(z.object({ mentionIds: z.array(z.number().int()) }), 'What was put back.'),
          },
        }),
        async (c) => {
          const ids = await undoChange(deps, c.get('principal'), c.req.valid('param').id);
          return c.json({ mentionIds: [...ids] }, 200);
        },
      )
      .openapi(
        guarded('read', {
          method: 'get',
          path: '/inbox/notices',
          tags,
          summary: 'What you have not looked at yet: taken over, assigned to you, named in a note',
          responses: { 200: answer(z.object({ notices: z.array(Notice) }), 'The latest first.') },
        }),
        async (c) => {
          const { userId } = c.get('principal');
          const notices = userId === undefined ? [] : await listNotices(db, userId);
          return c.json({ notices: notices.map((notice) => ({ ...notice, at: instant(notice.at) })) }, 200);
        },
      )
      .openapi(
        guarded('read', {
          method: 'post',
          path: '/inbox/notices/seen',
          tags,
          summary: 'Mark all your notices as seen',
          responses: NO_CONTENT,
        }),
        async (c) => {
          const { userId } = c.get('principal');
          if (userId !== undefined) await seeNotices(db, { userId, mentionId: undefined, now: deps.now() });
          return c.body(null, 204);
        },
      )
      .openapi(
        guarded('read', {
          method: 'get',
          path: '/inbox/{id}',
          tags,
          summary: 'One item with its notes and what was done about it',
          request: { params: IdParam },
          responses: { 200: answer(ItemWithHistory, 'The item.') },
        }),
        async (c) => c.json(await getItem(deps, c.get('principal'), c.req.valid('param').id), 200),
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
      )
      .openapi(
        guarded('inbox', {
          method: 'post',
          path: '/inbox/{id}/notes',
          tags,
          summary: 'Keep a note for the team; whoever it names with @ hears of it',
          request: {
            params: IdParam,
            body: jsonBody(z.object({ text: z.string().trim().min(1).max(4_000) })),
          },
          responses: {
            201: answer(
              z.object({ id: z.number().int(), named: z.array(z.string()) }),
              'The note, and who was named.',
            ),
          },
        }),
        async (c) => {
          const { text } = c.req.valid('json');
          const { id, named } = await addNote(deps, c.get('principal'), c.req.valid('param').id, text);
          return c.json({ id, named: [...named] }, 201);
        },
      )
      // After the notes, which would pass for a deed.
      .openapi(
        guarded('inbox', {
          method: 'post',
          path: '/inbox/{id}/{deed}',
          tags,
          summary: 'Claim an item, or take it over from whoever has it open',
          request: { params: IdParam.extend({ deed: z.enum(['claim', 'take-over']) }) },
          responses: { 200: answer(Claim, 'Your claim.') },
        }),
        async (c) => {
          const { id, deed } = c.req.valid('param');
          const work = deed === 'claim' ? claimItem : takeOverItem;
          const { number, until } = await work(deps, c.get('principal'), id);
          return c.json({ number, until: instant(until) }, 200);
        },
      )
  );
}

async function getItem(deps: WebDeps, by: Principal, id: number): Promise<z.input<typeof ItemWithHistory>> {
  await getReachableItem(deps.db, by, id);
  const [row] = await readRows(deps.db, [id]);
  if (!row) throw new NotFound(`The mention of item ${id} is gone from its source.`);
  const notes = await listNotes(deps.db, id);
  const events = await listInboxEvents(deps.db, id);
  return {
    ...itemAnswer(row, deps.now()),
    notes: notes.map((note) => ({ ...note, at: instant(note.at) })),
    events: events.map((event) => ({ ...event, at: instant(event.at), detail: { ...event.detail } })),
  };
}

type Sent = z.output<typeof Change>;

function changeOf(change: Sent extends infer One ? Omit<One, 'mentionIds'> : never): ItemChange {
  const sent = change as Sent;
  if (sent.deed === 'assign') return { deed: 'assign', userId: sent.userId ?? undefined };
  if (sent.deed === 'snooze') return { deed: 'snooze', until: new Date(sent.until) };
  if (sent.deed === 'tag' || sent.deed === 'untag') return { deed: sent.deed, tag: sent.tag };
  return { deed: sent.deed };
}

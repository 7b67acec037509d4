import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { Refused } from '../../domain/errors.ts';
import { listInboxEvents } from '../../store/inbox.ts';
import { listByAuthor, listByLocation, listThread } from '../../store/inbox-history.ts';
import { countViews, INBOX_VIEWS, listInbox, readRows } from '../../store/inbox-list.ts';
import { listNotes, listNotices, seeNotices } from '../../store/inbox-notes.ts';
import { listUsers } from '../../store/users.ts';
import { getWorkspace } from '../../store/workspace.ts';
import type { WebEnv } from '../auth/env.ts';
import { localPath } from '../auth/local-path.ts';
import { need } from '../auth/need.ts';
import { addNote, type Changed, changeItems, type ItemChange, undoChange } from '../deeds/inbox.ts';
import {
  claimItem,
  getReachableItem,
  releaseClaim,
  renewClaim,
  takeOverItem,
} from '../deeds/inbox-claims.ts';
import { SNOOZE_IDS, SNOOZES } from '../deeds/snooze-until.ts';
import type { WebDeps } from '../deps.ts';
import { scopesOf } from '../principal.ts';
import { filterOf, inboxAddress, readInboxQuery } from './inbox-filter.ts';
import { showItem } from './inbox-item.tsx';
import { readInboxChoices, showInbox } from './inbox-list.tsx';
import { idOf } from './mention.tsx';
import { readComposer } from './reply-composer.ts';
import { visitOf } from './visit.ts';

const ITEMS_A_PAGE = 50;
const ITEMS_AT_ONCE = 500;

const one = z.string().regex(/^\d{1,15}$/);
const Sent = z.object({
  back: z.string().default('/inbox'),
  /** The item of the button that was pressed; without it, those that are selected. */
  only: one.optional(),
  id: z
    .union([one, z.array(one)])
    .default([])
    .transform((ids) => [ids].flat()),
  user: z
    .string()
    .regex(/^\d{0,15}$/)
    .default(''),
  tag: z.string().default(''),
  until: z.enum(SNOOZE_IDS).default('tomorrow').catch('tomorrow'),
});
const Claimed = z.object({
  claim: z
    .string()
    .regex(/^\d{0,9}$/)
    .default(''),
  from: z.string().default('/inbox'),
});
const DEEDS = ['archive', 'reopen', 'replied', 'wake', 'assign', 'mine', 'tag', 'untag', 'snooze'] as const;
const Note = z.object({ text: z.string().max(4_000, { error: 'A note has 4,000 characters at most.' }) });

/** The list of what waits for an answer, one item, and everything that can be done about them. */
export function inboxRoutes(deps: WebDeps): Hono<WebEnv> {
  const routes = new Hono<WebEnv>();
  const by = (c: Context<WebEnv>) => c.get('principal');
  routes.get('/inbox', async (c) => {
    const query = readInboxQuery(c.req.query());
    // The form sends its empty fields too; an address worth keeping is without them.
    if (Object.values(c.req.query()).includes('')) return c.redirect(inboxAddress(query));
    const visit = await visitOf(c, deps);
    const at = { principal: visit.principal, now: visit.now };
    const filter = filterOf(query, at);
    const [page, counts, choices, notices] = await Promise.all([
      listInbox(deps.db, filter, { limit: ITEMS_A_PAGE, after: query.after }),
      query.text === undefined ? countViews(deps.db, filter, INBOX_VIEWS) : new Map(),
      readInboxChoices(deps, by(c)),
      by(c).userId === undefined ? [] : listNotices(deps.db, by(c).userId ?? 0),
    ]);
    return showInbox(visit, { query, page, counts, choices, notices, told: c.req.query() });
  });
  routes.get('/inbox/:id{[0-9]+}', async (c) => {
    const id = idOf(c.req.param('id'));
    await getReachableItem(deps.db, by(c), id);
    const [row] = await readRows(deps.db, [id]);
    // Its mention is gone from its source: what is left to see is the record of it.
    if (!row) return c.redirect('/inbox?view=done', 303);
    const [visit, users, notices] = await Promise.all([
      visitOf(c, deps),
      listUsers(deps.db),
      by(c).userId === undefined ? [] : listNotices(deps.db, by(c).userId ?? 0),
    ]);
    return showItem(visit, {
      row,
      composer: await readComposer(deps, by(c), id),
      notices,
      notes: await listNotes(deps.db, id),
      events: await listInboxEvents(deps.db, id),
      thread: await listThread(deps.db, id),
      byAuthor: await listByAuthor(deps.db, id),
      byLocation: row.locationId === undefined ? [] : await listByLocation(deps.db, id),
      people: users.filter(({ role, disabledAt }) => !disabledAt && scopesOf(role).has('inbox')),
      from: fromOf(c.req.query('from')),
    });
  });
  routes.post('/inbox/:id{[0-9]+}/:deed{claim|take-over|release|renew}', need('inbox'), async (c) => {
    const id = idOf(c.req.param('id'));
    const { claim, from } = Claimed.parse(await c.req.parseBody());
    const deed = c.req.param('deed');
    const wantsJson = (c.req.header('accept') ?? '').includes('application/json');
    if (deed === 'renew') {
      const until = await renewClaim(deps, by(c), id, Number(claim));
      return c.json({ until: until?.toISOString() ?? null });
    }
    if (deed === 'release') {
      await releaseClaim(deps, by(c), id, Number(claim));
      return wantsJson ? c.json({}) : c.redirect(fromOf(from), 303);
    }
    const taken = await (deed === 'claim' ? claimItem : takeOverItem)(deps, by(c), id);
    if (wantsJson) return c.json({ number: taken.number, until: taken.until.toISOString() });
    return c.redirect(`/inbox/${id}?from=${encodeURIComponent(fromOf(from))}`, 303);
  });
  routes.post('/inbox/:id{[0-9]+}/note', need('inbox'), async (c) => {
    const id = idOf(c.req.param('id'));
    const { text } = Note.parse(await c.req.parseBody());
    const note = await addNote(deps, by(c), id, text);
    return c.redirect(`/inbox/${id}#note-${note.id}`, 303);
  });
  routes.post(`/inbox/do/:deed{${DEEDS.join('|')}}`, need('inbox'), async (c) => {
    const sent = Sent.parse(await c.req.parseBody({ all: true }));
    const ids = (sent.only === undefined ? sent.id : [sent.only]).map(idOf);
    if (ids.length === 0) throw new Refused('Select at least one item first.');
    if (ids.length > ITEMS_AT_ONCE) throw new Refused(`Select ${ITEMS_AT_ONCE} items at most.`);
    const { timeZone } = await getWorkspace(deps.db);
    const change = changeOf(c.req.param('deed') as (typeof DEEDS)[number], sent, {
      userId: by(c).userId,
      now: deps.now(),
      timeZone,
    });
    const changed = await changeItems(deps, by(c), ids, change);
    return c.redirect(toldAt(sent.back, change.deed, changed), 303);
  });
  routes.post('/inbox/undo', need('inbox'), async (c) => {
    const { batch, back } = z
      .object({ batch: one, back: z.string().default('/inbox') })
      .parse(await c.req.parseBody());
    const ids = await undoChange(deps, by(c), Number(batch));
    return c.redirect(withTold(back, { undone: String(ids.length) }), 303);
  });
  routes.post('/inbox/notices', async (c) => {
    const { back = '/inbox' } = await c.req.parseBody();
    const { userId } = by(c);
    if (userId !== undefined) await seeNotices(deps.db, { userId, mentionId: undefined, now: deps.now() });
    return c.redirect(fromOf(String(back)), 303);
  });
  return routes;
}

function changeOf(
  deed: (typeof DEEDS)[number],
  sent: z.output<typeof Sent>,
  at: { userId: number | undefined; now: Date; timeZone: string },
): ItemChange {
  switch (deed) {
    case 'assign':
      return { deed, userId: sent.user ? Number(sent.user) : undefined };
    case 'mine':
      return { deed: 'assign', userId: at.userId };
    case 'tag':
    case 'untag':
      return { deed, tag: sent.tag };
    case 'snooze': {
      const snooze = SNOOZES.find(({ id }) => id === sent.until) ?? SNOOZES[1];
      return { deed, until: snooze.until(at.now, at.timeZone) };
    }
    default:
      return { deed };
  }
}

/** A page of the inbox: where a button of it leads back to. */
function fromOf(path: string | undefined): string {
  const local = localPath(path);
  return local === '/inbox' || local.startsWith('/inbox?') || local.startsWith('/inbox/') ? local : '/inbox';
}

/** The page one was on, which says what was done and how to take it back. */
function toldAt(back: string, deed: string, { mentionIds, held, batchId }: Changed): string {
  return withTold(back, {
    did: deed,
    n: String(mentionIds.length),
    ...(held.length > 0 ? { held: String(held.length) } : {}),
    ...(batchId === undefined ? {} : { batch: String(batchId) }),
  });
}

const TOLD = ['did', 'n', 'held', 'batch', 'undone'];

function withTold(back: string, told: Readonly<Record<string, string>>): string {
  const url = new URL(fromOf(back), 'http://here.invalid');
  for (const name of TOLD) url.searchParams.delete(name);
  for (const [name, value] of Object.entries(told)) url.searchParams.set(name, value);
  return `${url.pathname}${url.search}`;
}

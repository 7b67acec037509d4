import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { NotFound } from '../../domain/errors.ts';
import type { ReplyState } from '../../domain/reply.ts';
import { type FeedMention, readMentions } from '../../store/feed.ts';
import { countReplies, getReply, listReplies, listReplyEvents, type ReplyRow } from '../../store/replies.ts';
import { getReplySettings } from '../../store/reply-settings.ts';
import type { WebEnv } from '../auth/env.ts';
import { localPath } from '../auth/local-path.ts';
import { need } from '../auth/need.ts';
import { decide, handleReply, REPLY_DEEDS } from '../deeds/reply-decisions.ts';
import type { WebDeps } from '../deps.ts';
import { Moment } from '../parts/moment.tsx';
import { ReplyDeeds } from '../parts/reply-deeds.tsx';
import { ReplyTabs } from '../parts/reply-tabs.tsx';
import { stateInWords } from '../parts/reply-words.ts';
import { idOf } from './mention.tsx';
import { showReply } from './reply.tsx';
import { lines } from './reply-forms.ts';
import { show } from './shell.tsx';
import { type Visit, visitOf } from './visit.ts';

const SHOWN = 50;

const LISTS = {
  waiting: { name: 'Wait for approval', states: ['waiting'] },
  parked: { name: 'Could not be sent', states: ['parked', 'rejected', 'removed'] },
  'on-the-way': { name: 'On their way', states: ['queued', 'sending'] },
  sent: { name: 'Sent', states: ['sent', 'published'] },
} as const satisfies Record<string, { name: string; states: readonly ReplyState[] }>;
type List = keyof typeof LISTS;

const Asked = z.object({
  show: z
    .enum(Object.keys(LISTS) as [List, ...List[]])
    .optional()
    .catch(undefined),
  before: z.coerce.number().int().positive().optional().catch(undefined),
});
const Decision = z.object({
  deed: z.enum(['approve', 'return']),
  text: lines.optional(),
  remark: z.string().trim().max(2_000).default(''),
});
const Handling = z.object({ deed: z.enum(REPLY_DEEDS), back: z.string().default('/replies') });

/** Replies that wait, failed, are on their way or are sent, and each one's story. */
export function replyRoutes(deps: WebDeps): Hono<WebEnv> {
  const routes = new Hono<WebEnv>();
  const by = (c: Context<WebEnv>) => c.get('principal');
  routes.get('/replies', async (c) => {
    const visit = await visitOf(c, deps);
    const asked = Asked.parse(c.req.query());
    const within = by(c).locationIds;
    const counts = await countReplies(deps.db, within);
    const list = asked.show ?? (counts.waiting > 0 ? 'waiting' : counts.parked > 0 ? 'parked' : 'sent');
    const found = await listReplies(deps.db, {
      states: LISTS[list].states,
      within,
      olderThan: asked.before,
      limit: SHOWN + 1,
    });
    const replies = found.slice(0, SHOWN);
    const mentions = await readMentions(
      deps.db,
      replies.map(({ mentionId }) => mentionId),
    );
    const ofId = new Map(mentions.map((mention) => [mention.id, mention]));
    return showReplies(visit, { list, counts, replies, ofId, hasMore: found.length > SHOWN });
  });
  routes.get('/replies/:id{[0-9]+}', async (c) => {
    const reply = await getReply(deps.db, idOf(c.req.param('id')), by(c).locationIds);
    if (reply.state === 'draft' && reply.author !== by(c).name) {
      throw new NotFound('This draft is not yours to read.');
    }
    const [visit, events, mentions, settings] = await Promise.all([
      visitOf(c, deps),
      listReplyEvents(deps.db, reply.id),
      readMentions(deps.db, [reply.mentionId]),
      getReplySettings(deps.db),
    ]);
    return showReply(visit, { reply, events, mention: mentions[0], settings });
  });
  routes.post('/replies/:id{[0-9]+}/decide', need('approve'), async (c) => {
    const id = idOf(c.req.param('id') ?? '');
    const { deed, text, remark } = Decision.parse(await c.req.parseBody());
    await decide(deps, by(c), id, { deed, text, remark });
    return c.redirect('/replies?show=waiting', 303);
  });
  routes.post('/replies/:id{[0-9]+}/deeds', need('inbox'), async (c) => {
    const id = idOf(c.req.param('id') ?? '');
    const { deed, back } = Handling.parse(await c.req.parseBody());
    await handleReply(deps, by(c), id, deed);
    return c.redirect(localPath(back), 303);
  });
  return routes;
}

interface Page {
  readonly list: List;
  readonly counts: Readonly<Record<'waiting' | 'parked', number>>;
  readonly replies: readonly ReplyRow[];
  readonly ofId: ReadonlyMap<number, FeedMention>;
  readonly hasMore: boolean;
}

function showReplies(visit: Visit, { list, counts, replies, ofId, hasMore }: Page): Response {
  const countOfList: Partial<Record<List, number>> = counts;
  return show(
    visit,
    { title: 'Replies', assets: 'replies' },
    <>
      <h1>Replies</h1>
      <ReplyTabs visit={visit} />
      <ul class="chips reply-lists">
        {(Object.keys(LISTS) as List[]).map((one) => (
          <li key={one} class="chip">
            <a href={`/replies?show=${one}`} aria-current={one === list ? 'true' : undefined}>
              {LISTS[one].name}
              {countOfList[one] ? ` (${countOfList[one]})` : ''}
            </a>
          </li>
        ))}
      </ul>
      {replies.length === 0 && <p class="empty">Nothing here.</p>}
      <ol class="rows reply-list">
        {replies.map((reply) => (
          <li key={reply.id}>
            <Line visit={visit} reply={reply} mention={ofId.get(reply.mentionId)} />
          </li>
        ))}
      </ol>
      {hasMore && (
        <p class="pager">
          <a href={`/replies?show=${list}&before=${replies.at(-1)?.id}`}>Older ones</a>
        </p>
      )}
    </>,
  );
}

const Line = ({
  visit,
  reply,
  mention,
}: {
  visit: Visit;
  reply: ReplyRow;
  mention: FeedMention | undefined;
}) => (
  <div class="reply-given">
    <p>
      <a href={`/replies/${reply.id}`}>
        <strong>{stateInWords(reply)}</strong>
      </a>{' '}
      · {reply.isAutomated ? 'automatic, by ' : ''}
      {reply.author} · {mention ? mention.source.name : 'a mention that is gone'} ·{' '}
      <Moment at={reply.sentAt ?? reply.submittedAt ?? reply.createdAt} timeZone={visit.workspace.timeZone} />
    </p>
    {mention && (
      <blockquote class="reply-to" dir="auto">
        {excerptOf(mention)}
      </blockquote>
    )}
    <p class="reply-text" dir="auto">
      {reply.text || 'Answered at the original; the words are not kept here.'}
    </p>
    {reply.lastError && <p class="mistake">{reply.lastError}</p>}
    {visit.can('inbox') && <ReplyDeeds visit={visit} reply={reply} />}
  </div>
);

const LONGEST_EXCERPT = 200;

export function excerptOf({ title, text }: Pick<FeedMention, 'title' | 'text'>): string {
  const whole = [title, text].filter(Boolean).join(': ').replace(/\s+/g, ' ');
  return whole.length > LONGEST_EXCERPT ? `${whole.slice(0, LONGEST_EXCERPT)}…` : whole;
}

import { type Context, Hono } from 'hono';
import { Conflict, Refused } from '../../domain/errors.ts';
import { fillIn } from '../../domain/reply-variables.ts';
import { generateDraft } from '../../replying/generate.ts';
import { limitFor } from '../../replying/reply-limit.ts';
import { saveAudit } from '../../store/audit-log.ts';
import type { MentionDetail } from '../../store/feed.ts';
import { BEGUN_ANEW, type Begun, listRepliesTo } from '../../store/replies.ts';
import { noteRefusal } from '../../store/reply-sending.ts';
import type { WebEnv } from '../auth/env.ts';
import { localPath } from '../auth/local-path.ts';
import { need } from '../auth/need.ts';
import { discardDraft, keepDraft, markReplied, mentionToAnswer, submitReply } from '../deeds/replies.ts';
import type { WebDeps } from '../deps.ts';
import type { Principal } from '../principal.ts';
import { idOf } from './mention.tsx';
import { beginWith, checkText, valuesFor } from './reply-composer.ts';
import { Beginning, readWritten } from './reply-forms.ts';

/** What the form below a mention does. What is refused stays as a draft, and the page it came from says why. */
export function replyWritingRoutes(deps: WebDeps): Hono<WebEnv> {
  const routes = new Hono<WebEnv>();
  const by = (c: Context<WebEnv>) => c.get('principal');
  const id = (c: Context<WebEnv>) => idOf(c.req.param('id') ?? '');
  const back = (c: Context<WebEnv>, to: string) => c.redirect(`${localPath(to).split('#')[0]}#reply`, 303);
  routes.post('/replies/to/:id/begin', need('inbox'), async (c) => {
    const begun = Beginning.parse(await c.req.parseBody());
    const mention = await mentionToAnswer(deps, by(c), id(c));
    const { text, begun: from } = await begin(deps, by(c), mention, begun);
    const draft = await keepDraft(deps, by(c), mention.id, { text, begun: from });
    if (from.error) await noteRefusal(deps.db, draft.id, from.error);
    return back(c, begun.back);
  });
  routes.post('/replies/to/:id/draft', need('inbox'), async (c) => {
    const { text, back: to } = readWritten(await c.req.parseBody());
    await keepDraft(deps, by(c), id(c), { text, begun: await begunBefore(deps, by(c), id(c)) });
    return back(c, to);
  });
  routes.post('/replies/to/:id/send', need('inbox'), async (c) => {
    const { back: to, ...written } = readWritten(await c.req.parseBody());
    const begun = await begunBefore(deps, by(c), id(c));
    await orOnThePage(submitReply(deps, by(c), id(c), { ...written, begun }));
    return back(c, to);
  });
  routes.post('/replies/to/:id/copied', need('inbox'), async (c) => {
    const { back: to, ...written } = readWritten(await c.req.parseBody());
    const begun = await begunBefore(deps, by(c), id(c));
    await markReplied(deps, by(c), id(c), { ...written, begun });
    return back(c, to);
  });
  routes.post('/replies/to/:id/discard', need('inbox'), async (c) => {
    const { back: to } = readWritten(await c.req.parseBody());
    await discardDraft(deps, by(c), id(c));
    return back(c, to);
  });
  routes.post('/replies/to/:id/check', need('inbox'), async (c) => {
    const { text } = readWritten(await c.req.parseBody());
    const { language } = await mentionToAnswer(deps, by(c), id(c));
    return c.json(await checkText(deps, { text, language, limit: await limitFor(deps, id(c)) }));
  });
  return routes;
}

/** The reason is kept with the draft. */
async function orOnThePage(work: Promise<unknown>): Promise<void> {
  await work.catch((error: unknown) => {
    if (!(error instanceof Refused || error instanceof Conflict)) throw error;
  });
}

/** What the text in the form was begun from. */
async function begunBefore(deps: WebDeps, by: Principal, mentionId: number): Promise<Begun> {
  const drafts = await listRepliesTo(deps.db, mentionId, by.name);
  return drafts.find(({ state }) => state === 'draft') ?? BEGUN_ANEW;
}

async function begin(
  deps: WebDeps,
  by: Principal,
  mention: MentionDetail,
  { from, tone, length }: { from: string; tone: 'friendly' | 'formal' | 'brief'; length: 'short' | 'medium' },
): Promise<{ text: string; begun: Begun & { error?: string } }> {
  if (from === 'suggestion') return beginWith(deps, by, mention, { suggestion: true });
  if (from !== 'generated')
    return beginWith(deps, by, mention, { savedReplyId: Number(from.replace('saved-', '')) });
  try {
    return await generated(deps, by, mention, { tone, length });
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const kept = (await listRepliesTo(deps.db, mention.id, by.name)).find(({ state }) => state === 'draft');
    return { text: kept?.text ?? '', begun: { ...(kept ?? BEGUN_ANEW), error: error.message } };
  }
}

/** A draft by the endpoint, with the names put in here: they are not sent there. @throws Refused */
export async function generated(
  deps: WebDeps,
  by: Principal,
  mention: MentionDetail,
  wish: { tone: 'friendly' | 'formal' | 'brief'; length: 'short' | 'medium' },
): Promise<{ text: string; begun: Begun }> {
  const [values, limit, { classifier }] = await Promise.all([
    valuesFor(deps, by, mention),
    limitFor(deps, mention.id),
    deps.lexicons.current(deps.db),
  ]);
  const { text, title, language, label, stars } = mention;
  const company = values.company ?? '';
  const written = await generateDraft(
    deps,
    { text, title, language, label, stars, company },
    { wish, limit, classifier },
  );
  const basis = fillIn(written, values);
  await saveAudit(deps.db, {
    at: deps.now(),
    actor: by.name,
    action: 'generate draft',
    target: `mention ${mention.id}`,
  });
  return { text: basis, begun: { origin: 'generated', basis, savedReplyId: undefined, variant: undefined } };
}

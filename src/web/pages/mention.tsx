import { Hono } from 'hono';
import { z } from 'zod';
import { NotFound } from '../../domain/errors.ts';
import { getMention, type MentionDetail } from '../../store/feed.ts';
import { findQuotePermission, type QuotePermission } from '../../store/quotes.ts';
import type { WebEnv } from '../auth/env.ts';
import { localPath } from '../auth/local-path.ts';
import { need } from '../auth/need.ts';
import { keepApart } from '../deeds/apart.ts';
import { overrideMention } from '../deeds/overrides.ts';
import type { WebDeps } from '../deps.ts';
import { MentionCard } from '../parts/mention-card.tsx';
import { Moment } from '../parts/moment.tsx';
import { QuoteForm } from '../parts/quote-form.tsx';
import { LABEL_WORD } from '../parts/wording.ts';
import { WebProblem } from '../problem.ts';
import { show } from './shell.tsx';
import { type Visit, visitOf } from './visit.ts';

const Override = z.object({
  label: z.enum(['positive', 'neutral', 'negative', 'undo']),
  back: z.string().default('/feed'),
});

const SetApart = z.object({ apart: z.enum(['yes', 'no']).catch('yes'), back: z.string().catch('/feed') });

export function mentionRoutes(deps: WebDeps): Hono<WebEnv> {
  return new Hono<WebEnv>()
    .get('/mentions/:id', async (c) => {
      const visit = await visitOf(c, deps);
      const mention = await getMention(deps.db, idOf(c.req.param('id')));
      return showMention(visit, mention, await findQuotePermission(deps.db, mention.id));
    })
    .post('/mentions/:id/override', need('override'), async (c) => {
      const id = idOf(c.req.param('id'));
      const sent = Override.safeParse(await c.req.parseBody());
      if (!sent.success) {
        throw new WebProblem('bad-request', 'Expected the label positive, neutral or negative, or undo.');
      }
      const label = sent.data.label === 'undo' ? undefined : sent.data.label;
      await overrideMention(deps, c.get('principal'), { mentionId: id, label });
      return c.redirect(backTo(sent.data.back, id), 303);
    })
    .post('/mentions/:id/apart', need('override'), async (c) => {
      const id = idOf(c.req.param('id'));
      const { apart, back } = SetApart.parse(await c.req.parseBody());
      await keepApart(deps, c.get('principal'), { mentionId: id, isApart: apart === 'yes' });
      return c.redirect(localPath(back), 303);
    });
}

/** To the mention on the page it was corrected on; the feed is told, for it may no longer show the mention. */
function backTo(back: string, id: number): string {
  const url = new URL(localPath(back), 'http://here.invalid');
  if (url.pathname === '/feed') url.searchParams.set('corrected', String(id));
  return `${url.pathname}${url.search}#mention-${id}`;
}

/** @throws NotFound for what cannot be an id. */
export function idOf(text: string): number {
  const id = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(id)) throw new NotFound(`"${text}" is not the number of anything here.`);
  return id;
}

function showMention(
  visit: Visit,
  mention: MentionDetail,
  permission: QuotePermission | undefined,
): Response {
  return show(
    visit,
    { title: 'Mention' },
    <>
      <p class="way-back">
        <a href="/feed">Feed</a>
      </p>
      <h1>Mention from {mention.source.name}</h1>
      <div class="mentions">
        <MentionCard mention={mention} visit={visit} />
      </div>
      <section>
        <h2>Counted in</h2>
        <ul class="chips">
          {mention.topics.map(({ id, name }) => (
            <li key={id} class="chip">
              <a href={`/topics/${id}`}>{name}</a>
            </li>
          ))}
        </ul>
      </section>
      <section>
        <h2>Corrections</h2>
        {mention.history.length === 0 ? (
          <p>Nobody has corrected its label.</p>
        ) : (
          <ol class="history">
            {mention.history.map(({ at, by, label, was }) => (
              <li>
                <Moment at={at} timeZone={visit.workspace.timeZone} />: {by ?? 'a person'}{' '}
                {label ? `set it to ${LABEL_WORD[label]}` : 'took the correction back'}
                {was ? `, was ${LABEL_WORD[was]}` : ''}
              </li>
            ))}
          </ol>
        )}
      </section>
      <QuoteForm mentionId={mention.id} permission={permission} visit={visit} />
    </>,
  );
}

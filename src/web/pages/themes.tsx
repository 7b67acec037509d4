import { Hono } from 'hono';
import { z } from 'zod';
import type { Quote } from '../../domain/quote.ts';
import { readThemes, type WhatPeopleSay } from '../../themes/read-themes.ts';
import type { WebEnv } from '../auth/env.ts';
import { localPath } from '../auth/local-path.ts';
import { need } from '../auth/need.ts';
import { permitQuote, readQuotes } from '../deeds/quotes.ts';
import type { WebDeps } from '../deps.ts';
import { count } from '../parts/wording.ts';
import { CutForm, type PageCut, readPageCut } from './cut-form.tsx';
import { idOf } from './mention.tsx';
import { remembered } from './page-memory.ts';
import { Quotes } from './quotes.tsx';
import { show } from './shell.tsx';
import { AskedQuestions, ThemeSide } from './theme-tables.tsx';
import { type Visit, visitOf } from './visit.ts';

const QUOTES = 12;

const Permission = z.object({
  permission: z.enum(['allow', 'forbid', 'forget']),
  note: z.string().trim().max(1_000).default(''),
  back: z.string().default('/themes'),
});

/** What people say: themes, questions and quotes of a topic's days. */
export function themeRoutes(deps: WebDeps): Hono<WebEnv> {
  return new Hono<WebEnv>()
    .get('/themes', async (c) => {
      const [visit, cut] = [await visitOf(c, deps), await readPageCut(c, deps)];
      const said = { topicId: cut.topic.id, from: cut.from, to: cut.to, timeZone: cut.topic.timeZone };
      const themes = await remembered(deps.db, ['themes', said], visit.now, () => readThemes(deps.db, said));
      return showThemes(visit, { cut, themes, quotes: await readQuotes(deps, said, QUOTES) });
    })
    .post('/mentions/:id{[0-9]+}/quote', need('override'), async (c) => {
      const { permission, note, back } = Permission.parse(await c.req.parseBody());
      const decision = permission === 'forget' ? undefined : { isAllowed: permission === 'allow', note };
      await permitQuote(deps, c.get('principal'), idOf(c.req.param('id')), decision);
      return c.redirect(localPath(back), 303);
    });
}

interface ThemesPage {
  readonly cut: PageCut;
  readonly themes: WhatPeopleSay;
  readonly quotes: readonly Quote[];
}

function showThemes(visit: Visit, { cut, themes, quotes }: ThemesPage): Response {
  const { now, before, praised, complained, questions } = themes;
  const query = new URLSearchParams({ topic: String(cut.topic.id), from: cut.from, to: cut.to });
  return show(
    visit,
    { title: 'What people say' },
    <>
      <h1>What people say</h1>
      <p class="lead">
        What they praise, complain about and ask, and what of it may be quoted.{' '}
        <a href="/promises">Beside your own promises</a>
      </p>
      <CutForm action="/themes" cut={cut} anyTopic="everything" />
      <p class="hint">{readingInWords(themes)}</p>
      {now.read === 0 ? (
        <p class="empty">Nothing was said in these days.</p>
      ) : (
        <>
          <section class="pair">
            <ThemeSide title="Praised" side={praised} cut={cut} isCompared={before.read > 0} />
            <ThemeSide title="Complained about" side={complained} cut={cut} isCompared={before.read > 0} />
          </section>
          <section aria-labelledby="questions">
            <h2 id="questions">Asked</h2>
            <AskedQuestions questions={questions} />
          </section>
          <section aria-labelledby="quotes">
            <h2 id="quotes">Quotes</h2>
            <Quotes quotes={quotes} visit={visit} />
          </section>
        </>
      )}
      <p class="hint">
        Take it along: themes as <a href={`/api/v1/themes?${query}&format=csv`}>CSV</a> and{' '}
        <a href={`/api/v1/themes?${query}`}>JSON</a>, quotes as{' '}
        <a href={`/api/v1/quotes?${query}&format=csv`}>CSV</a> and{' '}
        <a href={`/api/v1/quotes?${query}`}>JSON</a>
      </p>
    </>,
  );
}

function readingInWords({ now, before }: WhatPeopleSay): string {
  const drawn = ({ total, read }: { total: number; read: number }) =>
    read < total ? `${count(read)} of ${count(total)}, drawn evenly` : `all ${count(total)}`;
  const earlier = before.read > 0 ? `; of the period before, ${drawn(before)}` : '';
  return `Read ${drawn(now)} mentions${earlier}. Each author counts once, and so does a text that several repeat. “New” is said by more people than before, beyond chance (1.96 errors of the log-odds). At most a minute old.`;
}

import { z } from '@hono/zod-openapi';
import type { SaidCut } from '../../store/said.ts';
import { readThemes } from '../../themes/read-themes.ts';
import { permitQuote, readQuotes } from '../deeds/quotes.ts';
import type { WebDeps } from '../deps.ts';
import { guarded, IdParam, jsonBody, NO_CONTENT, openApi } from './contract.ts';
import { csvAnswer } from './csv.ts';
import { topicOrEverything } from './mentions.ts';
import { PeriodQuery, periodOf } from './promises.ts';
import {
  QUOTE_HEADER,
  QuoteAnswer,
  quoteAnswer,
  quoteRow,
  THEME_HEADER,
  ThemesAnswer,
  themeRows,
  themesAnswer,
} from './theme-answers.ts';

const Format = { format: z.enum(['json', 'csv']).default('json') };
const tags = ['What people say'];

export function themeRoutes(deps: WebDeps) {
  return openApi()
    .openapi(
      guarded('read', {
        method: 'get',
        path: '/themes',
        tags,
        summary: 'What is praised, complained about and asked, as JSON or CSV',
        description: 'Counts are of voices: an author once, a text that several repeat once.',
        request: { query: PeriodQuery.extend(Format) },
        responses: {
          200: {
            description: 'Themes and questions, the most said first.',
            content: { 'application/json': { schema: ThemesAnswer }, 'text/csv': { schema: z.string() } },
          },
        },
      }),
      async (c) => {
        const { format, ...asked } = c.req.valid('query');
        const cut = await saidCut(deps, asked);
        const themes = await readThemes(deps.db, cut);
        if (format === 'csv') return csvAnswer('earshot-themes.csv', THEME_HEADER, themeRows(themes));
        return c.json(themesAnswer(cut, themes), 200);
      },
    )
    .openapi(
      guarded('read', {
        method: 'get',
        path: '/quotes',
        tags,
        summary: 'Praise that may be quoted in public, as JSON or CSV',
        request: {
          query: PeriodQuery.extend({
            ...Format,
            limit: z.coerce.number().int().min(1).max(500).default(50),
          }),
        },
        responses: {
          200: {
            description: 'What a person allowed, what the customer allowed, then public reviews.',
            content: {
              'application/json': { schema: z.object({ quotes: z.array(QuoteAnswer) }) },
              'text/csv': { schema: z.string() },
            },
          },
        },
      }),
      async (c) => {
        const { format, limit, ...asked } = c.req.valid('query');
        const quotes = await readQuotes(deps, await saidCut(deps, asked), limit);
        if (format === 'csv') return csvAnswer('earshot-quotes.csv', QUOTE_HEADER, quotes.map(quoteRow));
        return c.json({ quotes: quotes.map(quoteAnswer) }, 200);
      },
    )
    .openapi(
      guarded('override', {
        method: 'put',
        path: '/mentions/{id}/quote-permission',
        tags,
        summary: 'Say that a mention may, or must not, be quoted in public',
        request: {
          params: IdParam,
          body: jsonBody(z.object({ isAllowed: z.boolean(), note: z.string().max(1_000).default('') })),
        },
        responses: NO_CONTENT,
      }),
      async (c) => {
        await permitQuote(deps, c.get('principal'), c.req.valid('param').id, c.req.valid('json'));
        return c.body(null, 204);
      },
    )
    .openapi(
      guarded('override', {
        method: 'delete',
        path: '/mentions/{id}/quote-permission',
        tags,
        summary: 'Forget what was decided about quoting a mention',
        request: { params: IdParam },
        responses: NO_CONTENT,
      }),
      async (c) => {
        await permitQuote(deps, c.get('principal'), c.req.valid('param').id, undefined);
        return c.body(null, 204);
      },
    );
}

async function saidCut(deps: WebDeps, asked: z.output<typeof PeriodQuery>): Promise<SaidCut> {
  const { topicId, from, to } = await periodOf(deps, asked);
  const topic = await topicOrEverything(deps, topicId);
  return { topicId: topic.id, from, to, timeZone: topic.timeZone };
}

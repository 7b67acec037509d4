import { z } from '@hono/zod-openapi';
import { type Quote, quoteAsHtml, quoteAsText } from '../../domain/quote.ts';
import type { WhatPeopleSay } from '../../themes/read-themes.ts';
import type { Side, Theme } from '../../themes/themes.ts';
import { Day } from './contract.ts';
import type { CsvValue } from './csv.ts';

const ThemeAnswer = z
  .object({
    name: z.string(),
    voices: z.number().int(),
    share: z.number().openapi({ description: 'Of all voices on this side, 0…1.' }),
    before: z
      .object({ voices: z.number().int(), share: z.number() })
      .nullable()
      .openapi({ description: 'In the days as long before; null when nothing was read of them.' }),
    isNew: z.boolean().openapi({ description: 'Said by more than before, beyond chance.' }),
    promoters: z.number().int(),
    detractors: z.number().int(),
    mentionIds: z.array(z.number().int()),
  })
  .openapi('Theme');

const SideAnswer = z.object({
  voices: z.number().int(),
  aspects: z.array(ThemeAnswer),
  phrases: z.array(ThemeAnswer),
});

const AskedAnswer = z.object({ mentionId: z.number().int(), sentence: z.string() });
const ReadingAnswer = z.object({ total: z.number().int(), read: z.number().int() });

export const ThemesAnswer = z.object({
  from: Day,
  to: Day,
  now: ReadingAnswer.openapi({
    description: 'Mentions there are, and those read: of very many, an even draw.',
  }),
  before: ReadingAnswer,
  praised: SideAnswer,
  complained: SideAnswer,
  questions: z.object({
    voices: z.number().int(),
    themes: z.array(
      z.object({
        name: z.string(),
        voices: z.number().int(),
        before: z.number().int().nullable(),
        isNew: z.boolean(),
        examples: z.array(AskedAnswer),
      }),
    ),
    others: z.array(AskedAnswer),
  }),
});

export const QuoteAnswer = z
  .object({
    mentionId: z.number().int(),
    text: z.string(),
    author: z.string().nullable(),
    source: z.string(),
    attribution: z.string().nullable(),
    url: z.string().nullable(),
    stars: z.number().nullable(),
    day: Day,
    basis: z.enum(['person', 'customer', 'public']),
    note: z.string(),
    asText: z.string(),
    asHtml: z.string(),
  })
  .openapi('Quote');

export function themesAnswer(
  { from, to }: { from: string; to: string },
  { now, before, praised, complained, questions }: WhatPeopleSay,
): z.input<typeof ThemesAnswer> {
  return {
    from,
    to,
    now,
    before,
    praised: sideAnswer(praised),
    complained: sideAnswer(complained),
    questions: {
      voices: questions.voices,
      themes: questions.themes.map((theme) => ({
        ...theme,
        before: theme.before ?? null,
        examples: [...theme.examples],
      })),
      others: [...questions.others],
    },
  };
}

/** One row a theme or question, side by side. */
export function themeRows({ praised, complained, questions }: WhatPeopleSay): CsvValue[][] {
  return [
    ...sideRows('praised', praised),
    ...sideRows('complained', complained),
    ...questions.themes.map(questionRow),
  ];
}

const sideAnswer = ({ voices, aspects, phrases }: Side) => ({
  voices,
  aspects: aspects.map(themeAnswer),
  phrases: phrases.map(themeAnswer),
});

function themeAnswer({ kind: _, before, mentionIds, ...theme }: Theme): z.input<typeof ThemeAnswer> {
  return { ...theme, before: before ?? null, mentionIds: [...mentionIds] };
}

export const THEME_HEADER = [
  'side',
  'kind',
  'name',
  'voices',
  'share',
  'voices_before',
  'share_before',
  'is_new',
  'promoters',
  'detractors',
  'example',
];

const four = (value: number | undefined) => (value === undefined ? undefined : Number(value.toFixed(4)));

function sideRows(side: string, { aspects, phrases }: Side): CsvValue[][] {
  return [...aspects, ...phrases].map((theme) => [
    ...[side, theme.kind, theme.name, theme.voices, four(theme.share)],
    ...[theme.before?.voices, four(theme.before?.share), theme.isNew],
    ...[theme.promoters, theme.detractors, theme.mentionIds[0]],
  ]);
}

interface AskedRow {
  readonly name: string;
  readonly voices: number;
  readonly before: number | undefined;
  readonly isNew: boolean;
  readonly examples: readonly { readonly sentence: string }[];
}

function questionRow({ name, voices, before, isNew, examples }: AskedRow): CsvValue[] {
  const nothing = undefined;
  return [
    'asked',
    'question',
    name,
    voices,
    nothing,
    before,
    nothing,
    isNew,
    nothing,
    nothing,
    examples[0]?.sentence,
  ];
}

export const QUOTE_HEADER = [
  ...[
    'mention',
    'text',
    'author',
    'source',
    'attribution',
    'url',
    'stars',
    'day',
    'basis',
    'note',
    'as_text',
    'as_html',
  ],
];

export function quoteRow(quote: Quote): CsvValue[] {
  const { mentionId, text, author, source, attribution, url, stars, day, basis, note } = quote;
  const copied = [quoteAsText(quote), quoteAsHtml(quote)];
  return [mentionId, text, author, source, attribution, url, stars, day, basis, note, ...copied];
}

export function quoteAnswer(quote: Quote): z.input<typeof QuoteAnswer> {
  const { author, attribution, url, stars, ...rest } = quote;
  return {
    ...rest,
    author: author ?? null,
    attribution: attribution ?? null,
    url: url ?? null,
    stars: stars ?? null,
    asText: quoteAsText(quote),
    asHtml: quoteAsHtml(quote),
  };
}

import type { z } from 'zod';
import { SURVEY_KINDS } from '../../domain/facts.ts';
import { itemDefaults } from '../item-defaults.ts';
import { choice, text } from '../settings-fields.ts';

const { location, product, touchpoint, language } = itemDefaults;

const PAIRS = new RegExp(`^(${SURVEY_KINDS.join('|')})=[^,=]+(,\\s*(${SURVEY_KINDS.join('|')})=[^,=]+)*$`);

const field = (title: string, more = '') =>
  text(title, `A hidden field, custom variable or question by its name or id.${more}`).optional();

/** How the answers of a survey are read: which question is rated, which one is the comment, what its fields mean. */
export const surveySettings = {
  rated: text(
    'Rated questions',
    'Left empty, every question that is made for it counts. Otherwise what it asks for and its id, as in “nps=42, csat=57”; the comment goes with the first.',
  )
    .regex(PAIRS, 'Rated questions: expected pairs such as nps=42, csat=57')
    .optional(),
  scaleIs: choice(
    'A rating or scale asks for',
    {
      csat: 'how satisfied somebody is (CSAT)',
      ces: 'how easy something was (CES)',
      nps: 'whether somebody would recommend us (NPS)',
      custom: 'something else',
    },
    'For questions of which the type does not say it.',
  ).default('csat'),
  comment: text(
    'Comment questions',
    'Their ids, with commas between. Left empty: the first open question after the rated one.',
  ).optional(),
  customerField: field('Customer id in'),
  emailField: field('Mail address in', ' Only a keyed digest of it is kept.'),
  touchpointField: field('Touchpoint in'),
  locationField: field('Location in', ' It holds the code of a point of sale.'),
  segmentField: field('Segment in'),
  productField: field('Product in'),
  quoteField: field('Permission to quote in', ' “Yes” lets the comment be shown in public.'),
  location,
  product,
  touchpoint,
  language,
};

export type SurveySettings = z.output<z.ZodObject<typeof surveySettings>>;

import { z } from 'zod';
import type { Source } from '../source.ts';
import { OPEN_TERMS } from '../terms.ts';

const Settings = z.object({});

/** Where the answers to a survey form of our own arrive; one is made with each form, on the page of surveys. */
export default {
  label: 'Survey form',
  group: 'surveys',
  help: 'A form of your own for NPS, CSAT or CES: as a page, in a frame, or by mail with one click on a score.',
  settings: Settings,
  madeAt: '/surveys/new',
  terms: OPEN_TERMS,
  cost: { unit: 'answer', note: 'free' },
  host: () => undefined,
} satisfies Source<z.output<typeof Settings>>;

import { z } from 'zod';
import { Id } from '../../api/items.ts';
import { htmlToText } from '../../html-to-text.ts';
import type { Question, Scale } from '../../survey/submission.ts';

const Asked = z.object({
  id: Id,
  type: z.string(),
  text: z.string().nullish(),
  rtxt: z.string().nullish(),
});

/** The types of SurveySparrow, by the words they are made of: their list grows with every kind of survey. */
const ASKS: readonly (readonly [RegExp, Question['asks']])[] = [
  [/nps/i, 'nps'],
  [/csat/i, 'csat'],
  [/^ces/i, 'ces'],
  [/opinion|scale|rating|slider/i, 'scale'],
  [/text|comment/i, 'words'],
];

/** Undefined for what has no id. */
export function questionOf(question: unknown): Question | undefined {
  const asked = Asked.safeParse(question).data;
  if (!asked) return undefined;
  const title = htmlToText(asked.text ?? asked.rtxt ?? '');
  const asks = ASKS.find(([words]) => words.test(asked.type))?.[1] ?? 'other';
  return { id: asked.id, title, asks };
}

/** `step` counts up from 0 or, in a scale that begins at 1, is its end; stars begin at 1. */
export function scaleOf(
  { asks }: Question,
  {
    step,
    rating_scale: stars,
  }: { step?: number | null | undefined; rating_scale?: number | null | undefined },
): Scale | undefined {
  if (stars) return { min: 1, max: stars };
  if (!step) return undefined;
  return { min: asks === 'nps' || step === 10 ? 0 : 1, max: step };
}

/** Missing values come as the word now and then. */
export const isNothing = (answer: unknown) => answer === null || answer === 'null' || answer === '';

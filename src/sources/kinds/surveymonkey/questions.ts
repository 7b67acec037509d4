import { z } from 'zod';
import { Id, List, readItems } from '../../api/items.ts';
import { htmlToText } from '../../html-to-text.ts';
import type { Question, Scale } from '../../survey/submission.ts';

export const Details = z.object({
  title: z.string().catch('The survey'),
  pages: z.array(z.object({ questions: List })),
});

const Choice = z.object({
  id: Id,
  text: z.string().nullish(),
  weight: z.coerce.number().nullish().catch(undefined),
});
const Asked = z.object({
  id: Id,
  family: z.string(),
  subtype: z.string().nullish(),
  headings: z.array(z.object({ heading: z.string().nullish() })).catch([]),
  display_options: z.object({ display_type: z.string().nullish() }).nullish().catch(undefined),
  answers: z.object({ choices: List.nullish() }).nullish().catch(undefined),
});
type Asked = z.output<typeof Asked>;

export interface Definition {
  readonly title: string;
  readonly questions: readonly Question[];
  /** What a choice is worth and says, by its id: responses hold little more than ids. */
  readonly choices: ReadonlyMap<string, { weight: number | undefined; text: string }>;
}

export function definitionOf({ title, pages }: z.output<typeof Details>): Definition {
  const asked = pages.flatMap(({ questions }) => readItems(questions, Asked).items);
  const choices = asked.flatMap((question) =>
    choicesOf(question).map(
      ({ id, text, weight }) => [id, { weight: weight ?? undefined, text: text ?? '' }] as const,
    ),
  );
  return { title, questions: asked.map(questionOf), choices: new Map(choices) };
}

const choicesOf = ({ answers }: Asked) => readItems(answers?.choices ?? [], Choice).items;

function questionOf(question: Asked): Question {
  const { id, headings } = question;
  return {
    id,
    title: htmlToText(headings[0]?.heading ?? ''),
    asks: asksOf(question),
    scale: scaleOf(question),
  };
}

function asksOf({ family, subtype, display_options: display }: Asked): Question['asks'] {
  if (subtype === 'nps' || display?.display_type === 'nps') return 'nps';
  if (family === 'matrix' && subtype === 'rating') return 'scale';
  if (family === 'open_ended' && (subtype === 'essay' || subtype === 'single')) return 'words';
  return 'other';
}

/** A scale goes from the least to the most that one of its choices is worth. */
function scaleOf(question: Asked): Scale | undefined {
  const weights = choicesOf(question).flatMap(({ weight }) => weight ?? []);
  const [min, max] = [Math.min(...weights), Math.max(...weights)];
  return weights.length > 1 && max > min ? { min, max } : undefined;
}

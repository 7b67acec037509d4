import { z } from 'zod';
import { Id, List, readItems } from '../../api/items.ts';
import type { Question, Scale } from '../../survey/submission.ts';

export const Form = z.object({ fields: List });

const Field = z.object({
  id: Id,
  ref: z.string().nullish(),
  type: z.string(),
  title: z.string().nullish(),
  properties: z
    .object({
      steps: z.number().nullish(),
      start_at_one: z.boolean().nullish(),
      /** Questions of a group stand inside it. */
      fields: List.nullish(),
    })
    .nullish(),
});
type Field = z.output<typeof Field>;

const ASKS: Readonly<Record<string, Question['asks']>> = {
  nps: 'nps',
  opinion_scale: 'scale',
  rating: 'scale',
  short_text: 'words',
  long_text: 'words',
};

export function questionsOf(fields: readonly unknown[]): Question[] {
  return readItems(fields, Field).items.flatMap((field): Question[] => {
    const { id, ref, type, title, properties } = field;
    if (properties?.fields) return questionsOf(properties.fields);
    return [
      {
        id,
        ref: ref ?? undefined,
        // A title may repeat what was answered before: {{field:…}}.
        title: title?.replace(/\{\{[^}]*\}\}/g, '…'),
        asks: ASKS[type] ?? 'other',
        scale: scaleOf(field),
      },
    ];
  });
}

function scaleOf({ type, properties }: Field): Scale | undefined {
  if (type === 'nps') return { min: 0, max: 10 };
  const steps = properties?.steps;
  if (!steps) return undefined;
  const startsAtOne = type === 'rating' || properties?.start_at_one === true;
  return startsAtOne ? { min: 1, max: steps } : { min: 0, max: steps - 1 };
}

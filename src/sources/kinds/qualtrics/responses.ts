import { z } from 'zod';
import { Id, Instant } from '../../api/items.ts';
import type { Question, Submission } from '../../survey/submission.ts';

export const Response = z.object({
  responseId: Id,
  values: z.looseObject({
    recordedDate: Instant,
    finished: z.coerce.number(),
    status: z.coerce.number().nullish().catch(undefined),
    userLanguage: z.string().nullish().catch(undefined),
  }),
});

/** Previews, tests and what Qualtrics takes for spam, in any of their combinations. */
const NOT_MEANT = new Set([1, 2, 8, 9, 12, 17, 40, 48]);

const text = (value: unknown) => (typeof value === 'string' && value.trim() !== '' ? value : undefined);

/** Undefined for what no customer has finished. */
export function submissionOf(
  { responseId, values }: z.output<typeof Response>,
  questions: readonly Question[],
): Submission | undefined {
  if (values.finished !== 1 || NOT_MEANT.has(values.status ?? 0)) return undefined;
  const given = questions.flatMap(({ id }): [string, string | number][] => {
    const value = values[id] ?? values[`${id}_TEXT`] ?? values[`${id}_1`];
    return typeof value === 'string' || typeof value === 'number' ? [[id, value]] : [];
  });
  return {
    id: responseId,
    answeredAt: values.recordedDate,
    given: new Map(given),
    // Embedded data stand among the values under their own names.
    fields: values,
    language: values.userLanguage ?? undefined,
    email: text(values['recipientEmail']),
    customer: text(values['externalDataReference']),
  };
}

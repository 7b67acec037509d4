import { z } from 'zod';
import { Id, Instant, List, readItems } from '../../api/items.ts';
import type { Submission } from '../../survey/submission.ts';
import type { Definition } from './questions.ts';

export const Response = z.object({
  id: Id,
  date_created: Instant,
  date_modified: Instant,
  language: z.string().nullish().catch(undefined),
  custom_variables: z.record(z.string(), z.unknown()).nullish().catch(undefined),
  recipient_id: Id.nullish().catch(undefined),
  email_address: z.string().nullish().catch(undefined),
  pages: z.array(z.object({ questions: List.catch([]) })),
});

const Answered = z.object({ id: Id, answers: List });
const Answer = z.object({
  choice_id: Id.nullish(),
  text: z.string().nullish(),
  choice_metadata: z
    .object({ weight: z.coerce.number().nullish().catch(undefined) })
    .nullish()
    .catch(undefined),
});
type Answer = z.output<typeof Answer>;

/** Answered when it was sent in; a later change moves only the mark. */
export function submissionOf(response: z.output<typeof Response>, { choices }: Definition): Submission {
  const answered = response.pages.flatMap(({ questions }) => readItems(questions, Answered).items);
  const given = answered.flatMap(({ id, answers }): [string, string | number][] => {
    const [first] = readItems(answers, Answer).items;
    const value = first && givenAs(first, choices);
    return value === undefined ? [] : [[id, value]];
  });
  return {
    id: response.id,
    answeredAt: response.date_created,
    given: new Map(given),
    fields: response.custom_variables ?? {},
    language: response.language ?? undefined,
    email: response.email_address || undefined,
    customer: response.recipient_id || undefined,
  };
}

function givenAs(
  { choice_id: id, text, choice_metadata: known }: Answer,
  choices: Definition['choices'],
): string | number | undefined {
  const choice = id ? choices.get(id) : undefined;
  return known?.weight ?? choice?.weight ?? text ?? choice?.text ?? undefined;
}

import { z } from 'zod';
import { Id, Instant, List, readItems } from '../../api/items.ts';
import type { Submission } from '../../survey/submission.ts';

export const Response = z.object({
  token: z.string().min(1),
  submitted_at: Instant,
  hidden: z.record(z.string(), z.unknown()).nullish().catch(undefined),
  variables: List.nullish(),
  answers: List.nullish(),
});

const Answer = z.object({
  field: z.object({ id: Id, type: z.string().nullish() }),
  type: z.string(),
  number: z.number().nullish(),
  text: z.string().nullish(),
  boolean: z.boolean().nullish(),
  email: z.string().nullish(),
  choice: z.object({ label: z.string().nullish() }).nullish(),
});
type Answer = z.output<typeof Answer>;

export function submissionOf({
  token,
  submitted_at: answeredAt,
  hidden,
  variables,
  answers,
}: z.output<typeof Response>): Submission {
  const { items } = readItems(answers ?? [], Answer);
  const own = readItems(
    variables ?? [],
    z.object({ key: z.string(), text: z.string().nullish(), number: z.number().nullish() }),
  );
  return {
    id: token,
    answeredAt,
    given: new Map(
      items.flatMap((answer): [string, string | number][] => {
        const value = givenAs(answer);
        return value === undefined ? [] : [[answer.field.id, value]];
      }),
    ),
    fields: {
      ...Object.fromEntries(own.items.map(({ key, text, number }) => [key, text ?? number])),
      ...hidden,
    },
    email: items.find(({ email }) => email)?.email ?? undefined,
  };
}

function givenAs({ number, text, boolean, email, choice }: Answer): string | number | undefined {
  if (typeof boolean === 'boolean') return boolean ? 'yes' : 'no';
  return number ?? text ?? email ?? choice?.label ?? undefined;
}
